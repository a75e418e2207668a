// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/prepared_model.h"

#include "core/base/try.h"

#include <fmt/format.h>

namespace sextant::measure {
namespace {

Result<void> goOnUnless(const std::stop_token& stop) {
    return stop.stop_requested() ? failure(ErrorCode::Cancelled, {}, {}, "looking at the model was stopped")
                                 : Result<void>{};
}

} // namespace

Result<PreparedModel> prepareModel(const MeasureOptions& options, const std::stop_token& stop) {
    TRY(goOnUnless(stop));
    TRY_ASSIGN(
        checkpoint::OpenedModel opened,
        checkpoint::openModel({options.model, options.weights, options.config, options.base, options.cache}));
    TRY(goOnUnless(stop));
    TRY_ASSIGN(checkpoint::ChosenLayout choice,
               checkpoint::chooseLayout({options.queryPattern, options.keyPattern, options.packing},
                                        opened.config, opened.checkpoint));
    TRY_ASSIGN(checkpoint::AttentionWeights weights,
               checkpoint::AttentionWeights::locate(opened.checkpoint, opened.config, choice.layout,
                                                    options.foldNorms, options.layers,
                                                    opened.adapter ? &*opened.adapter : nullptr));
    TRY(goOnUnless(stop));
    TRY_ASSIGN(MeasurePlan plan, planMeasurement(options, weights.shape(), weights.layerNumbers()));
    return PreparedModel{std::move(opened.config), std::move(opened.checkpoint), std::move(opened.adapter),
                         std::move(choice),        std::move(weights),           std::move(plan)};
}

std::vector<std::string> noticesOf(const PreparedModel& model) {
    std::vector<std::string> notices = model.choice.notices;
    const std::vector<std::string>& further = model.weights.notices();
    notices.insert(notices.end(), further.begin(), further.end());
    if (const std::string& index = model.checkpoint.passedOver(); !index.empty()) {
        notices.push_back(fmt::format("{} was read; the shards of {} beside it were not",
                                      model.checkpoint.files().front().name, index));
    }
    return notices;
}

} // namespace sextant::measure
