// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/artifact/artifact.h"
#include "core/base/error.h"
#include "core/base/indices.h"

#include <CLI/CLI.hpp>

#include <string>
#include <vector>

namespace sextant::app {

/// Adds `--anchor N|all` to a subcommand; -1, the default, is the last layer.
void addAnchorOption(CLI::App& options, std::string& anchor);

/// Adds `--anchors N,N,...` beside it, of which a command takes one or the other.
/// `meaning` is its line in the help.
void addAnchorsOption(CLI::App& options, std::string& anchors, const std::string& meaning);

/// The anchors of an artifact of so many layers. Errs with Usage and the range when there is no such layer.
[[nodiscard]] Result<std::vector<LayerIndex>> parseAnchors(const std::string& anchor,
                                                           const artifact::GramFile& grams);

/// Several anchors in the order given, each once, such as "3,17,-1"; no text, no anchors. Errs with Usage,
/// and the entry that names no layer.
[[nodiscard]] Result<std::vector<LayerIndex>> parseAnchorList(const std::string& anchors,
                                                              const artifact::GramFile& grams);

} // namespace sextant::app
