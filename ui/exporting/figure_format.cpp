// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/exporting/figure_format.h"

#include "core/base/enum_rows.h"

#include <QStringList>

#include <algorithm>
#include <array>
#include <cstddef>

namespace sextant::exporting {

namespace {

constexpr std::array kFormats = {
    FormatRow{FigureFormat::Png, "png", "PNG (pixels)", "for slides and web pages", true},
    FormatRow{FigureFormat::Svg, "svg", "SVG (vector)", "for web pages, and to be edited", false},
    FormatRow{FigureFormat::Pdf, "pdf", "PDF (vector)", "for print and LaTeX", false},
};
static_assert(hasRowForEach<kFormats, &FormatRow::format>(),
              "a format has no row, or the rows are out of order");

constexpr std::array kBackgrounds = {
    BackgroundRow{FigureBackground::Light, "light", "Light"},
    BackgroundRow{FigureBackground::Dark, "dark", "Dark"},
    BackgroundRow{FigureBackground::Transparent, "transparent", "Transparent"},
};
static_assert(hasRowForEach<kBackgrounds, &BackgroundRow::background>(),
              "a background has no row, or the rows are out of order");

Result<void> refuse(const char* place, const QString& sentence) {
    return failure(ErrorCode::Usage, {}, place, sentence.toStdString());
}

} // namespace

std::span<const FormatRow> exportFormats() {
    return kFormats;
}

const FormatRow& rowOf(FigureFormat format) {
    return kFormats[static_cast<std::size_t>(format)];
}

std::span<const BackgroundRow> exportBackgrounds() {
    return kBackgrounds;
}

Result<void> checkFigureSize(const QSize& size, double scale, FigureFormat format) {
    const auto [shortest, longest] = std::minmax({size.width(), size.height()});
    if (shortest < kSmallestFigureSide || longest > kLargestFigureSide) {
        return refuse("size", QStringLiteral("a figure is %1 to %2 pixels wide and high, not %3x%4")
                                  .arg(kSmallestFigureSide)
                                  .arg(kLargestFigureSide)
                                  .arg(size.width())
                                  .arg(size.height()));
    }
    if (!rowOf(format).hasPixels) {
        return {};
    }
    if (!(scale >= kSmallestFigureScale && scale <= kLargestFigureScale)) { // nor is NaN
        return refuse("scale", QStringLiteral("a figure is scaled by %1 to %2, not by %3")
                                   .arg(kSmallestFigureScale)
                                   .arg(kLargestFigureScale)
                                   .arg(scale));
    }
    if (longest * scale > kLargestPictureSide) {
        return refuse("scale", QStringLiteral("a picture has at most %1 pixels a side, not %2")
                                   .arg(kLargestPictureSide)
                                   .arg(longest * scale, 0, 'f', 0));
    }
    return {};
}

} // namespace sextant::exporting
