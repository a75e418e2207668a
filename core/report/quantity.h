// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/anchor_view.h"
#include "core/report/report_source.h"

#include <functional>
#include <string>
#include <vector>

namespace sextant::report {

/// One column of the machine-readable reports: its name, what it means, and its value for a layer and a head.
struct Quantity {
    std::string name;
    std::string meaning; ///< with its formula and range
    std::function<double(LayerIndex, HeadIndex)> ofHead;
};

/// Every quantity of one anchor that is there, in a fixed order. The functions refer to `tables` and
/// `angles` (null without tensors), which must outlive them.
std::vector<Quantity> quantitiesOf(const analysis::AlignmentTables& tables, const angles::AngleRow* angles,
                                   LayerIndex anchor);

/// 17 significant digits, which give a double back exactly; empty for a missing value.
std::string exactNumber(double value);

} // namespace sextant::report
