// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/angles/pair_batch.h"

#include "core/angles/singular_values.h"

#include <algorithm>
#include <functional>

namespace sextant::angles {
namespace {

/// Mean and smallest of the `angles` largest of `count` singular values.
void summarise(double* values, int count, int angles, PrincipalAngles& result) {
    if (angles < count) {
        std::sort(values, values + count, std::greater<>());
    }
    double sum = 0.0;
    double smallest = angles > 0 ? 1.0 : 0.0;
    for (int i = 0; i < angles; ++i) {
        const double cosine = std::min(values[i], 1.0);
        sum += cosine;
        smallest = std::min(smallest, cosine);
    }
    result.meanCosine = angles > 0 ? sum / angles : 0.0;
    result.smallestCosine = smallest;
}

} // namespace

double* PairBatch::add(PrincipalAngles& target, int angles) {
    const std::size_t area = static_cast<std::size_t>(size_) * static_cast<std::size_t>(size_);
    targets_.push_back({&target, angles});
    matrices_.resize(targets_.size() * area);
    return matrices_.data() + (targets_.size() - 1) * area;
}

void PairBatch::finish() {
    const auto size = static_cast<std::size_t>(size_);
    values_.resize(targets_.size() * size);
    singularValues(matrices_.data(), static_cast<int>(targets_.size()), size_, values_.data());
    for (std::size_t i = 0; i < targets_.size(); ++i) {
        summarise(values_.data() + i * size, size_, targets_[i].angles, *targets_[i].alignment);
    }
    targets_.clear();
    matrices_.clear();
}

} // namespace sextant::angles
