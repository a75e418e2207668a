// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/evidence/reference.h"
#include "core/evidence/why_not.h"
#include "core/quantities/catalogue.h"

#include <optional>

namespace sextant::quantities {

/// The same-spectrum or the isotropic reference of one quantity, head by head. Refers to the comparison.
class SingleReference {
public:
    /// `kind` is one of these two.
    SingleReference(const QuantityKey& key, const Comparison& comparison, ReferenceKind kind);

    /// Empty when the reference is available.
    [[nodiscard]] std::optional<evidence::WhyNot> whyNot() const;

    /// Of one layer's head. Call it only where whyNot() is empty. O(1), O(k') for signs.
    [[nodiscard]] evidence::Reference at(LayerIndex layer, HeadIndex head) const;

private:
    [[nodiscard]] evidence::Reference operatorCosine(LayerIndex layer, HeadIndex head) const;
    [[nodiscard]] evidence::Reference signAgreement(LayerIndex layer, HeadIndex head) const;
    [[nodiscard]] double sizeRatio(LayerIndex layer, HeadIndex head) const;

    QuantityKey key_;
    const Comparison& comparison_;
    ReferenceKind kind_;
    evidence::Reference spectralCosine_; ///< the same for every pair, as is what follows from it
    evidence::Reference spectralResidual_;
};

} // namespace sextant::quantities
