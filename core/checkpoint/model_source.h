// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/checkpoint/adapter.h"
#include "core/checkpoint/checkpoint.h"
#include "core/checkpoint/model_config.h"

#include <filesystem>
#include <optional>

namespace sextant::checkpoint {

/// Where a model is, and what a person says about it.
struct ModelSource {
    std::filesystem::path model;        ///< a folder of a model or of an adapter, or one file of weights
    std::filesystem::path weights = {}; ///< a file of the folder, where several could be meant
    ConfigWish config = {};
    std::filesystem::path base = {}; ///< of an adapter, in place of the one that it names
    std::filesystem::path cache =
        {}; ///< of models of the hub, where an adapter's base is looked up; may be empty
};

/// A model whose headers are read.
struct OpenedModel {
    ModelConfig config;
    Checkpoint checkpoint;
    std::optional<Adapter> adapter; ///< to be added to the weights, matched to them
};

/// Opens a model folder; a file of weights, with the sizes that it brings along (savedConfigs()), else those
/// of the config.json beside it, else only those that a person gives; an adapter with its base. Errs as
/// Checkpoint::open(), readModelConfig() and Adapter do, and when a folder holds a model and an adapter.
///
///     TRY_ASSIGN(const OpenedModel opened, openModel({.model = "ckpt.pt"}));
[[nodiscard]] Result<OpenedModel> openModel(const ModelSource& source);

} // namespace sextant::checkpoint
