// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/artifact/artifact.h"
#include "core/measure/measure_plan.h"

#include <span>
#include <vector>

namespace sextant::measure {

/// The numbers of a run as they arrive, except the directions.
class MeasuredNumbers {
public:
    explicit MeasuredNumbers(const MeasurePlan& plan);

    /// How many numbers a task yields; see Outcome.
    [[nodiscard]] std::size_t countOf(const MeasureTask& task) const;

    /// Puts a task's numbers, countOf() of them, in their place.
    void store(const MeasureTask& task, std::span<const double> numbers);

    [[nodiscard]] const artifact::LayerPairTable& gram() const { return gram_; }
    [[nodiscard]] const std::vector<double>& cancellation() const { return cancellation_; }    ///< [L, H]
    [[nodiscard]] const std::vector<double>& froSquared() const { return froSquared_; }        ///< [L, H]
    [[nodiscard]] const std::vector<float>& eigenvalues() const { return eigenvalues_; }       ///< [L, H, 2r]
    [[nodiscard]] const std::vector<float>& singularValues() const { return singularValues_; } ///< [L, H, r]
    [[nodiscard]] const std::vector<double>& otherGrams() const { return otherGrams_; }        ///< [P, N]

private:
    void storeSpectra(const MeasureTask& task, std::span<const double> numbers);
    void storeGrams(const MeasureTask& task, std::span<const double> numbers);

    const MeasurePlan& plan_;
    artifact::LayerPairTable gram_;
    std::vector<double> froSquared_;
    std::vector<double> cancellation_; ///< [L, H]
    std::vector<float> eigenvalues_;
    std::vector<float> singularValues_;
    std::vector<double> otherGrams_;
};

} // namespace sextant::measure
