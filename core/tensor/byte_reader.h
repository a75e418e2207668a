// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <bit>
#include <cstddef>
#include <cstring>
#include <optional>
#include <span>
#include <string_view>

namespace sextant::tensor {

/// Reads little-endian numbers and texts from bytes, one after the other; nullopt where they end too early.
class ByteReader {
public:
    explicit ByteReader(std::span<const std::byte> bytes, std::size_t position = 0)
        : bytes_(bytes),
          position_(position < bytes.size() ? position : bytes.size()) {}

    [[nodiscard]] std::size_t position() const { return position_; }
    [[nodiscard]] std::size_t remaining() const { return bytes_.size() - position_; }

    template <typename Number>
    std::optional<Number> number() {
        static_assert(std::endian::native == std::endian::little, "the files are little-endian");
        if (remaining() < sizeof(Number)) {
            return std::nullopt;
        }
        Number value;
        std::memcpy(&value, bytes_.data() + position_, sizeof value);
        position_ += sizeof value;
        return value;
    }

    std::optional<std::string_view> text(std::size_t length) {
        if (remaining() < length) {
            return std::nullopt;
        }
        const std::string_view text(reinterpret_cast<const char*>(bytes_.data()) + position_, length);
        position_ += length;
        return text;
    }

    /// The text up to the next line feed, which is passed over.
    std::optional<std::string_view> line() {
        const std::string_view rest(reinterpret_cast<const char*>(bytes_.data()) + position_, remaining());
        const std::size_t length = rest.find('\n');
        if (length == std::string_view::npos) {
            return std::nullopt;
        }
        position_ += length + 1;
        return rest.substr(0, length);
    }

private:
    std::span<const std::byte> bytes_;
    std::size_t position_;
};

} // namespace sextant::tensor
