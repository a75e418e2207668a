// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/sign_agreement.h"

#include "core/analysis/mean.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace sextant::analysis {
namespace {

signed char signOf(double value) {
    return static_cast<signed char>((value > 0.0) - (value < 0.0));
}

} // namespace

std::vector<int> signCounts(int eigenvalueCount) {
    std::vector<int> counts;
    for (int top = 2; top <= std::min(eigenvalueCount, 256); top *= 2) {
        counts.push_back(top);
    }
    return counts;
}

SignAgreementTable::SignAgreementTable(const artifact::TensorFile& tensors,
                                       const artifact::ArtifactShape& shape)
    : layers_(shape.layers),
      heads_(shape.heads),
      counts_(signCounts(tensors.eigenvalueCount)),
      eigenvalueCount_(tensors.eigenvalueCount) {
    const auto layers = static_cast<std::size_t>(layers_);
    const auto heads = static_cast<std::size_t>(heads_);
    const auto longest = static_cast<std::size_t>(counts_.empty() ? 0 : counts_.back());
    agreeing_.resize(counts_.size() * layers * layers * heads);
    positive_.resize(counts_.size() * layers * heads);
    nonZero_.resize(counts_.size() * layers * heads);
    finiteRun_.resize(layers * heads);
    positiveOfAll_.resize(layers * heads);

    std::vector<signed char> signs(layers * heads * longest);
    for (int l = 0; l < layers_; ++l) {
        for (int h = 0; h < heads_; ++h) {
            const double* values = tensors.eigenvaluesOf(LayerIndex{l}, HeadIndex{h}, heads_);
            const double* end = values + tensors.eigenvalueCount;
            const double* firstMissing =
                std::find_if(values, end, [](double value) { return !std::isfinite(value); });
            const std::size_t at = head(LayerIndex{l}, HeadIndex{h});
            finiteRun_[at] =
                static_cast<std::uint16_t>(std::min<std::ptrdiff_t>(firstMissing - values, UINT16_MAX));
            const auto positive = std::count_if(values, end, [](double value) { return value > 0.0; });
            positiveOfAll_[at] = firstMissing == end ? static_cast<double>(positive) : kMissing;
            std::transform(values, values + longest,
                           signs.begin() + static_cast<std::ptrdiff_t>(at * longest), signOf);
            std::uint16_t above = 0;
            std::uint16_t nonZero = 0;
            std::size_t rank = 0;
            for (std::size_t c = 0; c < counts_.size(); ++c) {
                for (; rank < static_cast<std::size_t>(counts_[c]); ++rank) {
                    above = static_cast<std::uint16_t>(above + (signs[at * longest + rank] > 0));
                    nonZero = static_cast<std::uint16_t>(nonZero + (signs[at * longest + rank] != 0));
                }
                positive_[c * layers * heads + at] = above;
                nonZero_[c * layers * heads + at] = nonZero;
            }
        }
    }
    for (std::size_t l = 0; l < layers; ++l) {
        for (std::size_t m = 0; m < layers; ++m) {
            for (std::size_t h = 0; h < heads; ++h) {
                const signed char* one = signs.data() + (l * heads + h) * longest;
                const signed char* other = signs.data() + (m * heads + h) * longest;
                std::uint16_t agreeing = 0;
                std::size_t rank = 0;
                for (std::size_t c = 0; c < counts_.size(); ++c) {
                    for (; rank < static_cast<std::size_t>(counts_[c]); ++rank) {
                        agreeing = static_cast<std::uint16_t>(agreeing + (one[rank] == other[rank]));
                    }
                    agreeing_[((c * layers + l) * layers + m) * heads + h] = agreeing;
                }
            }
        }
    }
}

std::size_t SignAgreementTable::head(LayerIndex l, HeadIndex h) const {
    return static_cast<std::size_t>(l.value) * static_cast<std::size_t>(heads_) +
           static_cast<std::size_t>(h.value);
}

std::size_t SignAgreementTable::leading(std::size_t countIndex, LayerIndex l, HeadIndex h) const {
    return countIndex * static_cast<std::size_t>(layers_) * static_cast<std::size_t>(heads_) + head(l, h);
}

double SignAgreementTable::agreement(std::size_t countIndex, LayerIndex l, LayerIndex m, HeadIndex h) const {
    const int top = counts_[countIndex];
    if (finiteRun_[head(l, h)] < top || finiteRun_[head(m, h)] < top) {
        return kMissing;
    }
    const auto layers = static_cast<std::size_t>(layers_);
    const std::size_t at = ((countIndex * layers + static_cast<std::size_t>(l.value)) * layers +
                            static_cast<std::size_t>(m.value)) *
                               static_cast<std::size_t>(heads_) +
                           static_cast<std::size_t>(h.value);
    return static_cast<double>(agreeing_[at]) / top;
}

double SignAgreementTable::positiveShare(std::size_t countIndex, LayerIndex l, HeadIndex h) const {
    const int top = counts_[countIndex];
    if (finiteRun_[head(l, h)] < top) {
        return kMissing;
    }
    return static_cast<double>(positive_[leading(countIndex, l, h)]) / top;
}

LeadingSigns SignAgreementTable::leadingSigns(std::size_t countIndex, LayerIndex l, HeadIndex h) const {
    if (finiteRun_[head(l, h)] < counts_[countIndex]) {
        return {kMissing, kMissing};
    }
    const std::size_t at = leading(countIndex, l, h);
    return {static_cast<double>(positive_[at]), static_cast<double>(nonZero_[at])};
}

double SignAgreementTable::positiveShareOfAll(LayerIndex l, HeadIndex h) const {
    return positiveOfAll_[head(l, h)] / eigenvalueCount_;
}

double SignAgreementTable::positiveShareOfAll(LayerIndex l) const {
    double positive = 0.0;
    double all = 0.0;
    for (HeadIndex h; h.value < heads_; ++h.value) {
        if (const double count = positiveOfAll_[head(l, h)]; !std::isnan(count)) {
            positive += count;
            all += eigenvalueCount_;
        }
    }
    return all > 0.0 ? positive / all : kMissing;
}

} // namespace sextant::analysis
