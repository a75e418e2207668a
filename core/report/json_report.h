// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/report_source.h"

#include <ostream>

namespace sextant::report {

/// One JSON object: the artifact with its provenance, what each quantity means, chance levels, and for every
/// anchor the verdict and each quantity as `per_layer_head` [L][H] and `mean_over_heads` [L] (the mean over
/// the heads that have data) beside its references. A missing value is null. Numbers have 17 significant
/// digits. Written anchor by anchor, so that memory does not grow with their number. The stream's state tells
/// whether everything was written.
///
///     writeJsonReport(std::cout, {.tables = tables,
///                                 .anchors = {LayerIndex{0}, LayerIndex{35}},
///                                 .angles = [&](LayerIndex anchor) { return rowOf(anchor); },
///                                 .integrity = integrity,
///                                 .bands = thirdsOf(36),
///                                 .program = "sextant 1.0"});
void writeJsonReport(std::ostream& out, const ReportSource& source);

} // namespace sextant::report
