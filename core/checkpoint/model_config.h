// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace sextant::checkpoint {

/// What the `config.json` of a Hugging Face model folder says about attention. The layout or the shapes of
/// the weights supply the values that it leaves out.
struct ModelConfig {
    std::filesystem::path path;
    std::string text;                ///< the whole file
    std::string modelType;           ///< e.g. "qwen3"; of the text model where there are several
    std::string tower;               ///< the one wished for; else empty
    bool isPart = false;             ///< of a model that has others beside it
    std::optional<std::string> name; ///< `_name_or_path`, unless it is a local path
    int layers = 0;
    int hiddenSize = 0;
    std::optional<int> heads;
    std::optional<int> keyHeads;
    std::optional<int> headDim;
    bool normalisesBefore =
        true; ///< false when the config says that norms follow the attention, as OPT 350m's does
    std::optional<bool> multiQuery;      ///< `multi_query` or `multi_query_attention`
    bool newDecoderArchitecture = false; ///< of falcon
    std::vector<int> layerHeads;         ///< where each layer has its own number; else empty
    std::vector<int> layerKeyHeads;
    std::optional<int> globalHeadDim; ///< of the layers that see the whole text
    int keySharingLayers = 0;         ///< the last ones, which use the keys of others
    int predictionLayers = 0;         ///< beyond `layers`, for predicting several tokens
    bool hasFullRank = false;         ///< `use_mla` says that a family of latent attention does without it
    std::optional<int> queryRank;     ///< of multi-head latent attention
    std::optional<int> keyRank;
    std::optional<int> plainHeadDim;   ///< dimensions of queries and keys that no position rotates
    std::optional<int> rotatedHeadDim; ///< the others, whose keys all heads share
    std::optional<int> valueHeadDim;
    std::vector<int> float8Block; ///< `weight_block_size`: rows and columns that share a factor
    std::string quantisation;     ///< `quant_method` of `quantization_config`, e.g. "gptq"
};

/// What a person says about a config.json.
struct ConfigWish {
    std::string tower; ///< "text", "vision", ...: which of several stacks; empty for the text model
    std::vector<std::pair<std::string, std::string>> values; ///< in place of what the file says, or beside it
    std::filesystem::path file; ///< in place of the config.json of the model; empty for that
};

/// Reads `folder/config.json`, looking into `text_config` or its like where the model has other parts, else
/// into the config of the tower wished for. Every count has one name in the struct and several in files. Errs
/// when the folder or the file is missing, is not JSON or larger than ReadingBudget allows, has counts that
/// are not in [1, 2^24], has several stacks of which none is wished for, as an encoder-decoder has, or gives
/// no sizes.
///
///     const auto config = readModelConfig("models/llama");
///     if (config) { ... config->layers ... }
[[nodiscard]] Result<ModelConfig> readModelConfig(const std::filesystem::path& folder,
                                                  const ConfigWish& wish = {});

/// The same of a text that was found elsewhere, which `path` says for errors. `wish.file` does not count.
[[nodiscard]] Result<ModelConfig> parseModelConfig(const std::filesystem::path& path, const std::string& text,
                                                   const ConfigWish& wish = {});

} // namespace sextant::checkpoint
