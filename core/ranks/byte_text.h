// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace sextant::ranks {

/// Values as bytes, one after the other: plain ones as they lie in memory, lists and texts after their
/// length.
class ByteWriter {
public:
    template <typename Value>
    void operator()(const Value& value) {
        static_assert(std::is_trivially_copyable_v<Value> && !std::is_pointer_v<Value>);
        append(&value, sizeof value);
    }

    template <typename Item>
    void operator()(const std::vector<Item>& items) {
        static_assert(std::is_trivially_copyable_v<Item>);
        (*this)(std::uint64_t{items.size()});
        append(items.data(), items.size() * sizeof(Item));
    }

    void operator()(const std::string& text) {
        (*this)(std::uint64_t{text.size()});
        append(text.data(), text.size());
    }

    [[nodiscard]] std::vector<std::byte> take() { return std::move(bytes_); }

private:
    void append(const void* data, std::size_t size) {
        const auto* first = static_cast<const std::byte*>(data);
        bytes_.insert(bytes_.end(), first, first + size);
    }

    std::vector<std::byte> bytes_;
};

/// Reads what a ByteWriter wrote. A length is trusted only where so many bytes follow; from the first value
/// on that is not there, nothing more is read and isWhole() is false.
class ByteReader {
public:
    explicit ByteReader(std::span<const std::byte> bytes) : bytes_(bytes) {}

    template <typename Value>
    void operator()(Value& value) {
        static_assert(std::is_trivially_copyable_v<Value> && !std::is_pointer_v<Value>);
        copy(&value, sizeof value);
    }

    template <typename Item>
    void operator()(std::vector<Item>& items) {
        static_assert(std::is_trivially_copyable_v<Item>);
        items.resize(length(sizeof(Item)));
        copy(items.data(), items.size() * sizeof(Item));
    }

    void operator()(std::string& text) {
        text.resize(length(1));
        copy(text.data(), text.size());
    }

    void fail() { good_ = false; }

    /// True when every value was there and nothing is left.
    [[nodiscard]] bool isWhole() const { return good_ && bytes_.empty(); }

private:
    std::size_t length(std::size_t itemSize) {
        std::uint64_t items = 0;
        (*this)(items);
        good_ = good_ && items <= bytes_.size() / itemSize;
        return good_ ? static_cast<std::size_t>(items) : 0;
    }

    void copy(void* target, std::size_t size) {
        good_ = good_ && size <= bytes_.size();
        if (good_ && size > 0) {
            std::memcpy(target, bytes_.data(), size);
            bytes_ = bytes_.subspan(size);
        }
    }

    std::span<const std::byte> bytes_;
    bool good_ = true;
};

} // namespace sextant::ranks
