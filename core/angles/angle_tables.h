// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/angles/principal_angles.h"
#include "core/artifact/artifact.h"
#include "core/base/error.h"
#include "core/base/thread_budget.h"

#include <functional>
#include <stop_token>

namespace sextant::angles {

struct HeadAlignment;

/// Called after each finished head with how many are done; from any of the threads, one at a time.
using HeadsDone = std::function<void(int headsDone)>;

/// The alignment of every layer with one anchor, all heads. Works on the threads that `budget` has free (the
/// caller's is one of them), at most as many as there is memory for. Errs with Cancelled after a stop
/// request. O(H L k^2 d).
///
///     TRY_ASSIGN(const AngleRow row, angleRow(tensors, shape, LayerIndex{31}, budget, stop));
[[nodiscard]] Result<AngleRow> angleRow(const artifact::TensorFile& tensors,
                                        const artifact::ArtifactShape& shape, LayerIndex anchor,
                                        const ThreadBudget& budget, const std::stop_token& stop = {},
                                        const HeadsDone& progress = {});

/// The alignment of all pairs of layers, likewise. O(H L^2 k^2 (d + k)).
[[nodiscard]] Result<AngleTable> angleTable(const artifact::TensorFile& tensors,
                                            const artifact::ArtifactShape& shape, const ThreadBudget& budget,
                                            const std::stop_token& stop = {}, const HeadsDone& progress = {});

/// A table that is filled head by head; the work can be interrupted and resumed.
class AngleTableBuilder {
public:
    AngleTableBuilder(const artifact::TensorFile& tensors, const artifact::ArtifactShape& shape);

    /// Computes the heads that are not done yet. True when all are done, false when stopped before.
    [[nodiscard]] bool run(const ThreadBudget& budget, const std::stop_token& stop,
                           const HeadsDone& progress);

    /// The finished table. Call it once, after run() returned true.
    [[nodiscard]] AngleTable take();

private:
    void store(HeadIndex head, const HeadAlignment& alignment);

    const artifact::TensorFile& tensors_;
    artifact::ArtifactShape shape_;
    AngleTable table_;
    std::vector<bool> done_; ///< [H]
};

} // namespace sextant::angles
