// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/artifact/json_value_reader.h"

#include <cstddef>
#include <limits>
#include <optional>
#include <vector>

namespace sextant::artifact {

/// A count of something a model has: an integer from 1 to 2^24, beyond which no model's numbers lie.
class CountReader : public JsonValueReader {
public:
    static constexpr int largest = 1 << 24;

    bool number(const json::Number& number) override;

    [[nodiscard]] int value() const { return value_; }

protected:
    std::string expected() const override { return "an integer"; }

private:
    int value_ = 0;
};

/// The name of a file: a string that the system could take for one; null counts as none.
class OptionalPathReader : public JsonValueReader {
public:
    static constexpr std::size_t longest = 4096; ///< bytes; Linux takes no longer path

    bool text(std::string_view text) override;
    bool literal(std::string_view word) override;

    [[nodiscard]] const std::optional<std::string>& value() const { return value_; }

protected:
    std::string expected() const override { return "a string"; }

private:
    std::optional<std::string> value_;
};

/// Numbers in lists nested to a fixed depth, all lists of a level equally long, collected flat in row-major
/// order. What the lengths should be is not known here: keys may come in any order. Null in place of the
/// whole counts as none.
class NumberTableReader : public JsonValueReader {
public:
    explicit NumberTableReader(std::size_t depth) : lengths_(depth), counts_(depth, 0) {}

    bool number(const json::Number& number) override;
    bool literal(std::string_view word) override;
    bool beginList() override;
    bool endList() override;

    /// The length of the lists of each level, 0 for a level that never occurred; empty when there was none.
    [[nodiscard]] std::vector<std::size_t> shape() const;

    /// Makes room for `most` numbers and keeps no more; those beyond are only counted.
    void expect(std::size_t most) {
        values_.reserve(most);
        most_ = most;
    }

    /// How many numbers there are so far.
    [[nodiscard]] std::size_t size() const { return values_.size(); }

    std::vector<double> takeValues() { return std::move(values_); }

protected:
    std::string expected() const override;
    std::string place() const override;

private:
    std::vector<std::optional<std::size_t>> lengths_; ///< that of the first list of each level
    std::vector<std::size_t> counts_;                 ///< items so far in the open list of each level
    std::size_t level_ = 0;                           ///< how many lists are open
    bool absent_ = true;
    std::vector<double> values_;
    std::size_t most_ = std::numeric_limits<std::size_t>::max();
};

/// Any value, as compact JSON text. A text longer than `limit` or nested deeper than `deepest` is replaced by
/// a string that says so: it could be as large as the file, and JSON libraries recurse into it.
class CompactTextReader : public JsonValueReader {
public:
    static constexpr std::size_t limit = 1 << 16;
    static constexpr std::size_t deepest = 128;

    bool number(const json::Number& number) override { return item(number.text); }
    bool text(std::string_view text) override;
    bool literal(std::string_view word) override { return item(word); }
    bool beginList() override { return open('['); }
    bool endList() override { return close(']'); }
    bool beginObject() override { return open('{'); }
    bool name(std::string_view name) override;
    bool endObject() override { return close('}'); }

    std::string takeText();

protected:
    std::string expected() const override { return "any value"; }

private:
    bool item(std::string_view text);
    bool open(char bracket);
    bool close(char bracket);
    void append(std::string_view text);

    std::string text_;
    bool separate_ = false; ///< a comma is due before the next item
    std::size_t depth_ = 0; ///< lists and objects open
    bool tooLong_ = false;
    bool tooDeep_ = false;
};

} // namespace sextant::artifact
