// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/plot_kind.h"

namespace sextant::figures {
namespace {

struct PlotNames {
    PlotKind kind;
    const char* name;
    const char* title;
};

constexpr std::array kNames = {
    PlotNames{PlotKind::Heatmap, "heatmap", "Operator cosine of all layers"},
    PlotNames{PlotKind::Residual, "residual", "Cosine and residual to the anchor"},
    PlotNames{PlotKind::Signs, "signs", "Sign agreement"},
    PlotNames{PlotKind::Angles, "angles", "Principal angles"},
    PlotNames{PlotKind::Heads, "heads", "Map of heads"},
    PlotNames{PlotKind::Eigenvalues, "eigenvalues", "Eigenvalues of the cosines"},
    PlotNames{PlotKind::Anchors, "anchors", "Residual by number of anchors"},
};

const PlotNames& namesOf(PlotKind kind) {
    for (const PlotNames& names : kNames) {
        if (names.kind == kind) {
            return names;
        }
    }
    return kNames.front();
}

} // namespace

const char* plotName(PlotKind kind) {
    return namesOf(kind).name;
}

const char* plotTitle(PlotKind kind) {
    return namesOf(kind).title;
}

} // namespace sextant::figures
