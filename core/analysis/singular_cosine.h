// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/spectral_bounds.h"
#include "core/artifact/artifact.h"

namespace sextant::analysis {

/// `S_sv[l,m,h]`, singularValueCosine() of all pairs of layers: the largest cosine that their operators could
/// have. The file must have singular values. NaN where one of them is not finite. O(L^2 H r).
[[nodiscard]] artifact::LayerPairTable singularValueCosines(const artifact::TensorFile& tensors,
                                                            const artifact::ArtifactShape& shape);

/// `C / S_sv`: how much of what the singular values allow a cosine reaches, cut off at -1 and 1, which stored
/// values can exceed by rounding. 0 where nothing is allowed, as the cosine of a zero operator.
[[nodiscard]] double reachedCosine(double cosine, double singularValueCosine);

} // namespace sextant::analysis
