// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/half_float.h"
#include "core/tensor/tensor_view.h"

#include <bit>
#include <cmath>
#include <cstring>
#include <numeric>
#include <vector>

#include <gtest/gtest.h>

namespace sextant::tensor {
namespace {

/// The definition in IEEE 754, by arithmetic instead of bits.
double halfByDefinition(unsigned bits) {
    const double sign = (bits & 0x8000u) != 0 ? -1.0 : 1.0;
    const int exponent = static_cast<int>((bits >> 10) & 31u);
    const double fraction = static_cast<double>(bits & 1023u) / 1024.0;
    if (exponent == 31) {
        return fraction == 0.0 ? sign * HUGE_VAL : std::nan("");
    }
    return exponent == 0 ? sign * std::ldexp(fraction, -14)
                         : sign * std::ldexp(1.0 + fraction, exponent - 15);
}

bool sameNumber(double a, double b) {
    return (std::isnan(a) && std::isnan(b)) || a == b;
}

std::vector<std::uint16_t> everyHalf() {
    std::vector<std::uint16_t> halves(65536);
    std::iota(halves.begin(), halves.end(), std::uint16_t{0});
    return halves;
}

TEST(HalfToFloat, EveryHalfIsItsDefinition) {
    for (const std::uint16_t bits : everyHalf()) {
        ASSERT_TRUE(sameNumber(halfToFloat(bits), halfByDefinition(bits))) << "bits " << bits;
    }
    EXPECT_TRUE(std::signbit(halfToFloat(0x8000)));
}

TEST(ConvertHalves, WideInstructionsAgreeWithOneByOneForEveryHalf) {
    const std::vector<std::uint16_t> halves = everyHalf();
    std::vector<float> floats(halves.size());
    std::vector<double> doubles(halves.size());
    convertHalves(reinterpret_cast<const std::byte*>(halves.data()), halves.size(), floats.data());
    convertHalves(reinterpret_cast<const std::byte*>(halves.data()), halves.size(), doubles.data());
    for (const std::uint16_t bits : halves) {
        ASSERT_TRUE(sameNumber(floats[bits], halfToFloat(bits))) << "bits " << bits;
        ASSERT_TRUE(sameNumber(doubles[bits], halfToFloat(bits))) << "bits " << bits;
    }
}

TEST(ConvertHalves, AnyCountAndAlignmentWritesExactlyThatMany) {
    const std::vector<std::uint16_t> halves = everyHalf();
    for (std::size_t count = 0; count <= 40; ++count) {
        std::vector<std::byte> bytes(2 * count + 1);
        std::memcpy(bytes.data() + 1, halves.data() + 1000, 2 * count);
        std::vector<double> target(count + 1, -7.0);
        convertHalves(bytes.data() + 1, count, target.data());
        for (std::size_t i = 0; i < count; ++i) {
            ASSERT_EQ(target[i], halfByDefinition(static_cast<unsigned>(1000 + i)));
        }
        EXPECT_EQ(target[count], -7.0);
    }
}

TEST(ConvertToDouble, EveryBFloat16IsTheFloatWithThoseUpperBits) {
    const std::vector<std::uint16_t> all = everyHalf();
    std::vector<double> target(all.size());
    convertToDouble(ElementType::BFloat16, reinterpret_cast<const std::byte*>(all.data()), 1, all.size(),
                    target.data());
    for (const std::uint16_t bits : all) {
        ASSERT_TRUE(sameNumber(target[bits], std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16)));
    }
}

TEST(ConvertToDouble, FloatsAndDoublesComeThroughExactly) {
    const std::vector<float> floats = {0.1f, -0.0f, 1e-45f, 3.4e38f, HUGE_VALF};
    std::vector<double> target(floats.size());
    convertToDouble(ElementType::Float32, reinterpret_cast<const std::byte*>(floats.data()), 1, floats.size(),
                    target.data());
    EXPECT_EQ(target, std::vector<double>(floats.begin(), floats.end()));

    const std::vector<double> doubles = {0.1, -1e-320, 1e308};
    target.resize(doubles.size());
    convertToDouble(ElementType::Float64, reinterpret_cast<const std::byte*>(doubles.data()), 1,
                    doubles.size(), target.data());
    EXPECT_EQ(target, doubles);
}

TEST(ConvertToFloat, DoublesAreRoundedToNearest) {
    const std::vector<double> doubles = {0.1, 1.0 + 0x1p-25, 1e300};
    std::vector<float> target(doubles.size());
    convertToFloat(ElementType::Float64, reinterpret_cast<const std::byte*>(doubles.data()), 1,
                   doubles.size(), target.data());
    EXPECT_EQ(target[0], 0.1f);
    EXPECT_EQ(target[1], 1.0f);
    EXPECT_TRUE(std::isinf(target[2]));
}

class StridedConversion : public testing::TestWithParam<ElementType> {};

TEST_P(StridedConversion, ReadsEveryThirdElementAndBackwards) {
    const ElementType type = GetParam();
    const std::size_t count = 700; // more than one block
    std::vector<std::byte> bytes(3 * count * elementSize(type));
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        bytes[i] =
            static_cast<std::byte>((i * 37) % 60); // no exponent is all ones, so every element is a number
    }
    std::vector<double> all(3 * count);
    convertToDouble(type, bytes.data(), 1, all.size(), all.data());

    std::vector<double> third(count);
    std::vector<float> thirdAsFloat(count);
    convertToDouble(type, bytes.data(), 3, count, third.data());
    convertToFloat(type, bytes.data(), 3, count, thirdAsFloat.data());
    std::vector<double> backwards(all.size());
    convertToDouble(type, bytes.data() + bytes.size() - elementSize(type), -1, all.size(), backwards.data());
    for (std::size_t i = 0; i < count; ++i) {
        ASSERT_EQ(third[i], all[3 * i]);
        ASSERT_EQ(thirdAsFloat[i], static_cast<float>(all[3 * i]));
        ASSERT_EQ(backwards[i], all[all.size() - 1 - i]);
    }
}

INSTANTIATE_TEST_SUITE_P(EveryType, StridedConversion,
                         testing::Values(ElementType::Float16, ElementType::BFloat16, ElementType::Float32,
                                         ElementType::Float64),
                         [](const auto& instance) { return elementName(instance.param); });

} // namespace
} // namespace sextant::tensor
