// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/pickle.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sextant::tensor {
namespace {

using namespace std::string_literals;

Result<Pickle> read(const std::string& content) {
    return Pickle::read("x.pt", "archive/data.pkl", std::as_bytes(std::span(content)));
}

Pickle readOrFail(const std::string& content) {
    const auto pickle = read(content);
    EXPECT_TRUE(pickle) << describe(pickle.error());
    return pickle.value_or(Pickle{});
}

std::int64_t integerOf(const std::string& content) {
    const Pickle pickle = readOrFail(content);
    const auto* value = pickle.as<std::int64_t>(pickle.root());
    EXPECT_NE(value, nullptr);
    return value != nullptr ? *value : 0;
}

TEST(Pickle, ReadsIntegersOfEveryWidthAndSign) {
    EXPECT_EQ(integerOf("K\xff."), 255);
    EXPECT_EQ(integerOf("M\x01\x02."), 0x201);
    EXPECT_EQ(integerOf("J\xfe\xff\xff\xff."), -2);
    EXPECT_EQ(integerOf("\x8a\x00."s), 0);
    EXPECT_EQ(integerOf("\x8a\x01\xff."), -1);
    EXPECT_EQ(integerOf("\x8a\x02\xff\x00."s), 255);
    EXPECT_EQ(integerOf("\x8a\x08\x00\x00\x00\x00\x00\x00\x00\x80."s), INT64_MIN);
    EXPECT_EQ(integerOf("I-12\n."), -12);
    EXPECT_EQ(integerOf("L34L\n."), 34);
}

TEST(Pickle, AnIntegerBeyond64BitsIsOnlyNamed) {
    const Pickle pickle = readOrFail("\x8a\x09\x00\x00\x00\x00\x00\x00\x00\x00\x01."s);
    ASSERT_NE(pickle.as<Pickle::Other>(pickle.root()), nullptr);
    EXPECT_EQ(pickle.as<Pickle::Other>(pickle.root())->kind, "a large integer");
}

TEST(Pickle, ReadsNestedSequencesAndDicts) {
    const Pickle pickle = readOrFail("\x80\x02}(X\x01\x00\x00\x00"s + "aK\x01K\x02\x86X\x01\x00\x00\x00"s +
                                     "b](NK\x03"s + "eu."s);
    const auto* dict = pickle.as<Pickle::Dict>(pickle.root());
    ASSERT_NE(dict, nullptr);
    ASSERT_EQ(dict->items.size(), 2u);
    EXPECT_EQ(*pickle.as<std::string>(dict->items[0].first), "a");
    EXPECT_EQ(pickle.as<Pickle::Sequence>(dict->items[0].second)->items.size(), 2u);
    EXPECT_EQ(pickle.as<Pickle::Sequence>(dict->items[1].second)->items.size(), 2u);
}

TEST(Pickle, ACallIsKeptAndNotMade) {
    const Pickle pickle = readOrFail("cposix\nsystem\n(X\x04\x00\x00\x00"s + "truetR."s);
    EXPECT_EQ(pickle.calledName(pickle.root()), "posix.system");
    EXPECT_EQ(pickle.calledName(pickle.as<Pickle::Call>(pickle.root())->callable), "")
        << "a name alone calls nothing";
}

TEST(Pickle, EveryWayToCallIsUnderstood) {
    for (const std::string content : {"cm\nf\n)R.", "cm\nf\n)\x81.", "cm\nf\n)}\x92.", "(im\nf\n.",
                                      "(cm\nf\no.", "\x8c\001m\x8c\001f\x93)R."}) {
        const Pickle pickle = readOrFail(content);
        EXPECT_EQ(pickle.calledName(pickle.root()), "m.f");
    }
}

TEST(Pickle, MemorisedValuesAreShared) {
    const Pickle pickle = readOrFail("(]q\x05h\x05h\x05t.");
    const auto& items = pickle.as<Pickle::Sequence>(pickle.root())->items;
    ASSERT_EQ(items.size(), 3u);
    EXPECT_EQ(items[0], items[2]);
}

TEST(Pickle, AListMayHoldItself) {
    const Pickle pickle = readOrFail("]q\x01h\x01"
                                     "a.");
    EXPECT_EQ(pickle.as<Pickle::Sequence>(pickle.root())->items[0], pickle.root());
}

TEST(Pickle, EndlessNestingDoesNotExhaustTheStack) {
    std::string content(250000, ']');
    content += std::string(249999, 'a') + ".";
    EXPECT_EQ(readOrFail(content).size(), 250000u);
}

TEST(Pickle, DamageIsRefusedWithItsPlace) {
    for (const std::string& content : {""s,
                                       "."s,
                                       "K"s,
                                       "K\x01"s,
                                       "a."s,
                                       "]a."s,
                                       "t."s,
                                       "0."s,
                                       "1."s,
                                       "h\x01."s,
                                       "j\xff\xff\xff\xff."s,
                                       "s."s,
                                       "}K\x01s."s,
                                       "(K\x01u."s,
                                       "}(K\x01u."s,
                                       "R."s,
                                       "b."s,
                                       "Q."s,
                                       "X\xff\xff\xff\x7f"s + "a."s,
                                       "\x8e\xff\xff\xff\xff\xff\xff\xff\xff."s,
                                       "cposix"s,
                                       "cposix\nsystem"s,
                                       "Kx\x93."s,
                                       "(."s,
                                       "(o."s,
                                       "\xff."s,
                                       "\x82\x01."s,
                                       "\x97."s,
                                       "p\n."s,
                                       "I1x\n."s}) {
        const auto pickle = read(content);
        ASSERT_FALSE(pickle) << testing::PrintToString(content);
        EXPECT_EQ(pickle.error().code, ErrorCode::Malformed);
        EXPECT_THAT(pickle.error().place, testing::HasSubstr("archive/data.pkl, byte "));
    }
}

TEST(Pickle, NothingBelowAMarkIsTaken) {
    EXPECT_FALSE(read("K\x01K\x02(\x86."));
    EXPECT_FALSE(read("]K\x01(a."));
}

} // namespace
} // namespace sextant::tensor
