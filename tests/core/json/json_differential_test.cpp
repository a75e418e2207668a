// SPDX-License-Identifier: GPL-3.0-or-later
#include "json_cases.h"
#include "json_oracle.h"

#include <cstring>
#include <random>

#include <gtest/gtest.h>

namespace sextant::json {
namespace {

constexpr std::string_view artifact =
    R"({"model": "gpt\u00e9\n", "num_layers": 2, "num_heads": 1, "head_dim": 3, "hidden_size": 5,
 "gram": [[[12.539], [-1.0e-3]], [[0.25E+2], [9007199254740993]]], "fro_sq": [[4.5], [1e22]],
 "eigdirs_path": "a/b.pt", "nested": {"a": [null, true, false, {}], "é": []}})";

/// One to four changes that keep most of the text JSON-like.
std::string mutated(std::mt19937& random, std::string text) {
    constexpr std::string_view alphabet = "0123456789.-+eE,:[]{}\"\\ \n\tunaflsetrbIyN/'\x01\x7f\xc3\xa9\xff";
    const auto below = [&random](std::size_t count) { return random() % count; };
    for (std::size_t change = 1 + below(4); change > 0 && !text.empty(); --change) {
        const std::size_t at = below(text.size());
        const char letter = alphabet[below(alphabet.size())];
        switch (below(5)) {
        case 0:
            text[at] = letter;
            break;
        case 1:
            text.insert(at, 1, letter);
            break;
        case 2:
            text.erase(at, 1 + below(3));
            break;
        case 3:
            text.insert(at, text.substr(below(text.size()), below(8)));
            break;
        default:
            text[at] = static_cast<char>(text[at] ^ (1 << below(8)));
        }
    }
    return text;
}

TEST(JsonDifferentialTest, MutantsOfAnArtifactAreReadAsTheOtherReaderReadsThem) {
    std::mt19937 random(20240607);
    int accepted = 0;
    for (int i = 0; i < 20000; ++i) {
        const std::string text = mutated(random, std::string(artifact));
        ASSERT_EQ(disagreement(text), "") << text;
        accepted += nlohmann::json::accept(text) ? 1 : 0;
    }
    EXPECT_GT(accepted, 2000) << "too few mutants are JSON for their values to be compared";
    EXPECT_LT(accepted, 18000);
}

TEST(JsonDifferentialTest, MutantsOfNumbersAreReadAsTheOtherReaderReadsThem) {
    std::mt19937 random(7);
    constexpr std::string_view alphabet = "0123456789.-+eE";
    int accepted = 0;
    for (int i = 0; i < 200000; ++i) {
        std::string text;
        for (std::size_t length = 1 + random() % 12; length > 0; --length) {
            text += alphabet[random() % (random() % 2 == 0 ? 10 : alphabet.size())];
        }
        ASSERT_EQ(disagreement(text), "") << text;
        accepted += nlohmann::json::accept(text) ? 1 : 0;
    }
    EXPECT_GT(accepted, 20000);
}

TEST(JsonDifferentialTest, DoublesSurviveTheirText) {
    std::mt19937_64 random(11);
    for (int i = 0; i < 100000; ++i) {
        double value = 0.0;
        const std::uint64_t bits = random();
        static_assert(sizeof bits == sizeof value);
        std::memcpy(&value, &bits, sizeof value);
        if (!std::isfinite(value)) {
            continue;
        }
        for (const int digits : {17, 21, 40}) {
            std::array<char, 80> text{};
            const int length = std::snprintf(text.data(), text.size(), "%.*e", digits, value);
            DocumentBuilder builder;
            ASSERT_FALSE(parse({text.data(), static_cast<std::size_t>(length)}, builder)) << text.data();
            ASSERT_EQ(builder.document().get<double>(), value) << text.data();
        }
    }
}

TEST(JsonDifferentialTest, TheCasesOfTheSuiteAreReadAsTheOtherReaderReadsThem) {
    for (const auto* cases : {&brokenNumbers, &validValues, &brokenValues, &valuesWithNul}) {
        for (const std::string& text : *cases) {
            EXPECT_EQ(disagreement(text), "") << text;
            EXPECT_EQ(disagreement("[1.5," + text + "]"), "") << text;
        }
    }
}

} // namespace
} // namespace sextant::json
