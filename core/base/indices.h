// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <compare>
#include <optional>

namespace sextant {

/// A layer, counted from 0 at the input. A type of its own, because a layer is not a head.
struct LayerIndex {
    int value = 0;
    friend auto operator<=>(LayerIndex, LayerIndex) = default;
};

/// A query head, counted from 0.
struct HeadIndex {
    int value = 0;
    friend auto operator<=>(HeadIndex, HeadIndex) = default;
};

/// What is shown of the heads: their mean (nullopt), or one of them.
using HeadSelection = std::optional<HeadIndex>;

} // namespace sextant
