// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/layout_choice.h"

#include "core/base/try.h"
#include "core/checkpoint/attention_names.h"

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace sextant::checkpoint {
namespace {

/// Families that pack in more than one way say which in config.json.
void applyConfig(WeightLayout& layout, ModelConfig& config) {
    // The first code of falcon-40b says it by giving a number of key heads.
    const bool isGroupedFalcon = config.newDecoderArchitecture ||
                                 (config.modelType == "RefinedWeb" && config.keyHeads && !config.multiQuery);
    if (layout.name == "falcon" && isGroupedFalcon) {
        layout.packing = Packing::Grouped;
        return;
    }
    if (layout.name == "falcon" || layout.name == "gpt_bigcode") {
        const bool oneKeyHead = config.multiQuery.value_or(true);
        layout.packing = oneKeyHead ? Packing::StackedRows : Packing::InterleavedPerHead;
        config.keyHeads = oneKeyHead ? std::optional(1) : config.heads;
    }
    if (layout.name == "chatglm" && !config.multiQuery.value_or(false)) {
        layout.packing = Packing::InterleavedPerHead;
        config.keyHeads = config.heads;
    }
    if (!layout.lowRank.key.empty() && config.hasFullRank) {
        layout.query = layout.lowRank.wholeQuery;
        layout.key = layout.lowRank.wholeKey;
        layout.biases = {biasOf(layout.query), biasOf(layout.key)};
        layout.lowRank = {};
    }
    if (!layout.lowRank.key.empty() && !config.queryRank) {
        layout.query = layout.lowRank.wholeQuery;
        layout.lowRank.query.clear();
        layout.lowRank.queryNorm.clear();
    }
    if (config.modelType == "minicpm3" && config.heads && !config.valueHeadDim) {
        config.valueHeadDim = config.hiddenSize / *config.heads;
    }
    if (layout.name.starts_with("zamba")) {
        config.hiddenSize *= 2; // its attention looks at the embedding too, beside the residual stream
        config.headDim = layout.name == "zamba2" ? std::nullopt : config.headDim; // kv_channels is half of it
    }
    if (layout.name == "hf_olmo" && config.multiQuery.value_or(false)) {
        config.keyHeads = 1;
    }
}

std::string typeText(const ModelConfig& config) {
    return config.modelType.empty() ? "a model without a model_type"
                                    : fmt::format("a \"{}\" model", config.modelType);
}

tl::unexpected<Error> unknownPacking(const std::string& tensor, const ModelConfig& config) {
    return failure(ErrorCode::Unsupported, config.path, tensor,
                   fmt::format("holds queries and keys, but it is unknown how {} packs them; packings are {}",
                               typeText(config), packingChoices()),
                   Advice::ChoosePacking);
}

Result<WeightLayout> layoutAsNamed(const LayoutWish& wish, ModelConfig& config) {
    for (const std::string& pattern : {wish.queryPattern, wish.keyPattern}) {
        if (pattern.find("{layer}") == std::string::npos) {
            return failure(ErrorCode::Usage, {}, pattern, "has no {layer} to stand for the layer's number");
        }
    }
    std::optional<WeightLayout> known;
    if (const WeightLayout* found = layoutOf(config.modelType)) {
        known = *found;
        applyConfig(*known, config);
    }
    WeightLayout layout = layoutFromPatterns(wish.queryPattern, wish.keyPattern, known ? &*known : nullptr);
    if (wish.queryPattern != wish.keyPattern) {
        return wish.packing ? Result<WeightLayout>(
                                  failure(ErrorCode::Usage, {}, {},
                                          "a packing applies to one tensor, but W_Q and W_K are in two"))
                            : layout;
    }
    const bool isKnown = known && isFused(known->packing) && layout.query == known->query;
    if (!wish.packing && !isKnown) {
        return unknownPacking(wish.queryPattern, config);
    }
    layout.packing = wish.packing ? *wish.packing : known->packing;
    return layout;
}

Result<WeightLayout> layoutOfType(const WeightLayout& known, const LayoutWish& wish, ModelConfig& config) {
    WeightLayout layout = known;
    applyConfig(layout, config);
    if (wish.packing && *wish.packing != layout.packing) {
        return failure(
            ErrorCode::Usage, config.path, "model_type",
            !isFused(layout.packing)
                ? fmt::format("\"{}\" models keep W_Q and W_K in two tensors, which have no packing",
                              config.modelType)
                : fmt::format("\"{}\" models are packed \"{}\"; another packing needs the names of "
                              "the tensors",
                              config.modelType, packingName(layout.packing)));
    }
    return layout;
}

/// The prefixes of the stack that was chosen as tower, or of the text.
std::vector<std::string> fittingPrefixes(const Checkpoint& checkpoint, const std::string& pattern,
                                         const ModelConfig& config) {
    std::vector<std::string> prefixes = prefixesOf(checkpoint, pattern);
    std::erase_if(prefixes, [&](const std::string& prefix) {
        return config.isPart && !isNameOfTower(prefix + pattern, config.tower);
    });
    return prefixes;
}

/// The layouts with separate projections that the names of the stack meant follow, each pair of names once,
/// and none whose names another's end with: that one fits as well.
std::vector<const WeightLayout*> schemesOf(const Checkpoint& checkpoint, const ModelConfig& config) {
    std::vector<const WeightLayout*> found;
    for (const WeightLayout& layout : knownLayouts()) {
        const bool isPlain = layout.packing == Packing::Separate && layout.lowRank.key.empty();
        const bool isNew = std::none_of(found.begin(), found.end(), [&layout](const WeightLayout* each) {
            return each->query == layout.query && each->key == layout.key;
        });
        if (isPlain && isNew && !fittingPrefixes(checkpoint, layout.query, config).empty() &&
            !prefixesOf(checkpoint, layout.key).empty()) {
            found.push_back(&layout);
        }
    }
    const std::vector<const WeightLayout*> all = found;
    std::erase_if(found, [&all](const WeightLayout* layout) {
        return std::any_of(all.begin(), all.end(), [layout](const WeightLayout* other) {
            return other->query != layout->query && layout->query.ends_with("." + other->query);
        });
    });
    return found;
}

/// The only scheme with separate projections whose names the model has.
std::optional<WeightLayout> schemeOf(const Checkpoint& checkpoint, const ModelConfig& config) {
    const std::vector<const WeightLayout*> schemes = schemesOf(checkpoint, config);
    if (schemes.size() != 1) {
        return std::nullopt;
    }
    const WeightLayout& known = *schemes.front();
    WeightLayout layout{
        .name = "like", .modelTypes = {}, .prefixes = {}, .query = known.query, .key = known.key};
    const std::vector<std::string> fitting = fittingPrefixes(checkpoint, known.query, config);
    std::ranges::copy_if(known.prefixes, std::back_inserter(layout.prefixes), [&fitting](const auto& prefix) {
        return std::ranges::find(fitting, prefix) != fitting.end();
    });
    if (fitting.size() == 1) { // of several that no family has none is preferred
        layout.prefixes = fitting;
    }
    layout.biases = {biasOf(layout.query), biasOf(layout.key)};
    layout.normsAreKnown = false; // whether a gain is a weight or one plus it, no name tells
    return layout;
}

/// The layout of a type. Where an earlier version of its code had other names, which the table has as
/// "TYPE_1", the one whose names are there.
const WeightLayout* layoutInUse(const std::string& modelType, const Checkpoint& checkpoint) {
    const WeightLayout* current = layoutOf(modelType);
    const WeightLayout* earlier = layoutOf(modelType + "_1");
    const bool isEarlier = current != nullptr && earlier != nullptr &&
                           layersByPrefix(checkpoint, current->query).empty() &&
                           !layersByPrefix(checkpoint, earlier->query).empty();
    return isEarlier ? earlier : current;
}

/// What each layer adds to the attention that it shares with others is not read.
Result<void> refuseAdaptersOfLayers(const Checkpoint& checkpoint) {
    for (const std::string& name : checkpoint.names()) {
        if (name.find(".linear_q_adapter_list.") != std::string::npos) {
            return failure(
                ErrorCode::Unsupported, checkpoint.fileOf(name), name,
                "is added to the shared attention in one layer alone; such models cannot be measured");
        }
    }
    return {};
}

tl::unexpected<Error> unknownLayout(const ModelConfig& config, const Checkpoint& checkpoint) {
    const std::string named = config.modelType.empty()
                                  ? "is missing"
                                  : fmt::format("\"{}\" is not a known layout", config.modelType);
    const std::string names = attentionLikeNames(checkpoint);
    if (names.empty()) {
        return failure(ErrorCode::Unsupported, config.path, "model_type",
                       named + ", and no tensor name suggests attention");
    }
    return failure(ErrorCode::Unsupported, config.path, "model_type", fmt::format("{}; {}", named, names),
                   Advice::NameProjections);
}

} // namespace

Result<ChosenLayout> chooseLayout(const LayoutWish& wish, ModelConfig& config, const Checkpoint& checkpoint) {
    if (wish.queryPattern.empty() != wish.keyPattern.empty()) {
        return failure(ErrorCode::Usage, {}, {}, "only one of the two projections W_Q and W_K is named",
                       Advice::NameProjections);
    }
    TRY(refuseAdaptersOfLayers(checkpoint));
    if (!wish.queryPattern.empty()) {
        TRY_ASSIGN(WeightLayout layout, layoutAsNamed(wish, config));
        return ChosenLayout{std::move(layout), {}};
    }
    if (const WeightLayout* known = layoutInUse(config.modelType, checkpoint)) {
        TRY_ASSIGN(WeightLayout layout, layoutOfType(*known, wish, config));
        return ChosenLayout{std::move(layout), {}};
    }
    if (wish.packing) {
        return failure(ErrorCode::Usage, {}, {}, "a packing applies to a named tensor, and none is named",
                       Advice::NameProjections);
    }
    if (config.tower.empty() && hasEncoderAndDecoder(checkpoint)) {
        return failure(ErrorCode::Unsupported, checkpoint.folder(), {},
                       "the model has several stacks of layers: encoder, decoder", Advice::ChooseTower);
    }
    if (std::optional<WeightLayout> scheme = schemeOf(checkpoint, config)) {
        std::string notice = fmt::format("{} is not in the table; measured by its tensor names, {} and {}",
                                         typeText(config), scheme->query, scheme->key);
        return ChosenLayout{*std::move(scheme), {std::move(notice)}};
    }
    return unknownLayout(config, checkpoint);
}

} // namespace sextant::checkpoint
