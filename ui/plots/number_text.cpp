// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/number_text.h"

#include <QLocale>

#include <cmath>

namespace sextant::plots {

QString shortNumber(double value) {
    return std::isfinite(value) ? QString::number(value, 'g', 4) : QStringLiteral("missing");
}

QString exactNumber(double value) {
    if (std::isnan(value))
        return QStringLiteral("nan");
    return QString::number(value, 'g', QLocale::FloatingPointShortest);
}

} // namespace sextant::plots
