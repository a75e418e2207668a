// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/direction_store.h"
#include "core/measure/journal.h"
#include "core/measure/layer_grams.h"
#include "core/measure/measured_numbers.h"

#include <chrono>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <vector>

namespace sextant::measure {

/// The work of a measurement: runs the tasks of a plan, those an earlier run finished left out, and records
/// each.
class MeasureRun {
public:
    MeasureRun(const checkpoint::AttentionWeights& weights, const checkpoint::Checkpoint& checkpoint,
               const MeasurePlan& plan, DirectionStore& directions, Journal& journal);

    /// Takes over the journal's records that are whole, belong to a task of the plan and fit its directions.
    Result<void> takeOverRecords();

    /// Works until all is done, an error, or a stop request (Cancelled).
    Result<void> run(int threads, const std::function<void(const MeasureProgress&)>& progress,
                     const std::stop_token& stop);

    const MeasuredNumbers& numbers() const { return numbers_; }

    /// Share of the work that takeOverRecords() found done.
    double resumedFraction() const { return takenOverCost_ / totalCost_; }

private:
    /// A task and its number in the journal: spectra first, then grams.
    struct Piece {
        const MeasureTask* task;
        std::int64_t number;
    };

    Piece spectrumPiece(int group, int layer) const;
    Piece gramPiece(int group, int pair) const;
    std::optional<Piece> pieceOf(std::int64_t number) const;
    std::vector<Piece> unfinished(int gramGroup, int spectrumGroup) const;
    void finish(const Piece& piece);

    Result<std::vector<float>> storedDirections(const MeasureTask& task) const;
    Result<void> work(const Piece& piece, const std::stop_token& stop);
    Result<void> workOnSpectra(const Piece& piece);
    Result<void> workOnGrams(const Piece& piece, const std::stop_token& stop);
    Result<void> record(const Piece& piece, const std::vector<double>& numbers,
                        std::span<const std::byte> elsewhere);
    void report(const std::function<void(const MeasureProgress&)>& progress) const;

    const checkpoint::AttentionWeights& weights_;
    const checkpoint::Checkpoint& checkpoint_;
    const MeasurePlan& plan_;
    DirectionStore& directions_;
    Journal& journal_;
    MeasuredNumbers numbers_;

    std::mutex mutex_; ///< guards the journal, what follows, and calls of the progress callback
    std::vector<bool> done_;
    std::vector<int> tasksLeft_;              ///< per group
    std::vector<ProductPrecision> precision_; ///< per group, once its spectra are there
    double totalCost_ = 0.0;
    double doneCost_ = 0.0;
    double takenOverCost_ = 0.0;
    int piecesDoneNow_ = 0;
    std::chrono::steady_clock::time_point begun_;
};

} // namespace sextant::measure
