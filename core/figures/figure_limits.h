// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace sextant::figures {

/// How large a figure may be, the same for the command line, the window's dialog and the writer.
///
///     if (std::max(width, height) * scale > kLargestPictureSide) { /* too large */ }
inline constexpr int kSmallestFigureSide = 16; ///< logical pixels
inline constexpr int kLargestFigureSide = 16384;
inline constexpr double kSmallestFigureScale = 0.1; ///< device pixels per logical pixel
inline constexpr double kLargestFigureScale = 16.0;
/// Of one side of the picture, which is size times scale: what Qt's painter can address.
inline constexpr int kLargestPictureSide = 32767;

} // namespace sextant::figures
