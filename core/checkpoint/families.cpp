// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/family_table.h"
#include "core/checkpoint/weight_layout.h"

#include <algorithm>

namespace sextant::checkpoint {
namespace {

std::vector<std::string_view> words(std::string_view text) {
    std::vector<std::string_view> found;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(' '), text.size());
        found.push_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return found;
}

WeightLayout familyLayout(const family_table::Family& family) {
    WeightLayout layout;
    layout.modelTypes = words(family.types);
    layout.name = layout.modelTypes.front();
    for (const std::string_view prefix : words(family.prefixes)) {
        layout.prefixes.emplace_back(prefix == "-" ? "" : prefix);
    }
    layout.packing = family.packing;
    layout.query = family.query;
    layout.key = family.key.empty() ? family.query : family.key;
    for (const std::string_view norm : words(family.norms)) {
        layout.inputNorms.emplace_back(norm);
    }
    layout.queryNorm = family.queryNorm;
    layout.keyNorm = family.keyNorm;
    layout.gain = family.gain;
    layout.isInSomeLayers = (family.traits & family_table::inSomeLayers) != 0;
    layout.variesInSize = (family.traits & family_table::ofSeveralSizes) != 0;
    layout.hasGatedQueries = (family.traits & family_table::gatedQueries) != 0;
    if ((family.traits & family_table::latent) != 0) {
        layout.lowRank = {"layers.{layer}.self_attn.q_a_proj.weight",
                          "layers.{layer}.self_attn.q_a_layernorm.weight",
                          "layers.{layer}.self_attn.kv_a_proj_with_mqa.weight",
                          "layers.{layer}.self_attn.kv_a_layernorm.weight",
                          std::string(family_table::q),
                          std::string(family_table::k)};
    }
    layout.biases = {biasOf(layout.query)};
    if (layout.key != layout.query) {
        layout.biases.push_back(biasOf(layout.key));
    }
    return layout;
}

/// What is true of single families only.
void addPeculiarities(WeightLayout& layout) {
    if (layout.name.starts_with("gemma")) {
        layout.defaultHeadDim = 256;
    }
    if (layout.name == "qwen3") {
        layout.defaultHeadDim = 128;
    }
    if (layout.name == "gemma3") {
        layout.defaultHeads = 8; // the configs of the models with images leave these three out
        layout.defaultKeyHeads = 4;
    }
    if (layout.name == "deberta") {
        layout.biases = {"encoder.layer.{layer}.attention.self.q_bias"};
    }
    if (layout.packing == Packing::HeadMatrices) {
        layout.biases = {"blocks.{layer}.attn.b_Q", "blocks.{layer}.attn.b_K", "blocks.{layer}.attn._b_K",
                         "blocks.{layer}.ln1.b"};
        layout.normsAreKnown = layout.query.find('{') != std::string::npos; // the matrices alone say nothing
    }
    layout.firstLayerHasNorm = layout.name != "modernbert";
}

std::vector<WeightLayout> makeLayouts() {
    std::vector<WeightLayout> layouts;
    for (const family_table::Family& family : family_table::families) {
        layouts.push_back(familyLayout(family));
        addPeculiarities(layouts.back());
    }
    return layouts;
}

} // namespace

std::span<const WeightLayout> knownLayouts() {
    static const std::vector<WeightLayout> layouts = makeLayouts();
    return layouts;
}

} // namespace sextant::checkpoint
