// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/try.h"
#include "core/checkpoint/attention_names.h"
#include "core/checkpoint/attention_weights.h"
#include "core/checkpoint/gains.h"
#include "core/checkpoint/weight_checks.h"

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
    for (const LayerWeights& layer : layers) {
        for (const ProjectionRows* rows : {&layer.query, &layer.key}) {
            // Anything else is a torch view of a larger storage: rare, and not worth releasing.
            if (rows->view.isContiguous()) {
                parts.emplace_back(rows->view.data, static_cast<std::size_t>(rows->view.elementCount()) *
                                                        tensor::elementSize(rows->view.type));
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
                     bool foldNorms)
        : checkpoint_(checkpoint),
          config_(config),
          layout_(layout),
          foldNorms_(foldNorms),
          stack_{checkpoint, config, layout} {}

    Result<AttentionWeights> locate() {
        return choosePrefix()
            .and_then([this] { return readShape(); })
            .and_then([this] { return locateLayers(); })
            .and_then([this] { return refuseFurtherLayer(); })
            .map([this] { return finish(); });
    }

private:
    Result<void> choosePrefix() {
        for (const std::string& prefix : layout_.prefixes) {
            if (checkpoint_.find(tensorName(prefix, layout_.query, 0)) != nullptr) {
                stack_.prefix = prefix;
                return {};
            }
        }
        // What a person named is a whole name.
        std::vector<std::string> others =
            layout_.name.empty() ? std::vector<std::string>() : prefixesOf(checkpoint_, layout_.query);
        if (others.size() > 1 && !config_.tower.empty()) {
            std::erase_if(others, [this](const std::string& prefix) {
                return prefix.find(config_.tower) == std::string::npos;
            });
        }
        if (others.size() > 1) {
            return failure(ErrorCode::Unsupported, checkpoint_.folder(), tensorName({}, layout_.query, 0),
                           fmt::format("stands behind several prefixes, and which is meant is not known: {}",
                                       fmt::join(others, ", ")),
                           Advice::NameProjections);
        }
        if (others.empty()) {
            return tl::make_unexpected(noFirstLayer());
        }
        stack_.prefix = others.front();
        return {};
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
        const std::string wanted = tensorName(layout_.prefixes.front(), layout_.query, 0);
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

    Result<void> readShape() {
        stack_.shape.layers = config_.layers;
        stack_.shape.hidden = config_.hiddenSize;
        const std::optional<int> heads = config_.heads ? config_.heads : layout_.defaultHeads;
        if (!heads) {
            return failure(ErrorCode::Inconsistent, config_.path, {}, "gives no num_attention_heads");
        }
        stack_.shape.heads = *heads;
        // A family's default goes with its default number of heads, not with one that the file gives.
        const std::optional<int> familyKeyHeads = config_.heads ? std::nullopt : layout_.defaultKeyHeads;
        stack_.shape.keyHeads = config_.keyHeads.value_or(familyKeyHeads.value_or(stack_.shape.heads));
        if (stack_.shape.heads % stack_.shape.keyHeads != 0) {
            return failure(ErrorCode::Inconsistent, config_.path, "num_key_value_heads",
                           fmt::format("{} query heads cannot be divided among {} key heads",
                                       stack_.shape.heads, stack_.shape.keyHeads));
        }
        const std::optional<int> headDim = config_.headDim ? config_.headDim : familyHeadDim();
        if (!headDim && stack_.shape.hidden % stack_.shape.heads != 0) {
            return failure(ErrorCode::Inconsistent, config_.path, "hidden_size",
                           fmt::format("{} is not a multiple of {} heads, and head_dim is missing",
                                       stack_.shape.hidden, stack_.shape.heads));
        }
        stack_.shape.headDim = headDim ? *headDim : stack_.shape.hidden / stack_.shape.heads;
        packing_ = layout_.packing == Packing::StackedColumns && isTransposed() ? Packing::StackedRows
                                                                                : layout_.packing;
        return {};
    }

    /// The family's default, unless the weights are those of a model whose heads divide the hidden size.
    std::optional<int> familyHeadDim() const {
        const CheckpointTensor* query = checkpoint_.find(stack_.nameOf(layout_.query, 0));
        const bool isDivided =
            query != nullptr && layout_.packing == Packing::Separate && !query->view.shape.empty() &&
            query->view.shape.front() == stack_.shape.hidden && stack_.shape.hidden % stack_.shape.heads == 0;
        return isDivided ? std::nullopt : layout_.defaultHeadDim;
    }

    /// Plain linear layers under a type whose own code stores [in, out]; told where the shape is not square.
    bool isTransposed() const {
        const std::int64_t outputs =
            (stack_.shape.heads + 2 * std::int64_t{stack_.shape.keyHeads}) * stack_.shape.headDim;
        return !layout_.name.empty() && outputs != stack_.shape.hidden &&
               stack_.hasShape(stack_.nameOf(layout_.query, 0), {outputs, stack_.shape.hidden});
    }

    Result<void> locateLayers() {
        const Gains gains(stack_);
        if (foldNorms_) {
            TRY(gains.refuseUnknown());
        }
        norms_ = gains.report(foldNorms_);
        for (int l = 0; l < stack_.shape.layers; ++l) {
            LayerWeights layer;
            TRY(locateProjections(l, layer));
            if (foldNorms_) {
                TRY(gains.read(l, layer));
            }
            layers_.push_back(std::move(layer));
        }
        return {};
    }

    Result<void> locateProjections(int l, LayerWeights& layer) {
        const std::int64_t r = stack_.shape.headDim;
        layer.query.tensor = stack_.nameOf(layout_.query, l);
        layer.key.tensor = stack_.nameOf(layout_.key, l);
        const Result<void> placed =
            packing_ == Packing::Separate
                ? place(layer.query, {stack_.shape.heads * r, stack_.shape.hidden}, {0, r, 1, r})
                      .and_then([&] {
                          return place(layer.key, {stack_.shape.keyHeads * r, stack_.shape.hidden},
                                       {0, r, 1, r});
                      })
                : placeBoth(layer);
        return placed
            .and_then([&] {
                return checkOutputProjection(checkpoint_, layer.query.tensor, stack_.shape.heads,
                                             stack_.shape.headDim);
            })
            .and_then([&] { return checkpoint_.refuseContradiction(layer.query.tensor); })
            .and_then([&] { return checkpoint_.refuseContradiction(layer.key.tensor); });
    }

    /// Both projections in one tensor.
    Result<void> placeBoth(LayerWeights& layer) {
        Result<FusedOutputs> outputs =
            fusedOutputs(packing_, stack_.shape.heads, stack_.shape.keyHeads, stack_.shape.headDim);
        if (!outputs) {
            outputs.error().file = config_.path;
            return tl::make_unexpected(std::move(outputs).error());
        }
        std::vector<std::int64_t> shape = {outputs->count, stack_.shape.hidden};
        if (packing_ == Packing::StackedColumns) {
            std::swap(shape[0], shape[1]);
        }
        return place(layer.query, shape, outputs->query)
            .and_then([&] { return place(layer.key, shape, outputs->key); })
            .and_then([&] { return checkBias(checkpoint_, layer.query.tensor, outputs->count); });
    }

    Result<void> place(ProjectionRows& rows, const std::vector<std::int64_t>& shape,
                       const HeadOutputs& outputs) {
        if (!stack_.has(rows.tensor) && layout_.name.empty() &&
            rows.tensor == stack_.nameOf(layout_.key, 0)) {
            return failure(ErrorCode::Inconsistent, checkpoint_.folder(), rows.tensor,
                           "no tensor has this name, which was given for W_K", Advice::CorrectKeyPattern);
        }
        TRY_ASSIGN(const CheckpointTensor* tensor, requireTensor(stack_, rows.tensor, shape));
        rows.file = checkpoint_.fileOf(rows.tensor);
        rows.view = tensor->view;
        const bool transposed = packing_ == Packing::StackedColumns;
        rows.rowStride = rows.view.strides[transposed ? 1 : 0];
        rows.columnStride = rows.view.strides[transposed ? 0 : 1];
        rows.origin = outputs.first * rows.rowStride;
        rows.headStride = outputs.perHead * rows.rowStride;
        rows.groupSize = outputs.groupSize;
        rows.groupStride = outputs.perGroup * rows.rowStride;
        types_.insert(tensor::elementName(rows.view.type));
        return {};
    }

    /// Layers beyond those in config.json would silently be left out.
    Result<void> refuseFurtherLayer() {
        const auto isThere = [&](int layer) {
            const std::string name = stack_.nameOf(layout_.query, layer);
            return name != stack_.nameOf(layout_.query, 0) && checkpoint_.find(name) != nullptr;
        };
        if (config_.predictionLayers > 0 && isThere(stack_.shape.layers)) {
            notices_.push_back(fmt::format(
                "the layers from {} on, which predict further tokens, are left out", stack_.shape.layers));
        }
        if (const int next = stack_.shape.layers + config_.predictionLayers; isThere(next)) {
            const std::string further = stack_.nameOf(layout_.query, next);
            return failure(ErrorCode::Inconsistent, checkpoint_.fileOf(further), further,
                           fmt::format("exists, but config.json says only {} layers", stack_.shape.layers));
        }
        return {};
    }

    AttentionWeights finish() {
        AttentionWeights weights;
        weights.shape_ = stack_.shape;
        weights.layers_ = std::move(layers_);
        weights.pages_ = budgetFor(weights.layers_);
        weights.elementNames_ = fmt::format("{}", fmt::join(types_, "+"));
        weights.norms_ = std::move(norms_);
        weights.notices_ = std::move(notices_);
        return weights;
    }

    const Checkpoint& checkpoint_;
    const ModelConfig& config_;
    const WeightLayout& layout_;
    bool foldNorms_;
    Stack stack_;
    Packing packing_ = Packing::Separate;
    std::vector<std::string> notices_;
    NormReport norms_;
    std::set<std::string> types_;
    std::vector<LayerWeights> layers_;
};

Result<AttentionWeights> AttentionWeights::locate(const Checkpoint& checkpoint, const ModelConfig& config,
                                                  const WeightLayout& layout, bool foldNorms) {
    return AttentionLocator(checkpoint, config, layout, foldNorms).locate();
}

} // namespace sextant::checkpoint
