// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/survey.h"

#include "core/base/exception_guard.h"
#include "core/base/try.h"
#include "core/blas/area.h"
#include "core/blas/availability.h"
#include "core/blas/products.h"
#include "core/measure/artifact_paths.h"
#include "core/measure/prepared_model.h"

#include <algorithm>
#include <chrono>
#include <numeric>

namespace sextant::measure {
namespace {

std::uint64_t bytesOf(const PreparedModel& model) {
    std::uint64_t bytes = 0;
    for (const checkpoint::CheckpointFile& file : model.checkpoint.files()) {
        bytes += file.size;
    }
    return bytes;
}

Result<double> triedRate(int threads) {
    TRY(blas::requireBlas());
    constexpr int rows = 512;
    constexpr int width = 1024;
    constexpr std::chrono::milliseconds patience(100);
    const std::vector<float> panel(blas::area(rows, width), 0.5F);
    std::vector<std::vector<float>> products(static_cast<std::size_t>(threads),
                                             std::vector<float>(blas::area(rows, rows)));
    std::vector<double> rates(products.size());
    const auto multiply = [&](int thread) {
        float* product = products[static_cast<std::size_t>(thread)].data();
        blas::setProduct(panel.data(), rows, panel.data(), rows, width, product, rows); // loads the kernels
        int count = 0;
        const auto begun = std::chrono::steady_clock::now();
        std::chrono::duration<double> spent{};
        while (spent < patience) {
            blas::setProduct(panel.data(), rows, panel.data(), rows, width, product, rows);
            ++count;
            spent = std::chrono::steady_clock::now() - begun;
        }
        rates[static_cast<std::size_t>(thread)] = count * (double{rows} * rows * width) / spent.count();
    };
    static_cast<void>(parallelFor(threads, threads, {}, multiply));
    return std::accumulate(rates.begin(), rates.end(), 0.0);
}

} // namespace

Result<ModelSurvey> survey(const MeasureOptions& options, const std::stop_token& stop) {
    return withoutExceptions([&]() -> Result<ModelSurvey> {
        TRY_ASSIGN(const PreparedModel model, prepareModel(options, stop));
        const checkpoint::LayerWeights& first = model.weights.layer(LayerIndex{0});
        return ModelSurvey{
            .modelType = model.config.modelType,
            .layout = std::string(model.choice.layout.name),
            .elementNames = model.weights.elementNames(),
            .queries = first.query.tensor,
            .keys = first.key.tensor,
            .packing = model.choice.layout.packing,
            .shape = model.weights.shape(),
            .modelLayers = model.config.layers,
            .layerNumbers = model.plan.layerNumbers,
            .heads = model.plan.heads,
            .topk = model.plan.topk,
            .otherHeads = model.plan.others.draws,
            .norms = model.weights.norms(),
            .base = model.adapter ? modelNameOf(model.checkpoint.folder()) : std::string(),
            .weightBytes = bytesOf(model),
            .needs = needsOf(model.plan, options.threads),
            .notices = noticesOf(model),
        };
    });
}

Result<double> multiplicationsPerSecond(int threads) {
    return withoutExceptions([threads] { return triedRate(threads); });
}

Result<double> multiplicationsPerSecondOn(const ThreadBudget& budget, int threads,
                                          const std::function<Result<double>(int threads)>& tried) {
    const int wanted = std::clamp(threads, 1, budget.total());
    const ThreadBudget::Lease lease = budget.lease(wanted);
    return tried(lease.count()).map([&](double rate) { return rate * wanted / lease.count(); });
}

} // namespace sextant::measure
