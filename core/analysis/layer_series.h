// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/anchor_view.h"

#include <functional>

namespace sextant::analysis {

/// The value of one layer and head; NaN when missing.
using HeadValue = std::function<double(LayerIndex, HeadIndex)>;

/// The mean over the heads of one layer that are there; NaN when none is.
double headMean(const artifact::ArtifactShape& shape, LayerIndex layer, const HeadValue& value);

/// A series over the layers: of one head, or of the mean over heads with its 10th and 90th percentile. O(L
/// H).
LayerSeries layerSeries(const artifact::ArtifactShape& shape, HeadSelection head, const HeadValue& value);

/// The same without spread: one number a layer, [L].
std::vector<double> layerMeans(const artifact::ArtifactShape& shape, HeadSelection head,
                               const HeadValue& value);

} // namespace sextant::analysis
