// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/json_parser.h"

#include "core/json/json_number.h"
#include "core/json/json_string.h"

#include <array>
#include <limits>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace sextant::json {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr std::array<std::pair<std::string_view, double>, 3> numberWords = {
    {{"NaN", std::numeric_limits<double>::quiet_NaN()}, {"Infinity", infinity}, {"-Infinity", -infinity}}};
constexpr std::array<std::string_view, 3> literals = {"null", "true", "false"};

/// The bytes that are wrong, as a sentence can hold them.
std::string found(std::string_view rest) {
    constexpr std::size_t longest = 20;
    std::string shown;
    for (const char c : rest.substr(0, longest)) {
        if (c < 0x20 || c > 0x7e) { // every byte beyond ASCII too
            break;
        }
        shown += c;
    }
    return shown.empty() ? fmt::format("byte 0x{:02x}", static_cast<unsigned char>(rest.front()))
                         : fmt::format("'{}'", shown);
}

class Parser {
public:
    Parser(std::string_view text, Events& events) : text_(text), events_(events) {}

    std::optional<Problem> run() {
        if (text_.empty()) {
            return Problem{Problem::Kind::Empty, 0, "is empty"};
        }
        if (text_.starts_with("\xEF\xBB\xBF")) {
            at_ = 3;
        }
        while (!problem_ && state_ != State::Done) {
            skipSpace();
            switch (state_) {
            case State::FirstItem:
                firstItem();
                break;
            case State::Value:
                value();
                break;
            case State::Name:
                name();
                break;
            case State::AfterValue:
                afterValue();
                break;
            case State::Done:
                break;
            }
        }
        return std::move(problem_);
    }

private:
    enum class State { FirstItem, Value, Name, AfterValue, Done };

    void skipSpace() {
        while (at_ < text_.size() &&
               (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\r' || text_[at_] == '\t')) {
            ++at_;
        }
    }

    bool is(char c) const { return at_ < text_.size() && text_[at_] == c; }

    void expected(const char* what, std::size_t at) {
        problem_ = at >= text_.size() ? Problem{Problem::Kind::Truncated, text_.size(),
                                                "the JSON ends here before it is complete (truncated?)"}
                                      : Problem{Problem::Kind::Syntax, at,
                                                fmt::format("is not valid JSON: expected {}, found {}", what,
                                                            found(text_.substr(at)))};
    }

    void send(bool accepted, State next) {
        state_ = next;
        if (!accepted) {
            problem_ = Problem{Problem::Kind::Refused, at_, {}};
        }
    }

    bool inObject() const { return isObject_.back(); }

    void open(bool object) {
        ++at_;
        isObject_.push_back(object);
        send(object ? events_.beginObject() : events_.beginList(), State::FirstItem);
    }

    void close() {
        ++at_;
        const bool object = inObject();
        isObject_.pop_back();
        send(object ? events_.endObject() : events_.endList(), State::AfterValue);
    }

    void firstItem() {
        if (is(inObject() ? '}' : ']')) {
            close();
        } else {
            state_ = inObject() ? State::Name : State::Value;
        }
    }

    void afterValue() {
        if (isObject_.empty()) {
            if (at_ < text_.size()) {
                expected("nothing more", at_);
            }
            state_ = State::Done;
        } else if (is(',')) {
            ++at_;
            state_ = inObject() ? State::Name : State::Value;
        } else if (is(inObject() ? '}' : ']')) {
            close();
        } else {
            expected(inObject() ? "a comma or '}'" : "a comma or ']'", at_);
        }
    }

    std::optional<std::string_view> string() {
        const ScannedString scanned = scanString(text_, at_, buffer_);
        if (scanned.problem != nullptr) {
            expected(scanned.problem, scanned.end);
            return std::nullopt;
        }
        at_ = scanned.end;
        return scanned.text;
    }

    void name() {
        if (!is('"')) {
            expected("a name in quotes", at_);
            return;
        }
        const auto name = string();
        if (!name) {
            return;
        }
        send(events_.name(*name), State::Value);
        skipSpace();
        if (problem_) {
            return;
        }
        if (!is(':')) {
            expected("a colon", at_);
            return;
        }
        ++at_;
    }

    void value() {
        const char c = at_ < text_.size() ? text_[at_] : '\0';
        if (c == '{' || c == '[') {
            open(c == '{');
        } else if (c == '"') {
            if (const auto text = string()) {
                send(events_.text(*text), State::AfterValue);
            }
        } else if (c == '-' || (c >= '0' && c <= '9')) {
            number();
        } else {
            word();
        }
    }

    void number() {
        const std::string_view rest = text_.substr(at_);
        const ScannedNumber scanned = scanNumber(rest);
        if (scanned.complete) {
            const std::string_view text = rest.substr(0, scanned.length);
            sendNumber({nearestDouble(text), text, scanned.isInteger});
        } else if (rest.size() > 1 && rest[1] == 'I') {
            word();
        } else {
            expected("a digit", at_ + scanned.length);
        }
    }

    void sendNumber(const Number& number) {
        at_ += number.text.size();
        send(events_.number(number), State::AfterValue);
    }

    void word() {
        const std::string_view rest = text_.substr(at_);
        for (const auto& [word, value] : numberWords) {
            if (rest.starts_with(word)) {
                sendNumber({value, word, false});
                return;
            }
        }
        for (const std::string_view word : literals) {
            if (rest.starts_with(word)) {
                at_ += word.size();
                send(events_.literal(word), State::AfterValue);
                return;
            }
        }
        expected("a value", isCutWord(rest) ? text_.size() : at_);
    }

    /// Whether the text ends within a word.
    static bool isCutWord(std::string_view rest) {
        const auto cut = [rest](std::string_view word) { return word.starts_with(rest); };
        return cut(numberWords[0].first) || cut(numberWords[1].first) || cut(numberWords[2].first) ||
               cut(literals[0]) || cut(literals[1]) || cut(literals[2]);
    }

    std::string_view text_;
    Events& events_;
    std::size_t at_ = 0;
    State state_ = State::Value;
    std::vector<bool> isObject_; ///< of every list or object that is open
    std::string buffer_;         ///< of a string with escapes
    std::optional<Problem> problem_;
};

} // namespace

std::optional<Problem> parse(std::string_view text, Events& events) {
    return Parser(text, events).run();
}

} // namespace sextant::json
