#pragma once

#include <QString>

namespace sextant {

/// Four significant digits, "missing" for NaN and infinities.
QString shortNumber(double value);

/// The fewest digits that read back as the same number; "nan" for what is missing.
QString exactNumber(double value);

} // namespace sextant
