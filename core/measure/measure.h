// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/artifact/artifact.h"
#include "core/artifact/artifact_names.h"
#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/base/thread_budget.h"
#include "core/checkpoint/attention_weights.h"
#include "core/checkpoint/model_config.h"
#include "core/checkpoint/packing.h"
#include "core/operators/direction_side.h"

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace sextant::measure {

using artifact::TensorFormat;
using operators::DirectionSide;
using operators::directionSideName;

struct MeasureOptions {
    std::filesystem::path model;  ///< a folder of a model or of an adapter, or a file of weights
    std::filesystem::path output; ///< OUT.json; the tensors go beside it, OUT-eigdirs.pt or .safetensors
    int topk = 8;                 ///< k >= 1; clipped to what exists: min(r, d), for Symmetric min(2r, d)
    DirectionSide directions = DirectionSide::Query;
    int otherHeads =
        8; ///< N >= 0 grams with other heads for each pair of layers; clipped to what a matching has
    TensorFormat tensors = TensorFormat::Torch;
    std::optional<std::vector<int>> layers; ///< which, ascending and distinct; all when empty
    std::optional<std::vector<int>> heads;  ///< which query heads, likewise
    bool foldNorms = false;                 ///< multiply the norm gains into W_Q and W_K
    bool resume = false;                    ///< continue an unfinished run of the same options
    std::string queryPattern;               ///< tensor names with `{layer}`, for layouts that are not known
    std::string keyPattern;
    std::optional<checkpoint::Packing> packing; ///< of a tensor that holds both, where it is not known
    checkpoint::ConfigWish config;              ///< which stack; values that config.json lacks
    std::filesystem::path weights;              ///< a file of the folder, where several could be meant
    std::filesystem::path base;                 ///< of an adapter, in place of the one it names
    std::filesystem::path cache; ///< of models of the hub, where an adapter's base is looked up; may be empty
    std::string name; ///< the model's name in the artifact; when empty that of config.json or the folder
    int threads = defaultThreadCount();    ///< at most
    std::optional<ThreadBudget> budget;    ///< to share threads with other work of the process
    std::chrono::seconds worthKeeping{60}; ///< a run this long keeps its work when a write fails
};

struct MeasureProgress {
    int headsDone = 0;
    int heads = 0;
    double fraction = 0.0;             ///< of the work, in [0, 1]
    std::optional<double> secondsLeft; ///< once enough was done to say
};

struct MeasuredArtifact {
    std::filesystem::path json;
    std::filesystem::path tensors;
    artifact::ArtifactShape shape;
    int topk = 0;
    int otherHeads = 0;                      ///< N, as written
    double resumedFraction = 0.0;            ///< of the work, taken over from an earlier run
    std::vector<std::string> normsNotFolded; ///< gains the model has that are not part of the artifact
    std::vector<std::string> biasesIgnored;
    bool normsAreKnown = true;        ///< false when the model may have gains or biases beyond these
    std::vector<std::string> notices; ///< sentences about what was assumed or left out
};

/// Measures a checkpoint and writes the artifact pair.
///
///     MeasureOptions options;
///     options.model = "Qwen3-4B";
///     options.output = "Qwen3-4B.json";
///     TRY_ASSIGN(const MeasuredArtifact artifact, measure(options, progress, stop));
///
/// Work is spread over `threads`; memory is bounded by a
/// few panels of one layer range of one head per thread, the [L, L, H] grams and the spectra, not by the
/// model or the directions. `progress` is called from the working threads, one call at a time; it may be
/// empty.
///
/// Unfinished work is kept in the folder `.OUT.measure` beside the output until the pair is complete, so that
/// `resume` can continue. It is removed on success and on failure; it stays after Cancelled or a kill, and
/// when a write fails (a full disk) after `worthKeeping` or in a resumed run. The pair appears by two
/// renames, the JSON last. The same options give the same bytes, resumed or not.
///
/// Errors: those of reading a config, a checkpoint and its weights, non-finite weights, a folder that cannot
/// be written, a full disk, a second run on the same output, Cancelled.
[[nodiscard]] Result<MeasuredArtifact> measure(const MeasureOptions& options,
                                               const std::function<void(const MeasureProgress&)>& progress,
                                               const std::stop_token& stop);

class Executor; // core/measure/executor.h

/// Makes what runs the tasks on `weights`, which outlive it. `identity` is the same in two processes exactly
/// when both see the same model with the same options.
using MakeExecutor = std::function<std::unique_ptr<Executor>(const checkpoint::AttentionWeights& weights,
                                                             const std::string& identity)>;

/// measure() with an executor of the caller's choice, which decides where the tasks run. The bytes are the
/// same with any.
[[nodiscard]] Result<MeasuredArtifact> measure(const MeasureOptions& options,
                                               const MakeExecutor& makeExecutor,
                                               const std::function<void(const MeasureProgress&)>& progress,
                                               const std::stop_token& stop);

} // namespace sextant::measure
