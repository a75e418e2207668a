// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/attention_names.h"
#include "core/checkpoint/attention_weights.h"
#include "core/checkpoint/weight_checks.h"

#include <cmath>
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
          foldNorms_(foldNorms) {}

    Result<AttentionWeights> locate() {
        return choosePrefix()
            .and_then([this] { return readShape(); })
            .and_then([this] { return chooseNorms(); })
            .and_then([this] { return locateLayers(); })
            .and_then([this] { return refuseFurtherLayer(); })
            .map([this] { return finish(); });
    }

private:
    Result<void> choosePrefix() {
        for (const std::string& prefix : layout_.prefixes) {
            if (checkpoint_.find(tensorName(prefix, layout_.query, 0)) != nullptr) {
                prefix_ = prefix;
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
        prefix_ = others.front();
        return {};
    }

    /// The error when no prefix leads to the queries of layer 0.
    Error noFirstLayer() const {
        for (const std::string& prefix : layout_.prefixes) {
            const std::string packed = packedName(checkpoint_, tensorName(prefix, layout_.query, 0));
            if (!packed.empty()) {
                return {ErrorCode::Unsupported, checkpoint_.fileOf(packed), packed,
                        "holds quantised weights, which cannot be measured" + quantisedHow()};
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

    std::string quantisedHow() const {
        return config_.quantisation.empty()
                   ? std::string()
                   : fmt::format(" (config.json: {}); the model it was made from can be",
                                 config_.quantisation);
    }

    Result<void> readShape() {
        shape_.layers = config_.layers;
        shape_.hidden = config_.hiddenSize;
        const std::optional<int> heads = config_.heads ? config_.heads : layout_.defaultHeads;
        if (!heads) {
            return failure(ErrorCode::Inconsistent, config_.path, {}, "gives no num_attention_heads");
        }
        shape_.heads = *heads;
        // A family's default goes with its default number of heads, not with one that the file gives.
        const std::optional<int> familyKeyHeads = config_.heads ? std::nullopt : layout_.defaultKeyHeads;
        shape_.keyHeads = config_.keyHeads.value_or(familyKeyHeads.value_or(shape_.heads));
        if (shape_.heads % shape_.keyHeads != 0) {
            return failure(ErrorCode::Inconsistent, config_.path, "num_key_value_heads",
                           fmt::format("{} query heads cannot be divided among {} key heads", shape_.heads,
                                       shape_.keyHeads));
        }
        const std::optional<int> headDim = config_.headDim ? config_.headDim : familyHeadDim();
        if (!headDim && shape_.hidden % shape_.heads != 0) {
            return failure(ErrorCode::Inconsistent, config_.path, "hidden_size",
                           fmt::format("{} is not a multiple of {} heads, and head_dim is missing",
                                       shape_.hidden, shape_.heads));
        }
        shape_.headDim = headDim ? *headDim : shape_.hidden / shape_.heads;
        packing_ = layout_.packing == Packing::StackedColumns && isTransposed() ? Packing::StackedRows
                                                                                : layout_.packing;
        return {};
    }

    /// The family's default, unless the weights are those of a model whose heads divide the hidden size.
    std::optional<int> familyHeadDim() const {
        const CheckpointTensor* query = checkpoint_.find(tensorName(prefix_, layout_.query, 0));
        const bool isDivided = query != nullptr && layout_.packing == Packing::Separate &&
                               !query->view.shape.empty() && query->view.shape.front() == shape_.hidden &&
                               shape_.hidden % shape_.heads == 0;
        return isDivided ? std::nullopt : layout_.defaultHeadDim;
    }

    /// Plain linear layers under a type whose own code stores [in, out]; told where the shape is not square.
    bool isTransposed() const {
        const std::int64_t outputs = (shape_.heads + 2 * std::int64_t{shape_.keyHeads}) * shape_.headDim;
        return !layout_.name.empty() && outputs != shape_.hidden &&
               hasShape(tensorName(prefix_, layout_.query, 0), {outputs, shape_.hidden});
    }

    bool hasShape(const std::string& name, const std::vector<std::int64_t>& shape) const {
        const CheckpointTensor* tensor = checkpoint_.find(name);
        return tensor != nullptr && tensor->view.shape == shape;
    }

    Result<void> chooseNorms() {
        for (const std::string& name : layout_.inputNorms) {
            if (gainName_.empty() && config_.normalisesBefore) {
                gainName_ = presentPattern(name);
            }
        }
        queryGainName_ = presentPattern(layout_.queryNorm);
        keyGainName_ = presentPattern(layout_.keyNorm);
        const bool isBare = gainName_.empty() && queryGainName_.empty() && keyGainName_.empty();
        if (foldNorms_ && (!layout_.normsAreKnown || (layout_.name.empty() && isBare))) {
            return failure(ErrorCode::Usage, checkpoint_.folder(), {},
                           "which gains to multiply in is not known of a model with these tensor names");
        }
        return {};
    }

    Result<void> locateLayers() {
        for (int l = 0; l < shape_.layers; ++l) {
            LayerWeights layer;
            Result<void> located = locateProjections(l, layer);
            if (located && foldNorms_) {
                located = readInputGain(l, layer)
                              .and_then([&] {
                                  return readHeadGain(queryGainName_, l, shape_.heads, layer.query.rowGain);
                              })
                              .and_then([&] {
                                  return readHeadGain(keyGainName_, l, shape_.keyHeads, layer.key.rowGain);
                              });
            }
            if (!located) {
                return located;
            }
            layers_.push_back(std::move(layer));
        }
        return {};
    }

    /// The pattern when any layer has such a tensor, else nothing: a gain that only some layers lack is a
    /// gap, not a model without gains.
    std::string presentPattern(const std::string& pattern) const {
        for (int l = 0; l < shape_.layers && !pattern.empty(); ++l) {
            if (checkpoint_.find(tensorName(prefix_, pattern, l)) != nullptr) {
                return pattern;
            }
        }
        return {};
    }

    Result<void> locateProjections(int l, LayerWeights& layer) {
        const std::int64_t r = shape_.headDim;
        layer.query.tensor = tensorName(prefix_, layout_.query, l);
        layer.key.tensor = tensorName(prefix_, layout_.key, l);
        const Result<void> placed =
            packing_ == Packing::Separate
                ? place(layer.query, {shape_.heads * r, shape_.hidden}, {0, r, 1, r}).and_then([&] {
                      return place(layer.key, {shape_.keyHeads * r, shape_.hidden}, {0, r, 1, r});
                  })
                : placeBoth(layer);
        return placed
            .and_then([&] {
                return checkOutputProjection(checkpoint_, layer.query.tensor, shape_.heads, shape_.headDim);
            })
            .and_then([&] { return checkpoint_.refuseContradiction(layer.query.tensor); })
            .and_then([&] { return checkpoint_.refuseContradiction(layer.key.tensor); });
    }

    /// Both projections in one tensor.
    Result<void> placeBoth(LayerWeights& layer) {
        Result<FusedOutputs> outputs = fusedOutputs(packing_, shape_.heads, shape_.keyHeads, shape_.headDim);
        if (!outputs) {
            outputs.error().file = config_.path;
            return tl::make_unexpected(std::move(outputs).error());
        }
        std::vector<std::int64_t> shape = {outputs->count, shape_.hidden};
        if (packing_ == Packing::StackedColumns) {
            std::swap(shape[0], shape[1]);
        }
        return place(layer.query, shape, outputs->query)
            .and_then([&] { return place(layer.key, shape, outputs->key); })
            .and_then([&] { return checkBias(checkpoint_, layer.query.tensor, outputs->count); });
    }

    Result<void> place(ProjectionRows& rows, const std::vector<std::int64_t>& shape,
                       const HeadOutputs& outputs) {
        const Result<const CheckpointTensor*> tensor = require(rows.tensor, shape);
        if (!tensor) {
            return tl::make_unexpected(tensor.error());
        }
        rows.file = checkpoint_.fileOf(rows.tensor);
        rows.view = (*tensor)->view;
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

    Result<const CheckpointTensor*> require(const std::string& name,
                                            const std::vector<std::int64_t>& shape) const {
        const CheckpointTensor* tensor = checkpoint_.find(name);
        if (tensor == nullptr && layout_.name.empty() && name == tensorName(prefix_, layout_.key, 0)) {
            return failure(ErrorCode::Inconsistent, checkpoint_.folder(), name,
                           "no tensor has this name, which was given for W_K", Advice::CorrectKeyPattern);
        }
        if (tensor == nullptr) {
            return failure(ErrorCode::NotFound, checkpoint_.folder(), name,
                           fmt::format("is missing, though config.json says {} layers; a shard may be "
                                       "missing",
                                       shape_.layers));
        }
        if (!tensor->unusable.empty()) {
            return failure(
                ErrorCode::Unsupported, checkpoint_.fileOf(name), name,
                fmt::format("is {}; quantised weights cannot be measured, only float64, float32, float16 and "
                            "bfloat16{}",
                            tensor->unusable, quantisedHow()));
        }
        if (tensor->view.shape != shape) {
            return failure(
                ErrorCode::Inconsistent, checkpoint_.fileOf(name), name,
                fmt::format("has shape {}, but config.json makes it {} ({} heads, {} key heads, head_dim "
                            "{}, hidden_size {})",
                            shapeText(tensor->view.shape), shapeText(shape), shape_.heads, shape_.keyHeads,
                            shape_.headDim, shape_.hidden));
        }
        return tensor;
    }

    Result<void> readInputGain(int l, LayerWeights& layer) const {
        return gainName_.empty() || (l == 0 && !layout_.firstLayerHasNorm)
                   ? Result<void>{}
                   : readGain(gainName_, l, {shape_.hidden}, layer.columnGain);
    }

    /// Gains of [r] for every head alike, or of [heads, r], or of [heads * r].
    Result<void> readHeadGain(const std::string& pattern, int l, int heads, std::vector<double>& gain) const {
        if (pattern.empty()) {
            return {};
        }
        const std::int64_t all = std::int64_t{heads} * shape_.headDim;
        const std::string name = tensorName(prefix_, pattern, l);
        std::vector<std::int64_t> shape = {shape_.headDim};
        for (const auto& other : {std::vector<std::int64_t>{heads, shape_.headDim}, {all}}) {
            shape = hasShape(name, other) ? other : shape;
        }
        return readGain(pattern, l, shape, gain);
    }

    Result<void> readGain(const std::string& pattern, int l, const std::vector<std::int64_t>& shape,
                          std::vector<double>& gain) const {
        const std::string name = tensorName(prefix_, pattern, l);
        const Result<const CheckpointTensor*> tensor = require(name, shape);
        if (!tensor) {
            return tl::make_unexpected(tensor.error());
        }
        const tensor::TensorView& view = (*tensor)->view;
        gain = valuesOf(view);
        for (std::size_t i = 0; i < gain.size(); ++i) {
            if (!std::isfinite(gain[i])) {
                return failure(ErrorCode::Inconsistent, checkpoint_.fileOf(name),
                               fmt::format("{}[{}]", name, i), fmt::format("is {}", gain[i]));
            }
            gain[i] += layout_.gain == Gain::OnePlusWeight ? 1.0 : 0.0;
        }
        return {};
    }

    /// Layers beyond those in config.json would silently be left out.
    Result<void> refuseFurtherLayer() {
        const auto isThere = [&](int layer) {
            const std::string name = tensorName(prefix_, layout_.query, layer);
            return name != tensorName(prefix_, layout_.query, 0) && checkpoint_.find(name) != nullptr;
        };
        if (config_.predictionLayers > 0 && isThere(shape_.layers)) {
            notices_.push_back(fmt::format(
                "the layers from {} on, which predict further tokens, are left out", shape_.layers));
        }
        if (const int next = shape_.layers + config_.predictionLayers; isThere(next)) {
            const std::string further = tensorName(prefix_, layout_.query, next);
            return failure(ErrorCode::Inconsistent, checkpoint_.fileOf(further), further,
                           fmt::format("exists, but config.json says only {} layers", shape_.layers));
        }
        return {};
    }

    AttentionWeights finish() {
        AttentionWeights weights;
        weights.shape_ = shape_;
        weights.layers_ = std::move(layers_);
        weights.pages_ = budgetFor(weights.layers_);
        weights.elementNames_ = fmt::format("{}", fmt::join(types_, "+"));
        for (const std::string* pattern : {&gainName_, &queryGainName_, &keyGainName_}) {
            if (!pattern->empty()) {
                auto& list = foldNorms_ ? weights.norms_.folded : weights.norms_.notFolded;
                list.push_back(prefix_ + *pattern);
            }
        }
        weights.norms_.isComplete = layout_.normsAreKnown;
        weights.notices_ = std::move(notices_);
        std::vector<std::string> biases = layout_.biases;
        if (config_.normalisesBefore) {
            for (const std::string& norm : layout_.inputNorms) {
                biases.push_back(biasOf(norm));
            }
        }
        for (const std::string& pattern : biases) {
            if (!presentPattern(pattern).empty()) {
                weights.norms_.biasesIgnored.push_back(prefix_ + pattern);
            }
        }
        return weights;
    }

    const Checkpoint& checkpoint_;
    const ModelConfig& config_;
    const WeightLayout& layout_;
    bool foldNorms_;
    std::string prefix_;
    Packing packing_ = Packing::Separate;
    std::vector<std::string> notices_;
    AttentionShape shape_;
    std::string gainName_;
    std::string queryGainName_;
    std::string keyGainName_;
    std::set<std::string> types_;
    std::vector<LayerWeights> layers_;
};

Result<AttentionWeights> AttentionWeights::locate(const Checkpoint& checkpoint, const ModelConfig& config,
                                                  const WeightLayout& layout, bool foldNorms) {
    return AttentionLocator(checkpoint, config, layout, foldNorms).locate();
}

} // namespace sextant::checkpoint
