// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/artifact/artifact.h"
#include "core/base/indices.h"

#include <functional>
#include <vector>

namespace sextant::analysis {

/// One quantity over depth. With the mean over heads selected, `low` and `high` are the 10th and 90th
/// percentile over heads; with one head selected they are empty. NaN marks a layer without data. Each [L].
struct LayerSeries {
    std::vector<double> value;
    std::vector<double> low;
    std::vector<double> high;
    std::vector<int> missingHeads; ///< heads left out of the mean at each layer

    [[nodiscard]] bool hasSpread() const { return !low.empty(); }
};

/// The value of one layer and head; NaN when missing.
using HeadValue = std::function<double(LayerIndex, HeadIndex)>;

/// The mean over the heads of one layer that have a value; NaN when none has.
[[nodiscard]] double headMean(const artifact::ArtifactShape& shape, LayerIndex layer, const HeadValue& value);

/// A series over the layers: of one head, or of the mean over heads with its 10th and 90th percentile. O(L
/// H).
[[nodiscard]] LayerSeries layerSeries(const artifact::ArtifactShape& shape, HeadSelection head,
                                      const HeadValue& value);

/// The same without spread: one number per layer, [L].
[[nodiscard]] std::vector<double> layerMeans(const artifact::ArtifactShape& shape, HeadSelection head,
                                             const HeadValue& value);

} // namespace sextant::analysis
