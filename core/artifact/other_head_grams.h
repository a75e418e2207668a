// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <vector>

#include "core/base/indices.h" // after <vector>: Qt's moc fails on <compare> as the first header it meets

namespace sextant::artifact {

/// A head of the first layer of a pair and another head of the second.
struct HeadPair {
    HeadIndex first;
    HeadIndex second;

    friend bool operator==(const HeadPair&, const HeadPair&) = default;
};

/// `other_grams` and `other_heads`: inner products `<g[l,h], g[m,h']>_F` of different heads of two layers l <
/// m, N of them for each pair of layers.
///
///     const std::size_t pair = others.pairOf(LayerIndex{0}, LayerIndex{3});
///     for (int i = 0; i < others.draws; ++i) {
///         const auto [h, other] = others.headsOf(pair, i); // h != other, each in [0, H)
///         use(others.gramOf(pair, i));                     // may be NaN: missing
///     }
struct OtherHeadGrams {
    int layers = 0;              ///< L, at least 2
    int draws = 0;               ///< N, at least 1
    std::vector<double> grams;   ///< [P, N], P = L (L - 1) / 2; may be non-finite: core/integrity tells
    std::vector<HeadPair> heads; ///< [P, N]

    /// The place of a pair of layers l < m among (0, 1), (0, 2), ..., (L - 2, L - 1).
    [[nodiscard]] std::size_t pairOf(LayerIndex l, LayerIndex m) const { return pairOf(l, m, layers); }
    [[nodiscard]] static std::size_t pairOf(LayerIndex l, LayerIndex m, int layers) {
        const auto first = static_cast<std::size_t>(l.value);
        return first * (2 * static_cast<std::size_t>(layers) - first - 1) / 2 +
               static_cast<std::size_t>(m.value - l.value - 1);
    }

    [[nodiscard]] double gramOf(std::size_t pair, int draw) const { return grams[cell(pair, draw)]; }
    [[nodiscard]] const HeadPair& headsOf(std::size_t pair, int draw) const {
        return heads[cell(pair, draw)];
    }

private:
    [[nodiscard]] std::size_t cell(std::size_t pair, int draw) const {
        return pair * static_cast<std::size_t>(draws) + static_cast<std::size_t>(draw);
    }
};

} // namespace sextant::artifact
