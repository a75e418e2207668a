// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/figures/span.h"
#include "ui/plots/custom_plot.h"

namespace sextant::plots {

/// One axis that can be zoomed into, moved and shown whole again.
class AxisZoom {
public:
    /// No part shorter than `minimumUnits`, nor than a thousandth of the whole, can be shown.
    AxisZoom(QCPAxis* axis, double minimumUnits) : axis_(axis), minimumUnits_(minimumUnits) { reset(); }

    QCPAxis* axis() const { return axis_; }
    const figures::Span& whole() const { return whole_; }
    figures::Span shown() const { return {axis_->range().lower, axis_->range().upper}; }
    bool isZoomed() const { return shown() != whole_; }

    /// A part that was zoomed into stays as far as the new whole allows.
    void setWhole(const figures::Span& whole);
    void show(const figures::Span& part);
    void reset() { show(whole_); }
    void zoom(double pixel, double factor);
    void drag(double fromPixel, double toPixel);

private:
    double minimum() const;

    QCPAxis* axis_;
    double minimumUnits_;
    figures::Span whole_;
};

} // namespace sextant::plots
