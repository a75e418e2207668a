// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/attention_names.h"

#include "core/checkpoint/weight_layout.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstddef>
#include <set>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace sextant::checkpoint {
namespace {

constexpr std::size_t mostNames = 12;

constexpr std::array<std::string_view, 15> queryOrKeyWords = {
    "qkv",  "query", "c_attn", "in_proj", "q_proj", "k_proj", "q_lin",    "k_lin",
    "to_q", "to_k",  ".wq",    ".wk",     ".key.",  ".k.",    "att_proj",
};
/// State-space layers, whose projections have the names of an attention's.
constexpr std::array<std::string_view, 3> otherWords = {"mixer.in_proj", "mamba.in_proj", "ssm.in_proj"};
constexpr std::array<std::string_view, 3> attentionWords = {"attn", "attention", ".att."};

template <typename Words>
bool hasOneOf(const std::string& name, const Words& words) {
    return std::any_of(words.begin(), words.end(),
                       [&name](std::string_view word) { return name.find(word) != std::string::npos; });
}

std::string lowered(const std::string& name) {
    std::string lower = name;
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return lower;
}

bool suggestsQueriesOrKeys(const std::string& name) {
    return hasOneOf(lowered(name), queryOrKeyWords) && !hasOneOf(name, otherWords);
}

/// "model.layers.3.x" becomes "model.layers.{layer}.x"; other names stay.
std::string withPlaceholder(const std::string& name) {
    for (std::size_t begin = 0; begin < name.size();) {
        const std::size_t end = std::min(name.find('.', begin), name.size());
        const bool number = begin < end && std::all_of(name.begin() + static_cast<std::ptrdiff_t>(begin),
                                                       name.begin() + static_cast<std::ptrdiff_t>(end),
                                                       [](unsigned char c) { return std::isdigit(c) != 0; });
        if (number) {
            return name.substr(0, begin) + "{layer}" + name.substr(end);
        }
        begin = end + 1;
    }
    return name;
}

} // namespace

bool suggestsAttention(const std::string& name) {
    return suggestsQueriesOrKeys(name) || hasOneOf(lowered(name), attentionWords);
}

std::string attentionLikeNames(const Checkpoint& checkpoint) {
    std::set<std::string> patterns;
    for (const std::string& name : checkpoint.names()) {
        const CheckpointTensor* tensor = checkpoint.find(name);
        const bool matrix = !tensor->unusable.empty() || tensor->view.shape.size() == 2;
        if (matrix && suggestsAttention(name)) {
            patterns.insert(withPlaceholder(name));
        }
    }
    std::vector<std::string> found(patterns.begin(), patterns.end());
    std::stable_partition(found.begin(), found.end(), suggestsQueriesOrKeys);
    found.resize(std::min(found.size(), mostNames));
    return found.empty() ? "" : fmt::format("names that suggest attention: {}", fmt::join(found, ", "));
}

std::map<std::string, std::vector<int>> layersByPrefix(const Checkpoint& checkpoint,
                                                       const std::string& pattern) {
    constexpr std::string_view placeholder = "{layer}";
    constexpr std::size_t mostDigits = 8;
    const std::size_t at = pattern.find(placeholder);
    const std::string_view before = std::string_view(pattern).substr(0, at);
    const std::string_view after = std::string_view(pattern)
                                       .substr(std::min(at, pattern.size()))
                                       .substr(at == std::string::npos ? 0 : placeholder.size());
    std::map<std::string, std::vector<int>> found;
    for (const std::string& name : checkpoint.names()) {
        if (at == std::string::npos) {
            if (name == pattern || name.ends_with('.' + pattern)) {
                found[name.substr(0, name.size() - pattern.size())].push_back(0);
            }
            continue;
        }
        std::string_view rest = name;
        if (!rest.ends_with(after)) {
            continue;
        }
        rest.remove_suffix(after.size());
        const std::size_t digits =
            rest.size() - std::min(rest.size(), rest.find_last_not_of("0123456789") + 1);
        const std::string_view number = rest.substr(rest.size() - digits);
        rest.remove_suffix(digits);
        const bool isNumber = digits == 1 || (digits > 1 && digits <= mostDigits && number.front() != '0');
        if (!isNumber || !rest.ends_with(before)) {
            continue;
        }
        rest.remove_suffix(before.size());
        if (rest.empty() || rest.ends_with('.')) {
            found[std::string(rest)].push_back(std::stoi(std::string(number)));
        }
    }
    for (auto& [prefix, layers] : found) {
        std::sort(layers.begin(), layers.end());
    }
    return found;
}

std::vector<std::string> prefixesOf(const Checkpoint& checkpoint, const std::string& pattern) {
    std::vector<std::string> prefixes;
    for (const auto& [prefix, layers] : layersByPrefix(checkpoint, pattern)) {
        if (layers.front() == 0) {
            prefixes.push_back(prefix);
        }
    }
    return prefixes;
}

bool isNameOfTower(const std::string& name, const std::string& tower) {
    constexpr std::array<std::string_view, 4> imageWords = {"vision", "visual", "image", "vpm."};
    constexpr std::array<std::string_view, 3> soundWords = {"audio", "speech", "sound"};
    if (tower.empty() || tower == "text") {
        return !hasOneOf(name, imageWords) && !hasOneOf(name, soundWords);
    }
    return (tower == "vision" && hasOneOf(name, imageWords)) ||
           (tower == "audio" && hasOneOf(name, soundWords)) || name.find(tower) != std::string::npos;
}

std::string packedName(const Checkpoint& checkpoint, const std::string& weight) {
    constexpr std::string_view ending = "weight";
    if (!weight.ends_with(ending)) {
        return {};
    }
    const std::string stem = weight.substr(0, weight.size() - ending.size());
    for (const std::string_view packed : {"qweight", "weight_packed", "packed_weight", "weight_q"}) {
        if (std::string name = stem + std::string(packed); checkpoint.find(name) != nullptr) {
            return name;
        }
    }
    return {};
}

bool hasEncoderAndDecoder(const Checkpoint& checkpoint) {
    std::set<std::string> encoders; // what stands before the word
    std::set<std::string> decoders;
    for (const std::string& name : checkpoint.names()) {
        for (auto& [word, places] : {std::pair{std::string_view("encoder."), &encoders},
                                     std::pair{std::string_view("decoder."), &decoders}}) {
            const std::size_t at = name.find(word);
            if (at != std::string::npos && (at == 0 || name[at - 1] == '.') && suggestsAttention(name)) {
                places->insert(name.substr(0, at));
            }
        }
    }
    return std::any_of(encoders.begin(), encoders.end(),
                       [&](const std::string& place) { return decoders.contains(place); });
}

} // namespace sextant::checkpoint
