// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/packing.h"

#include <array>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace sextant::checkpoint {
namespace {

struct PackingDescription {
    Packing packing;
    std::string_view name;
    std::string_view meaning;
};

constexpr std::array<PackingDescription, 5> fusedPackings = {{
    {Packing::StackedRows, "rows", "all queries, then keys, then values"},
    {Packing::StackedColumns, "columns", "the same, transposed"},
    {Packing::InterleavedPerHead, "per-head", "query, key, value of each head"},
    {Packing::Grouped, "grouped", "for each key head its queries, key, value"},
    {Packing::Blocks, "blocks", "four blocks of queries, values, keys"},
}};

constexpr int blockCount = 4;

} // namespace

std::string_view packingName(Packing packing) {
    for (const PackingDescription& each : fusedPackings) {
        if (each.packing == packing) {
            return each.name;
        }
    }
    return "separate";
}

std::optional<Packing> packingNamed(std::string_view name) {
    for (const PackingDescription& each : fusedPackings) {
        if (each.name == name) {
            return each.packing;
        }
    }
    return std::nullopt;
}

std::string packingChoices() {
    std::vector<std::string> choices;
    choices.reserve(std::size(fusedPackings));
    for (const PackingDescription& each : fusedPackings) {
        choices.push_back(fmt::format("{} ({})", each.name, each.meaning));
    }
    return fmt::format("{}", fmt::join(choices, ", "));
}

Result<FusedOutputs> fusedOutputs(Packing packing, int heads, int keyHeads, int headDim) {
    const std::int64_t r = headDim;
    const std::int64_t group = heads / keyHeads;
    const std::int64_t count = (heads + 2 * std::int64_t{keyHeads}) * r;
    if ((packing == Packing::InterleavedPerHead || packing == Packing::Blocks) && heads != keyHeads) {
        return failure(ErrorCode::Unsupported, {}, "num_key_value_heads",
                       fmt::format("is {}, but a tensor packed {} has a key head for each of the {} query "
                                   "heads",
                                   keyHeads, packing == Packing::Blocks ? "in blocks" : "per head", heads));
    }
    switch (packing) {
    case Packing::Separate:
    case Packing::HeadMatrices:
        break;
    case Packing::StackedRows:
    case Packing::StackedColumns:
        return FusedOutputs{count, {0, r, 1, r}, {heads * r, r, 1, r}};
    case Packing::InterleavedPerHead:
        return FusedOutputs{count, {0, 3 * r, 1, 3 * r}, {r, 3 * r, 1, 3 * r}};
    case Packing::Grouped:
        return FusedOutputs{count,
                            {0, r, static_cast<int>(group), (group + 2) * r},
                            {group * r, (group + 2) * r, 1, (group + 2) * r}};
    case Packing::Blocks: {
        if (heads % blockCount != 0) {
            return failure(
                ErrorCode::Unsupported, {}, "num_attention_heads",
                fmt::format("is {}, but a tensor packed in blocks has a multiple of {}", heads, blockCount));
        }
        const int perBlock = heads / blockCount;
        const std::int64_t block = 3 * perBlock * r;
        return FusedOutputs{count, {0, r, perBlock, block}, {2 * perBlock * r, r, perBlock, block}};
    }
    }
    return failure(ErrorCode::Internal, {}, {}, "separate projections have no common tensor");
}

} // namespace sextant::checkpoint
