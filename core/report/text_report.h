// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/alignment_tables.h"
#include "core/angles/principal_angles.h"
#include "core/report/bands.h"

#include <string>

namespace sextant::report {

struct TextReportOptions {
    LayerBands bands;
    bool full =
        false; ///< append what the reference script does not compute: spectra, chance levels, other means
};

/// The reference script's text for one anchor, byte for byte: same formats, same order of summation, and for
/// linearly dependent directions the angles of the script's QR. Missing (non-finite) heads are left out of
/// means, where the script would print nan. `angles` is null without tensors; (c) and (d) then say what
/// is missing.
[[nodiscard]] std::string textReport(const analysis::AlignmentTables& tables, const angles::AngleRow* angles,
                                     LayerIndex anchor, const TextReportOptions& options);

} // namespace sextant::report
