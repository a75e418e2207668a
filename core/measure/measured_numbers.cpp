// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/measured_numbers.h"

#include <algorithm>

namespace sextant::measure {
namespace {

constexpr std::size_t numbersBeforeEigenvalues = 3;

} // namespace

MeasuredNumbers::MeasuredNumbers(const MeasurePlan& plan)
    : plan_(plan),
      gram_(plan.shape().layers, plan.shape().heads) {
    const std::size_t operators = plan.layers.size() * plan.heads.size();
    froSquared_.resize(operators);
    cancellation_.resize(operators);
    eigenvalues_.resize(operators * 2 * static_cast<std::size_t>(plan.model.headDim));
    singularValues_.resize(operators * static_cast<std::size_t>(plan.model.headDim));
    otherGrams_.resize(plan.others.heads.size());
}

std::size_t MeasuredNumbers::countOf(const MeasureTask& task) const {
    if (task.kind == MeasureTask::Kind::OtherHeads) {
        return static_cast<std::size_t>(plan_.others.draws);
    }
    const std::size_t heads = plan_.groups[static_cast<std::size_t>(task.group)].positions.size();
    return task.kind == MeasureTask::Kind::Spectrum
               ? heads * (numbersBeforeEigenvalues + 3 * static_cast<std::size_t>(plan_.model.headDim))
               : heads * static_cast<std::size_t>(task.first.size()) *
                     static_cast<std::size_t>(task.second.size());
}

void MeasuredNumbers::store(const MeasureTask& task, std::span<const double> numbers) {
    if (task.kind == MeasureTask::Kind::Spectrum) {
        storeSpectra(task, numbers);
    } else if (task.kind == MeasureTask::Kind::OtherHeads) {
        std::copy(numbers.begin(), numbers.end(),
                  otherGrams_.begin() + static_cast<std::ptrdiff_t>(plan_.pairOf(task) * numbers.size()));
    } else {
        storeGrams(task, numbers);
    }
}

void MeasuredNumbers::storeSpectra(const MeasureTask& task, std::span<const double> numbers) {
    const LayerIndex l{task.first.begin};
    const auto headDim = static_cast<std::size_t>(plan_.model.headDim);
    const std::size_t eigenvalueCount = 2 * headDim;
    for (const int position : plan_.groups[static_cast<std::size_t>(task.group)].positions) {
        const std::size_t cell =
            static_cast<std::size_t>(l.value) * plan_.heads.size() + static_cast<std::size_t>(position);
        gram_(l, l, HeadIndex{position}) = numbers[0];
        froSquared_[cell] = numbers[1];
        cancellation_[cell] = numbers[2];
        for (std::size_t i = 0; i < eigenvalueCount; ++i) {
            eigenvalues_[cell * eigenvalueCount + i] =
                static_cast<float>(numbers[numbersBeforeEigenvalues + i]);
        }
        numbers = numbers.subspan(numbersBeforeEigenvalues + eigenvalueCount);
        for (std::size_t i = 0; i < headDim; ++i) {
            singularValues_[cell * headDim + i] = static_cast<float>(numbers[i]);
        }
        numbers = numbers.subspan(headDim);
    }
}

void MeasuredNumbers::storeGrams(const MeasureTask& task, std::span<const double> numbers) {
    const bool sameRange = task.first.begin == task.second.begin;
    std::size_t next = 0;
    for (const int position : plan_.groups[static_cast<std::size_t>(task.group)].positions) {
        const HeadIndex head{position};
        for (int l = task.first.begin; l < task.first.end; ++l) {
            for (int m = task.second.begin; m < task.second.end; ++m, ++next) {
                if (!sameRange || l > m) {
                    gram_(LayerIndex{l}, LayerIndex{m}, head) = numbers[next];
                    gram_(LayerIndex{m}, LayerIndex{l}, head) = numbers[next];
                }
            }
        }
    }
}

} // namespace sextant::measure
