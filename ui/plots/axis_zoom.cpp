// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/axis_zoom.h"

#include <algorithm>

namespace sextant::plots {

namespace {

constexpr double kSmallestShare = 1e-3;

} // namespace

double AxisZoom::minimum() const {
    return std::max(minimumUnits_, whole_.size() * kSmallestShare);
}

bool AxisZoom::render() {
    const figures::Span before = shown();
    const figures::Span now = part_ ? moved(*part_, whole_, 0.0) : whole_;
    axis_->setRange(now.lower, now.upper);
    return shown() != before;
}

void AxisZoom::setWhole(const figures::Span& whole) {
    whole_ = whole;
    render();
}

bool AxisZoom::show(const std::optional<figures::Span>& part) {
    part_ = part;
    return render();
}

bool AxisZoom::zoom(double pixel, double factor) {
    const figures::Span part = zoomed(shown(), whole_, axis_->pixelToCoord(pixel), factor, minimum());
    return show(part == whole_ ? std::nullopt : std::optional(part));
}

bool AxisZoom::drag(double fromPixel, double toPixel) {
    if (!isZoomed()) {
        return false;
    }
    return show(moved(shown(), whole_, axis_->pixelToCoord(fromPixel) - axis_->pixelToCoord(toPixel)));
}

} // namespace sextant::plots
