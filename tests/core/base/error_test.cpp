// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"

#include <gtest/gtest.h>

namespace sextant {
namespace {

TEST(DescribeError, NamesFileThenPlaceThenWhatIsWrong) {
    EXPECT_EQ(describe(Error{ErrorCode::Malformed, "x.json", "gram[3]", "is ragged"}),
              "x.json: gram[3]: is ragged");
}

TEST(DescribeError, LeavesOutWhatIsNotKnown) {
    EXPECT_EQ(describe(Error{ErrorCode::NotFound, "x.json", "", "is not there"}), "x.json: is not there");
    EXPECT_EQ(describe(Error{ErrorCode::Usage, {}, "anchor", "is out of range"}), "anchor: is out of range");
    EXPECT_EQ(describe(Error{ErrorCode::Cancelled, {}, {}, "cancelled"}), "cancelled");
}

TEST(DescribeError, StaysOneLineWhateverAFileIsCalled) {
    EXPECT_EQ(describe(Error{ErrorCode::Malformed, "x\n.json", "\x1b[2J", "is odd"}),
              "x\\n.json: \\u001b[2J: is odd");
}

TEST(DescribeError, LeavesTheAdviceToThoseWhoKnowTheirOptions) {
    EXPECT_EQ(describe(Error{ErrorCode::WriteFailed, "x.pt", "", "is too large", Advice::LowerTopk}),
              "x.pt: is too large");
}

TEST(DescribeWarning, ReadsLikeAnError) {
    EXPECT_EQ(describe(Warning{"x.pt", "eig_dirs[0]", "is odd"}), "x.pt: eig_dirs[0]: is odd");
}

} // namespace
} // namespace sextant
