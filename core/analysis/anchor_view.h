// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/alignment_tables.h"
#include "core/analysis/verdict.h"
#include "core/angles/principal_angles.h"
#include "core/base/indices.h"

#include <memory>
#include <optional>
#include <vector>

namespace sextant::analysis {

/// One quantity over depth. With the mean over heads selected, `low` and `high` are the 10th and 90th
/// percentile over heads; with one head selected they are empty. NaN marks a layer without data. Each [L].
struct LayerSeries {
    std::vector<double> value;
    std::vector<double> low;
    std::vector<double> high;
    std::vector<int> missingHeads; ///< heads left out of the mean at each layer

    bool hasSpread() const { return !low.empty(); }
};

/// Sign agreement with the anchor among the `top` leading eigenvalues.
struct SignSeries {
    int top = 0; ///< k'
    LayerSeries agreement;
    std::vector<double> chance;        ///< [L], agreement expected by chance
    std::vector<double> positiveShare; ///< [L], share of positive values among the same `top`
};

struct AngleSeries {
    LayerSeries meanCosine;
    LayerSeries smallestCosine;
    LayerSeries firstOverlap;
};

/// Everything the plots show for one (artifact, anchor, head selection). Immutable, shared between plots, so
/// that a title and its curve cannot disagree.
struct AnchorView {
    std::shared_ptr<const AlignmentTables> tables;
    LayerIndex anchor;
    HeadSelection head;

    LayerSeries operatorCosine;                  ///< (b) per head, then averaged
    LayerSeries operatorResidual;                ///< (b)
    LayerSeries scale;                           ///< T_opt
    std::vector<double> residualOfMean;          ///< (a) `sqrt(max(1 - C[l,a]^2, 0))` of the head mean; [L]
    std::optional<LayerSeries> spectralCosine;   ///< S; empty without tensors
    std::optional<LayerSeries> spectralScale;    ///< T_spec
    std::optional<LayerSeries> spectralResidual; ///< sqrt(1 - S^2)
    std::vector<SignSeries> signs;               ///< one per k'; empty without tensors
    std::optional<std::vector<double>> positiveShareOfAll; ///< [L], mean over heads
    std::optional<AngleSeries> angles;                     ///< empty until computed, or without tensors
    std::vector<double> cosineMatrix; ///< [L, L] of the selection, row-major, NaN = missing
    std::vector<double> headCosines;  ///< [L, H] cosine of every head to the anchor
    Verdict verdict;                  ///< of the selection

    const artifact::ArtifactShape& shape() const { return tables->artifact->shape(); }
};

/// Assembles the view: look-ups and means, no linear algebra. O(L^2 + L H log H) a quantity; well under a
/// millisecond for L 36, H 32. `angles` may be null (not there yet).
std::shared_ptr<const AnchorView> anchorView(std::shared_ptr<const AlignmentTables> tables, LayerIndex anchor,
                                             HeadSelection head, const angles::AngleRow* angles);

} // namespace sextant::analysis
