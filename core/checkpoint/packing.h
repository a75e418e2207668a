// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sextant::checkpoint {

/// How the projections of one layer are stored in their tensors. A separate one is [out, in]: one row per
/// output, head_dim consecutive rows per head.
enum class Packing {
    Separate,           ///< one tensor for queries, one for keys
    StackedRows,        ///< one tensor: all query rows, then all key rows, then values
    StackedColumns,     ///< the same, transposed: [in, out], queries, keys, values side by side
    InterleavedPerHead, ///< one tensor: for each head its query rows, key rows, value rows
    Grouped,      ///< one tensor: for each key head the rows of its queries, then the key's, the value's
    HeadMatrices, ///< one tensor for queries, one for keys: [heads, in, head_dim], also of all layers at
                  ///< once, [layers, heads, in, head_dim]
    Blocks,       ///< one tensor of four blocks: each the queries, values, keys of a quarter of the heads
};

/// Whether one tensor holds queries and keys.
[[nodiscard]] constexpr bool isFused(Packing packing) {
    return packing != Packing::Separate && packing != Packing::HeadMatrices;
}

/// "rows", "columns", "per-head", "grouped", "blocks"; "separate".
[[nodiscard]] std::string_view packingName(Packing packing);

/// The packing of one tensor with that name; nothing for any other text, "separate" too.
[[nodiscard]] std::optional<Packing> packingNamed(std::string_view name);

/// "rows (all queries, then keys, then values), ...": every packing of one tensor, for a sentence.
[[nodiscard]] std::string packingChoices();

/// Where the rows of heads lie: row i of head h is output
/// `first + (h / groupSize) * perGroup + (h % groupSize) * perHead + i`.
struct HeadOutputs {
    std::int64_t first = 0;
    std::int64_t perHead = 0;
    int groupSize = 1;
    std::int64_t perGroup = 0;
};

/// The outputs of a tensor that holds queries, keys and values.
struct FusedOutputs {
    std::int64_t count = 0;
    HeadOutputs query;
    HeadOutputs key;
};

/// The outputs of a tensor packed in a way other than Separate. `heads` is a multiple of `keyHeads`. Errs
/// with Unsupported (without a file) where the packing cannot hold such heads.
[[nodiscard]] Result<FusedOutputs> fusedOutputs(Packing packing, int heads, int keyHeads, int headDim);

} // namespace sextant::checkpoint
