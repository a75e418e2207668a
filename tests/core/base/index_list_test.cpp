// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/index_list.h"

#include <gmock/gmock.h>

namespace sextant {
namespace {

using testing::ElementsAre;

TEST(IndexList, HoldsNumbersAndRangesAscendingAndEachOnce) {
    EXPECT_THAT(parseIndexList("5", "layers").value(), ElementsAre(5));
    EXPECT_THAT(parseIndexList("7-9,0,8", "layers").value(), ElementsAre(0, 7, 8, 9));
}

TEST(IndexList, ComplaintsNameThePlace) {
    for (const char* text : {"", "1,", "-1", "3-1", "a", "1 2", "1000001"}) {
        const auto list = parseIndexList(text, "Layers");
        ASSERT_FALSE(list) << text;
        EXPECT_EQ(list.error().code, ErrorCode::Usage);
        EXPECT_EQ(list.error().place, "Layers");
    }
}

} // namespace
} // namespace sextant
