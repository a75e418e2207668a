// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <vector>

namespace sextant::app {

/// What the explorer is to open.
struct ExplorerArguments {
    std::vector<std::filesystem::path> files; ///< a window each; none: the demo that comes with the program
    std::optional<std::filesystem::path> eigdirs; ///< the tensor file of the first
    std::optional<int> anchor;                    ///< -1 is the last layer
    bool untilFirstPaint = false; ///< for the benchmark: say when the first window is painted, and end
};

/// Opens the windows and returns the program's exit status once the last is closed. A file that cannot be
/// read is told in its window. Needs a display; makes the QApplication, which takes its own arguments out of
/// `argc` and `argv`.
int runExplorer(const ExplorerArguments& arguments, int& argc, char** argv);

} // namespace sextant::app
