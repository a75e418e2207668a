// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/weight_checks.h"

#include "core/checkpoint/weight_layout.h"

#include <string_view>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace sextant::checkpoint {

std::string shapeText(const std::vector<std::int64_t>& shape) {
    return fmt::format("[{}]", fmt::join(shape, ", "));
}

std::vector<double> valuesOf(const tensor::TensorView& view) {
    std::vector<double> values(static_cast<std::size_t>(view.elementCount()));
    const std::size_t length = view.shape.empty() ? 1 : static_cast<std::size_t>(view.shape.back());
    const auto size = static_cast<std::int64_t>(tensor::elementSize(view.type));
    for (std::size_t begin = 0; begin < values.size(); begin += length) {
        const std::int64_t row =
            view.shape.empty() ? 0 : view.strides.front() * static_cast<std::int64_t>(begin / length);
        tensor::convertToDouble(view.type, view.data + row * size,
                                view.shape.empty() ? 1 : view.strides.back(), length, values.data() + begin);
    }
    return values;
}

Result<void> checkBias(const Checkpoint& checkpoint, const std::string& weight, std::int64_t outputs) {
    const std::string name = biasOf(weight);
    const CheckpointTensor* bias = checkpoint.find(name);
    if (bias == nullptr || !bias->unusable.empty() ||
        bias->view.shape == std::vector<std::int64_t>{outputs}) {
        return {};
    }
    return failure(ErrorCode::Inconsistent, checkpoint.fileOf(name), name,
                   fmt::format("has shape {}, but the weight beside it has {} outputs",
                               shapeText(bias->view.shape), outputs));
}

Result<void> checkOutputProjection(const Checkpoint& checkpoint, const std::string& query, int heads,
                                   int headDim) {
    constexpr std::string_view ending = ".weight";
    if (!query.ends_with(ending)) {
        return {};
    }
    const std::string stem = query.substr(0, query.size() - ending.size());
    const std::size_t dot = stem.rfind('.');
    if (dot == std::string::npos) {
        return {};
    }
    const std::int64_t given = std::int64_t{heads} * headDim;
    for (const std::string_view name :
         {"o_proj", "out_proj", "dense", "wo", "c_proj", "out_lin", "attn_out"}) {
        const std::string output = fmt::format("{}.{}.weight", stem.substr(0, dot), name);
        const CheckpointTensor* tensor = checkpoint.find(output);
        if (tensor == nullptr || !tensor->unusable.empty() || tensor->view.shape.size() != 2) {
            continue;
        }
        const std::vector<std::int64_t>& shape = tensor->view.shape;
        if (shape[0] != given && shape[1] != given) {
            return failure(ErrorCode::Inconsistent, checkpoint.fileOf(output), output,
                           fmt::format("has shape {}, but {} heads of {} give {}", shapeText(shape), heads,
                                       headDim, given));
        }
    }
    return {};
}

} // namespace sextant::checkpoint
