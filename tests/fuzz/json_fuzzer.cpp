// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/json/json_oracle.h"

#include <cstdint>
#include <cstdio>
#include <cstdlib>

/// Whatever the bytes are, our reader and nlohmann's agree on whether they are JSON and on every value.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    constexpr std::size_t longest = 4096; // the oracle's document is destroyed by recursion
    if (size > longest) {
        return 0;
    }
    const std::string difference = sextant::json::disagreement({reinterpret_cast<const char*>(data), size});
    if (!difference.empty()) {
        std::fprintf(stderr, "%s\n", difference.c_str());
        std::abort();
    }
    return 0;
}
