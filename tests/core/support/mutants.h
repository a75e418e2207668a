// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>

namespace sextant::test {

/// Damaged copies of a file, the same ones in every run: one to four changes each, of bits, bytes, runs,
/// digits and little-endian numbers. Half of them strike `head` bytes at the beginning or at the end, where
/// formats describe themselves.
class Mutants {
public:
    Mutants(std::string sound, std::size_t head, unsigned seed)
        : sound_(std::move(sound)),
          head_(head),
          random_(seed) {}

    std::string next() {
        std::string bytes = sound_;
        for (std::size_t change = 1 + below(4); change > 0 && !bytes.empty(); --change) {
            strike(bytes);
        }
        return bytes;
    }

private:
    std::size_t below(std::size_t count) { return random_() % count; }

    std::size_t place(const std::string& bytes) {
        const std::size_t head = std::min(head_, bytes.size());
        switch (below(4)) {
        case 0:
            return below(head);
        case 1:
            return bytes.size() - 1 - below(head);
        default:
            return below(bytes.size());
        }
    }

    void strike(std::string& bytes) {
        static constexpr std::array<std::uint64_t, 10> numbers = {
            0, 1, 0x7f, 0xff, 0x7fff, 0xffff, 0x7fffffff, 0xffffffff, 0x7fffffffffffffff, 0xffffffffffffffff};
        const std::size_t at = place(bytes);
        switch (below(8)) {
        case 0:
            bytes[at] = static_cast<char>(bytes[at] ^ (1 << below(8)));
            break;
        case 1:
            bytes[at] = static_cast<char>(below(256));
            break;
        case 2:
            bytes.erase(at, 1 + below(9));
            break;
        case 3:
            bytes.insert(at, bytes.substr(place(bytes), 1 + below(64)));
            break;
        case 4:
            bytes.resize(at);
            break;
        case 5: {
            const std::uint64_t number = numbers[below(numbers.size())];
            const std::size_t width = std::min<std::size_t>(bytes.size() - at, std::size_t{1} << below(4));
            for (std::size_t i = 0; i < width; ++i) {
                bytes[at + i] = static_cast<char>(number >> (8 * i) & 0xff);
            }
            break;
        }
        case 6:
            strikeDigit(bytes, at);
            break;
        default:
            std::swap(bytes[at], bytes[place(bytes)]);
        }
    }

    /// The next digit becomes another one, or the number gets more of them.
    void strikeDigit(std::string& bytes, std::size_t at) {
        const std::size_t digit = bytes.find_first_of("0123456789", at);
        if (digit != std::string::npos) {
            static constexpr std::array<const char*, 8> words = {"0",     "7", "-1", "99999999",
                                                                 "1e308", ".", "",   "[1]"};
            bytes.replace(digit, 1, words[below(words.size())]);
        }
    }

    std::string sound_;
    std::size_t head_;
    std::mt19937 random_;
};

} // namespace sextant::test
