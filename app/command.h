// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <CLI/CLI.hpp>

#include <functional>

namespace sextant::app {

/// A subcommand: its options, registered with the parser, and what to run once they are parsed.
struct Command {
    CLI::App* options = nullptr;
    std::function<int()> run; ///< returns the exit status
};

} // namespace sextant::app
