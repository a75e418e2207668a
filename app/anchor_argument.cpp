// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/anchor_argument.h"

#include "app/whole_number.h"

#include <fmt/format.h>

#include <algorithm>

namespace sextant::app {
namespace {

constexpr const char* kAll = "all";

/// By its number in the model; -1 is the last.
std::optional<LayerIndex> layerNamed(const std::string& text, const artifact::GramFile& grams) {
    const std::optional<int> number = wholeNumber(text);
    const int layers = grams.shape.layers;
    return number == -1 ? std::optional(LayerIndex{layers - 1})
           : number     ? grams.layerNumbers.find(*number, layers)
                        : std::nullopt;
}

} // namespace

void addAnchorOption(CLI::App& options, std::string& anchor) {
    options
        .add_option("--anchor", anchor, "Anchor layer, by the number that is shown; -1 is the last; or all")
        ->default_val("-1")
        ->type_name("N|all");
}

void addAnchorsOption(CLI::App& options, std::string& anchors, const std::string& meaning) {
    options.add_option("--anchors", anchors, meaning)->type_name("N,N,...")->excludes("--anchor");
}

Result<std::vector<LayerIndex>> parseAnchors(const std::string& anchor, const artifact::GramFile& grams) {
    const int layers = grams.shape.layers;
    std::vector<LayerIndex> anchors;
    const std::optional<LayerIndex> layer = layerNamed(anchor, grams);
    if (anchor == kAll) {
        for (int l = 0; l < layers; ++l) {
            anchors.push_back(LayerIndex{l});
        }
    } else if (layer) {
        anchors.push_back(*layer);
    } else {
        return failure(
            ErrorCode::Usage, {}, "--anchor",
            fmt::format(
                "there is no layer '{}': the artifact has layers {} (-1 is the last, all is every one)",
                anchor, grams.layerNumbers.textOf(layers)));
    }
    return anchors;
}

Result<std::vector<LayerIndex>> parseAnchorList(const std::string& anchors, const artifact::GramFile& grams) {
    const int layers = grams.shape.layers;
    std::vector<LayerIndex> list;
    for (std::size_t begin = 0; !anchors.empty() && begin <= anchors.size();) {
        const std::size_t end = std::min(anchors.find(',', begin), anchors.size());
        const std::string entry = anchors.substr(begin, end - begin);
        const std::optional<LayerIndex> layer = layerNamed(entry, grams);
        if (!layer) {
            return failure(ErrorCode::Usage, {}, "--anchors",
                           fmt::format("there is no layer '{}': the artifact has layers {} (-1 is the last); "
                                       "a list looks like 3,17,35",
                                       entry, grams.layerNumbers.textOf(layers)));
        }
        if (std::ranges::find(list, *layer) == list.end()) {
            list.push_back(*layer);
        }
        begin = end + 1;
    }
    return list;
}

} // namespace sextant::app
