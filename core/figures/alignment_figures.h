// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/anchor_view.h"
#include "core/figures/layer_figure.h"

namespace sextant::figures {

[[nodiscard]] LayerFigure residualFigure(const analysis::AnchorView& view);
/// `top` is the k' of the bars; one that the view does not have becomes the largest below it.
[[nodiscard]] LayerFigure signsFigure(const analysis::AnchorView& view, int top);
[[nodiscard]] LayerFigure anglesFigure(const analysis::AnchorView& view);

/// The k' that signsFigure() shows when asked for `top`; 0 when the view has none.
[[nodiscard]] int shownSignTop(const analysis::AnchorView& view, int top);

/// "anchor layer 3, mean over 8 heads" or "anchor layer 3, head 5".
[[nodiscard]] std::string contextOf(const analysis::AnchorView& view);

/// Why what needs the tensor file is not there, in a sentence; empty when the tensors are there.
[[nodiscard]] std::string missingTensorsReason(const analysis::AnchorView& view);

} // namespace sextant::figures
