// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/try.h"
#include "core/checkpoint/attention_names.h"
#include "core/checkpoint/attention_weights.h"
#include "core/checkpoint/gains.h"
#include "core/checkpoint/projection_placement.h"
#include "core/checkpoint/stack_sizes.h"

#include <map>
#include <numeric>
#include <optional>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace sextant::checkpoint {
namespace {

/// Reading this much between two releases costs no time, and takes no more memory than the work on a range of
/// layers.
constexpr std::size_t bytesBetweenReleases = std::size_t{64} << 20;

std::shared_ptr<PageBudget> budgetFor(const std::vector<LayerWeights>& layers) {
    std::vector<std::span<const std::byte>> parts;
    const auto add = [&parts](const auto& stored) {
        // Anything else is a torch view of a larger storage: rare, and not worth releasing.
        const tensor::TensorView& view = stored.view;
        if (view.isContiguous()) {
            parts.emplace_back(view.data, static_cast<std::size_t>(view.elementCount()) *
                                              (stored.float8 ? 1 : tensor::elementSize(view.type)));
        }
    };
    for (const LayerWeights& layer : layers) {
        for (const ProjectionRows* rows : {&layer.query, &layer.key}) {
            add(*rows);
            if (rows->inner) {
                add(*rows->inner);
            }
        }
    }
    return std::make_shared<PageBudget>(std::move(parts), bytesBetweenReleases);
}

} // namespace

/// Finds the tensors of one model; the steps of AttentionWeights::locate().
class AttentionLocator {
public:
    AttentionLocator(const Checkpoint& checkpoint, const ModelConfig& config, const WeightLayout& layout,
                     bool foldNorms, const Adapter* adapter)
        : checkpoint_(checkpoint),
          config_(config),
          layout_(layout),
          foldNorms_(foldNorms),
          adapter_(adapter),
          stack_{checkpoint, config, layout} {}

    Result<AttentionWeights> locate(const std::optional<std::vector<int>>& wanted) {
        // What a person named need not be in every layer, only in those chosen.
        isInSomeLayers_ = layout_.isInSomeLayers || (layout_.name.empty() && wanted);
        TRY(choosePrefix());
        TRY_ASSIGN(const std::vector<int> present, layersWithAttention());
        TRY_ASSIGN(MeasuredLayers layers, measuredLayers(stack_, present, wanted));
        stack_.shape = layers.shape;
        stack_.numbers = std::move(layers.numbers);
        notices_ = std::move(layers.notices);
        TRY(locateLayers());
        TRY(refuseFurtherLayer());
        return finish();
    }

private:
    Result<void> choosePrefix() {
        std::map<std::string, std::vector<int>> layers = layersByPrefix(checkpoint_, layout_.query);
        std::erase_if(layers, [this](const auto& each) {
            return each.second.front() >= (isInSomeLayers_ ? config_.layers : 1);
        });
        for (const std::string& prefix : layout_.prefixes) {
            if (layers.contains(prefix)) {
                stack_.prefix = prefix;
                return {};
            }
        }
        std::vector<std::string> others;
        for (const auto& [prefix, numbers] : layers) {
            const bool isMeant = !config_.isPart || isNameOfTower(prefix + layout_.query, config_.tower);
            // What a person named is a whole name.
            if (!layout_.name.empty() && isMeant) {
                others.push_back(prefix);
            }
        }
        if (others.size() > 1) {
            return failure(
                ErrorCode::Unsupported, checkpoint_.folder(), tensorName({}, layout_.query, 0),
                fmt::format("appears under several prefixes, and it is ambiguous which one is meant: {}",
                            fmt::join(others, ", ")),
                Advice::NameProjections);
        }
        if (others.empty()) {
            return tl::make_unexpected(noFirstLayer());
        }
        stack_.prefix = others.front();
        return {};
    }

    /// All, but for families that have it in some: there a layer without the tensor does without attention.
    Result<std::vector<int>> layersWithAttention() const {
        const std::string& telling = layout_.lowRank.key.empty() ? layout_.query : layout_.key;
        if (stack_.nameOf(telling, 0) == stack_.nameOf(telling, 1)) { // one tensor for all
            const CheckpointTensor* tensor = checkpoint_.find(stack_.nameOf(telling, 0));
            const bool fits = tensor != nullptr && !tensor->view.shape.empty() &&
                              tensor->view.shape.front() == config_.layers;
            if (!fits) {
                return failure(ErrorCode::Inconsistent, checkpoint_.folder(), stack_.nameOf(telling, 0),
                               fmt::format("does not hold {} layers, which the config says", config_.layers));
            }
            std::vector<int> all(static_cast<std::size_t>(config_.layers));
            std::iota(all.begin(), all.end(), 0);
            return all;
        }
        std::vector<int> layers = layersByPrefix(checkpoint_, telling)[stack_.prefix];
        std::erase_if(layers, [this](int l) { return l >= config_.layers; });
        int complete = 0;
        while (complete < static_cast<int>(layers.size()) &&
               layers[static_cast<std::size_t>(complete)] == complete) {
            ++complete;
        }
        if (layers.empty() || (!isInSomeLayers_ && complete < config_.layers)) {
            TRY(requireTensor(stack_, stack_.nameOf(telling, complete), {}));
        }
        return layers;
    }

    /// The error when no prefix leads to the queries of layer 0.
    Error noFirstLayer() const {
        for (const std::string& prefix : layout_.prefixes) {
            const std::string packed = packedName(checkpoint_, tensorName(prefix, layout_.query, 0));
            if (!packed.empty()) {
                return {ErrorCode::Unsupported, checkpoint_.fileOf(packed), packed,
                        "holds quantised weights, which cannot be measured" + quantisedHow(config_)};
            }
        }
        const std::string wanted =
            tensorName(layout_.prefixes.empty() ? std::string() : layout_.prefixes.front(), layout_.query, 0);
        std::string names = attentionLikeNames(checkpoint_);
        if (names.empty()) {
            names = "no tensor name suggests attention";
        }
        return layout_.name.empty()
                   ? Error{ErrorCode::Inconsistent, checkpoint_.folder(), wanted,
                           fmt::format("no tensor has this name, which was given for W_Q; {}", names),
                           Advice::CorrectQueryPattern}
                   : Error{ErrorCode::Inconsistent, checkpoint_.folder(), wanted,
                           fmt::format("is missing, where {} models keep W_Q; {}", layout_.name, names),
                           Advice::NameProjections};
    }

    Result<void> locateLayers() {
        const Gains gains(stack_);
        if (foldNorms_) {
            TRY(gains.refuseUnknown());
        }
        norms_ = gains.report(foldNorms_);
        const Packing packing = packingOf(stack_, stack_.shape, stack_.numbers.front());
        for (const int l : stack_.numbers) {
            TRY_ASSIGN(LayerWeights layer, placeProjections(stack_, packing, l, adapter_));
            if (foldNorms_) {
                TRY(gains.read(l, layer));
            }
            for (const ProjectionRows* rows : {&layer.query, &layer.key}) {
                updates_ += rows->update != nullptr ? 1 : 0;
                types_.insert(rows->float8 ? "float8_e4m3fn" : tensor::elementName(rows->view.type));
            }
            layers_.push_back(std::move(layer));
        }
        return {};
    }

    /// Layers beyond those in config.json would silently be left out.
    Result<void> refuseFurtherLayer() {
        const auto isThere = [&](int layer) {
            const std::string name = stack_.nameOf(layout_.query, layer);
            return name != stack_.nameOf(layout_.query, 0) && checkpoint_.find(name) != nullptr;
        };
        if (config_.predictionLayers > 0 && isThere(config_.layers)) {
            notices_.push_back(fmt::format(
                "the layers from {} on, which predict further tokens, are left out", config_.layers));
        }
        if (const int next = config_.layers + config_.predictionLayers; isThere(next)) {
            const std::string further = stack_.nameOf(layout_.query, next);
            return failure(ErrorCode::Inconsistent, checkpoint_.fileOf(further), further,
                           fmt::format("exists, but config.json says only {} layers", config_.layers));
        }
        return {};
    }

    AttentionWeights finish() {
        AttentionWeights weights;
        weights.shape_ = stack_.shape;
        weights.layerNumbers_ = stack_.numbers;
        weights.layers_ = std::move(layers_);
        weights.pages_ = budgetFor(weights.layers_);
        weights.elementNames_ = fmt::format("{}", fmt::join(types_, "+"));
        weights.norms_ = std::move(norms_);
        if (adapter_ != nullptr) {
            notices_.push_back(updates_ > 0
                                   ? fmt::format("the adapter is added to {} tensors of its base {}",
                                                 updates_, checkpoint_.folder().string())
                                   : fmt::format("the adapter changes neither queries nor keys of its "
                                                 "base {}",
                                                 checkpoint_.folder().string()));
        }
        weights.notices_ = std::move(notices_);
        return weights;
    }

    const Checkpoint& checkpoint_;
    const ModelConfig& config_;
    const WeightLayout& layout_;
    bool foldNorms_;
    bool isInSomeLayers_ = false;
    const Adapter* adapter_;
    int updates_ = 0; ///< weights that the adapter changes
    Stack stack_;
    std::vector<std::string> notices_;
    NormReport norms_;
    std::set<std::string> types_;
    std::vector<LayerWeights> layers_;
};

Result<AttentionWeights> AttentionWeights::locate(const Checkpoint& checkpoint, const ModelConfig& config,
                                                  const WeightLayout& layout, bool foldNorms,
                                                  const std::optional<std::vector<int>>& wanted,
                                                  const Adapter* adapter) {
    return AttentionLocator(checkpoint, config, layout, foldNorms, adapter).locate(wanted);
}

} // namespace sextant::checkpoint
