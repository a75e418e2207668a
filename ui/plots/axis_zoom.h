// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/figures/span.h"
#include "ui/plots/custom_plot.h"

#include <optional>

namespace sextant::plots {

/// One axis that can be zoomed into, moved and shown whole again.
///
/// Keeps the requested part: a shorter whole shows as much of it as it can, a longer one all of it again.
class AxisZoom {
public:
    /// Shows no part shorter than `minimumUnits`, nor than a thousandth of the whole.
    AxisZoom(QCPAxis* axis, double minimumUnits) : axis_(axis), minimumUnits_(minimumUnits) { render(); }

    QCPAxis* axis() const { return axis_; }
    const figures::Span& whole() const { return whole_; }
    figures::Span shown() const { return {axis_->range().lower, axis_->range().upper}; }

    /// The requested part; nullopt when all is shown.
    const std::optional<figures::Span>& part() const { return part_; }
    bool isZoomed() const { return part_.has_value(); }

    void setWhole(const figures::Span& whole);

    /// These return whether anything visible changed.
    bool show(const std::optional<figures::Span>& part);
    bool zoom(double pixel, double factor);
    bool drag(double fromPixel, double toPixel);

private:
    double minimum() const;
    bool render();

    QCPAxis* axis_;
    double minimumUnits_;
    figures::Span whole_;
    std::optional<figures::Span> part_;
};

} // namespace sextant::plots
