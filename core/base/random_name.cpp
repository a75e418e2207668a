// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random_name.h"

#include <sys/random.h>

#include <algorithm>
#include <cstdint>
#include <random>
#include <string>
#include <utility>

#include <fmt/format.h>

namespace sextant {
namespace {

/// With the random part this stays below every file system's limit, the lowest in use being 143 bytes.
constexpr std::size_t longestPart = 48;

std::uint64_t randomBits() {
    std::uint64_t bits = 0;
    if (::getrandom(&bits, sizeof bits, 0) != static_cast<ssize_t>(sizeof bits)) {
        std::random_device device;
        bits = std::uint64_t{device()} << 32 | device();
    }
    return bits;
}

/// The text cut to `longestPart` bytes, but not within a character of UTF-8.
std::string shortened(const std::string& text) {
    std::size_t length = std::min(text.size(), longestPart);
    while (length > 0 && length < text.size() &&
           (static_cast<unsigned char>(text[length]) & 0xC0U) == 0x80U) {
        --length;
    }
    return text.substr(0, length);
}

/// What stands before and after the random digits.
std::pair<std::string, std::string> partsAround(const std::filesystem::path& target) {
    return {'.' + shortened(target.stem().string()) + '.',
            ".partial" + shortened(target.extension().string())};
}

} // namespace

std::filesystem::path randomNameLike(const std::filesystem::path& target) {
    const auto [begin, end] = partsAround(target);
    return fmt::format("{}{:016x}{}", begin, randomBits(), end);
}

bool isRandomNameLike(const std::filesystem::path& target, const std::filesystem::path& path) {
    constexpr std::size_t digits = 16;
    const auto [begin, end] = partsAround(target);
    const std::string name = path.filename().string();
    return name.size() == begin.size() + digits + end.size() && name.starts_with(begin) &&
           name.ends_with(end);
}

} // namespace sextant
