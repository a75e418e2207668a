// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/anchor_argument.h"

#include "app/whole_number.h"

#include <fmt/format.h>

#include <algorithm>

namespace sextant::app {
namespace {

constexpr const char* kAll = "all";

} // namespace

void addAnchorOption(CLI::App& options, std::string& anchor) {
    options.add_option("--anchor", anchor, "Anchor layer, counted from 0; -1 is the last; or all")
        ->default_val("-1")
        ->type_name("N|all");
}

void addAnchorsOption(CLI::App& options, std::string& anchors, const std::string& meaning) {
    options.add_option("--anchors", anchors, meaning)->type_name("N,N,...")->excludes("--anchor");
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

Result<std::vector<LayerIndex>> parseAnchorList(const std::string& anchors, int layers) {
    std::vector<LayerIndex> list;
    for (std::size_t begin = 0; !anchors.empty() && begin <= anchors.size();) {
        const std::size_t end = std::min(anchors.find(',', begin), anchors.size());
        const std::string entry = anchors.substr(begin, end - begin);
        const std::optional<int> number = wholeNumber(entry);
        if (!number || *number < -1 || *number >= layers) {
            return failure(
                ErrorCode::Usage, {}, "--anchors",
                fmt::format("there is no layer '{}': the artifact has layers 0 to {} (-1 is the last); "
                            "a list looks like 3,17,35",
                            entry, layers - 1));
        }
        const LayerIndex layer{*number < 0 ? layers - 1 : *number};
        if (std::ranges::find(list, layer) == list.end()) {
            list.push_back(layer);
        }
        begin = end + 1;
    }
    return list;
}

} // namespace sextant::app
