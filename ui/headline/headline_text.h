// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/quantities/anchor_view.h"

#include <QString>

namespace sextant::headline {

/// What stands over the plots, in words. Plain text: a model's name is never read as markup.
struct HeadlineText {
    QString model;
    QString sizes;    ///< "36 layers · 32 heads · head size 128 · hidden size 2560"
    QString context;  ///< "Anchor layer 4", with the head when one is selected
    QString grade;    ///< "WEAK"
    QString sentence; ///< what the grade means
    QString numbers;  ///< the means that the grade rests on, with and without the anchor
};

HeadlineText headlineText(const quantities::AnchorView& view);

/// "36 layers · 32 heads · head size 128 · hidden size 2560".
QString sizesText(const artifact::ArtifactShape& shape);

/// Three decimals with a sign, "none" for a missing number.
QString cosineText(double value);

} // namespace sextant::headline
