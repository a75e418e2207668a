// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/config_values.h"

#include "core/base/try.h"

#include <cstdint>

#include <fmt/format.h>

namespace sextant::checkpoint {
namespace {

using Json = nlohmann::json;

constexpr std::int64_t largestCount = std::int64_t{1} << 24;

/// The value as a sentence can hold it.
std::string shortText(const Json& value) {
    if (value.is_structured()) {
        return value.is_array() ? "a list" : "an object";
    }
    constexpr std::size_t longest = 40;
    std::string text = value.dump(
        -1, ' ', true, Json::error_handler_t::replace); // ASCII only, so that it can be cut anywhere
    return text.size() <= longest ? text : text.substr(0, longest) + "...";
}

Result<int> countOf(const std::filesystem::path& path, const char* name, const Json& value) {
    if (!value.is_number_integer() || value < 1 || value > largestCount) {
        return failure(
            ErrorCode::Inconsistent, path, name,
            fmt::format("is {}, but must be a whole number from 1 to {}", shortText(value), largestCount));
    }
    return value.get<int>();
}

/// The first of the members that is there and not null.
Json::const_iterator firstOf(const Json& json, ConfigNames names, const char*& name) {
    for (const char* each : names) {
        if (const auto found = json.find(each); found != json.end() && !found->is_null()) {
            name = each;
            return found;
        }
    }
    return json.end();
}

} // namespace

std::string stringAt(const Json& json, const char* key, const std::string& otherwise) {
    const auto found = json.find(key);
    return found != json.end() && found->is_string() ? found->get<std::string>() : otherwise;
}

bool flagAt(const Json& json, const char* key, bool otherwise) {
    const auto found = json.find(key);
    return found != json.end() && found->is_boolean() ? found->get<bool>() : otherwise;
}

const Json* objectAt(const Json& json, ConfigNames names) {
    for (const char* name : names) {
        if (const auto found = json.find(name); found != json.end() && found->is_object()) {
            return &*found;
        }
    }
    return nullptr;
}

Result<std::optional<int>> countAt(const std::filesystem::path& path, const Json& json, ConfigNames names) {
    const char* name = nullptr;
    const auto found = firstOf(json, names, name);
    if (found == json.end()) {
        return std::nullopt;
    }
    return countOf(path, name, *found);
}

Result<std::vector<int>> countsAt(const std::filesystem::path& path, const Json& json, ConfigNames names) {
    const char* name = nullptr;
    const auto found = firstOf(json, names, name);
    std::vector<int> counts;
    if (found != json.end() && found->is_array()) {
        for (const Json& each : *found) {
            TRY_ASSIGN(const int count, countOf(path, name, each));
            counts.push_back(count);
        }
    }
    return counts;
}

} // namespace sextant::checkpoint
