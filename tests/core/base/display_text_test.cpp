// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/display_text.h"

#include <gtest/gtest.h>

namespace sextant {
namespace {

TEST(DisplayText, LeavesReadableTextAlone) {
    for (const char* text : {"", "Qwen3-4B", "C:\\models\\new", "\u6a21\u578b \u00b7 \u03b1", "\U0001F600",
                             "\u0645\u062f\u0644", "a <b>&amp;</b>"}) {
        EXPECT_EQ(displayText(text, 60), text);
    }
}

TEST(DisplayText, EscapesControlCharacters) {
    EXPECT_EQ(displayText("a\nb\tc\rd", 60), "a\\nb\\tc\\rd");
    EXPECT_EQ(displayText(std::string("\0\x1b[2J\x7f", 6), 60), "\\u0000\\u001b[2J\\u007f");
    EXPECT_EQ(displayText("\u0085\u009b", 60), "\\u0085\\u009b");
    EXPECT_EQ(displayText("\u2028\u2029", 60), "\\u2028\\u2029");
}

TEST(DisplayText, EscapesWhatReordersOrHides) {
    EXPECT_EQ(displayText("x\u202egpj.exe", 60), "x\\u202egpj.exe");
    for (const char* mark : {"\u200e", "\u200f", "\u061c", "\u202a", "\u202b", "\u202c", "\u202d", "\u2066",
                             "\u2067", "\u2068", "\u2069", "\u200b", "\ufeff", "\u00ad"}) {
        const std::string shown = displayText(mark, 60);
        EXPECT_EQ(shown.size(), 6U);
        EXPECT_EQ(shown.substr(0, 2), "\\u");
    }
    EXPECT_EQ(displayText("\U000E0041", 60), "\\u{e0041}");
}

TEST(DisplayText, EscapesSurrogatesAndBytesThatAreNotText) {
    EXPECT_EQ(displayText("a\xED\xA0\x80z", 60), "a\\ud800z");
    EXPECT_EQ(displayText("a\xFFz\xC3", 60), "a\\xffz\\xc3");
    EXPECT_EQ(displayText("\xC0\xAF", 60), "\\xc0\\xaf");                   // overlong
    EXPECT_EQ(displayText("\xF4\x90\x80\x80", 60), "\\xf4\\x90\\x80\\x80"); // beyond U+10FFFF
    EXPECT_EQ(displayText("\xE2\x82", 60), "\\xe2\\x82");                   // cut short
}

TEST(DisplayText, ShortensInTheMiddle) {
    EXPECT_EQ(displayText("0123456789", 10), "0123456789");
    EXPECT_EQ(displayText("0123456789", 9), "0123\u20266789");
    EXPECT_EQ(displayText("0123456789", 4), "01\u20269");
    EXPECT_EQ(displayText("0123456789", 1), "\u2026");
    EXPECT_EQ(displayText("0123456789", 0), "");
}

TEST(DisplayText, NeverCutsALetterOrAnEscape) {
    EXPECT_EQ(displayText("\u6a21\u6a22\u6a23\u6a24\u6a25\u6a26", 5), "\u6a21\u6a22\u2026\u6a25\u6a26");
    EXPECT_EQ(displayText("\a\a\a\a", 13), "\\u0007\u2026\\u0007");
    EXPECT_EQ(displayText("\a\a\a\a", 12), "\\u0007\u2026");
}

TEST(DisplayText, ShowsTheEndsOfAHugeText) {
    const std::string huge = "begin" + std::string(5'000'000, 'x') + "end\u2026";
    EXPECT_EQ(displayText(huge, 9), "begi\u2026end\u2026");
    std::string letters;
    for (int i = 0; i < 1000; ++i) {
        letters += "\u6a21";
    }
    EXPECT_EQ(displayText(letters, 3), "\u6a21\u2026\u6a21");
}

} // namespace
} // namespace sextant
