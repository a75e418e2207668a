// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace sextant::app {

/// Prints the models of the user's Hugging Face cache: name, type, layers, heads, size on the disk, and how
/// long `threads` threads would take to measure each; of those that cannot be measured the reason. Returns
/// the exit status.
[[nodiscard]] int listModels(int threads);

} // namespace sextant::app
