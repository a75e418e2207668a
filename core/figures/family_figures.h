// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/family/family.h"
#include "core/figures/layer_figure.h"
#include "core/quantities/anchor_view.h"

#include <string>
#include <vector>

namespace sextant::figures {

/// Eigenvalues of the layers' operator cosines by their number, of the view's head or of the mean cosine over
/// heads, beside those of isotropic operators. Place k is the k-th largest; place 0 has none. Hidden: the
/// share that the first k hold.
[[nodiscard]] LayerFigure eigenvaluesFigure(const quantities::AnchorView& view);

/// Mean residual of the layers that are not anchors against the number of anchors, each chosen to explain
/// most, of the view's head or of all, beside what choosing among isotropic operators gives. Place k is with
/// k anchors.
[[nodiscard]] LayerFigure greedyFigure(const quantities::AnchorView& view);

/// What the layers of the view's head share, or of the mean cosine; null while that is not known.
[[nodiscard]] const family::HeadFamily* headFamilyOf(const quantities::AnchorView& view);

/// In place of what the layers share, while that is not known.
inline constexpr const char* kFamilyAwaited = "What the layers share is not known yet.";

/// "7 operators hold 90 % (isotropic 33); participation ratio 5.4 (isotropic 36); ...", in sentences. Empty
/// while nothing is known.
[[nodiscard]] std::string familyText(const quantities::AnchorView& view);

/// "0-11, 12-35", with en dashes; a block of one layer is one number.
[[nodiscard]] std::string blocksText(const std::vector<family::LayerBlock>& blocks,
                                     const LayerNumbers& numbers);

/// "Layer 17 adds 0.123 to the mean R^2 of the others (by choosing alone 0.00031 +- 0.00002)."
[[nodiscard]] std::string suggestionText(const family::Suggestion& suggestion, const LayerNumbers& numbers);

} // namespace sextant::figures
