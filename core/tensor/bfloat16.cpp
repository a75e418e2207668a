// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/half_float.h"

#include <cstring>

namespace sextant::tensor {
namespace {

/// Inlined into functions that are compiled for different machines.
template <typename Target>
[[gnu::always_inline]] inline void widen(const std::byte* source, std::size_t count, Target* target) {
    for (std::size_t i = 0; i < count; ++i) {
        std::uint16_t bits;
        std::memcpy(&bits, source + i * sizeof bits, sizeof bits);
        target[i] = bfloat16ToFloat(bits);
    }
}

#if defined(__x86_64__)

template <typename Target>
[[gnu::target("avx2")]] void widenWithAvx2(const std::byte* source, std::size_t count, Target* target) {
    widen(source, count, target);
}

#endif

template <typename Target>
void convertAll(const std::byte* source, std::size_t count, Target* target) {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2")) {
        widenWithAvx2(source, count, target);
        return;
    }
#endif
    widen(source, count, target);
}

} // namespace

void convertBfloat16(const std::byte* source, std::size_t count, float* target) {
    convertAll(source, count, target);
}

void convertBfloat16(const std::byte* source, std::size_t count, double* target) {
    convertAll(source, count, target);
}

} // namespace sextant::tensor
