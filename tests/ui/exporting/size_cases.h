// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>

namespace sextant::test {

/// A size of a figure, and whether it is allowed: for the command line, the dialog and the writer alike.
struct SizeCase {
    int width;
    int height;
    double scale;
    const char* format;
    bool fits;
};

inline constexpr std::array kSizeCases = {
    SizeCase{900, 600, 2.0, "png", true},    SizeCase{16, 16, 1.0, "png", true},
    SizeCase{15, 16, 1.0, "png", false},     SizeCase{16, 15, 1.0, "svg", false},
    SizeCase{16383, 16, 2.0, "png", true},   SizeCase{16384, 16, 2.0, "png", false}, // of 32768 pixels
    SizeCase{16, 16384, 2.0, "png", false},  SizeCase{16384, 16, 2.0, "svg", true},
    SizeCase{16384, 16, 16.0, "pdf", true},  SizeCase{16385, 16, 1.0, "svg", false},
    SizeCase{900, 16385, 1.0, "pdf", false}, SizeCase{100, 100, 0.1, "png", true},
    SizeCase{100, 100, 0.0, "png", false},   SizeCase{100, 100, 16.0, "png", true},
    SizeCase{100, 100, 17.0, "png", false},  SizeCase{100, 100, 17.0, "svg", true}, // which has no pixels
};

} // namespace sextant::test
