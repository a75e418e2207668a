// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evidence/key_groups.h"

#include <charconv>
#include <optional>
#include <string_view>

namespace sextant::evidence {
namespace {

std::optional<int> wholeNumber(std::string_view text) {
    int number = 0;
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    return error == std::errc{} && stop == end ? std::optional(number) : std::nullopt;
}

} // namespace

KeyGroups keyGroups(const artifact::GramFile& grams) {
    const int heads = grams.shape.heads;
    KeyGroups result{heads, heads, KeySource::NotStated};
    for (const artifact::ProvenanceEntry& entry : grams.provenance) {
        const std::optional<int> stated =
            entry.key == "num_kv_heads" ? wholeNumber(entry.value) : std::nullopt;
        if (!stated || *stated < 1 || *stated > heads || heads % *stated != 0) {
            continue;
        }
        const bool oneKey = *stated == 1 && heads > 1;
        result = {heads, oneKey ? heads : *stated, oneKey ? KeySource::AllShareKeys : KeySource::FromFile};
    }
    return result;
}

} // namespace sextant::evidence
