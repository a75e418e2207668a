// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/stored_matrix.h"

#include "core/base/try.h"
#include "core/checkpoint/weight_checks.h"

#include <array>
#include <cmath>

#include <fmt/format.h>

namespace sextant::checkpoint {
namespace {

constexpr std::int64_t usualBlock = 128;

/// The name of the factors beside a weight; empty when there are none.
std::string factorsOf(const Stack& stack, const std::string& weight) {
    for (const char* ending : {"_scale_inv", "_scale"}) {
        if (std::string name = weight + ending; stack.has(name)) {
            return name;
        }
    }
    return {};
}

/// Rows and columns of a block, by the shape of the factors where that tells.
std::array<std::int64_t, 2> blockOf(const Stack& stack, const std::vector<std::int64_t>& factors,
                                    const std::vector<std::int64_t>& shape) {
    const bool isOne = factors.empty() || factors == std::vector<std::int64_t>{1};
    if (isOne) {
        return {shape[0], shape[1]};
    }
    if (factors == std::vector<std::int64_t>{shape[0]} || factors == std::vector<std::int64_t>{shape[0], 1}) {
        return {1, shape[1]};
    }
    const std::vector<int>& block = stack.config.float8Block;
    return block.size() == 2 ? std::array<std::int64_t, 2>{block[0], block[1]}
                             : std::array<std::int64_t, 2>{usualBlock, usualBlock};
}

Result<Float8Matrix> float8Matrix(const Stack& stack, const std::string& name,
                                  const std::vector<std::int64_t>& shape, const std::byte* elements) {
    const std::string factors = factorsOf(stack, name);
    const CheckpointTensor* tensor = stack.checkpoint.find(factors);
    if (tensor == nullptr || !tensor->unusable.empty()) {
        return failure(
            ErrorCode::Unsupported, stack.checkpoint.fileOf(name), name,
            fmt::format("is of 8-bit floats, and the factors that go with them are {}",
                        tensor == nullptr ? fmt::format("missing ({}_scale_inv)", name) : tensor->unusable));
    }
    Float8Matrix matrix{.elements = elements, .columns = shape[1]};
    const std::array<std::int64_t, 2> block = blockOf(stack, tensor->view.shape, shape);
    matrix.blockRows = block[0];
    matrix.blockColumns = block[1];
    const std::int64_t blocksPerColumn = (shape[0] + block[0] - 1) / block[0];
    matrix.blocksPerRow = (shape[1] + block[1] - 1) / block[1];
    if (tensor->view.elementCount() != blocksPerColumn * matrix.blocksPerRow) {
        return failure(ErrorCode::Inconsistent, stack.checkpoint.fileOf(factors), factors,
                       fmt::format("has shape {}, but {} in blocks of {} makes it [{}, {}]",
                                   shapeText(tensor->view.shape), shapeText(shape),
                                   shapeText({block[0], block[1]}), blocksPerColumn, matrix.blocksPerRow));
    }
    matrix.factors = valuesOf(tensor->view);
    for (const double factor : matrix.factors) {
        if (!std::isfinite(factor)) {
            return failure(ErrorCode::Inconsistent, stack.checkpoint.fileOf(factors), factors,
                           fmt::format("holds {}", std::isnan(factor) ? std::abs(factor) : factor));
        }
    }
    return matrix;
}

} // namespace

Result<StoredMatrix> requireMatrix(const Stack& stack, const std::string& name,
                                   const std::vector<std::int64_t>& shape) {
    const CheckpointTensor* tensor = stack.checkpoint.find(name);
    if (tensor == nullptr || !tensor->isFloat8 || tensor->view.shape != shape) {
        TRY_ASSIGN(const CheckpointTensor* plain, requireTensor(stack, name, shape));
        return StoredMatrix{plain->view, std::nullopt};
    }
    TRY_ASSIGN(Float8Matrix matrix, float8Matrix(stack, name, shape, tensor->view.data));
    return StoredMatrix{tensor->view, std::move(matrix)};
}

} // namespace sextant::checkpoint
