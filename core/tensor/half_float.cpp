// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/half_float.h"

#include <bit>
#include <cstring>

#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>
#endif

namespace sextant::tensor {
namespace {

template <typename Target>
void convertOneByOne(const std::byte* source, std::size_t count, Target* target) {
    for (std::size_t i = 0; i < count; ++i) {
        std::uint16_t bits;
        std::memcpy(&bits, source + i * sizeof bits, sizeof bits);
        target[i] = halfToFloat(bits);
    }
}

#if defined(__x86_64__)

/// F16C came before AVX2, and __builtin_cpu_supports() asks the system for AVX2, but not every compiler's
/// version of it knows the name of F16C.
bool machineConvertsHalves() {
    static const bool answer = [] {
        unsigned a = 0, b = 0, c = 0, d = 0;
        return __builtin_cpu_supports("avx2") && __get_cpuid(1, &a, &b, &c, &d) != 0 && (c & bit_F16C) != 0;
    }();
    return answer;
}

__attribute__((target("avx2,f16c"))) void storeEight(__m256 values, float* target) {
    _mm256_storeu_ps(target, values);
}

__attribute__((target("avx2,f16c"))) void storeEight(__m256 values, double* target) {
    _mm256_storeu_pd(target, _mm256_cvtps_pd(_mm256_castps256_ps128(values)));
    _mm256_storeu_pd(target + 4, _mm256_cvtps_pd(_mm256_extractf128_ps(values, 1)));
}

template <typename Target>
__attribute__((target("avx2,f16c"))) void convertEightAtATime(const std::byte* source, std::size_t count,
                                                              Target* target) {
    std::size_t i = 0;
    for (; i + 8 <= count; i += 8) {
        const __m128i halves = _mm_loadu_si128(reinterpret_cast<const __m128i*>(source + 2 * i));
        storeEight(_mm256_cvtph_ps(halves), target + i);
    }
    convertOneByOne(source + 2 * i, count - i, target + i);
}

#endif

template <typename Target>
void convert(const std::byte* source, std::size_t count, Target* target) {
#if defined(__x86_64__)
    if (machineConvertsHalves()) {
        convertEightAtATime(source, count, target);
        return;
    }
#endif
    convertOneByOne(source, count, target);
}

} // namespace

float halfToFloat(std::uint16_t bits) {
    const std::uint32_t sign = (bits & 0x8000u) << 16;
    const std::uint32_t magnitude = bits & 0x7fffu;
    if (magnitude >= 0x7c00u) { // infinity and NaN keep their payload under the wider exponent
        return std::bit_cast<float>(sign | 0x7f800000u | (magnitude << 13));
    }
    // Shifted into place the exponent is too small by 127 - 15; a product with 2^112 mends it, for subnormals
    // too.
    const float scaled = std::bit_cast<float>(magnitude << 13) * 0x1p112f;
    return std::bit_cast<float>(sign | std::bit_cast<std::uint32_t>(scaled));
}

void convertHalves(const std::byte* source, std::size_t count, float* target) {
    convert(source, count, target);
}

void convertHalves(const std::byte* source, std::size_t count, double* target) {
    convert(source, count, target);
}

} // namespace sextant::tensor
