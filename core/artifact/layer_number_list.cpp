// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/artifact/layer_number_list.h"

#include "core/artifact/artifact_names.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <string>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace sextant::artifact {
namespace {

constexpr int largestNumber = 1 << 24; ///< as for counts: no model has more layers

/// What is wrong with a number that follows `before`.
std::optional<std::string> wrongWith(const nlohmann::json& number, int before) {
    if (!number.is_number_integer() || number > largestNumber) {
        return fmt::format("must be an integer of at most {}", largestNumber);
    }
    if (number < 0) {
        return "must not be negative";
    }
    if (number <= before) {
        return fmt::format("is {}, but must be more than the one before, {}", number.get<int>(), before);
    }
    return std::nullopt;
}

} // namespace

Result<LayerNumbers> layerNumbersOf(const std::filesystem::path& path,
                                    const std::vector<ProvenanceEntry>& provenance, int layers) {
    const auto entry =
        std::find_if(provenance.begin(), provenance.end(),
                     [](const ProvenanceEntry& candidate) { return candidate.key == keys::layerNumbers; });
    if (entry == provenance.end() || entry->value == "null") {
        return LayerNumbers();
    }
    const nlohmann::json list = nlohmann::json::parse(entry->value, nullptr, /*allow_exceptions=*/false);
    if (!list.is_array()) {
        return failure(ErrorCode::Inconsistent, path, keys::layerNumbers,
                       fmt::format("must be a list of {} integers", layers));
    }
    if (list.size() != static_cast<std::size_t>(layers)) {
        return failure(
            ErrorCode::Inconsistent, path, keys::layerNumbers,
            fmt::format("has {} numbers, but must have one for each of the {} layers", list.size(), layers));
    }
    std::vector<int> numbers;
    for (std::size_t i = 0; i < list.size(); ++i) {
        if (const auto wrong = wrongWith(list[i], numbers.empty() ? -1 : numbers.back())) {
            return failure(ErrorCode::Inconsistent, path, fmt::format("{}[{}]", keys::layerNumbers, i),
                           *wrong);
        }
        numbers.push_back(list[i].get<int>());
    }
    const bool areIndices = numbers.back() + 1 == layers;
    return areIndices ? LayerNumbers() : LayerNumbers(std::move(numbers));
}

} // namespace sextant::artifact
