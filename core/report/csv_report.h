// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/report_source.h"

#include <ostream>

namespace sextant::report {

/// A line for every anchor, layer and head, and one more a layer whose head is "mean" (the mean over the
/// heads that are there; of `direction_rank` too). The header line names the quantities, then the
/// references that can be had, `evidence.QUANTITY.REFERENCE.mean`, `.sd` and `.z`, which belong to the mean
/// over heads, then those of FamilyColumns; an empty cell is a missing value. Numbers have 17 significant
/// digits. The stream's state tells whether everything was written.
void writeCsvReport(std::ostream& out, const ReportSource& source);

} // namespace sextant::report
