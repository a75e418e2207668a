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

TEST(NamingFile, GivesAFileOnlyToAnErrorWithoutOne) {
    const Error whole{ErrorCode::Malformed, {}, "gram[3]", "is ragged", Advice::LowerTopk};
    const Error named = namingFile(whole, "x.json");
    EXPECT_EQ(describe(named), "x.json: gram[3]: is ragged");
    EXPECT_EQ(named.code, ErrorCode::Malformed);
    EXPECT_EQ(named.advice, Advice::LowerTopk);
    EXPECT_EQ(namingFile(named, "y.json").file, "x.json");
}

TEST(NamingFile, LeavesAValueAlone) {
    EXPECT_EQ(namingFile(Result<int>(7), "x.json"), 7);
    const Result<int> failed = failure(ErrorCode::NotFound, {}, {}, "is not there");
    EXPECT_EQ(describe(namingFile(failed, "x.json").error()), "x.json: is not there");
    const Result<void> elsewhere = failure(ErrorCode::NotFound, "y.json", {}, "is not there");
    EXPECT_EQ(namingFile(elsewhere, "x.json").error().file, "y.json");
}

TEST(DescribeWarning, ReadsLikeAnError) {
    EXPECT_EQ(describe(Warning{"x.pt", "eig_dirs[0]", "is odd"}), "x.pt: eig_dirs[0]: is odd");
}

} // namespace
} // namespace sextant
