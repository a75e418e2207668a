#pragma once

#include "core/analysis/anchor_view.h"
#include "ui/plots/layer_figure.h"

namespace sextant {

LayerFigure residualFigure(const AnchorView& view);
/// `top` is the k' of the bars; one that the view does not have becomes the largest below it.
LayerFigure signsFigure(const AnchorView& view, int top);
LayerFigure anglesFigure(const AnchorView& view);

/// The k' that signsFigure() shows when asked for `top`; 0 when the view has none.
int shownSignTop(const AnchorView& view, int top);

/// "anchor layer 3, mean over 8 heads" or "anchor layer 3, head 5".
QString contextOf(const AnchorView& view);

/// Why what needs the tensor file is not there, in a sentence; empty when the tensors are there.
QString missingTensorsReason(const AnchorView& view);

} // namespace sextant
