// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/checkpoint/adapter.h"
#include "core/checkpoint/float8.h"
#include "core/tensor/tensor_view.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace sextant::checkpoint {

/// The factor of a low-rank projection next to the residual stream: `[rank + further, d]`.
struct InnerFactor {
    std::string tensor;
    std::filesystem::path file; ///< holds the tensor
    tensor::TensorView view;
    std::optional<Float8Matrix> float8; ///< the elements, where `view` is one of bytes
    int rank = 0;
    std::vector<double> gain; ///< [rank] or empty: multiplies the rows of the factor
};

/// The rows of one side's projection in one layer: row i of head h starts `(h / groupSize) * groupStride +
/// (h % groupSize) * headStride + i * rowStride` elements after `origin`, and its elements are `columnStride`
/// apart.
///
/// With an inner factor the stored rows are [ownRows, rank], and what is read is their product with its first
/// `rank` rows, followed by the further rows of the factor, which are those of every head.
struct ProjectionRows {
    std::string tensor;
    std::filesystem::path file; ///< holds the tensor
    tensor::TensorView view;
    std::optional<Float8Matrix> float8; ///< the elements, where `view` is one of bytes
    std::int64_t origin = 0;
    int groupSize = 1;
    std::int64_t groupStride = 0;
    std::int64_t headStride = 0;
    std::int64_t rowStride = 0;
    std::int64_t columnStride = 0;
    std::shared_ptr<const LowRankUpdate> update; ///< of an adapter, before the gains; null for none
    std::vector<double> rowGain; ///< [r] or empty: multiplies the rows of every head; [heads * r]: of its own
    int ownRows = 0;             ///< of a head, in this tensor
    std::optional<InnerFactor> inner;

    /// Where row i of a head starts, in elements.
    [[nodiscard]] std::int64_t startOf(int head, int i) const {
        return origin + (head / groupSize) * groupStride + (head % groupSize) * headStride + i * rowStride;
    }
};

/// Writes the rows of a head, [r, width], to `target`: an adapter's update and gains of rows included,
/// nothing else. Products are done in double precision. Takes memory for the inner factor, if there is one.
void readHead(const ProjectionRows& rows, int head, int width, float* target);
void readHead(const ProjectionRows& rows, int head, int width, double* target);

/// The place of the first NaN or infinity in the rows of a head, as "TENSOR[i][j] is nan"; empty when all
/// are finite.
[[nodiscard]] std::string nonFiniteOf(const ProjectionRows& rows, int head, int width);

/// How many bytes a read of a head goes through.
[[nodiscard]] std::size_t bytesOfHead(const ProjectionRows& rows, int width);

} // namespace sextant::checkpoint
