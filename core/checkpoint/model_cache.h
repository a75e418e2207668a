// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace sextant::checkpoint {

/// The value of an environment variable, empty when it is not set. Core reads no environment; whoever calls
/// hands it in.
using EnvironmentVariable = std::function<std::string(const std::string& name)>;

/// The folder where huggingface_hub keeps what it downloads: HF_HUB_CACHE, else HUGGINGFACE_HUB_CACHE, else
/// `hub` in HF_HOME, else `huggingface/hub` in XDG_CACHE_HOME, else in ~/.cache. `~` and `$NAME` are expanded
/// in the values as it does. The folder need not exist.
[[nodiscard]] std::filesystem::path modelCacheFolder(const EnvironmentVariable& variable);

/// Whether `text` could name a model of the hub: "NAME" or "ORG/NAME".
[[nodiscard]] bool isModelName(const std::string& text);

/// Whether the cache has a folder of the model `name`, whatever is in it.
[[nodiscard]] bool isCached(const std::filesystem::path& cache, const std::string& name);

/// The snapshot in `cache` of the model of the hub `name`: the one that `refs/REVISION` names, or the commit
/// `revision` itself. An empty revision is "main", or the only snapshot there is. Looks at names alone;
/// nothing is downloaded. Errs with NotFound when the cache has no such model, revision or snapshot, with
/// Unsupported when several snapshots could be meant.
///
///     TRY_ASSIGN(const std::filesystem::path folder, cachedSnapshot(cache, "Qwen/Qwen3-4B", {}));
[[nodiscard]] Result<std::filesystem::path>
cachedSnapshot(const std::filesystem::path& cache, const std::string& name, const std::string& revision);

/// What a person named: a path that exists wins, else the snapshot of the model of that name; a path that is
/// neither is given back for its reader to complain about. Errs as cachedSnapshot() does, and with Usage when
/// a revision is wished for of a path.
[[nodiscard]] Result<std::filesystem::path> findModel(const std::filesystem::path& cache,
                                                      const std::filesystem::path& model,
                                                      const std::string& revision);

/// A model of the cache, whole or not.
struct CachedModel {
    std::string name;                       ///< "Qwen/Qwen3-4B"
    Result<std::filesystem::path> snapshot; ///< as cachedSnapshot() gives it without a revision
    std::uint64_t bytes = 0;                ///< of all its files in the cache, of other revisions too
};

/// Every model of the cache, by name. Errs with NotFound when there is no such folder, Unreadable when it
/// cannot be listed.
[[nodiscard]] Result<std::vector<CachedModel>> cachedModels(const std::filesystem::path& cache);

/// "Qwen/Qwen3-4B" for a snapshot in a cache, whose own name is a hash; else the last part of the path, that
/// of a file without its extension.
[[nodiscard]] std::string modelNameOf(const std::filesystem::path& model);

/// For the end of an error about a folder with too few files: says when it is a snapshot of a model with an
/// unfinished download; else empty.
[[nodiscard]] std::string unfinishedDownloadNote(const std::filesystem::path& folder);

} // namespace sextant::checkpoint
