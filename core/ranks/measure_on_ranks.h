// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/measure.h"
#include "core/ranks/patience.h"
#include "core/ranks/transport.h"

#include <functional>
#include <optional>
#include <stop_token>

namespace sextant::ranks {

/// How one rank's part in a measurement ended.
struct Ending {
    std::optional<Result<measure::MeasuredArtifact>> result; ///< of the measurement; on rank 0 alone
    bool isEveryoneGone = true; ///< false when a rank is lost, and has to be ended: see Transport::close()
};

/// measure() by all ranks of `transport` together; every rank calls it, with the same options, and
/// `options.threads` of its own. Rank 0 alone writes, keeps the journal, tells `progress`, and gives the
/// result; the others do what it hands out. The same options give the same bytes with any number of ranks,
/// and a run can be resumed with another number. `options` may be the error of a rank's own arguments.
///
///     TRY_ASSIGN(const auto transport, openMpi(launch));
///     const Ending ending = measureOnRanks(*transport, options, progress, stop);
///     transport->close(!ending.isEveryoneGone, status);
///
/// Errors: those of measure(); those of another rank, which its name and its machine's are added to unless
/// the model is at fault; Inconsistent where a rank sees a different model; Internal where one is silent for
/// too long.
[[nodiscard]] Ending measureOnRanks(Transport& transport, const Result<measure::MeasureOptions>& options,
                                    const std::function<void(const measure::MeasureProgress&)>& progress,
                                    const std::stop_token& stop, Patience patience = {});

} // namespace sextant::ranks
