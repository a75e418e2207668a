// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/artifact/artifact.h"

namespace sextant::evidence {

/// How it is known which query heads share a key head.
enum class KeySource {
    FromFile,     ///< `num_kv_heads` of the provenance
    NotStated,    ///< the file says nothing, or nothing that fits: every head is its own group
    AllShareKeys, ///< there is one key head: every head is its own group all the same, and heads share keys
};

/// Query heads in groups of equal size, in their order, so that head h is of group `h / size()`.
struct KeyGroups {
    int heads = 1;
    int groups = 1;
    KeySource source = KeySource::NotStated;

    [[nodiscard]] int size() const { return heads / groups; }
    /// The head at `position` in [0, size()) of a group.
    [[nodiscard]] HeadIndex head(int group, int position) const {
        return HeadIndex{group * size() + position};
    }
};

/// The groups of an artifact's query heads.
[[nodiscard]] KeyGroups keyGroups(const artifact::GramFile& grams);

} // namespace sextant::evidence
