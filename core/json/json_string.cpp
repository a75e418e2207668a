// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/json_string.h"

#include "core/json/json_parser.h"

#include <cstdint>

#include <fmt/format.h>

namespace sextant::json {
namespace {

unsigned byteAt(std::string_view source, std::size_t at) {
    return at < source.size() ? static_cast<unsigned char>(source[at]) : 0;
}

bool isContinuation(std::string_view source, std::size_t at, unsigned from = 0x80, unsigned to = 0xbf) {
    const unsigned byte = byteAt(source, at);
    return byte >= from && byte <= to;
}

/// How many bytes of the UTF-8 character at `at` are sound, and how many it needs (table 3-7 of Unicode):
/// neither overlong forms, nor surrogates, nor anything beyond U+10FFFF.
struct Utf8Character {
    std::size_t sound = 0;
    std::size_t needed = 1;
};

Utf8Character utf8At(std::string_view source, std::size_t at) {
    const unsigned lead = byteAt(source, at);
    if (lead < 0x80) {
        return {1, 1};
    }
    if (lead < 0xc2 || lead > 0xf4) {
        return {0, 1};
    }
    Utf8Character found{1, lead < 0xe0 ? 2u : lead < 0xf0 ? 3u : 4u};
    const unsigned from = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
    const unsigned to = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
    if (!isContinuation(source, at + 1, from, to)) {
        return found;
    }
    for (found.sound = 2; found.sound < found.needed && isContinuation(source, at + found.sound);) {
        ++found.sound;
    }
    return found;
}

void appendUtf8(std::string& target, std::uint32_t code) {
    const auto append = [&target](std::uint32_t byte) { target += static_cast<char>(byte); };
    if (code < 0x80) {
        append(code);
    } else if (code < 0x800) {
        append(0xc0 | code >> 6);
        append(0x80 | (code & 0x3f));
    } else if (code < 0x10000) {
        append(0xe0 | code >> 12);
        append(0x80 | (code >> 6 & 0x3f));
        append(0x80 | (code & 0x3f));
    } else {
        append(0xf0 | code >> 18);
        append(0x80 | (code >> 12 & 0x3f));
        append(0x80 | (code >> 6 & 0x3f));
        append(0x80 | (code & 0x3f));
    }
}

class StringScanner {
public:
    StringScanner(std::string_view source, std::size_t begin, std::string& buffer)
        : source_(source),
          begin_(begin + 1),
          at_(begin + 1),
          buffer_(buffer) {}

    ScannedString scan() {
        while (at_ < source_.size()) {
            const unsigned byte = byteAt(source_, at_);
            if (byte == '"') {
                return finish();
            }
            if (byte == '\\') {
                if (!escape()) {
                    return {{}, at_, problem_};
                }
            } else if (byte < 0x20) {
                return {{}, at_, "an escape in place of a control character"};
            } else if (byte < 0x80) {
                ++at_;
            } else {
                const Utf8Character character = utf8At(source_, at_);
                at_ += character.sound;
                if (character.sound < character.needed) {
                    return {{}, at_, "valid UTF-8"};
                }
            }
        }
        return {{}, source_.size(), "a closing quote"};
    }

private:
    ScannedString finish() {
        const std::string_view rest = source_.substr(begin_, at_ - begin_);
        if (!decoding_) {
            return {rest, at_ + 1, nullptr};
        }
        buffer_ += rest;
        return {buffer_, at_ + 1, nullptr};
    }

    bool fail(const char* problem) {
        problem_ = problem;
        return false;
    }

    /// Decodes the escape at `at_`; what came before it goes to the buffer unchanged.
    bool escape() {
        if (!decoding_) {
            decoding_ = true;
            buffer_.clear();
        }
        buffer_ += source_.substr(begin_, at_ - begin_);
        ++at_;
        constexpr std::string_view letters = "\"\\/bfnrt";
        constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
        const std::size_t known = at_ < source_.size() ? letters.find(source_[at_]) : std::string_view::npos;
        if (known != std::string_view::npos) {
            buffer_ += meanings[known];
            ++at_;
        } else if (byteAt(source_, at_) != 'u') {
            return fail("one of \" \\ / b f n r t u after a backslash");
        } else if (!codePoint()) {
            return false;
        }
        begin_ = at_;
        return true;
    }

    /// Four hexadecimal digits after the `u` at `at_`.
    bool hexadecimal(std::uint32_t& code) {
        code = 0;
        for (int i = 0; i < 4; ++i) {
            const unsigned c = byteAt(source_, ++at_);
            const bool digit = c >= '0' && c <= '9';
            const bool letter = (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
            if (!digit && !letter) {
                return fail("four hexadecimal digits after \\u");
            }
            code = code << 4 | (digit ? c - '0' : (c | 0x20u) - 'a' + 10);
        }
        ++at_;
        return true;
    }

    bool codePoint() {
        std::uint32_t code = 0;
        if (!hexadecimal(code)) {
            return false;
        }
        if (code < 0xd800 || code > 0xdfff) {
            appendUtf8(buffer_, code);
            return true;
        }
        if (code < 0xdc00 && source_.substr(at_, 2) == "\\u") {
            const std::size_t afterFirst = at_++;
            std::uint32_t low = 0;
            if (!hexadecimal(low)) {
                return false;
            }
            if (low >= 0xdc00 && low <= 0xdfff) {
                appendUtf8(buffer_, 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00));
                return true;
            }
            at_ = afterFirst; // two escapes of their own
        }
        buffer_ += fmt::format("\\u{:04x}", code); // half of a pair is not a character: shown as written
        return true;
    }

    std::string_view source_;
    std::size_t begin_; ///< of what has not been handed on yet
    std::size_t at_;
    std::string& buffer_;
    bool decoding_ = false;
    const char* problem_ = nullptr;
};

} // namespace

ScannedString scanString(std::string_view source, std::size_t begin, std::string& buffer) {
    return StringScanner(source, begin, buffer).scan();
}

std::string quoted(std::string_view text) {
    std::string result = "\"";
    for (const char c : text) {
        constexpr std::string_view meanings = "\"\\\b\f\n\r\t";
        constexpr std::string_view letters = "\"\\bfnrt";
        if (const std::size_t known = meanings.find(c); known != std::string_view::npos) {
            result += '\\';
            result += letters[known];
        } else if (static_cast<unsigned char>(c) < 0x20) {
            result += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
        } else {
            result += c;
        }
    }
    return result + '"';
}

} // namespace sextant::json
