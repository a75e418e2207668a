// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/artifact/norm_notes.h"

#include "core/artifact/artifact_names.h"

#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

namespace sextant::artifact {
namespace {

constexpr std::array<std::string_view, 4> stateNames = {"unknown", "absent", "not folded", "folded"};

NormState stateNamed(const nlohmann::json& norms, const char* key) {
    const auto value = norms.find(key);
    if (value == norms.end() || !value->is_string()) {
        return NormState::Unknown;
    }
    const auto* const name =
        std::find(stateNames.begin(), stateNames.end(), value->get_ref<const std::string&>());
    return name == stateNames.end() ? NormState::Unknown : static_cast<NormState>(name - stateNames.begin());
}

} // namespace

std::string_view nameOf(NormState state) {
    return stateNames[static_cast<std::size_t>(state)];
}

NormNotes normsOf(const GramFile& grams) {
    const auto entry =
        std::find_if(grams.provenance.begin(), grams.provenance.end(),
                     [](const ProvenanceEntry& candidate) { return candidate.key == keys::norms; });
    if (entry == grams.provenance.end()) {
        return {};
    }
    const nlohmann::json norms = nlohmann::json::parse(entry->value, nullptr, /*allow_exceptions=*/false);
    if (!norms.is_object()) {
        return {};
    }
    return {stateNamed(norms, keys::inputNorm), stateNamed(norms, keys::queryNorm),
            stateNamed(norms, keys::keyNorm)};
}

} // namespace sextant::artifact
