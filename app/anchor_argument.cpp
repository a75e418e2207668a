// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/anchor_argument.h"

#include "app/whole_number.h"

#include <fmt/format.h>

namespace sextant::app {
namespace {

constexpr const char* kAll = "all";

} // namespace

void addAnchorOption(CLI::App& options, std::string& anchor) {
    options.add_option("--anchor", anchor, "Anchor layer, counted from 0; -1 is the last; or all")
        ->default_val("-1")
        ->type_name("N|all");
}

Result<std::vector<LayerIndex>> parseAnchors(const std::string& anchor, int layers) {
    std::vector<LayerIndex> anchors;
    const std::optional<int> number = wholeNumber(anchor);
    if (anchor == kAll) {
        for (int l = 0; l < layers; ++l) {
            anchors.push_back(LayerIndex{l});
        }
    } else if (number && *number >= -1 && *number < layers) {
        anchors.push_back(LayerIndex{*number < 0 ? layers - 1 : *number});
    } else {
        return failure(
            ErrorCode::Usage, {}, "--anchor",
            fmt::format(
                "there is no layer '{}': the artifact has layers 0 to {} (-1 is the last, all is every one)",
                anchor, layers - 1));
    }
    return anchors;
}

} // namespace sextant::app
