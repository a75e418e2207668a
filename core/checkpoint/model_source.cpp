// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/model_source.h"

#include "core/base/try.h"
#include "core/checkpoint/model_cache.h"
#include "core/checkpoint/saved_config.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace sextant::checkpoint {
namespace {

namespace fs = std::filesystem;

bool isThere(const fs::path& path) {
    std::error_code code;
    return fs::exists(fs::symlink_status(path, code));
}

/// The sizes that a file of weights has with it, in the order of trust.
Result<ModelConfig> configBeside(const Checkpoint& checkpoint, const fs::path& file, const ConfigWish& wish) {
    for (const std::string& text : savedConfigs(checkpoint)) {
        if (Result<ModelConfig> config = parseModelConfig(file, text, wish)) {
            return config;
        }
    }
    return isThere(checkpoint.folder() / "config.json") ? readModelConfig(checkpoint.folder(), wish)
                                                        : parseModelConfig(file, "{}", wish);
}

Result<OpenedModel> openFile(const ModelSource& source) {
    if (!source.weights.empty()) {
        return failure(ErrorCode::Usage, source.model, {},
                       "is a file of weights itself; another cannot be chosen");
    }
    const fs::path folder = source.model.has_parent_path() ? source.model.parent_path() : fs::path(".");
    TRY_ASSIGN(Checkpoint checkpoint, Checkpoint::open(folder, source.model.filename()));
    TRY_ASSIGN(ModelConfig config, source.config.file.empty()
                                       ? configBeside(checkpoint, source.model, source.config)
                                       : readModelConfig(folder, source.config));
    return OpenedModel{std::move(config), std::move(checkpoint), {}};
}

/// Whether the folder's adapter is meant. Errs when it holds a whole model too and nobody says.
Result<bool> meansAdapter(const ModelSource& source) {
    if (!Adapter::isIn(source.model)) {
        return false;
    }
    if (!source.weights.empty()) {
        return source.weights.filename().string().starts_with("adapter_model.");
    }
    constexpr std::array whole = {"model.safetensors", "model.safetensors.index.json", "pytorch_model.bin",
                                  "pytorch_model.bin.index.json"};
    const auto* found = std::find_if(whole.begin(), whole.end(),
                                     [&](const char* name) { return isThere(source.model / name); });
    return found == whole.end()
               ? Result<bool>(true)
               : failure(ErrorCode::Unsupported, source.model, {},
                         fmt::format(
                             "holds a whole model, {}, and an adapter; it is ambiguous which one is meant",
                             *found),
                         Advice::ChooseWeights);
}

Result<fs::path> baseOf(const Adapter& adapter, const ModelSource& source) {
    const fs::path named = source.base.empty() ? fs::path(adapter.base()) : source.base;
    if (named.empty()) {
        return failure(ErrorCode::NotFound, adapter.folder(), {}, "is an adapter that names no base",
                       Advice::NameBase);
    }
    const bool isOfHub = source.base.empty() && !isThere(named);
    Result<fs::path> base = findModel(source.cache, named, isOfHub ? adapter.baseRevision() : std::string());
    if (base && isThere(*base)) {
        return base;
    }
    const Error reason = base ? Error{ErrorCode::NotFound, *base, {}, "does not exist"} : base.error();
    return failure(reason.code, adapter.folder(), {},
                   fmt::format("is an adapter, and its base {}", describe(reason)), Advice::NameBase);
}

Result<OpenedModel> openWithBase(const ModelSource& source) {
    TRY_ASSIGN(Adapter adapter, Adapter::open(source.model));
    TRY_ASSIGN(const fs::path base, baseOf(adapter, source));
    if (Adapter::isIn(base)) {
        return failure(ErrorCode::Unsupported, base, {},
                       "is an adapter itself; only an adapter of a whole model is merged");
    }
    TRY_ASSIGN(OpenedModel opened, openModel({.model = base, .config = source.config}));
    TRY(adapter.matchTo(opened.checkpoint));
    opened.adapter = std::move(adapter);
    return opened;
}

} // namespace

Result<OpenedModel> openModel(const ModelSource& source) {
    std::error_code code;
    const fs::file_status status = fs::status(source.model, code);
    if (fs::exists(status) && !fs::is_directory(status)) {
        return openFile(source);
    }
    TRY_ASSIGN(const bool isAdapter, meansAdapter(source));
    if (isAdapter) {
        return openWithBase(source);
    }
    if (!source.base.empty()) {
        return failure(ErrorCode::Usage, source.model, {}, "is not an adapter, so it has no base");
    }
    TRY_ASSIGN(ModelConfig config, readModelConfig(source.model, source.config));
    TRY_ASSIGN(Checkpoint checkpoint, Checkpoint::open(source.model, source.weights));
    return OpenedModel{std::move(config), std::move(checkpoint), {}};
}

} // namespace sextant::checkpoint
