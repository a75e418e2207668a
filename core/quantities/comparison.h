// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/alignment_tables.h"
#include "core/angles/principal_angles.h"

namespace sextant::quantities {

/// The part of an artifact that a quantity is computed from.
enum class Source { Grams, Eigenvalues, SingularValues, Directions };

/// "grams", "eigenvalues", "singular values", "directions".
[[nodiscard]] const char* sourceName(Source source);

/// All layers compared with one anchor: what every quantity's value is taken from. Refers to what it is made
/// of, which must outlive it.
struct Comparison {
    const analysis::AlignmentTables& tables;
    const angles::AngleRow* angles =
        nullptr; ///< of `anchor`; null without directions or before they are computed
    LayerIndex anchor;

    [[nodiscard]] const artifact::ArtifactShape& shape() const { return tables.artifact->shape(); }
    /// Whether what comes from `source` has been read and computed.
    [[nodiscard]] bool has(Source source) const;
};

} // namespace sextant::quantities
