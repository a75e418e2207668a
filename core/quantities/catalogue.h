// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/quantities/comparison.h"

#include <limits>
#include <span>
#include <string>
#include <vector>

namespace sextant::quantities {

/// Every number that Sextant shows for a layer and a head.
enum class QuantityId {
    Gram,
    OperatorCosine,
    OperatorResidual,
    OperatorScale,
    SpectralCosine,
    SpectralResidual,
    SpectralScale,
    SpectralFloor,
    SignedSpectralCosine,
    SingularValueCosine,
    ReachedCosine,
    SymmetricShare,
    MatchingIndex,
    SignAgreement,
    SignChance,
    PositiveShare,
    PositiveShareOfAll,
    MeanPrincipalCosine,
    SmallestPrincipalCosine,
    FirstOverlap,
    DirectionRank,
};

/// A quantity and, for those of the k' leading eigenvalues, that k'; 0 for all others.
struct QuantityKey {
    QuantityId id = QuantityId::OperatorCosine;
    int top = 0;
    friend bool operator==(const QuantityKey&, const QuantityKey&) = default;
};

/// What unrelated layers would show. NaN where it is not known.
struct ChanceLevel {
    double mean = std::numeric_limits<double>::quiet_NaN();
    double deviation = std::numeric_limits<double>::quiet_NaN(); ///< one standard deviation, of one head
};

/// The values a quantity can take; an end that is infinite is open.
struct Range {
    double lower = -std::numeric_limits<double>::infinity();
    double upper = std::numeric_limits<double>::infinity();
};

/// All there is to know about a quantity: plots, read-outs, tables, reports and help read it here and nowhere
/// else. In the texts `{k}` stands for the key's k'.
struct Quantity {
    QuantityId id;
    const char* name;       ///< in json and csv, e.g. "sign_agreement_{k}"
    const char* label;      ///< in legends, read-outs and tables
    const char* shortLabel; ///< before "by chance"
    const char* meaning;    ///< one sentence
    const char* formula;
    Source source;
    Range range;
    bool ofLeading = false; ///< one for every k'
    bool spread = false;    ///< its 10th and 90th percentile over heads are shown
    /// The value of a layer and head, NaN where missing. Call it only where the comparison has the source.
    double (*value)(const Comparison&, int top, LayerIndex, HeadIndex) = nullptr;
    /// Null when nothing is said about chance.
    ChanceLevel (*chance)(const Comparison&, int top, LayerIndex, HeadIndex) = nullptr;
};

/// Every quantity, in the order in which reports list them. To add one, add a row to the table in
/// catalogue.cpp:
///
///     for (const QuantityKey& key : available(comparison)) {
///         out << nameOf(key) << ": " << valueOf(key, comparison, layer, head);
///     }
[[nodiscard]] std::span<const Quantity> catalogue();

[[nodiscard]] const Quantity& quantity(QuantityId id);

/// Every quantity that the comparison has the source for, those of leading eigenvalues once for every k'.
[[nodiscard]] std::vector<QuantityKey> available(const Comparison& comparison);

/// The value of a layer and head; NaN where missing. O(1).
[[nodiscard]] double valueOf(const QuantityKey& key, const Comparison& comparison, LayerIndex layer,
                             HeadIndex head);

/// The mean over the heads of a layer that have a value; NaN when none has. O(H).
[[nodiscard]] double meanOverHeads(const QuantityKey& key, const Comparison& comparison, LayerIndex layer);

/// What unrelated layers would show there; NaN where it is not known. O(1).
[[nodiscard]] ChanceLevel chanceOf(const QuantityKey& key, const Comparison& comparison, LayerIndex layer,
                                   HeadIndex head);

[[nodiscard]] std::string nameOf(const QuantityKey& key);    ///< "sign_agreement_8"
[[nodiscard]] std::string labelOf(const QuantityKey& key);   ///< "positive share, leading 8"
[[nodiscard]] std::string meaningOf(const QuantityKey& key); ///< one sentence
[[nodiscard]] std::string formulaOf(const QuantityKey& key);

} // namespace sextant::quantities
