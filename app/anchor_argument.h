// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/base/indices.h"

#include <CLI/CLI.hpp>

#include <string>
#include <vector>

namespace sextant::app {

/// Adds `--anchor N|all` to a subcommand; -1, the default, is the last layer.
void addAnchorOption(CLI::App& options, std::string& anchor);

/// The anchors of an artifact of so many layers. Errs with Usage and the range when there is no such layer.
[[nodiscard]] Result<std::vector<LayerIndex>> parseAnchors(const std::string& anchor, int layers);

} // namespace sextant::app
