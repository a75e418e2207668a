// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/json_parser.h"

#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

namespace sextant::json {

/// Builds the document that the events describe.
class DocumentBuilder : public Events {
public:
    bool number(const Number& number) override {
        allFinite_ = allFinite_ && std::isfinite(number.value);
        return add(number.value);
    }
    bool text(std::string_view text) override { return add(std::string(text)); }
    bool literal(std::string_view word) override {
        return add(word == "null" ? nlohmann::json(nullptr) : nlohmann::json(word == "true"));
    }
    bool beginList() override { return open(nlohmann::json::array()); }
    bool beginObject() override { return open(nlohmann::json::object()); }
    bool name(std::string_view name) override {
        open_.back().second = std::string(name);
        return true;
    }
    bool endList() override { return close(); }
    bool endObject() override { return close(); }

    const nlohmann::json& document() const { return document_; }
    bool allFinite() const { return allFinite_; }

private:
    bool open(nlohmann::json container) {
        open_.emplace_back(std::move(container), std::string{});
        return true;
    }
    bool close() {
        nlohmann::json closed = std::move(open_.back().first);
        open_.pop_back();
        return add(std::move(closed));
    }
    bool add(nlohmann::json value) {
        if (open_.empty()) {
            document_ = std::move(value);
        } else if (open_.back().first.is_array()) {
            open_.back().first.push_back(std::move(value));
        } else {
            open_.back().first[open_.back().second] = std::move(value);
        }
        return true;
    }

    std::vector<std::pair<nlohmann::json, std::string>> open_; ///< each with the name of its next member
    nlohmann::json document_;
    bool allFinite_ = true;
};

/// Every number as a double, as this project reads them.
inline void makeDoubles(nlohmann::json& value) {
    if (value.is_number()) {
        value = value.get<double>();
    }
    for (nlohmann::json& each : value) {
        if (value.is_structured()) {
            makeDoubles(each);
        }
    }
}

/// What the two readers of `text` disagree about; empty when they agree on whether it is JSON and on every
/// value, up to the differences that json::parse() documents and nlohmann's end of text at a NUL.
inline std::string disagreement(std::string_view text) {
    DocumentBuilder ours;
    const std::optional<Problem> problem = parse(text, ours);
    if (problem && (problem->byte > text.size() || problem->sentence.empty())) {
        return "a problem without a place or a sentence";
    }
    if (text.find('\0') != std::string_view::npos) {
        return problem ? "" : "a NUL was accepted";
    }
    if (text.find("\\ud") != std::string_view::npos || text.find("\\uD") != std::string_view::npos) {
        return {}; // half a surrogate pair may be among them
    }
    nlohmann::json theirs = nlohmann::json::parse(text, nullptr, false);
    if (!problem && !ours.allFinite()) {
        return theirs.is_discarded() ? "" : "an infinite number that the other reader finds finite";
    }
    if (theirs.is_discarded() != problem.has_value()) {
        return problem ? "refused: " + problem->sentence : "accepted what is not JSON";
    }
    if (problem) {
        return {};
    }
    makeDoubles(theirs);
    return theirs == ours.document() ? "" : "read " + ours.document().dump() + " for " + theirs.dump();
}

} // namespace sextant::json
