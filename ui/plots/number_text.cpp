#include "ui/plots/number_text.h"

#include <QLocale>

#include <cmath>

namespace sextant {

QString shortNumber(double value) {
    return std::isfinite(value) ? QString::number(value, 'g', 4) : QStringLiteral("missing");
}

QString exactNumber(double value) {
    if (std::isnan(value))
        return QStringLiteral("nan");
    return QString::number(value, 'g', QLocale::FloatingPointShortest);
}

} // namespace sextant
