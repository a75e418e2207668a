// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/shallow_json.h"

#include "core/json/json_parser.h"

#include <charconv>
#include <cmath>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace sextant::checkpoint {
namespace {

nlohmann::json valueOf(const json::Number& number) {
    const char* begin = number.text.data();
    const char* end = begin + number.text.size();
    std::int64_t integer = 0;
    if (number.isInteger && std::from_chars(begin, end, integer).ec == std::errc{}) {
        return integer;
    }
    return std::isfinite(number.value) ? nlohmann::json(number.value)
                                       : nlohmann::json(std::string(number.text));
}

// NOLINTNEXTLINE(bugprone-exception-escape): the library's values allocate a list as they are destroyed.
class ShallowEvents : public json::Events {
public:
    nlohmann::json takeRoot() { return std::move(root_); }

    bool number(const json::Number& number) override { return put(valueOf(number)); }
    bool text(std::string_view text) override { return put(std::string(text)); }
    bool literal(std::string_view word) override {
        return put(word == "null" ? nlohmann::json(nullptr) : nlohmann::json(word == "true"));
    }
    bool beginList() override { return open(nlohmann::json::array()); }
    bool endList() override { return close(); }
    bool beginObject() override { return open(nlohmann::json::object()); }
    bool name(std::string_view name) override {
        if (depth_ == static_cast<int>(open_.size())) {
            name_ = name;
        }
        return true;
    }
    bool endObject() override { return close(); }

private:
    /// Where the next value goes; null for a value that is not kept.
    nlohmann::json* target() {
        if (depth_ == 0) {
            return &root_;
        }
        if (depth_ != static_cast<int>(open_.size())) {
            return nullptr;
        }
        nlohmann::json& container = *open_.back();
        return container.is_object() ? &container[name_] : nullptr;
    }

    bool isInKeptList() const {
        return depth_ > 0 && depth_ == static_cast<int>(open_.size()) && open_.back()->is_array();
    }

    bool put(nlohmann::json value) {
        if (nlohmann::json* place = target()) {
            *place = std::move(value);
        } else if (isInKeptList() && open_.back()->size() < longestList) {
            open_.back()->push_back(std::move(value));
        }
        return true;
    }

    bool open(nlohmann::json container) {
        nlohmann::json* place = target();
        if (place != nullptr) {
            *place = std::move(container);
        }
        ++depth_;
        if (place != nullptr && depth_ <= deepest) {
            open_.push_back(place);
        }
        return true;
    }

    bool close() {
        if (depth_ == static_cast<int>(open_.size())) {
            open_.pop_back();
        }
        --depth_;
        return true;
    }

    static constexpr int deepest = 4; ///< levels of objects that are kept
    static constexpr std::size_t longestList = 1024;

    nlohmann::json root_;
    std::vector<nlohmann::json*> open_; ///< the containers around the next value, outermost first; fewer than
                                        ///< `depth_` within what is not kept
    std::string name_;
    int depth_ = 0; ///< lists and objects open
};

} // namespace

Result<nlohmann::json> readShallowJson(const std::filesystem::path& path, std::string_view text) {
    ShallowEvents events;
    if (const auto problem = json::parse(text, events)) {
        return failure(ErrorCode::Malformed, path,
                       problem->kind == json::Problem::Kind::Empty ? std::string()
                                                                   : fmt::format("byte {}", problem->byte),
                       problem->sentence);
    }
    return events.takeRoot();
}

} // namespace sextant::checkpoint
