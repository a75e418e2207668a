#pragma once

#include "core/analysis/anchor_view.h"

#include <QString>

#include <memory>

namespace sextant::test {

/// An artifact made up for a test: cosines fall off with the distance of layers, heads differ, nothing is
/// random.
struct SampleShape {
    int layers = 12;
    int heads = 4;
    int headDim = 16;
    int hiddenSize = 256;
    bool tensors = true;
    bool missingLayer = false; ///< the grams of layer 2 are NaN
};

std::shared_ptr<const AlignmentTables> sampleTables(const SampleShape& shape);

/// The same with a model of this name.
std::shared_ptr<const AlignmentTables> namedTables(const QString& model, const SampleShape& shape = {});

EigenspaceRow sampleAngles(const ArtifactShape& shape, LayerIndex anchor);

/// `eigenspaces`: whether the principal angles are there yet.
std::shared_ptr<const AnchorView> sampleView(const SampleShape& shape, int anchor, HeadSelection head = {},
                                             bool eigenspaces = true);

std::shared_ptr<const AnchorView> viewOf(const std::shared_ptr<const AlignmentTables>& tables, int anchor,
                                         HeadSelection head = {}, bool eigenspaces = true);

} // namespace sextant::test
