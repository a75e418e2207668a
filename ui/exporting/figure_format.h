// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QSize>
#include <QString>

#include <optional>
#include <span>

namespace sextant::exporting {

enum class FigureFormat { Png, Svg, Pdf };

/// What there is to know of a format beside how it is drawn.
struct FormatRow {
    FigureFormat format;
    const char*
        name; ///< on the command line, in settings and at the end of a file's name; of a picture also Qt's
    const char* label;   ///< in the dialog
    const char* goodFor; ///< a phrase
    bool hasPixels;      ///< a picture of size times scale; else the scale means nothing
};

/// A row for every format, in the order in which they are offered. To add one, add its enumerator, its row in
/// figure_format.cpp and its case in drawFigure(): the dialog, `export --format` and its help follow.
[[nodiscard]] std::span<const FormatRow> exportFormats();

[[nodiscard]] const FormatRow& rowOf(FigureFormat format);

enum class FigureBackground { Light, Dark, Transparent };

struct BackgroundRow {
    FigureBackground background;
    const char* name;  ///< on the command line and in settings
    const char* label; ///< in the dialog
};

/// A row for every background, in the order in which they are offered.
[[nodiscard]] std::span<const BackgroundRow> exportBackgrounds();

/// The row of that name in exportFormats() or exportBackgrounds(); null when there is none.
///
///     if (const FormatRow* row = rowNamed(exportFormats(), "png")) { options.format = row->format; }
template <typename Row>
[[nodiscard]] const Row* rowNamed(std::span<const Row> rows, const QString& name) {
    for (const Row& row : rows) {
        if (name == QLatin1String(row.name)) {
            return &row;
        }
    }
    return nullptr;
}

inline constexpr int kSmallestFigureSide = 16; ///< logical pixels
inline constexpr int kLargestFigureSide = 16384;
inline constexpr double kSmallestFigureScale = 0.1; ///< device pixels per logical pixel
inline constexpr double kLargestFigureScale = 16.0;
/// Of one side of a picture, which is size times scale: what Qt's painter can address.
inline constexpr int kLargestPictureSide = 32767;

/// Whether a figure may have this size, in logical pixels, and scale: the command line, the dialog and
/// drawFigure() all ask here. Errs with Usage; the place is "size" or "scale", whichever is to be changed.
[[nodiscard]] Result<void> checkFigureSize(const QSize& size, double scale, FigureFormat format);

} // namespace sextant::exporting
