// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/background_services.h"

#include "core/base/exception_guard.h"
#include "core/measure/survey.h"
#include "ui/session/background_priority.h"

#include <algorithm>
#include <mutex>
#include <optional>
#include <thread>
#include <tuple>
#include <utility>

namespace sextant::session {

namespace {

/// An engine that is made on a thread of its own: its tables take a moment to set up, and its threads inherit
/// the low priority. Requests made before it exists are passed on when it does.
class EngineSource : public AngleSource {
public:
    EngineSource(std::shared_ptr<const artifact::TensorFile> tensors, const artifact::ArtifactShape& shape,
                 LayerIndex anchor, angles::AngleEngine::Callbacks callbacks, ThreadBudget budget)
        : budget_(std::move(budget)),
          maker_([this, tensors = std::move(tensors), shape, anchor,
                  callbacks = std::move(callbacks)]() mutable {
              lowerThreadPriority();
              if (const Result<void> made =
                      withoutExceptions([&] { make(std::move(tensors), shape, anchor, callbacks); });
                  !made) {
                  std::ignore = withoutExceptions([&] { callbacks.failed(made.error()); });
              }
          }) {}

    void requestAnchor(LayerIndex anchor) override {
        const std::lock_guard lock(mutex_);
        requested_ = anchor;
        if (engine_) {
            engine_->requestAnchor(anchor);
        }
    }

    void cancel() override {
        const std::lock_guard lock(mutex_);
        cancelled_ = true;
        requested_.reset();
        if (engine_) {
            engine_->cancel();
        }
    }

private:
    void make(std::shared_ptr<const artifact::TensorFile> tensors, const artifact::ArtifactShape& shape,
              LayerIndex anchor, const angles::AngleEngine::Callbacks& callbacks) {
        auto engine =
            std::make_unique<angles::AngleEngine>(std::move(tensors), shape, anchor, callbacks, budget_);
        const std::lock_guard lock(mutex_);
        engine_ = std::move(engine);
        if (cancelled_) {
            engine_->cancel();
        }
        if (requested_) {
            engine_->requestAnchor(*requested_);
        }
    }

    const ThreadBudget budget_;
    std::mutex mutex_; ///< guards what follows; held only for calls that return at once
    std::unique_ptr<angles::AngleEngine> engine_;
    std::optional<LayerIndex> requested_;
    bool cancelled_ = false;
    std::jthread maker_; ///< last, so that it is joined before what it fills is gone
};

} // namespace

BackgroundServices BackgroundServices::ofCore(const ThreadBudget& budget,
                                              const std::filesystem::path& modelCache) {
    BackgroundServices services;
    services.modelCache = modelCache;
    services.readers = loading::Readers::ofFiles();
    services.computeTables = [](std::shared_ptr<const artifact::Artifact> artifact,
                                const std::stop_token& stop) {
        return analysis::alignmentTables(std::move(artifact), stop, analysis::ChanceSampling::LeftOut);
    };
    services.sampleChance = [](const artifact::Artifact& artifact, const std::stop_token& stop) {
        return analysis::chanceLevels(artifact.shape(), artifact.tensors->topk,
                                      artifact.tensors->eigenvalueCount, stop);
    };
    services.startAngles = [budget](std::shared_ptr<const artifact::TensorFile> tensors,
                                    const artifact::ArtifactShape& shape, LayerIndex anchor,
                                    angles::AngleEngine::Callbacks callbacks) {
        return std::make_unique<EngineSource>(std::move(tensors), shape, anchor, std::move(callbacks),
                                              budget);
    };
    services.compareHeads = [](const artifact::Artifact& artifact, LayerIndex anchor,
                               const std::stop_token& stop) {
        return evidence::crossHeads(artifact, anchor, stop);
    };
    services.compareDirections = [budget](evidence::CrossHeads heads, const artifact::Artifact& artifact,
                                          LayerIndex anchor, const std::stop_token& stop) {
        return evidence::withAngles(std::move(heads), artifact, anchor, budget, stop);
    };
    services.computeFamily = [budget](const analysis::AlignmentTables& tables, const std::stop_token& stop) {
        return family::familyOf(tables.operatorCosine, tables.artifact->shape(), budget, stop);
    };
    services.suggestAnchor = [](const analysis::AlignmentTables& tables,
                                const std::vector<LayerIndex>& anchors, HeadSelection head,
                                const std::stop_token& stop) {
        return family::suggestedAnchor(tables.operatorCosine, tables.artifact->shape(), anchors, head, stop);
    };
    services.measure = [budget, modelCache](measure::MeasureOptions options, const auto& progress,
                                            const std::stop_token& stop) {
        options.budget = budget;
        options.cache = options.cache.empty() ? modelCache : options.cache;
        return measure::measure(options, progress, stop);
    };
    services.multiplicationsPerSecond = [budget](int threads) {
        return measure::multiplicationsPerSecondOn(budget, threads);
    };
    return services;
}

} // namespace sextant::session
