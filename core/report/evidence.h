// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/quantities/references.h"

#include <string>
#include <vector>

namespace sextant::report {

/// Of one quantity's mean over heads against one reference.
struct Evidence {
    quantities::QuantityKey key;
    ReferenceKind kind = ReferenceKind::OtherHeads;
    quantities::ReferenceOrReason reference;
    std::vector<double> z; ///< [L]; empty where the reference is unavailable
};

/// Every quantity of reportedKeys() against all three references, by quantity, then from the weakest
/// reference to the strongest. O(L H) each.
[[nodiscard]] std::vector<Evidence> evidenceOf(const quantities::Comparison& comparison,
                                               const quantities::References& references);

/// "operator_cosine.same_spectrum".
[[nodiscard]] std::string nameOf(const Evidence& evidence);

} // namespace sextant::report
