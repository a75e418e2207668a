// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/attention_weights.h"

#include <cmath>

#include <fmt/format.h>

namespace sextant::checkpoint {
namespace {

void convert(tensor::ElementType type, const std::byte* source, std::int64_t stride, std::size_t count,
             float* target) {
    tensor::convertToFloat(type, source, stride, count, target);
}

void convert(tensor::ElementType type, const std::byte* source, std::int64_t stride, std::size_t count,
             double* target) {
    tensor::convertToDouble(type, source, stride, count, target);
}

const std::byte* startOf(const ProjectionRows& rows, int head, int row) {
    return rows.view.data +
           rows.startOf(head, row) * static_cast<std::int64_t>(tensor::elementSize(rows.view.type));
}

template <typename Number>
void readRows(const ProjectionRows& rows, const std::vector<double>& columnGain, const AttentionShape& shape,
              int head, Number* target) {
    const auto width = static_cast<std::size_t>(shape.hidden);
    for (int i = 0; i < shape.headDim; ++i) {
        Number* row = target + static_cast<std::size_t>(i) * width;
        convert(rows.view.type, startOf(rows, head, i), rows.columnStride, width, row);
        if (!columnGain.empty()) {
            for (std::size_t j = 0; j < width; ++j) {
                row[j] = static_cast<Number>(row[j] * columnGain[j]);
            }
        }
        if (!rows.rowGain.empty()) {
            const std::size_t all = rows.rowGain.size();
            const std::size_t own = static_cast<std::size_t>(head) * static_cast<std::size_t>(shape.headDim);
            const double gain = rows.rowGain[(own + static_cast<std::size_t>(i)) % all];
            for (std::size_t j = 0; j < width; ++j) {
                row[j] = static_cast<Number>(row[j] * gain);
            }
        }
    }
}

} // namespace

void AttentionWeights::readQuery(LayerIndex l, HeadIndex head, float* target) const {
    readRows(layer(l).query, layer(l).columnGain, shape_, head.value, target);
    noteRead(layer(l).query);
}

void AttentionWeights::readQuery(LayerIndex l, HeadIndex head, double* target) const {
    readRows(layer(l).query, layer(l).columnGain, shape_, head.value, target);
    noteRead(layer(l).query);
}

void AttentionWeights::readKey(LayerIndex l, int keyHead, float* target) const {
    readRows(layer(l).key, layer(l).columnGain, shape_, keyHead, target);
    noteRead(layer(l).key);
}

void AttentionWeights::readKey(LayerIndex l, int keyHead, double* target) const {
    readRows(layer(l).key, layer(l).columnGain, shape_, keyHead, target);
    noteRead(layer(l).key);
}

void AttentionWeights::noteRead(const ProjectionRows& rows) const {
    pages_->noteRead(static_cast<std::size_t>(shape_.headDim) * static_cast<std::size_t>(shape_.hidden) *
                     tensor::elementSize(rows.view.type));
}

std::string AttentionWeights::nonFiniteOf(const ProjectionRows& rows, int head) const {
    std::vector<double> row(static_cast<std::size_t>(shape_.hidden));
    for (int i = 0; i < shape_.headDim; ++i) {
        tensor::convertToDouble(rows.view.type, startOf(rows, head, i), rows.columnStride, row.size(),
                                row.data());
        for (std::size_t j = 0; j < row.size(); ++j) {
            if (!std::isfinite(row[j])) {
                const std::int64_t position =
                    rows.startOf(head, i) + static_cast<std::int64_t>(j) * rows.columnStride;
                const std::int64_t columns = rows.view.shape[1];
                // The sign of a NaN says nothing.
                return fmt::format("{}[{}][{}] is {}", rows.tensor, position / columns, position % columns,
                                   std::isnan(row[j]) ? std::abs(row[j]) : row[j]);
            }
        }
    }
    return {};
}

} // namespace sextant::checkpoint
