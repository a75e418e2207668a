// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/artifact/artifact.h"

#include <stop_token>

namespace sextant::artifact {

/// What is suspicious in the eigenvalues: non-finite values, an order that is not by decreasing magnitude,
/// fewer distinct values in a head than min(2r, d) less a 64th (in half precision, where neighbours coincide
/// by rounding: fewer nonzero ones). O(L H r).
std::vector<Warning> checkEigenvalues(const TensorFile& file, const ArtifactShape& shape);

/// What is suspicious in the directions: non-finite values (of up to 256 MiB), rows whose inner products lie
/// more than 0.1 from those of orthonormal ones (of up to 64 heads). Larger tensors are sampled evenly, and
/// the warning says so. Stops early, with the warnings so far, on a stop request.
std::vector<Warning> checkDirections(const TensorFile& file, const ArtifactShape& shape,
                                     const std::stop_token& stop);

} // namespace sextant::artifact
