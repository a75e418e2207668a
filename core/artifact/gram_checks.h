// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/artifact/artifact.h"

namespace sextant::artifact {

/// What is suspicious in a gram file but leaves it usable: non-finite values, zero operators, negative
/// squared norms, asymmetry beyond 1e-6 of sqrt(G_ll G_mm), |cos| > 1 + 1e-6; each with its count and the
/// first or worst index. O(L^2 H).
std::vector<Warning> checkGrams(const GramFile& file);

} // namespace sextant::artifact
