// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/measure_plan.h"
#include "core/measure/measured_numbers.h"
#include "core/measure/work.h"

#include <vector>

namespace sextant::measure {

/// The complete input of a spectrum task of the plan.
[[nodiscard]] operators::SpectrumTask spectrumWork(const MeasurePlan& plan, const MeasureTask& task);

/// The complete input of a gram task of the plan; the group's spectra are already in `numbers`.
[[nodiscard]] operators::GramTask gramWork(const MeasurePlan& plan, const MeasureTask& task,
                                           operators::ProductPrecision precision,
                                           const MeasuredNumbers& numbers);

/// The complete input of a task of other heads; all spectra are already in `numbers`.
[[nodiscard]] operators::OtherHeadTask otherHeadWork(const MeasurePlan& plan, const MeasureTask& task,
                                                     operators::ProductPrecision precision,
                                                     const MeasuredNumbers& numbers);

/// The pairs of layers on which to try single precision for a group whose spectra are stored in `numbers`:
/// for each head the neighbours when layers are ordered by their cancellation, the largest first, at least
/// four pairs per group. Fewer when the model has fewer.
[[nodiscard]] std::vector<operators::PrecisionProbe> precisionProbes(const MeasurePlan& plan, int group,
                                                                     const MeasuredNumbers& numbers);

} // namespace sextant::measure
