// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/checkpoint/model_cache.h"
#include "core/measure/survey.h"

#include <stop_token>
#include <string>

namespace sextant::measure {

/// survey() of a model of the cache, for a list of models; `options` without the model. Errors name files as
/// seen from the model's folder, which the list names.
[[nodiscard]] Result<ModelSurvey> surveyCached(const checkpoint::CachedModel& model, MeasureOptions options,
                                               const std::stop_token& stop = {});

/// "32", or "32/8" where heads share keys.
[[nodiscard]] std::string headsText(const checkpoint::AttentionShape& shape);

} // namespace sextant::measure
