// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace sextant::report {

/// Early, middle and late layers: [0, first), [first, second), [second, L). A bound beyond L leaves a band
/// empty.
struct LayerBands {
    int first = 0;
    int second = 0;
};

/// The thirds of L layers; the reference script's fixed 12 and 24 are those of 36.
[[nodiscard]] LayerBands thirdsOf(int layers);

} // namespace sextant::report
