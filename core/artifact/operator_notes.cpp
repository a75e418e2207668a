// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/artifact/operator_notes.h"

#include "core/artifact/norm_notes.h"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

namespace sextant::artifact {
namespace {

/// The last value of a key of the provenance; null when it is missing or not JSON.
nlohmann::json valueOf(const GramFile& grams, std::string_view key) {
    const auto entry = std::find_if(grams.provenance.rbegin(), grams.provenance.rend(),
                                    [key](const ProvenanceEntry& candidate) { return candidate.key == key; });
    if (entry == grams.provenance.rend()) {
        return nullptr;
    }
    nlohmann::json value = nlohmann::json::parse(entry->value, nullptr, /*allow_exceptions=*/false);
    return value.is_discarded() ? nlohmann::json() : value;
}

/// "the input norm and the key norm", of those in this state.
std::string namesOf(const NormNotes& norms, NormState state) {
    std::vector<std::string_view> names;
    for (const auto& [name, found] : {std::pair{"the input norm", norms.input},
                                      {"the query norm", norms.query},
                                      {"the key norm", norms.key}}) {
        if (found == state) {
            names.emplace_back(name);
        }
    }
    if (names.size() < 2) {
        return names.empty() ? std::string() : std::string(names.front());
    }
    const std::string_view last = names.back();
    names.pop_back();
    return fmt::format("{} and {}", fmt::join(names, ", "), last);
}

std::string noteNorms(const NormNotes& norms, std::vector<std::string>& sentences) {
    const std::string notFolded = namesOf(norms, NormState::NotFolded);
    if (!notFolded.empty()) {
        sentences.push_back(fmt::format("The gains of {} are not folded in: operators that are equal with "
                                        "them can show a cosine well below 1.",
                                        notFolded));
    }
    const std::string unknown = namesOf(norms, NormState::Unknown);
    if (!unknown.empty()) {
        sentences.push_back(fmt::format(
            "Whether the gains of {} are folded in is unknown: the artifact does not say.", unknown));
    }
    if (!notFolded.empty()) {
        return "norms not folded";
    }
    if (!unknown.empty()) {
        return "norms unknown";
    }
    return namesOf(norms, NormState::Folded).empty() ? "no norms" : "norms folded";
}

std::string noteRotation(const nlohmann::json& offset, std::vector<std::string>& sentences) {
    if (!offset.is_number()) {
        sentences.emplace_back("At which relative position (RoPE offset) the operators stand is unknown: the "
                               "artifact does not say.");
        return "RoPE offset unknown";
    }
    sentences.push_back(fmt::format("Where the model rotates queries and keys by their positions (RoPE), the "
                                    "operators are those at offset {}.",
                                    offset.dump()));
    return fmt::format("RoPE at offset {}", offset.dump());
}

} // namespace

OperatorNotes operatorNotes(const GramFile& grams) {
    OperatorNotes notes;
    const std::string norms = noteNorms(normsOf(grams), notes.sentences);
    notes.label = fmt::format("{}, {}", norms, noteRotation(valueOf(grams, "rope_offset"), notes.sentences));
    if (const nlohmann::json biases = valueOf(grams, "biases_ignored");
        biases.is_array() && !biases.empty()) {
        notes.label += ", biases left out";
        notes.sentences.emplace_back(
            "Biases of queries and keys are not part of the operators, and can hold what heads share.");
    }
    return notes;
}

} // namespace sextant::artifact
