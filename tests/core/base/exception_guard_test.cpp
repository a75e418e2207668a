// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/exception_guard.h"

#include <gtest/gtest.h>

#include <new>
#include <stdexcept>
#include <vector>

namespace sextant {
namespace {

TEST(ExceptionGuard, PassesOnWhatTheWorkReturns) {
    EXPECT_EQ(withoutExceptions([] { return 7; }), 7);
    EXPECT_EQ(withoutExceptions([] { return Result<int>(7); }), 7);
    EXPECT_TRUE(withoutExceptions([] {}).has_value());
    const Result<int> failed =
        withoutExceptions([]() -> Result<int> { return failure(ErrorCode::NotFound, "f", {}, "gone"); });
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().code, ErrorCode::NotFound);
}

TEST(ExceptionGuard, CallsAFailedAllocationOutOfMemory) {
    const Result<void> refused = withoutExceptions([] { throw std::bad_alloc(); });
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::OutOfMemory);
    const Result<void> tooLong =
        withoutExceptions([] { std::vector<double>().reserve(std::vector<double>().max_size() + 1); });
    ASSERT_FALSE(tooLong);
    EXPECT_EQ(tooLong.error().code, ErrorCode::OutOfMemory);
}

TEST(ExceptionGuard, NamesTheFileThatTheWorkIsOn) {
    const Result<int> refused = withoutExceptions("x.pt", []() -> int { throw std::bad_alloc(); });
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::OutOfMemory);
    EXPECT_EQ(refused.error().file, "x.pt");
    const Result<int> failed = withoutExceptions(
        "x.pt", []() -> Result<int> { return failure(ErrorCode::NotFound, "y.pt", {}, "gone"); });
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().file, "y.pt");
    EXPECT_EQ(withoutExceptions("x.pt", [] { return 7; }), 7);
}

TEST(ExceptionGuard, KeepsTheTextOfAnyOtherException) {
    const Result<int> failed = withoutExceptions([]() -> int { throw std::runtime_error("no such locale"); });
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().code, ErrorCode::Internal);
    EXPECT_NE(describe(failed.error()).find("no such locale"), std::string::npos);
    const Result<int> strange = withoutExceptions([]() -> int { throw 1; });
    ASSERT_FALSE(strange);
    EXPECT_EQ(strange.error().code, ErrorCode::Internal);
}

} // namespace
} // namespace sextant
