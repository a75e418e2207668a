// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/layer_series.h"
#include "core/analysis/verdict.h"
#include "core/artifact/operator_rank.h"
#include "core/family/family.h"
#include "core/quantities/catalogue.h"
#include "core/quantities/finding.h"
#include "core/quantities/references.h"
#include "core/quantities/series_list.h"

#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace sextant::quantities {

/// What is left of each layer's operator after the best combination of several anchors'.
struct SpanSeries {
    analysis::LayerSeries residual; ///< `sqrt(1 - R^2)`; 0 at every anchor
    evidence::Reference reference;  ///< of isotropic operators, for the averaging on show
    std::vector<double> z;          ///< [L] of `residual` against it; NaN at every anchor
};

/// How much of what is stored of one head means something.
struct HeadRank {
    int compared = 0;                           ///< directions that are compared, k_eff
    int stored = 0;                             ///< k
    std::optional<artifact::OperatorRank> rank; ///< of the operator, where it is known
};

/// Everything the plots show for one (artifact, anchor, head selection). Immutable, shared between plots, so
/// that a title and its curve cannot disagree.
///
///     const auto view = anchorView(tables, LayerIndex{3}, HeadIndex{5}, row.get());
///     if (const QuantitySeries* cosine = view->find({QuantityId::OperatorCosine})) { ...
///     cosine->series.value[7] ... }
struct AnchorView {
    std::shared_ptr<const analysis::AlignmentTables> tables;
    LayerIndex anchor;               ///< the one that pairs refer to
    std::vector<LayerIndex> anchors; ///< all of them, that one first
    std::optional<SpanSeries> span;  ///< with several
    HeadSelection head;
    ReferenceKind comparedWith = ReferenceKind::OtherHeads; ///< as chosen; each series says what it carries
    evidence::KeyGroups groups;                             ///< what other heads means, and how that is known

    SeriesList quantities;                        ///< those whose source is there, in the catalogue's order
    std::shared_ptr<const family::Family> family; ///< what the layers share; null while that is not known

    std::vector<double> residualOfMean; ///< (a) `sqrt(max(1 - C[l,a]^2, 0))` of the head mean; [L]
    std::vector<double> cosineMatrix;   ///< [L, L] of the selection, row-major, NaN = missing
    std::vector<double> headCosines;    ///< [L, H] cosine of every head to the anchor
    analysis::Verdict verdict;          ///< of the selection, as the script has it
    Finding finding;                    ///< of the selection, without the anchor and beside the reference

    std::shared_ptr<const angles::AngleRow> angles;    ///< of the anchor; null when they are not there
    std::shared_ptr<const evidence::CrossHeads> heads; ///< what the references are made of; null: to come

    bool headsAwaited = false;  ///< what compares other heads is still to come
    bool anglesAwaited = false; ///< principal angles are still to come

    std::optional<HeadRank>
        headRank; ///< of the selected head at the anchor; nothing for a mean, or without tensors

    [[nodiscard]] const artifact::ArtifactShape& shape() const { return tables->artifact->shape(); }

    /// How layers are shown: by their numbers in the model.
    [[nodiscard]] const LayerNumbers& layerNumbers() const { return tables->artifact->grams->layerNumbers; }
    [[nodiscard]] int anchorNumber() const { return layerNumbers().of(anchor); }
    /// Null when its source is not there (yet).
    [[nodiscard]] const QuantitySeries* find(const QuantityKey& key) const { return quantities.find(key); }
    [[nodiscard]] bool hasAngles() const { return quantities.has({QuantityId::MeanPrincipalCosine}); }
    /// What values and references are taken from. Refers to the view.
    [[nodiscard]] Comparison comparison() const { return {*tables, angles.get(), anchor}; }
    /// Every k' that the signs are compared for, ascending; empty without eigenvalues.
    [[nodiscard]] std::vector<int> signTops() const;
};

/// Assembles the view: look-ups and means, no linear algebra. O(L^2 + L H); a series costs O(L H log H) when
/// it is first asked for, with its reference (see References). `angles` may be null (not there yet).
/// `comparedWith` is the reference that every series carries, or the next weaker one available. `heads`
/// is what comparing the heads has shown, null while that is still to come; without it they are compared
/// here, which takes O(L H G r). `further` are anchors beside the first, whose span costs O(H (L m^2 + m^3))
/// for m of them. `anglesComing` is whether missing angles are being computed.
[[nodiscard]] std::shared_ptr<const AnchorView>
anchorView(std::shared_ptr<const analysis::AlignmentTables> tables, LayerIndex anchor, HeadSelection head,
           const angles::AngleRow* angles, ReferenceKind comparedWith = ReferenceKind::OtherHeads,
           const std::optional<std::shared_ptr<const evidence::CrossHeads>>& heads = std::nullopt,
           std::span<const LayerIndex> further = {}, bool anglesComing = true,
           std::shared_ptr<const family::Family> family = nullptr);

} // namespace sextant::quantities
