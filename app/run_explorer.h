// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/thread_budget.h"

#include <filesystem>
#include <optional>
#include <vector>

namespace sextant::app {

/// What the explorer opens.
struct ExplorerArguments {
    /// One window per file; without any, the demo that comes with the program. A folder, or the name of a
    /// model in the user's cache, is measured and its artifact written into the current folder.
    std::vector<std::filesystem::path> files;
    std::optional<std::filesystem::path> eigdirs; ///< the tensor file of the first
    std::optional<int> anchor;                    ///< -1 is the last layer
    bool untilFirstPaint = false; ///< for the benchmark: print when the first window is painted, and end
};

/// Opens the windows and returns the program's exit status once the last is closed. A file that cannot be
/// read is reported in its window. All windows work on the threads of `budget`. Needs a display; makes the
/// QApplication, which takes its own arguments out of `argc` and `argv`.
[[nodiscard]] int runExplorer(const ExplorerArguments& arguments, const ThreadBudget& budget, int& argc,
                              char** argv);

} // namespace sextant::app
