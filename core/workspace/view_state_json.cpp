// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/view_state_json.h"

#include "core/workspace/change.h"

#include <nlohmann/json.hpp>

#include <array>
#include <utility>

namespace sextant::workspace {

namespace {

using Json = nlohmann::json;

constexpr int kVersion = 1;

/// No model has as many layers, heads or eigenvalues; a larger number is damage.
constexpr int kLargestIndex = 1'000'000;

constexpr std::array<std::pair<const char*, Map>, 3> kMaps{
    {{"layers", Map::Layers}, {"heads", Map::Heads}, {"family", Map::Family}}};
constexpr std::array<std::pair<const char*, ColourRange>, 2> kRanges{
    {{"fixed", ColourRange::Fixed}, {"fitted", ColourRange::Fitted}}};
constexpr std::array<std::pair<const char*, ReferenceKind>, 3> kReferences{
    {{"other_heads", ReferenceKind::OtherHeads},
     {"same_spectrum", ReferenceKind::SameSpectrum},
     {"isotropic", ReferenceKind::Isotropic}}};
constexpr std::array<std::pair<const char*, Axis>, 4> kAxes{
    {{"left", Axis::Left}, {"right", Axis::Right}, {"columns", Axis::Columns}, {"rows", Axis::Rows}}};

template <typename Names, typename Value>
const char* nameOf(const Names& names, Value value) {
    for (const auto& [name, named] : names) {
        if (named == value) {
            return name;
        }
    }
    return "";
}

template <typename Names>
auto valueNamed(const Names& names, const Json& text) {
    std::optional<decltype(names[0].second)> found;
    for (const auto& [name, value] : names) {
        if (text.is_string() && text.get_ref<const std::string&>() == name) {
            found = value;
        }
    }
    return found;
}

/// What `named`, such as plotNamed(), finds for the text.
template <typename Named>
auto foundBy(const Named& named, const Json& text) -> decltype(named("")) {
    return text.is_string() ? named(text.get_ref<const std::string&>()) : std::nullopt;
}

/// Null when there is no such key.
const Json& member(const Json& object, const char* key) {
    static const Json null;
    const auto found = object.find(key);
    return found == object.end() ? null : *found;
}

std::optional<int> indexFrom(const Json& value) {
    if (!value.is_number_integer() || value < 0 || value > kLargestIndex) {
        return std::nullopt;
    }
    return value.get<int>();
}

std::optional<AxisSpan> spanFrom(const Json& value) {
    if (!value.is_array() || value.size() != 2 || !value[0].is_number() || !value[1].is_number()) {
        return std::nullopt;
    }
    return AxisSpan{value[0].get<double>(), value[1].get<double>()};
}

Json jsonOf(const AxisSpan& span) {
    return Json::array({span.lower, span.upper});
}

void readAnchors(const Json& value, ViewState& state) {
    std::vector<LayerIndex> anchors;
    for (const Json& item : value.is_array() ? value : Json::array()) {
        const auto index = indexFrom(item);
        if (!index) {
            return;
        }
        if (anchors.size() < kMostAnchors) {
            anchors.push_back(LayerIndex{*index});
        }
    }
    if (!anchors.empty()) {
        state.anchors = std::move(anchors);
    }
}

void readZooms(const Json& value, ViewState& state) {
    for (const Json& item : value.is_array() ? value : Json::array()) {
        if (!item.is_object()) {
            continue;
        }
        const auto plot = foundBy(plotNamed, member(item, "plot"));
        const auto axis = valueNamed(kAxes, member(item, "axis"));
        const auto span = spanFrom(member(item, "span"));
        if (plot && axis && span) {
            state = apply(state, ZoomAxes{*plot, {{*axis, span}}}, {}); // which keeps one per plot and axis
        }
    }
}

} // namespace

std::string toJson(const ViewState& state) {
    Json json{{"version", kVersion},
              {"signTop", state.signTop},
              {"reference", nameOf(kReferences, state.reference)},
              {"map", nameOf(kMaps, state.map)},
              {"depthBlocks", state.depthBlocks},
              {"colours", nameOf(kRanges, state.colours)},
              {"mapQuantity", rowOf(state.maps.heads).name},
              {"mapColours", rowOf(state.maps.colours).name},
              {"mapFaded", state.maps.faded},
              {"plot", rowOf(state.plot).name}};
    for (const LayerIndex anchor : state.anchors) {
        json["anchors"].push_back(anchor.value);
    }
    if (state.head) {
        json["head"] = state.head->value;
    }
    if (state.layerSpan) {
        json["layerSpan"] = jsonOf(*state.layerSpan);
    }
    for (const AxisZoom& zoom : state.axisZooms) {
        json["axisZooms"].push_back({{"plot", rowOf(zoom.plot).name},
                                     {"axis", nameOf(kAxes, zoom.axis)},
                                     {"span", jsonOf(zoom.span)}});
    }
    return json.dump(-1, ' ', true, Json::error_handler_t::replace);
}

ViewState viewStateFromJson(std::string_view text) {
    ViewState state;
    const Json json = Json::parse(text, nullptr, /*allow_exceptions=*/false);
    if (!json.is_object()) {
        return state;
    }
    readAnchors(member(json, "anchors"), state);
    if (const auto head = indexFrom(member(json, "head"))) {
        state.head = HeadIndex{*head};
    }
    if (const auto top = indexFrom(member(json, "signTop")); top && *top > 0) {
        state.signTop = *top;
    }
    state.reference = valueNamed(kReferences, member(json, "reference")).value_or(state.reference);
    state.map = valueNamed(kMaps, member(json, "map")).value_or(state.map);
    if (const Json& blocks = member(json, "depthBlocks"); blocks.is_boolean()) {
        state.depthBlocks = blocks.get<bool>();
    }
    state.colours = valueNamed(kRanges, member(json, "colours")).value_or(state.colours);
    state.maps.heads = foundBy(mapQuantityNamed, member(json, "mapQuantity")).value_or(state.maps.heads);
    state.maps.colours = foundBy(mapColoursNamed, member(json, "mapColours")).value_or(state.maps.colours);
    if (const Json& faded = member(json, "mapFaded"); faded.is_boolean()) {
        state.maps.faded = faded.get<bool>();
    }
    state.plot = foundBy(plotNamed, member(json, "plot")).value_or(state.plot);
    state.layerSpan = spanFrom(member(json, "layerSpan"));
    readZooms(member(json, "axisZooms"), state);
    return fitted(std::move(state), {});
}

} // namespace sextant::workspace
