// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTest>

namespace sextant::test {

/// How long a test waits for what will come, in milliseconds. Qt's five seconds are too few where other work
/// keeps the processors busy.
inline constexpr int kPatience = 60000;

} // namespace sextant::test

#undef QTRY_VERIFY
#undef QTRY_VERIFY2
#undef QTRY_COMPARE
#define QTRY_VERIFY(condition) QTRY_VERIFY_WITH_TIMEOUT(condition, sextant::test::kPatience)
#define QTRY_VERIFY2(condition, message)                                                                     \
    QTRY_VERIFY2_WITH_TIMEOUT(condition, message, sextant::test::kPatience)
#define QTRY_COMPARE(actual, expected) QTRY_COMPARE_WITH_TIMEOUT(actual, expected, sextant::test::kPatience)
