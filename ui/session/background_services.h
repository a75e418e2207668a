// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/alignment_tables.h"
#include "core/angles/angle_engine.h"
#include "core/artifact/artifact.h"
#include "core/base/error.h"
#include "core/base/indices.h"
#include "core/base/parallel.h"
#include "core/base/thread_budget.h"
#include "core/evidence/cross_heads.h"
#include "core/family/family.h"
#include "core/loading/loading.h"
#include "core/measure/measure.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

namespace sextant::session {

/// Where a session gets its angles from: the part of AngleEngine that it uses, so that a test can put an
/// engine in its place that answers when told to.
class AngleSource {
public:
    virtual ~AngleSource() = default;
    virtual void requestAnchor(LayerIndex anchor) = 0;
    virtual void cancel() = 0;
};

/// The work a session delegates to the background. Each is called from a background thread, except
/// `startAngles`, which is called from the session's thread and returns at once. An exception is delivered as
/// an Error, like any other failure.
struct BackgroundServices {
    loading::Readers readers;
    /// Chance levels that are sampled are left out.
    std::function<std::shared_ptr<const analysis::AlignmentTables>(std::shared_ptr<const artifact::Artifact>,
                                                                   const std::stop_token&)>
        computeTables;
    std::function<analysis::ChanceLevels(const artifact::Artifact&, const std::stop_token&)> sampleChance;
    std::function<std::unique_ptr<AngleSource>(std::shared_ptr<const artifact::TensorFile>,
                                               const artifact::ArtifactShape&, LayerIndex,
                                               angles::AngleEngine::Callbacks)>
        startAngles;
    /// Compares the heads of an artifact, which has eigenvalues, with those of the anchor, all but their
    /// angles.
    std::function<evidence::CrossHeads(const artifact::Artifact&, LayerIndex, const std::stop_token&)>
        compareHeads;
    /// Adds the angles, which take longer.
    std::function<evidence::CrossHeads(evidence::CrossHeads, const artifact::Artifact&, LayerIndex,
                                       const std::stop_token&)>
        compareDirections;

    /// Where models of the hub are; empty for nowhere.
    std::filesystem::path modelCache;

    /// What the layers of an artifact share; null after a stop request.
    std::function<std::shared_ptr<const family::Family>(const analysis::AlignmentTables&,
                                                        const std::stop_token&)>
        computeFamily;
    /// The next anchor beside these, of one head or of all.
    std::function<std::optional<family::Suggestion>(const analysis::AlignmentTables&,
                                                    const std::vector<LayerIndex>&, HeadSelection,
                                                    const std::stop_token&)>
        suggestAnchor;

    /// Measures a model and writes its artifact.
    std::function<Result<measure::MeasuredArtifact>(
        const measure::MeasureOptions&, const std::function<void(const measure::MeasureProgress&)>&,
        const std::stop_token&)>
        measure;

    /// How many multiplications of floats a measurement does in a second on as many threads
    /// (core/measure/survey.h). Errs where there is no BLAS.
    std::function<Result<double>(int threads)> multiplicationsPerSecond;

    /// The readers, the analysis, the engine and the measurement of core. All heavy work of a program shares
    /// the threads of one `budget`. The base of an adapter is looked up in `modelCache`.
    [[nodiscard]] static BackgroundServices
    ofCore(const ThreadBudget& budget = ThreadBudget(defaultThreadCount()),
           const std::filesystem::path& modelCache = {});
};

} // namespace sextant::session
