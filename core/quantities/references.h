// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/reference_kind.h"
#include "core/base/thread_budget.h"
#include "core/evidence/cross_heads.h"
#include "core/evidence/key_groups.h"
#include "core/evidence/reference.h"
#include "core/evidence/why_not.h"
#include "core/quantities/catalogue.h"

#include <limits>
#include <memory>
#include <optional>
#include <vector>

#include <tl/expected.hpp>

namespace sextant::quantities {

/// A quantity's reference over depth, for one head or the mean over heads.
struct ReferenceSeries {
    std::vector<evidence::Reference>
        layers;                 ///< [L]; unknown where there is no value, and for pairs at the anchor
    evidence::Reference others; ///< of the mean over the layers other than the anchor
    std::vector<double>
        freedom; ///< [L] degrees of freedom of the deviations; empty when they are known exactly
    double othersFreedom = std::numeric_limits<double>::infinity(); ///< the same of `others`
    std::vector<double> rank; ///< [L] evidence::rankShare() of one head; empty for a mean and without draws
};

/// The reference, or why it is unavailable.
using ReferenceOrReason = tl::expected<ReferenceSeries, evidence::WhyNot>;

/// The references of one comparison. Refers to it; it must outlive this. Immutable once made.
///
///     const References references(comparison);
///     if (const auto known = references.of({QuantityId::SpectralCosine}, {}, ReferenceKind::OtherHeads)) {
///         draw(known->layers); // mean, and a band of two deviations
///     }
class References {
public:
    /// Compares all heads with the anchor's, which takes what evidence::crossHeads() does, and where the
    /// comparison has angles what evidence::crossHeadAngles() does.
    explicit References(const Comparison& comparison, const ThreadBudget& budget = ThreadBudget(1));

    /// The same from what was compared before; null while that is still to come.
    References(const Comparison& comparison, std::shared_ptr<const evidence::CrossHeads> heads);

    /// What a quantity would be if the layer or the head did not matter, for the averaging on show. O(L H).
    [[nodiscard]] ReferenceOrReason of(const QuantityKey& key, HeadSelection head, ReferenceKind kind) const;

    /// What they are made of; null while that is still to come.
    [[nodiscard]] const std::shared_ptr<const evidence::CrossHeads>& heads() const { return heads_; }

    /// How it is known which heads share keys.
    [[nodiscard]] const evidence::KeyGroups& groups() const { return groups_; }

private:
    [[nodiscard]] ReferenceOrReason otherHeads(const QuantityKey& key, HeadSelection head) const;
    [[nodiscard]] std::optional<evidence::WhyNot> whyNoOtherHeads(QuantityId id) const;
    [[nodiscard]] const std::vector<evidence::Relabelled>* relabelled(const QuantityKey& key) const;

    const Comparison& comparison_;
    evidence::KeyGroups groups_;
    std::shared_ptr<const evidence::CrossHeads> heads_; ///< null while it is still to come
};

/// The reference on show: the one that was chosen, or the nearest available one.
struct ShownReference {
    ReferenceKind chosen = ReferenceKind::OtherHeads;
    ReferenceKind kind = ReferenceKind::OtherHeads; ///< what `series` is; `chosen` when none is available
    ReferenceSeries series;                         ///< no layers when none is available
    std::optional<evidence::WhyNot> whyNot;         ///< why the chosen one is not on show

    [[nodiscard]] bool isKnown() const { return !series.layers.empty(); }
};

/// The chosen reference; where it is unavailable, the next weaker one: other heads, same spectrum, isotropic.
/// O(L H).
[[nodiscard]] ShownReference shownReference(const References& references, const QuantityKey& key,
                                            HeadSelection head, ReferenceKind chosen);

/// How many deviations layer l's value of a series lies from its reference, for few draws as unlikely as
/// under a normal distribution; NaN where unknown.
[[nodiscard]] double zAt(const ReferenceSeries& reference, const std::vector<double>& values,
                         LayerIndex layer);

/// The same of a mean over the layers other than the anchor.
[[nodiscard]] double zOfOthers(const ReferenceSeries& reference, double mean);

} // namespace sextant::quantities
