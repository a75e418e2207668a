// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/quantities/anchor_view.h"

#include <QString>

namespace sextant::headline {

/// What stands over the plots, in words. Plain text: a model's name is never read as markup.
struct HeadlineText {
    QString model;
    QString sizes;   ///< "36 layers · 32 heads · head size 128 · hidden size 2560"
    QString context; ///< "Anchor layer 4", with further anchors, and the head and its rank when there are any
    QString grade;   ///< "WEAK": of the layers other than the anchor
    QString sentence; ///< whether the layers agree more than the reference
    QString numbers;  ///< what the grade rests on; the script's own grade where it differs
    QString scale;    ///< what the grade and the others mean, for a tool tip
    QString notes;    ///< what the operators leave out, for the numbers' tool tip
};

[[nodiscard]] HeadlineText headlineText(const quantities::AnchorView& view);

/// "36 layers · 32 heads · head size 128 · hidden size 2560".
[[nodiscard]] QString sizesText(const artifact::ArtifactShape& shape);

/// Three decimals with a sign, "none" for a missing number.
[[nodiscard]] QString cosineText(double value);

} // namespace sextant::headline
