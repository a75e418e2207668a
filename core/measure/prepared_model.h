// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/checkpoint/attention_weights.h"
#include "core/checkpoint/checkpoint.h"
#include "core/checkpoint/layout_choice.h"
#include "core/checkpoint/model_source.h"
#include "core/measure/measure.h"
#include "core/measure/measure_plan.h"

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace sextant::measure {

/// Everything known of a model before the work on it begins.
struct PreparedModel {
    checkpoint::ModelConfig config;
    checkpoint::Checkpoint checkpoint;
    std::optional<checkpoint::Adapter> adapter; ///< added to the checkpoint's weights
    checkpoint::ChosenLayout choice;
    checkpoint::AttentionWeights weights;
    MeasurePlan plan;
};

/// Reads the model's configuration and the headers of its weights, finds W_Q and W_K, and plans the work.
/// Errors of reading them, of a layout that is not known, and of options that the model cannot meet.
/// Cancelled when a stop is asked for between two of these steps.
[[nodiscard]] Result<PreparedModel> prepareModel(const MeasureOptions& options,
                                                 const std::stop_token& stop = {});

/// Sentences about what was assumed or left out.
[[nodiscard]] std::vector<std::string> noticesOf(const PreparedModel& model);

} // namespace sextant::measure
