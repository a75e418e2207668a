// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QPalette>

namespace sextant::plots {

/// Colours of every plot, in one place. Curves are told apart by dash and marker too, never by colour alone.
struct PlotTheme {
    QColor background;
    QColor text;
    QColor mutedText; ///< secondary text: axis labels, the second half of a title
    QColor grid;
    QColor anchor; ///< the anchor's marker in every plot
    QColor hover;
    QColor missing;   ///< hatching of missing data; never a colour of the heatmap
    QColor series[5]; ///< colour-blind-safe (Okabe-Ito derived), contrast >= 3:1 against `background`
    bool dark = false;

    /// `colour` blended over the background with this share (0 to 1): looks like a translucent fill, but is
    /// opaque. Qt splits large translucent fills among threads, which costs more here than the fill itself.
    QColor tint(const QColor& colour, float share) const;

    static PlotTheme light();
    static PlotTheme darkTheme();
    /// The one whose background fits the palette (Qt 6.4 has no QStyleHints::colorScheme).
    static PlotTheme fromPalette(const QPalette& palette);
};

} // namespace sextant::plots
