// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/weight_layout.h"

#include <algorithm>
#include <utility>

namespace sextant::checkpoint {
namespace {

constexpr std::string_view placeholder = "{layer}";
constexpr std::string_view headPlaceholder = "{head}";

/// What stands before the layer's number, the number's place included.
std::string_view upToLayer(std::string_view pattern) {
    const std::size_t at = pattern.find(placeholder);
    return at == std::string_view::npos ? std::string_view() : pattern.substr(0, at + placeholder.size());
}

} // namespace

const WeightLayout* layoutOf(std::string_view modelType) {
    for (const WeightLayout& layout : knownLayouts()) {
        if (std::find(layout.modelTypes.begin(), layout.modelTypes.end(), modelType) !=
            layout.modelTypes.end()) {
            return &layout;
        }
    }
    return nullptr;
}

WeightLayout layoutFromPatterns(const std::string& query, const std::string& key, const WeightLayout* known) {
    const std::string_view layers = upToLayer(query);
    const std::string_view knownLayers = known == nullptr ? std::string_view() : upToLayer(known->query);
    if (knownLayers.empty() || !layers.ends_with(knownLayers) || upToLayer(key) != layers) {
        WeightLayout layout{.name = {}, .modelTypes = {}, .prefixes = {""}, .query = query, .key = key};
        layout.biases = {biasOf(query)};
        if (key != query) {
            layout.biases.push_back(biasOf(key));
        }
        layout.normsAreKnown = false;
        return layout;
    }
    const std::string_view prefix = layers.substr(0, layers.size() - knownLayers.size());
    WeightLayout layout = *known;
    layout.name = {};
    layout.prefixes = {std::string(prefix)};
    layout.query = query.substr(prefix.size());
    layout.key = key.substr(prefix.size());
    layout.packing = Packing::Separate;
    for (const std::string& name : {biasOf(layout.query), biasOf(layout.key)}) {
        if (std::find(layout.biases.begin(), layout.biases.end(), name) == layout.biases.end()) {
            layout.biases.push_back(name);
        }
    }
    return layout;
}

std::string tensorName(std::string_view prefix, const std::string& pattern, int layer, int head) {
    std::string name = std::string(prefix) + pattern;
    for (const auto& [word, number] : {std::pair{placeholder, layer}, std::pair{headPlaceholder, head}}) {
        if (const std::size_t at = name.find(word); at != std::string::npos) {
            name.replace(at, word.size(), std::to_string(number));
        }
    }
    return name;
}

std::string biasOf(const std::string& weight) {
    constexpr std::string_view ending = ".weight";
    return weight.ends_with(ending) ? weight.substr(0, weight.size() - ending.size()) + ".bias"
                                    : std::string();
}

} // namespace sextant::checkpoint
