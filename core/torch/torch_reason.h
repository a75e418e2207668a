// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace sextant::torch_module {

/// What torch says of a failure, without its stack trace and without its requests to report the failure to
/// its authors: neither helps whoever reads our message.
///
///     torchReason("Expected n >= 0.  (Could this error message be improved? ...)") == "Expected n >= 0."
[[nodiscard]] inline std::string torchReason(std::string_view text) {
    for (const std::string_view end : {"\n", "(Could this error message", ", please report"}) {
        text = text.substr(0, text.find(end));
    }
    const std::size_t last = text.find_last_not_of(' ');
    return std::string(text.substr(0, last + 1));
}

} // namespace sextant::torch_module
