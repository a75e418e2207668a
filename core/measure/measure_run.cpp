// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/measure_run.h"

#include "core/base/try.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace sextant::measure {
namespace {

/// Pieces after which their pace says something about the rest.
constexpr int piecesForAnEstimate = 4;

} // namespace

MeasureRun::MeasureRun(const checkpoint::AttentionWeights& weights, const checkpoint::Checkpoint& checkpoint,
                       const MeasurePlan& plan, DirectionStore& directions, Journal& journal)
    : weights_(weights),
      checkpoint_(checkpoint),
      plan_(plan),
      directions_(directions),
      journal_(journal),
      numbers_(plan),
      done_(plan.spectra.size() + plan.grams.size(), false),
      tasksLeft_(plan.groups.size(), static_cast<int>(plan.layers.size()) + plan.pairsPerGroup()),
      precision_(plan.groups.size(), ProductPrecision::Double) {
    for (const auto* tasks : {&plan.spectra, &plan.grams}) {
        for (const MeasureTask& task : *tasks) {
            totalCost_ += plan.cost(task);
        }
    }
}

MeasureRun::Piece MeasureRun::spectrumPiece(int group, int layer) const {
    const std::size_t index =
        static_cast<std::size_t>(group) * plan_.layers.size() + static_cast<std::size_t>(layer);
    return {&plan_.spectra[index], static_cast<std::int64_t>(index)};
}

MeasureRun::Piece MeasureRun::gramPiece(int group, int pair) const {
    const std::size_t index =
        static_cast<std::size_t>(group) * static_cast<std::size_t>(plan_.pairsPerGroup()) +
        static_cast<std::size_t>(pair);
    return {&plan_.grams[index], static_cast<std::int64_t>(plan_.spectra.size() + index)};
}

std::optional<MeasureRun::Piece> MeasureRun::pieceOf(std::int64_t number) const {
    if (number < 0 || number >= static_cast<std::int64_t>(done_.size())) {
        return std::nullopt;
    }
    const auto index = static_cast<std::size_t>(number);
    return index < plan_.spectra.size() ? Piece{&plan_.spectra[index], number}
                                        : Piece{&plan_.grams[index - plan_.spectra.size()], number};
}

void MeasureRun::finish(const Piece& piece) {
    done_[static_cast<std::size_t>(piece.number)] = true;
    --tasksLeft_[static_cast<std::size_t>(piece.task->group)];
    doneCost_ += plan_.cost(*piece.task);
}

Result<void> MeasureRun::takeOverRecords() {
    for (const JournalRecord& record : journal_.records()) {
        const std::optional<Piece> piece = pieceOf(record.task);
        if (!piece || done_[static_cast<std::size_t>(record.task)] ||
            record.numbers.size() != numbers_.countOf(*piece->task)) {
            continue;
        }
        Result<std::vector<float>> elsewhere = storedDirections(*piece->task);
        if (!elsewhere) {
            return tl::make_unexpected(std::move(elsewhere).error());
        }
        // After a power failure a record may be there whose directions never reached the disk.
        if (Journal::digest(record.task, record.numbers, std::as_bytes(std::span(*elsewhere))) ==
            record.digest) {
            numbers_.store(*piece->task, record.numbers);
            finish(*piece);
        }
    }
    journal_.forgetRecords();
    takenOverCost_ = doneCost_;
    return {};
}

/// The directions that a task has written; nothing for a task that writes none.
Result<std::vector<float>> MeasureRun::storedDirections(const MeasureTask& task) const {
    std::vector<float> values;
    if (task.kind != MeasureTask::Kind::Spectrum) {
        return values;
    }
    const std::vector<int>& positions = plan_.groups[static_cast<std::size_t>(task.group)].positions;
    const std::size_t length =
        static_cast<std::size_t>(plan_.topk) * static_cast<std::size_t>(plan_.model.hidden);
    values.resize(positions.size() * length);
    const auto heads = static_cast<std::int64_t>(plan_.heads.size());
    for (std::size_t i = 0; i < positions.size(); ++i) {
        if (Result<void> read = directions_.read(task.first.begin * heads + positions[i],
                                                 std::span(values).subspan(i * length, length));
            !read) {
            return tl::make_unexpected(std::move(read).error());
        }
    }
    return values;
}

/// The grams of one group and the spectra of the next together: the many small pieces fill the gaps that the
/// large ones leave between threads, and a group's spectra, which decide on its precision, are there before
/// its grams.
std::vector<MeasureRun::Piece> MeasureRun::unfinished(int gramGroup, int spectrumGroup) const {
    std::vector<Piece> pieces;
    const auto add = [&](const Piece& piece) {
        if (!done_[static_cast<std::size_t>(piece.number)]) {
            pieces.push_back(piece);
        }
    };
    const int groups = static_cast<int>(plan_.groups.size());
    for (int pair = 0; gramGroup >= 0 && pair < plan_.pairsPerGroup(); ++pair) {
        add(gramPiece(gramGroup, pair));
    }
    for (int l = 0; spectrumGroup < groups && l < static_cast<int>(plan_.layers.size()); ++l) {
        add(spectrumPiece(spectrumGroup, l));
    }
    return pieces;
}

Result<void> MeasureRun::run(int threads, const std::function<void(const MeasureProgress&)>& progress,
                             const std::stop_token& stop) {
    begun_ = std::chrono::steady_clock::now();
    std::stop_source giveUp;
    const std::stop_callback passOn(stop, [&giveUp] { giveUp.request_stop(); });
    std::optional<Error> firstError;
    report(progress);
    const int groups = static_cast<int>(plan_.groups.size());
    for (int group = 0; group <= groups; ++group) {
        if (group > 0) {
            precision_[static_cast<std::size_t>(group - 1)] =
                choosePrecision(weights_, plan_, group - 1, numbers_, threads);
        }
        const std::vector<Piece> pieces = unfinished(group - 1, group);
        const bool all =
            parallelFor(static_cast<int>(pieces.size()), threads, giveUp.get_token(), [&](int index) {
                Result<void> worked = work(pieces[static_cast<std::size_t>(index)], giveUp.get_token());
                const std::lock_guard lock(mutex_);
                if (!worked && !firstError && worked.error().code != ErrorCode::Cancelled) {
                    firstError = std::move(worked).error();
                    giveUp.request_stop();
                } else if (worked) {
                    report(progress);
                }
            });
        if (firstError) {
            return tl::make_unexpected(*std::move(firstError));
        }
        if (!all || giveUp.stop_requested()) {
            TRY(directions_.flush());
            TRY(journal_.flush());
            return failure(ErrorCode::Cancelled, {}, {}, "the measurement was stopped");
        }
    }
    return {};
}

Result<void> MeasureRun::work(const Piece& piece, const std::stop_token& stop) {
    return piece.task->kind == MeasureTask::Kind::Spectrum ? workOnSpectra(piece) : workOnGrams(piece, stop);
}

Result<void> MeasureRun::workOnSpectra(const Piece& piece) {
    const Result<std::vector<HeadSpectrum>> spectra = headSpectra(weights_, checkpoint_, plan_, *piece.task);
    if (!spectra) {
        return tl::make_unexpected(spectra.error());
    }
    const std::vector<int>& positions = plan_.groups[static_cast<std::size_t>(piece.task->group)].positions;
    const auto heads = static_cast<std::int64_t>(plan_.heads.size());
    std::vector<float> all;
    for (std::size_t i = 0; i < positions.size(); ++i) {
        const std::vector<float>& directions = (*spectra)[i].directions;
        if (Result<void> written =
                directions_.write(piece.task->first.begin * heads + positions[i], directions);
            !written) {
            return written;
        }
        all.insert(all.end(), directions.begin(), directions.end());
    }
    return record(piece, MeasuredNumbers::numbersOf(*spectra), std::as_bytes(std::span(all)));
}

Result<void> MeasureRun::workOnGrams(const Piece& piece, const std::stop_token& stop) {
    const ProductPrecision precision = precision_[static_cast<std::size_t>(piece.task->group)];
    const std::vector<double> grams =
        layerGrams(weights_, plan_, *piece.task, precision, numbers_.gram(), stop);
    if (grams.size() != numbers_.countOf(*piece.task)) {
        return failure(ErrorCode::Cancelled, {}, {}, "the measurement was stopped");
    }
    if (!std::all_of(grams.begin(), grams.end(), [](double gram) { return std::isfinite(gram); })) {
        // Its spectra were finite: products of two layers can overflow where each with itself does not, and a
        // file can be cut short meanwhile.
        return failure(
            ErrorCode::Inconsistent, checkpoint_.folder(), {},
            fmt::format("the products of key head {} are not finite; the weights are too large, or were "
                        "changed during the measurement",
                        plan_.groups[static_cast<std::size_t>(piece.task->group)].keyHead));
    }
    return record(piece, grams, {});
}

Result<void> MeasureRun::record(const Piece& piece, const std::vector<double>& numbers,
                                std::span<const std::byte> elsewhere) {
    numbers_.store(*piece.task, numbers);
    const std::lock_guard lock(mutex_);
    if (Result<void> appended = journal_.append(piece.number, numbers, elsewhere); !appended) {
        return appended;
    }
    if (journal_.isFlushDue()) {
        TRY(directions_.flush());
        TRY(journal_.flush());
    }
    finish(piece);
    ++piecesDoneNow_;
    return {};
}

void MeasureRun::report(const std::function<void(const MeasureProgress&)>& progress) const {
    if (!progress) {
        return;
    }
    MeasureProgress now;
    now.heads = static_cast<int>(plan_.heads.size());
    for (std::size_t group = 0; group < plan_.groups.size(); ++group) {
        now.headsDone += tasksLeft_[group] == 0 ? static_cast<int>(plan_.groups[group].positions.size()) : 0;
    }
    now.fraction = doneCost_ / totalCost_;
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - begun_;
    if (piecesDoneNow_ >= piecesForAnEstimate) {
        now.secondsLeft = elapsed.count() * (totalCost_ - doneCost_) / (doneCost_ - takenOverCost_);
    }
    progress(now);
}

} // namespace sextant::measure
