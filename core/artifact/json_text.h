// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <iterator>
#include <string_view>

namespace sextant::artifact {

/// A number as it stands in a JSON text.
struct JsonNumber {
    double value = 0.0;    ///< nearest double; infinite where the text overflows
    std::string_view text; ///< as written
    bool isInteger = false;
};

/// JSON as Python writes it, made digestible for a parser of strict JSON: every number outside of strings,
/// the bare words NaN, Infinity and -Infinity among them, is taken out and shown to the parser as the single
/// digit 0; its value waits in number() until the parser reports that digit. This is also several times
/// faster than letting the parser spell out each digit. Text that is not valid JSON is passed on in a form
/// that is not valid either.
class JsonText {
public:
    explicit JsonText(std::string_view bytes) : bytes_(bytes) {}

    /// The number whose 0 was read last.
    const JsonNumber& number() const { return number_; }

    /// How many bytes of the original text have been read.
    std::size_t bytesRead() const { return next_; }

    /// Whether the parser has asked for more than there was.
    bool exhausted() const { return exhausted_; }

    /// A single-pass iterator over the characters shown to the parser.
    class Iterator {
    public:
        using iterator_category = std::input_iterator_tag;
        using value_type = char;
        using difference_type = std::ptrdiff_t;
        using pointer = const char*;
        using reference = char;

        char operator*() const { return text_->peek(); }
        Iterator& operator++() {
            text_->advance();
            return *this;
        }
        void operator++(int) { text_->advance(); }
        friend bool operator==(const Iterator& a, const Iterator& b) { return a.ended() == b.ended(); }

    private:
        friend class JsonText;
        explicit Iterator(JsonText* text) : text_(text) {}
        bool ended() const { return text_ == nullptr || text_->ended(); }

        JsonText* text_;
    };

    Iterator begin() { return Iterator(this); }
    Iterator end() { return Iterator(nullptr); }

private:
    bool ended() {
        exhausted_ = !loaded_ && next_ == bytes_.size();
        return exhausted_;
    }
    char peek() {
        if (!loaded_) {
            load();
        }
        return shown_;
    }
    void advance() {
        peek();
        loaded_ = false;
    }
    void load();
    bool loadNumber();

    std::string_view bytes_;
    std::size_t next_ = 0;
    JsonNumber number_;
    char shown_ = 0;
    bool loaded_ = false; ///< only on demand: a number read ahead would overwrite the one that is waiting
    bool exhausted_ = false;
    bool inString_ = false;
    bool escaped_ = false;
    bool broken_ = false; ///< not valid from here on: shown as it is, so that the parser finds the error
};

} // namespace sextant::artifact
