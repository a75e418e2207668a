// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QRgb>

#include <array>

namespace sextant::plots {

/// A zero-centred diverging colour map that people with a colour-vision deficiency can read.
class DivergingMap {
public:
    /// Blue over white to brown: "vik". For light backgrounds.
    static const DivergingMap& vik();
    /// Blue over black to red: "berlin". For dark backgrounds.
    static const DivergingMap& berlin();
    static const DivergingMap& forBackground(bool dark) { return dark ? berlin() : vik(); }

    /// The colour of `value` on the scale [-limit, limit]; values beyond take the colour of the end. `value`
    /// is finite, limit > 0. Zero is exactly the map's centre.
    QRgb colour(double value, double limit) const;

    static constexpr int kSteps = 511; ///< odd, so that one step is the centre
    QRgb step(int index) const { return table_[static_cast<std::size_t>(index)]; }

private:
    /// Evenly spaced; an even number, so that the centre lies between two.
    using Samples = std::array<QRgb, 18>;
    DivergingMap(const Samples& samples, QRgb centre);

    std::array<QRgb, kSteps> table_;
};

} // namespace sextant::plots
