// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/alignment_tables.h"
#include "core/angles/principal_angles.h"
#include "core/base/thread_budget.h"
#include "core/family/family.h"
#include "core/integrity/integrity_report.h"
#include "core/report/bands.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace sextant::report {

/// What a machine-readable report is made of.
struct ReportSource {
    std::shared_ptr<const analysis::AlignmentTables> tables;
    std::vector<LayerIndex> anchors;
    /// The angles of one of `anchors`; null without tensors.
    std::function<std::shared_ptr<const angles::AngleRow>(LayerIndex)> angles;
    std::shared_ptr<const integrity::IntegrityReport> integrity; ///< never null
    LayerBands bands;
    std::string program;                                    ///< name and version
    std::shared_ptr<const family::Family> family = nullptr; ///< null: left out
    std::vector<LayerIndex> span = {}; ///< anchors whose span all layers are compared with; empty: left out
    ThreadBudget budget = ThreadBudget(1); ///< for comparing the directions of different heads
};

} // namespace sextant::report
