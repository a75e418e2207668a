// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/amount_text.h"

#include <gtest/gtest.h>

namespace sextant {
namespace {

TEST(DurationText, IsAsCoarseAsTheDurationIsLong) {
    EXPECT_EQ(durationText(0.4), "0 s");
    EXPECT_EQ(durationText(89.0), "89 s");
    EXPECT_EQ(durationText(90.0), "2 min");
    EXPECT_EQ(durationText(5370.0), "1 h 30 min");
    EXPECT_EQ(durationText(7500.0), "2 h 5 min");
}

TEST(BytesText, CountsInPowersOfTen) {
    EXPECT_EQ(bytesText(0), "0.0 MB");
    EXPECT_EQ(bytesText(340'000), "0.3 MB");
    EXPECT_EQ(bytesText(999'900'000), "999.9 MB");
    EXPECT_EQ(bytesText(7'940'000'000), "7.9 GB");
}

} // namespace
} // namespace sextant
