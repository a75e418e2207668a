// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/artifact/artifact.h"
#include "core/base/error.h"
#include "core/integrity/integrity_report.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>

namespace sextant::loading {

/// What to read.
struct Request {
    std::filesystem::path json;
    std::optional<std::filesystem::path> eigdirs = {};    ///< replaces the search for the tensor file
    std::optional<std::filesystem::path> remembered = {}; ///< tried before that search
    std::shared_ptr<const artifact::GramFile> grams = {}; ///< when set, the JSON is not read again
};

/// What has been read of an artifact, and what its checks found. Both are never null.
struct Loaded {
    std::shared_ptr<const artifact::Artifact> artifact;
    std::shared_ptr<const integrity::IntegrityReport> integrity;
};

/// Called in the thread of load(), as its steps go by; what they throw leaves load(). Any may be empty.
struct Observer {
    std::function<void(const std::filesystem::path&)> begins = {}; ///< a file is about to be read
    std::function<void(const Loaded&)> gramsRead = {};             ///< and checked; no tensors yet
    std::function<void(const Loaded&)> tensorsRead = {};           ///< their checks are still to come
};

/// The functions that touch files; tests put their own in place.
struct Readers {
    std::function<Result<std::shared_ptr<const artifact::GramFile>>(const std::filesystem::path&,
                                                                    const std::stop_token&)>
        grams;
    std::function<Result<std::filesystem::path>(const artifact::GramFile&)> locateTensors;
    std::function<Result<std::shared_ptr<const artifact::TensorFile>>(
        const std::filesystem::path&, const artifact::GramFile&, const std::stop_token&)>
        tensors;

    /// Those of core/artifact.
    [[nodiscard]] static Readers ofFiles();
};

/// Opens an artifact: the JSON, its checks, the tensor file, its checks. The only place that knows this
/// order. Errs when the JSON cannot be read, and with Cancelled soon after a stop request. A tensor file
/// that is missing or bad is not an error of the pair: it stands in Artifact::tensorError. An exception of a
/// reader becomes an Error of the file that it was reading.
///
///     const auto loaded = loading::load({.json = "x.json"});
///     if (loaded && loaded->artifact->tensors) { ... }
[[nodiscard]] Result<Loaded> load(const Request& request, const Observer& observer = {},
                                  const std::stop_token& stop = {},
                                  const Readers& readers = Readers::ofFiles());

} // namespace sextant::loading
