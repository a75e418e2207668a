// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/report_source.h"

#include <ostream>
#include <string>
#include <vector>

namespace sextant::report {

/// The members `"family":{...}` and `"span":{...}` of the JSON report, each null when the source has none.
/// Numbers have 17 significant digits. O(H L).
void writeFamily(std::ostream& out, const ReportSource& source);

/// The same as columns of the CSV report: what belongs to a head and a layer stands in that line, what
/// belongs to all heads in the line of the mean.
class FamilyColumns {
public:
    explicit FamilyColumns(const ReportSource& source);

    /// Each name after a comma; empty when the source has neither family nor span.
    [[nodiscard]] std::string header() const;
    /// The cells of one line, each after a comma.
    [[nodiscard]] std::string cells(LayerIndex layer, HeadSelection head) const;

private:
    const ReportSource& source_;
    std::vector<double> residuals_; ///< [L, H], empty without a span
};

/// What `--full` appends to the text of several anchors: the residual to their span, mean over heads, by
/// layer. Empty without a span.
[[nodiscard]] std::string spanText(const ReportSource& source);

} // namespace sextant::report
