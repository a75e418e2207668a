// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/plots/custom_plot.h"

#include <cmath>

namespace sextant::plots {

/// The device pixels of a painter. One rounding rule for everything that must touch: the cells of a map and
/// the frames around them meet without gap or overlap at every scale. Vector output is not rounded.
class PixelGrid {
public:
    explicit PixelGrid(const QCPPainter& painter)
        : scale_(painter.modes().testFlag(QCPPainter::pmVectorized)
                     ? 0.0
                     : std::abs(painter.deviceTransform().m11())) {}

    /// The nearest edge of a device pixel, in logical pixels.
    double aligned(double position) const {
        return scale_ > 0.0 ? std::round(position * scale_) / scale_ : position;
    }
    QRectF aligned(const QRectF& rect) const {
        return {QPointF(aligned(rect.left()), aligned(rect.top())),
                QPointF(aligned(rect.right()), aligned(rect.bottom()))};
    }

private:
    double scale_; ///< device pixels of a logical one; 0 for vector output
};

} // namespace sextant::plots
