// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <filesystem>
#include <optional>
#include <string>

namespace sextant::checkpoint {

/// What the `config.json` of a Hugging Face model folder says about attention. The layout or the shapes of
/// the weights supply the values that it leaves out.
struct ModelConfig {
    std::filesystem::path path;
    std::string text;                ///< the whole file
    std::string modelType;           ///< e.g. "qwen3"; of the text model where there are several
    std::optional<std::string> name; ///< `_name_or_path`, unless it is a local path
    int layers = 0;
    int hiddenSize = 0;
    std::optional<int> heads;
    std::optional<int> keyHeads;
    std::optional<int> headDim;
    bool normalisesBefore =
        true; ///< false when `do_layer_norm_before` says that norms follow the attention (OPT 350m)
};

/// Reads `folder/config.json`, looking into `text_config` where the model has other parts. Errs when the
/// folder or the file is missing, is not JSON or larger than ReadingBudget allows, has counts that are not in
/// [1, 2^24], describes an encoder-decoder, or has no attention.
///
///     const auto config = readModelConfig("models/llama");
///     if (config) { ... config->layers ... }
[[nodiscard]] Result<ModelConfig> readModelConfig(const std::filesystem::path& folder);

} // namespace sextant::checkpoint
