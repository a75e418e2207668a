// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace sextant::plots {

/// Four significant digits, "missing" for NaN and infinities.
QString shortNumber(double value);

/// The fewest digits that read back as the same number; "nan" for what is missing.
QString exactNumber(double value);

} // namespace sextant::plots
