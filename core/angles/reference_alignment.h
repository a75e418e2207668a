// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/angles/principal_angles.h"
#include "core/artifact/artifact.h"

namespace sextant::angles {

/// The alignment of two layers' directions as the reference script computes it: QR of both, SVD of the
/// product of the two Q, all k angles. It agrees with alignHeadWithAnchor() where the directions are
/// independent; where they are not, QR completes the basis with directions nobody stored, and the angles
/// count those too. For the script's text report alone, while no other thread multiplies
/// (householderBasis()). Finite directions only. O(k^2 d).
[[nodiscard]] PrincipalAngles referenceAlignment(const artifact::TensorFile& tensors,
                                                 const artifact::ArtifactShape& shape, HeadIndex head,
                                                 LayerIndex layer, LayerIndex anchor);

} // namespace sextant::angles
