// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/checkpoint/attention_weights.h"
#include "core/measure/measure.h"

#include <string>
#include <vector>

namespace sextant::measure {

/// What a measurement would be of.
struct ModelSurvey {
    std::string modelType;
    std::string elementNames;         ///< "bfloat16"
    std::string queries;              ///< the tensor with W_Q of the first layer
    std::string keys;                 ///< the tensor with W_K of the first layer; may be the same
    checkpoint::AttentionShape shape; ///< of the whole model
    double multiplications = 0.0;     ///< of the run, in floats
    std::vector<std::string> notices; ///< as measure() would give them
};

/// Everything that measure() checks before its work begins, from headers alone and without writing: what it
/// would measure, or its error. `output` and `tensors` do not count.
///
///     TRY_ASSIGN(const ModelSurvey survey, survey(options));
///     const double seconds = survey.multiplications / multiplicationsPerSecond(threads);
[[nodiscard]] Result<ModelSurvey> survey(const MeasureOptions& options);

/// How many multiplications of floats `threads` threads do in a second here and now, tried for a tenth of a
/// second on products of the size that a measurement makes. Errs where there is no BLAS.
[[nodiscard]] Result<double> multiplicationsPerSecond(int threads);

} // namespace sextant::measure
