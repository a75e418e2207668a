// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/json_parser.h"

#include <string>
#include <string_view>

namespace sextant::artifact {

/// Takes the parts of one JSON value in the order of the text. Returning false refuses a part that does not
/// belong; `problem()` then says why, and nothing more is sent.
class JsonValueReader {
public:
    struct Problem {
        std::string place; ///< inside the value, e.g. `[3][1]`; empty for the value itself
        std::string sentence;
    };

    virtual ~JsonValueReader() = default;

    virtual bool number(const json::Number& number) { return refuse(std::string(number.text)); }
    virtual bool text(std::string_view) { return refuse("a string"); }
    virtual bool literal(std::string_view word) { return refuse(std::string(word)); } ///< null, true or false
    virtual bool beginList() { return refuse("a list"); }
    virtual bool endList() { return true; }
    virtual bool beginObject() { return refuse("an object"); }
    virtual bool name(std::string_view) { return true; } ///< of the object's next member
    virtual bool endObject() { return true; }

    [[nodiscard]] const Problem& problem() const { return problem_; }

protected:
    /// Refuses what was `found` where the value should be what expected() says.
    bool refuse(const std::string& found) { return report("must be " + expected() + ", found " + found); }
    bool report(std::string sentence) {
        problem_ = {place(), std::move(sentence)};
        return false;
    }

    virtual std::string expected() const = 0;
    virtual std::string place() const { return {}; }

private:
    Problem problem_;
};

} // namespace sextant::artifact
