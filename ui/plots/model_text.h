// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/artifact/artifact.h"

#include <QString>

namespace sextant::plots {

/// The model's name for a person to read: one line, without the control characters a file may put into it.
QString modelText(const artifact::GramFile& grams);

} // namespace sextant::plots
