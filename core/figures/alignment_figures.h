// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/figures/layer_figure.h"
#include "core/quantities/anchor_view.h"

namespace sextant::figures {

/// With several anchors the residual to what they span, too.
[[nodiscard]] LayerFigure residualFigure(const quantities::AnchorView& view);
/// `top` is the k' of the bars; one that the view does not have becomes the largest below it.
[[nodiscard]] LayerFigure signsFigure(const quantities::AnchorView& view, int top);
[[nodiscard]] LayerFigure anglesFigure(const quantities::AnchorView& view);

/// The k' that signsFigure() shows when asked for `top`; 0 when the view has none.
[[nodiscard]] int shownSignTop(const quantities::AnchorView& view, int top);

/// "anchor layer 3", or with further anchors "anchor layer 3 with 17, 35": pairs refer to the first.
[[nodiscard]] std::string anchorsText(const quantities::AnchorView& view);

/// "anchor layer 3, mean over 8 heads" or "anchor layer 3, head 5".
[[nodiscard]] std::string contextOf(const quantities::AnchorView& view);

/// Why what needs the tensor file is not there, in a sentence; empty when the tensors are there.
[[nodiscard]] std::string missingTensorsReason(const quantities::AnchorView& view);

} // namespace sextant::figures
