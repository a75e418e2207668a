// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace sextant::json {

/// A number of a JSON text.
struct Number {
    double value = 0.0;    ///< the nearest double; infinite where the text overflows
    std::string_view text; ///< as written
    bool isInteger = false;

    /// The value of an integer from 0 to 2^64 - 1; nullopt for every other number.
    [[nodiscard]] std::optional<unsigned long long> count() const;
};

/// Receives the parts of a JSON text in their order. Every function returns whether to continue; after the
/// first false nothing more is sent. Views are valid during the call only.
class Events {
public:
    virtual ~Events() = default;

    virtual bool number(const Number& number) = 0;
    virtual bool text(std::string_view text) = 0;
    virtual bool literal(std::string_view word) = 0; ///< null, true or false
    virtual bool beginList() = 0;
    virtual bool endList() = 0;
    virtual bool beginObject() = 0;
    virtual bool name(std::string_view name) = 0; ///< of the object's next member
    virtual bool endObject() = 0;
};

/// Why a text was not read to its end.
struct Problem {
    enum class Kind {
        Refused,   ///< by the receiver of the events
        Empty,     ///< there is no text
        Truncated, ///< the text ends before its value does
        Syntax,    ///< it is not JSON
    };
    Kind kind = Kind::Syntax;
    std::size_t byte = 0; ///< the first byte that cannot be part of a JSON text; the size when truncated
    std::string sentence; ///< what is wrong there, without a full stop; empty when refused
};

/// Reads `text` as RFC 8259 defines it and sends its parts to `events`. Accepted beyond the standard, because
/// Python writes it: the bare words NaN, Infinity and -Infinity as numbers; lone surrogates in strings, which
/// arrive as the six characters of their escape; a byte order mark at the start. Everything else that the
/// standard does not allow is a problem, bytes after the value among them. Nothing is kept of the text but
/// one bit per open list or object. O(n).
///
///     class Sum : public json::Events {
///         bool number(const json::Number& number) override { total += number.value; return true; }
///         ...
///     };
///     Sum sum;
///     if (const auto problem = json::parse("[1, 2, 3]", sum)) { ... problem->sentence ... }
[[nodiscard]] std::optional<Problem> parse(std::string_view text, Events& events);

/// `text` as a JSON string with its quotes, escaped as the standard demands. `text` must be UTF-8.
[[nodiscard]] std::string quoted(std::string_view text);

} // namespace sextant::json
