// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/model_config.h"

#include <cstdint>
#include <cstdlib>
#include <string>

/// Whatever the bytes are, the reader gives one sentence or sizes that a model can have.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using sextant::checkpoint::parseModelConfig;
    const std::string text(reinterpret_cast<const char*>(data), size);
    for (const char* tower : {"", "text", "vision", "decoder"}) {
        const auto config = parseModelConfig("config.json", text, {.tower = tower, .values = {}, .file = {}});
        constexpr int kLargest = 1 << 24;
        const auto isCount = [](int count) { return count >= 0 && count <= kLargest; };
        if (config ? !isCount(config->layers) || !isCount(config->hiddenSize) ||
                         !isCount(config->heads.value_or(0)) || !isCount(config->headDim.value_or(0))
                   : config.error().sentence.empty() || config.error().sentence.size() > 4096) {
            std::abort();
        }
    }
    return 0;
}
