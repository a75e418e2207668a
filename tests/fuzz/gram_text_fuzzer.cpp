// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/artifact/gram_text.h"
#include "core/integrity/gram_checks.h"
#include "core/integrity/wording.h"

#include <cstdint>
#include <cstdlib>

/// Whatever the bytes are, the reader gives an error or a gram of as many numbers as it says.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto file =
        sextant::artifact::parseGramText("fuzzed.json", {reinterpret_cast<const char*>(data), size});
    if (!file) {
        return 0;
    }
    const auto layers = static_cast<std::size_t>(file->shape.layers);
    const auto heads = static_cast<std::size_t>(file->shape.heads);
    if (file->gram.values().size() != layers * layers * heads ||
        (file->froSquared && file->froSquared->size() != layers * heads)) {
        std::abort();
    }
    for (const auto& check : sextant::integrity::checkGrams(*file)) {
        if (sextant::integrity::sentenceOf(check).empty() || check.count > check.of) {
            std::abort();
        }
    }
    return 0;
}
