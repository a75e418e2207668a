// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/stack_sizes.h"

#include "core/base/try.h"

#include <algorithm>
#include <tuple>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace sextant::checkpoint {
namespace {

bool isSameSize(const AttentionShape& a, const AttentionShape& b) {
    return std::tuple(a.heads, a.keyHeads, a.headDim) == std::tuple(b.heads, b.keyHeads, b.headDim);
}

std::string sizeText(const AttentionShape& shape) {
    return fmt::format("{} heads, {} key heads, head_dim {}", shape.heads, shape.keyHeads, shape.headDim);
}

/// Layers of one size.
struct SizeGroup {
    AttentionShape shape;
    std::vector<int> numbers;
};

/// The sizes of the layers of one stack.
class StackSizes {
public:
    explicit StackSizes(const Stack& stack) : stack_(stack), config_(stack.config), layout_(stack.layout) {}

    Result<std::vector<SizeGroup>> groups(const std::vector<int>& numbers) const {
        std::vector<SizeGroup> groups;
        for (const int l : numbers) {
            TRY_ASSIGN(const AttentionShape shape, sizeOf(l));
            auto group = std::find_if(groups.begin(), groups.end(), [&shape](const SizeGroup& each) {
                return isSameSize(each.shape, shape);
            });
            if (group == groups.end()) {
                groups.push_back({shape, {}});
                group = groups.end() - 1;
            }
            group->numbers.push_back(l);
        }
        return groups;
    }

private:
    Result<AttentionShape> sizeOf(int layer) const {
        AttentionShape shape;
        shape.hidden = config_.hiddenSize;
        const std::optional<int> heads =
            perLayer(config_.layerHeads, layer, config_.heads ? config_.heads : layout_.defaultHeads);
        if (!heads) {
            return failure(ErrorCode::Inconsistent, config_.path, {}, "gives no num_attention_heads",
                           Advice::SetConfigValue);
        }
        shape.heads = *heads;
        // A family's default goes with its default number of heads, not with one that the file gives.
        const std::optional<int> familyKeyHeads = config_.heads ? std::nullopt : layout_.defaultKeyHeads;
        shape.keyHeads = perLayer(config_.layerKeyHeads, layer, config_.keyHeads)
                             .value_or(familyKeyHeads.value_or(shape.heads));
        if (!layout_.lowRank.key.empty()) {
            return latentSize(shape);
        }
        const std::optional<int> headDim =
            config_.headDim ? config_.headDim : familyHeadDim(layer, shape.heads);
        if (!headDim && shape.hidden % shape.heads != 0) {
            return failure(ErrorCode::Inconsistent, config_.path, "hidden_size",
                           fmt::format("{} is not a multiple of {} heads, and head_dim is missing",
                                       shape.hidden, shape.heads));
        }
        shape.headDim = headDim ? *headDim : shape.hidden / shape.heads;
        if (layout_.variesInSize && layout_.packing == Packing::Separate) {
            adaptToTensors(layer, shape);
        }
        return shape.heads % shape.keyHeads == 0
                   ? Result<AttentionShape>(shape)
                   : failure(ErrorCode::Inconsistent, config_.path, "num_key_value_heads",
                             fmt::format("{} query heads cannot be divided among {} key heads", shape.heads,
                                         shape.keyHeads));
    }

    static std::optional<int> perLayer(const std::vector<int>& counts, int layer,
                                       const std::optional<int>& otherwise) {
        const auto index = static_cast<std::size_t>(layer);
        return index < counts.size() ? std::optional(counts[index]) : otherwise;
    }

    /// Each head of multi-head latent attention has keys of its own.
    Result<AttentionShape> latentSize(AttentionShape shape) const {
        if (!config_.plainHeadDim || !config_.rotatedHeadDim || !config_.keyRank || !config_.valueHeadDim) {
            return failure(ErrorCode::Inconsistent, config_.path, {},
                           "lacks some of kv_lora_rank, qk_nope_head_dim, qk_rope_head_dim and "
                           "v_head_dim, which latent attention needs",
                           Advice::SetConfigValue);
        }
        shape.keyHeads = shape.heads;
        shape.headDim = *config_.plainHeadDim + *config_.rotatedHeadDim;
        return shape;
    }

    /// The family's default, unless the weights are those of a model whose heads divide the hidden size.
    std::optional<int> familyHeadDim(int layer, int heads) const {
        const CheckpointTensor* query = stack_.checkpoint.find(stack_.nameOf(layout_.query, layer));
        const bool isDivided =
            query != nullptr && layout_.packing == Packing::Separate && !query->view.shape.empty() &&
            query->view.shape.front() == config_.hiddenSize && config_.hiddenSize % heads == 0;
        return isDivided ? std::nullopt : layout_.defaultHeadDim;
    }

    /// Of a head's two possible dimensions that of the queries, and as many key heads as the keys have rows
    /// for.
    void adaptToTensors(int layer, AttentionShape& shape) const {
        const auto rowsOf = [&](const std::string& pattern) {
            const CheckpointTensor* tensor = stack_.checkpoint.find(stack_.nameOf(pattern, layer));
            return tensor == nullptr || tensor->view.shape.empty() ? 0 : tensor->view.shape.front();
        };
        if (config_.globalHeadDim &&
            rowsOf(layout_.query) == std::int64_t{shape.heads} * *config_.globalHeadDim) {
            shape.headDim = *config_.globalHeadDim;
        }
        const std::int64_t keyRows = rowsOf(layout_.key);
        const std::int64_t keyHeads = keyRows / shape.headDim;
        if (keyHeads >= 1 && keyHeads <= shape.heads && keyRows % shape.headDim == 0 &&
            shape.heads % keyHeads == 0) {
            shape.keyHeads = static_cast<int>(keyHeads);
        }
    }

    const Stack& stack_;
    const ModelConfig& config_;
    const WeightLayout& layout_;
};

/// The group that holds the layers wanted; nullptr when none of them is in any.
Result<const SizeGroup*> groupOf(const std::vector<SizeGroup>& groups, const std::vector<int>& wanted,
                                 const ModelConfig& config) {
    const SizeGroup* found = nullptr;
    int first = 0;
    for (const int l : wanted) {
        for (const SizeGroup& group : groups) {
            if (std::find(group.numbers.begin(), group.numbers.end(), l) == group.numbers.end()) {
                continue;
            }
            if (found != nullptr && found != &group) {
                return failure(ErrorCode::Usage, config.path, {},
                               fmt::format("layer {} has {}, but layer {} has {}; all layers of an "
                                           "artifact have the same size",
                                           first, sizeText(found->shape), l, sizeText(group.shape)));
            }
            first = found == nullptr ? l : first;
            found = &group;
        }
    }
    return found;
}

} // namespace

Packing packingOf(const Stack& stack, const AttentionShape& shape, int layer) {
    const WeightLayout& layout = stack.layout;
    const std::int64_t outputs = (shape.heads + 2 * std::int64_t{shape.keyHeads}) * shape.headDim;
    const bool isTransposed = layout.packing == Packing::StackedColumns && !layout.name.empty() &&
                              outputs != shape.hidden &&
                              stack.hasShape(stack.nameOf(layout.query, layer), {outputs, shape.hidden});
    return isTransposed ? Packing::StackedRows : layout.packing;
}

Result<MeasuredLayers> measuredLayers(const Stack& stack, const std::vector<int>& present,
                                      const std::optional<std::vector<int>>& wanted) {
    MeasuredLayers measured;
    const int firstSharing = stack.config.layers - stack.config.keySharingLayers;
    std::vector<int> numbers = present;
    std::erase_if(numbers, [firstSharing](int l) { return l >= firstSharing; });
    if (numbers.empty()) {
        return failure(
            ErrorCode::Inconsistent, stack.config.path, "num_kv_shared_layers",
            fmt::format("is {}: every layer would use the keys of another", stack.config.keySharingLayers));
    }
    if (numbers.size() != present.size()) {
        measured.notices.push_back(
            fmt::format("the layers from {} on use the keys of others and are left out", firstSharing));
    }
    TRY_ASSIGN(const std::vector<SizeGroup> groups, StackSizes(stack).groups(numbers));
    TRY_ASSIGN(const SizeGroup* group, groupOf(groups, wanted.value_or(std::vector<int>()), stack.config));
    if (group == nullptr) {
        group = &*std::max_element(groups.begin(), groups.end(), [](const SizeGroup& a, const SizeGroup& b) {
            return a.numbers.size() < b.numbers.size();
        });
    }
    for (const SizeGroup& other : groups) {
        if (&other != group) {
            measured.notices.push_back(
                fmt::format("the layers {} have {}, unlike those measured, which have {}; choose them by "
                            "number to measure them separately",
                            fmt::join(other.numbers, ", "), sizeText(other.shape), sizeText(group->shape)));
        }
    }
    measured.shape = group->shape;
    measured.shape.layers = static_cast<int>(group->numbers.size());
    measured.numbers = group->numbers;
    return measured;
}

} // namespace sextant::checkpoint
