// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <string>
#include <vector>

namespace sextant {

/// The numbers of a list of ranges such as "0-11,20,22-23", ascending and each once. Errs with Usage, naming
/// `place`, when the text is not such a list, a range runs backwards, or a number is beyond a million.
[[nodiscard]] Result<std::vector<int>> parseIndexList(const std::string& text, const std::string& place);

} // namespace sextant
