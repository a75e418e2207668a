// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/artifact/artifact.h"
#include "core/tensor/tensor_view.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace sextant::test {

/// The tensors of an artifact, in memory; sound until a test changes them.
struct Tensors {
    Tensors(int layers, int heads, int headDim, int hiddenSize, int topk)
        : shape{layers, heads, headDim, hiddenSize},
          directionsShape{layers, heads, topk, hiddenSize},
          eigenvaluesShape{layers, heads, 2 * headDim} {
        directions.assign(static_cast<std::size_t>(layers * heads * topk * hiddenSize), 0.0f);
        for (int row = 0; row < layers * heads * topk; ++row) {
            directions[static_cast<std::size_t>(row * hiddenSize + row % topk % hiddenSize)] = 1.0f;
        }
        for (int head = 0; head < layers * heads; ++head) {
            for (int i = 0; i < 2 * headDim; ++i) {
                eigenvalues.push_back((i % 2 == 0 ? 1.0f : -1.0f) * static_cast<float>(2 * headDim - i));
            }
        }
    }

    tensor::TensorView view(const std::vector<float>& values,
                            const std::vector<std::int64_t>& extents) const {
        tensor::TensorView view;
        view.shape = extents;
        view.strides = tensor::contiguousStrides(extents);
        view.data = reinterpret_cast<const std::byte*>(values.data());
        return view;
    }

    /// As readTensorFile() would give them.
    artifact::TensorFile file() const {
        artifact::TensorFile file;
        file.path = "x-eigdirs.pt";
        file.directions = view(directions, directionsShape);
        file.topk = static_cast<int>(directionsShape[2]);
        file.eigenvalues.assign(eigenvalues.begin(), eigenvalues.end());
        file.eigenvalueCount = static_cast<int>(eigenvaluesShape[2]);
        file.entryCount = 2;
        return file;
    }

    artifact::ArtifactShape shape;
    std::vector<std::int64_t> directionsShape, eigenvaluesShape;
    std::vector<float> directions, eigenvalues;
};

} // namespace sextant::test
