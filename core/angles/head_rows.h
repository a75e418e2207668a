// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/angles/span_basis.h"
#include "core/artifact/artifact.h"

#include <map>

namespace sextant::angles {

/// The stacked directions of one head over all layers, [L * k, d], read in place, a panel of columns at a
/// time. Linearly dependent rows of a layer can be replaced by an orthonormal basis.
class HeadRows {
public:
    HeadRows(const artifact::TensorFile& tensors, const artifact::ArtifactShape& shape, HeadIndex head);

    [[nodiscard]] int layers() const { return shape_.layers; }
    [[nodiscard]] int rowsPerLayer() const { return tensors_.topk; } ///< k
    [[nodiscard]] int length() const { return shape_.hiddenSize; }   ///< d
    [[nodiscard]] tensor::ElementType storedAs() const { return tensors_.directions.type; }

    /// How many of layer l's rows mean anything: artifact::comparedDirections().
    [[nodiscard]] int rowsCompared(LayerIndex l) const;

    /// Columns [begin, begin + width) of layer l's k rows into `target` [k, width].
    void readLayer(LayerIndex l, int begin, int width, double* target) const;

    /// The same of all layers into `target` [L * k, width].
    void readAll(int begin, int width, double* target) const;

    /// Asks the system to fetch the rows of all layers from their file, and does not wait: they are in L
    /// places, which reading alone would visit one after the other.
    void prefetch() const;

    /// From now on layer l reads as these rows, followed by zero rows up to k.
    void replace(LayerIndex l, SpanBasis basis);

private:
    const artifact::TensorFile& tensors_;
    artifact::ArtifactShape shape_;
    HeadIndex head_;
    std::map<LayerIndex, SpanBasis> replaced_;
};

} // namespace sextant::angles
