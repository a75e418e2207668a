#include "ui/plots/diverging_map.h"

#include <algorithm>
#include <cmath>

namespace sextant {

// Ten evenly spaced colours after "vik" and "berlin", joined by straight lines. Scientific colour maps by
// Fabio Crameri, MIT licence, doi:10.5281/zenodo.1243862. The centres are ours: the mean of the two colours
// beside the middle, moved to the neutral end.
const DivergingMap& DivergingMap::vik() {
    static const DivergingMap map({0xff001260, 0xff033e7d, 0xff1e6f9d, 0xff71a7c4, 0xffc9dde7, 0xffeacebd,
                                   0xffd39774, 0xffbe6533, 0xff8b2706, 0xff590007},
                                  0xffece5e0);
    return map;
}

const DivergingMap& DivergingMap::berlin() {
    static const DivergingMap map({0xff9eb0ff, 0xff5aa3da, 0xff2d7597, 0xff194155, 0xff11181d, 0xff270c01,
                                   0xff501802, 0xff8a3f2a, 0xffc37469, 0xffffacac},
                                  0xff190e0a);
    return map;
}

namespace {

QRgb between(QRgb a, QRgb b, double share) {
    const auto mix = [share](int from, int to) {
        return static_cast<int>(std::lround(from + share * (to - from)));
    };
    return qRgb(mix(qRed(a), qRed(b)), mix(qGreen(a), qGreen(b)), mix(qBlue(a), qBlue(b)));
}

} // namespace

DivergingMap::DivergingMap(const Samples& samples, QRgb centre) {
    for (int i = 0; i < kSteps; ++i) {
        const double position = 9.0 * i / (kSteps - 1);
        const double distance = std::abs(position - 4.5);
        const int below = std::min(static_cast<int>(position), 8);
        const QRgb left = samples[static_cast<std::size_t>(below)];
        const QRgb right = samples[static_cast<std::size_t>(below) + 1];
        QRgb colour = between(left, right, position - below);
        if (distance < 0.5)
            colour = between(centre, position < 4.5 ? samples[4] : samples[5], distance / 0.5);
        table_[static_cast<std::size_t>(i)] = colour;
    }
}

QRgb DivergingMap::colour(double value, double limit) const {
    const double share = std::clamp(value / limit, -1.0, 1.0);
    return step(static_cast<int>(std::lround((share + 1.0) / 2.0 * (kSteps - 1))));
}

} // namespace sextant
