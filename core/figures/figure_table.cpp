// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/figure_table.h"

#include "core/figures/number_text.h"

namespace sextant::figures {

std::string toText(const FigureTable& table) {
    if (table.isEmpty()) {
        return {};
    }
    std::string text = table.rowHeader;
    for (const std::string& column : table.columns) {
        text += '\t' + column;
    }
    text += '\n';
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
        text += std::to_string(table.numberOf(static_cast<int>(row)));
        for (const double value : table.rows[row]) {
            text += '\t' + shortestNumber(value);
        }
        text += '\n';
    }
    return text;
}

} // namespace sextant::figures
