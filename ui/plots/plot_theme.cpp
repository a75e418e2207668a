// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/plot_theme.h"

namespace sextant::plots {

PlotTheme PlotTheme::light() {
    PlotTheme theme;
    theme.background = QColor(0xff, 0xff, 0xff);
    theme.text = QColor(0x1f, 0x23, 0x28);
    theme.mutedText = QColor(0x57, 0x60, 0x6a);
    theme.grid = QColor(0xe4, 0xe7, 0xeb);
    theme.anchor = QColor(0x11, 0x14, 0x18);
    theme.hover = QColor(0x57, 0x60, 0x6a);
    theme.missing = QColor(0x8a, 0x93, 0x9c);
    theme.series[0] = QColor(0x00, 0x72, 0xb2);
    theme.series[1] = QColor(0xd5, 0x5e, 0x00);
    theme.series[2] = QColor(0x00, 0x8a, 0x64);
    theme.series[3] = QColor(0xb0, 0x55, 0x8a);
    theme.series[4] = QColor(0x7a, 0x6a, 0x00);
    return theme;
}

PlotTheme PlotTheme::darkTheme() {
    PlotTheme theme;
    theme.background = QColor(0x1b, 0x1e, 0x23);
    theme.text = QColor(0xe6, 0xe9, 0xed);
    theme.mutedText = QColor(0xa4, 0xad, 0xb8);
    theme.grid = QColor(0x35, 0x3a, 0x42);
    theme.anchor = QColor(0xff, 0xff, 0xff);
    theme.hover = QColor(0xa4, 0xad, 0xb8);
    theme.missing = QColor(0x85, 0x8e, 0x99);
    theme.series[0] = QColor(0x56, 0xb4, 0xe9);
    theme.series[1] = QColor(0xf0, 0x9a, 0x3e);
    theme.series[2] = QColor(0x2f, 0xc3, 0x98);
    theme.series[3] = QColor(0xe0, 0x8f, 0xbe);
    theme.series[4] = QColor(0xe6, 0xd9, 0x55);
    theme.dark = true;
    return theme;
}

PlotTheme PlotTheme::fromPalette(const QPalette& palette) {
    const QColor base = palette.color(QPalette::Active, QPalette::Window);
    const QColor text = palette.color(QPalette::Active, QPalette::WindowText);
    return base.lightnessF() < text.lightnessF() ? darkTheme() : light();
}

QColor PlotTheme::tint(const QColor& colour, float share) const {
    const auto mix = [share](float on, float under) { return on * share + under * (1.0F - share); };
    return QColor::fromRgbF(mix(colour.redF(), background.redF()), mix(colour.greenF(), background.greenF()),
                            mix(colour.blueF(), background.blueF()));
}

} // namespace sextant::plots
