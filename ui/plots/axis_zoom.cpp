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

void AxisZoom::setWhole(const figures::Span& whole) {
    const bool zoomed = isZoomed();
    whole_ = whole;
    show(zoomed ? shown() : whole);
}

void AxisZoom::show(const figures::Span& part) {
    const figures::Span inside = moved(part, whole_, 0.0);
    axis_->setRange(inside.lower, inside.upper);
}

void AxisZoom::zoom(double pixel, double factor) {
    show(zoomed(shown(), whole_, axis_->pixelToCoord(pixel), factor, minimum()));
}

void AxisZoom::drag(double fromPixel, double toPixel) {
    show(moved(shown(), whole_, axis_->pixelToCoord(fromPixel) - axis_->pixelToCoord(toPixel)));
}

} // namespace sextant::plots
