// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/report_source.h"

#include <ostream>

namespace sextant::report {

/// A line for every anchor, layer and head, and one more per anchor and layer whose head is "mean" (the mean
/// over the heads that have a value, that of `direction_rank` included). The header line names the quantities
/// of reportedKeys(), then what belongs to the mean over heads: the references,
/// `evidence.QUANTITY.REFERENCE.mean`, `.sd` and `.z`, and the verdict, which is the anchor's; then the
/// columns of FamilyColumns. An empty cell is a missing value. Numbers have 17 significant digits. The
/// stream's state tells whether everything was written.
void writeCsvReport(std::ostream& out, const ReportSource& source);

} // namespace sextant::report
