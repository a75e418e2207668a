// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/artifact/gram_checks.h"
#include "core/artifact/gram_text.h"

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
    sextant::artifact::checkGrams(*file);
    return 0;
}
