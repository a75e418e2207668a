// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/opening/model_scout.h"

#include <QString>

#include <vector>

namespace sextant::opening {

/// A line of what is known before a measurement.
struct OutlookLine {
    QString label;
    QString text; ///< plain
    bool isProblem = false;
};

/// What was found in a model, what the measurement takes and where it writes; or why it cannot be. `waiting`
/// is how many measurements come before it.
[[nodiscard]] std::vector<OutlookLine> outlookLines(const Finding& finding, int waiting);

/// The lines as a table of rich text; what comes from files is escaped.
[[nodiscard]] QString toRichText(const std::vector<OutlookLine>& lines);

/// The lines for a screen reader.
[[nodiscard]] QString toPlainText(const std::vector<OutlookLine>& lines);

} // namespace sextant::opening
