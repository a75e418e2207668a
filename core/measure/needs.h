// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/measure_plan.h"

#include <cstdint>

namespace sextant::measure {

/// What a measurement takes of the machine, estimated from its plan alone.
struct Needs {
    double multiplications = 0.0;    ///< of floats
    std::uint64_t memoryBytes = 0;   ///< at its peak, the pages of mapped weights included
    std::uint64_t artifactBytes = 0; ///< of the pair on the disk
    std::uint64_t workingBytes = 0;  ///< on the disk beside it while the measurement runs
};

/// Cost is O(tasks). `threads` is how many work at once.
[[nodiscard]] Needs needsOf(const MeasurePlan& plan, int threads);

} // namespace sextant::measure
