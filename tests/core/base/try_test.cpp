// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/try.h"

#include <memory>

#include <gtest/gtest.h>

namespace sextant {
namespace {

Result<int> half(int number) {
    if (number % 2 != 0) {
        return failure(ErrorCode::Usage, {}, {}, "is odd", Advice::LowerTopk);
    }
    return number / 2;
}

Result<std::string> quarterText(int number) {
    TRY_ASSIGN(const int first, half(number));
    TRY_ASSIGN(const int second, half(first));
    return std::to_string(second);
}

Result<void> check(int number, int& reached) {
    TRY(half(number));
    ++reached;
    TRY(half(number).and_then([](int inner) -> Result<int> {
        TRY(half(inner));
        return inner;
    }));
    ++reached;
    return {};
}

TEST(Try, PassesTheValueOn) {
    EXPECT_EQ(*quarterText(12), "3");
}

TEST(Try, ReturnsTheWholeError) {
    const Result<std::string> result = quarterText(6);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, ErrorCode::Usage);
    EXPECT_EQ(result.error().sentence, "is odd");
    EXPECT_EQ(result.error().advice, Advice::LowerTopk);
}

TEST(Try, StopsAtTheFirstError) {
    int reached = 0;
    EXPECT_FALSE(check(1, reached));
    EXPECT_EQ(reached, 0);
    EXPECT_FALSE(check(2, reached));
    EXPECT_EQ(reached, 1);
    EXPECT_TRUE(check(4, reached));
    EXPECT_EQ(reached, 3);
}

TEST(Try, MovesTheValue) {
    const auto make = []() -> Result<std::unique_ptr<int>> { return std::make_unique<int>(7); };
    const auto use = [&]() -> Result<int> {
        TRY_ASSIGN(const std::unique_ptr<int> value, make());
        return *value;
    };
    EXPECT_EQ(*use(), 7);
}

} // namespace
} // namespace sextant
