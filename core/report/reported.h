// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/quantities/catalogue.h"

#include <vector>

namespace sextant::report {

/// What reports list: every quantity of the catalogue, there or not, so that a reader finds the same names in
/// every report; those of leading eigenvalues as far as there are eigenvalues.
[[nodiscard]] std::vector<quantities::QuantityKey> reportedKeys(const quantities::Comparison& comparison);

/// NaN where the comparison lacks what the quantity is computed from.
[[nodiscard]] double reportedValue(const quantities::QuantityKey& key,
                                   const quantities::Comparison& comparison, LayerIndex layer,
                                   HeadIndex head);

/// The same of the mean over the heads that have data.
[[nodiscard]] double reportedMean(const quantities::QuantityKey& key,
                                  const quantities::Comparison& comparison, LayerIndex layer);

} // namespace sextant::report
