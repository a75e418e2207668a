// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/angles/head_rows.h"

#include "core/artifact/operator_rank.h"

#include <algorithm>
#include <cstring>

namespace sextant::angles {

HeadRows::HeadRows(const artifact::TensorFile& tensors, const artifact::ArtifactShape& shape, HeadIndex head)
    : tensors_(tensors),
      shape_(shape),
      head_(head) {}

int HeadRows::rowsCompared(LayerIndex l) const {
    return artifact::comparedDirections(tensors_, shape_, l, head_);
}

void HeadRows::readLayer(LayerIndex l, int begin, int width, double* target) const {
    const auto rows = static_cast<std::size_t>(rowsPerLayer());
    const auto columns = static_cast<std::size_t>(width);
    if (const auto found = replaced_.find(l); found != replaced_.end()) {
        const RowMajorMatrix& basis = found->second.rows;
        std::fill_n(target, rows * columns, 0.0);
        Eigen::Map<RowMajorMatrix>(target, rowsPerLayer(), width).topRows(basis.rows()) =
            basis.middleCols(begin, width);
        return;
    }
    const tensor::TensorView& view = tensors_.directions;
    const std::size_t bytes = tensor::elementSize(view.type);
    for (std::size_t row = 0; row < rows; ++row) {
        const std::int64_t offset = l.value * view.strides[0] + head_.value * view.strides[1] +
                                    static_cast<std::int64_t>(row) * view.strides[2] +
                                    begin * view.strides[3];
        tensor::convertToDouble(view.type, view.data + offset * static_cast<std::int64_t>(bytes),
                                view.strides[3], columns, target + row * columns);
    }
}

void HeadRows::readAll(int begin, int width, double* target) const {
    for (int l = 0; l < layers(); ++l) {
        readLayer(LayerIndex{l}, begin, width,
                  target + static_cast<std::size_t>(l) * static_cast<std::size_t>(rowsPerLayer()) *
                               static_cast<std::size_t>(width));
    }
}

void HeadRows::prefetch() const {
    for (int l = 0; l < layers(); ++l) {
        tensor::prefetchSlice(tensors_.directions, l, head_.value);
    }
}

void HeadRows::replace(LayerIndex l, SpanBasis basis) {
    replaced_.insert_or_assign(l, std::move(basis));
}

} // namespace sextant::angles
