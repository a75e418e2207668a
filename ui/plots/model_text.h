#pragma once

#include "core/artifact/artifact.h"

#include <QString>

namespace sextant {

/// The model's name for a person to read: one line, without the control characters a file may put into it.
QString modelText(const GramFile& grams);

} // namespace sextant
