// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/span.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace sextant::figures {
namespace {

TEST(Span, ZoomingKeepsWhatIsUnderThePointer) {
    const Span shown = zoomed({-0.5, 35.5}, {-0.5, 35.5}, 10.0, 0.5, 2.0);
    EXPECT_EQ(shown.size(), 18.0);
    EXPECT_DOUBLE_EQ((10.0 - shown.lower) / shown.size(), 10.5 / 36.0);
}

TEST(Span, ZoomingStopsAtTheWholeAndAtTheMinimum) {
    const Span whole{-0.5, 35.5};
    EXPECT_EQ(zoomed({4.0, 12.0}, whole, 5.0, 100.0, 2.0), whole);
    EXPECT_EQ(zoomed({4.0, 12.0}, whole, 5.0, 1e-9, 2.0).size(), 2.0);
}

TEST(Span, MovingStopsAtTheEndsOfTheWhole) {
    const Span whole{0.0, 10.0};
    EXPECT_EQ(moved({2.0, 4.0}, whole, -5.0), (Span{0.0, 2.0}));
    EXPECT_EQ(moved({2.0, 4.0}, whole, 50.0), (Span{8.0, 10.0}));
    EXPECT_EQ(moved(whole, whole, 3.0), whole);
}

TEST(Span, OfRoundEndsHoldsItsData) {
    constexpr std::pair<double, double> kExtents[] = {
        {-0.13, 1.72}, {3.0, 3.0}, {0.0, 0.0}, {1.0, 1e30}, {1e-300, 2e-300}, {-7.0, -2.0}, {1e200, 1e200}};
    for (const auto& [lower, upper] : kExtents) {
        const Span span = roundSpan(lower, upper);
        EXPECT_LE(span.lower, lower);
        EXPECT_GE(span.upper, upper);
        EXPECT_LT(span.lower, span.upper);
        EXPECT_TRUE(std::isfinite(span.lower) && std::isfinite(span.upper));
    }
}

TEST(Span, OfNonsenseIsUsable) {
    constexpr double kInfinity = std::numeric_limits<double>::infinity();
    EXPECT_EQ(roundSpan(kInfinity, -kInfinity), (Span{0.0, 1.0}));
    EXPECT_EQ(roundSpan(std::nan(""), 1.0), (Span{0.0, 1.0}));
}

} // namespace
} // namespace sextant::figures
