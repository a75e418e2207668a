// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/quantities/anchor_view.h"

#include <QString>

#include <functional>
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

std::shared_ptr<const analysis::AlignmentTables> sampleTables(const SampleShape& shape);

/// The same with a model of this name.
std::shared_ptr<const analysis::AlignmentTables> namedTables(const QString& model,
                                                             const SampleShape& shape = {});

angles::AngleRow sampleAngles(const artifact::ArtifactShape& shape, LayerIndex anchor);

/// `angles`: whether the principal angles are there yet.
std::shared_ptr<const quantities::AnchorView> sampleView(const SampleShape& shape, int anchor,
                                                         HeadSelection head = {}, bool angles = true);

std::shared_ptr<const quantities::AnchorView>
viewOf(const std::shared_ptr<const analysis::AlignmentTables>& tables, int anchor, HeadSelection head = {},
       bool angles = true);

/// A copy of every series, each changed.
quantities::SeriesList changed(const quantities::SeriesList& list,
                               const std::function<void(quantities::QuantitySeries&)>& change);

} // namespace sextant::test
