// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/diverging_map.h"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace sextant::plots {

// Every fifteenth of the 256 published colours of "vik" and "berlin", and the mean of the two beside the
// middle, joined by straight lines: within five of 255 steps of a channel where the tests compare. Scientific
// colour maps by Fabio Crameri, versions 7.0.1 and 8.0.0, MIT licence, doi:10.5281/zenodo.1243862.
const DivergingMap& DivergingMap::vik() {
    static const DivergingMap map({0xff001261, 0xff022a70, 0xff03417f, 0xff08598f, 0xff2575a1, 0xff5194b6,
                                   0xff80b2ca, 0xffb0cfde, 0xffdee6e9, 0xffeedbd0, 0xffe4bea8, 0xffd7a081,
                                   0xffcc855d, 0xffc06b3a, 0xffaf4c18, 0xff8f2b06, 0xff731406, 0xff590008},
                                  0xffece6e1);
    return map;
}

const DivergingMap& DivergingMap::berlin() {
    static const DivergingMap map({0xff9eb0ff, 0xff7bacee, 0xff56a2d7, 0xff398bb4, 0xff2b6f8f, 0xff20546c,
                                   0xff173a4b, 0xff11232c, 0xff121214, 0xff210b03, 0xff330f00, 0xff481502,
                                   0xff63210c, 0xff843924, 0xffa25544, 0xffc07165, 0xffdf8f89, 0xffffadad},
                                  0xff190c0a);
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
    constexpr int kIntervals = static_cast<int>(std::tuple_size_v<Samples>) - 1;
    constexpr double kMiddle = kIntervals / 2.0;
    const QRgb beforeCentre = samples[kIntervals / 2];
    const QRgb afterCentre = samples[kIntervals / 2 + 1];
    for (int i = 0; i < kSteps; ++i) {
        const double position = static_cast<double>(kIntervals) * i / (kSteps - 1);
        const int below = std::min(static_cast<int>(position), kIntervals - 1);
        QRgb colour = between(samples[static_cast<std::size_t>(below)],
                              samples[static_cast<std::size_t>(below) + 1], position - below);
        const double distance = std::abs(position - kMiddle);
        if (distance < 0.5) {
            colour = between(centre, position < kMiddle ? beforeCentre : afterCentre, distance / 0.5);
        }
        table_[static_cast<std::size_t>(i)] = colour;
    }
}

QRgb DivergingMap::colour(double value, double limit) const {
    const double share = std::clamp(value / limit, -1.0, 1.0);
    return step(static_cast<int>(std::lround((share + 1.0) / 2.0 * (kSteps - 1))));
}

} // namespace sextant::plots
