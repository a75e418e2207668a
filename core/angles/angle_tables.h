// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/angles/principal_angles.h"
#include "core/artifact/artifact.h"
#include "core/base/error.h"

#include <functional>
#include <stop_token>

namespace sextant::angles {

struct HeadAlignment;

/// Called after each finished head with how many are done; from any of the threads, one at a time.
using HeadsDone = std::function<void(int headsDone)>;

/// The alignment of every layer with one anchor, all heads, over `threads` >= 1 threads (the caller's is one
/// of them). Errs with Cancelled after a stop request. O(H L k^2 d).
Result<AngleRow> angleRow(const artifact::TensorFile& tensors, const artifact::ArtifactShape& shape,
                          LayerIndex anchor, int threads, const std::stop_token& stop = {},
                          const HeadsDone& progress = {});

/// The alignment of all pairs of layers, likewise. O(H L^2 k^2 (d + k)).
Result<AngleTable> angleTable(const artifact::TensorFile& tensors, const artifact::ArtifactShape& shape,
                              int threads, const std::stop_token& stop = {}, const HeadsDone& progress = {});

/// A table that is filled head by head and may be left and taken up again.
class AngleTableBuilder {
public:
    AngleTableBuilder(const artifact::TensorFile& tensors, const artifact::ArtifactShape& shape);

    /// Computes the heads that are not done yet. True when all are done, false when stopped before.
    bool run(int threads, const std::stop_token& stop, const HeadsDone& progress);

    /// The finished table; to be called once, after run() returned true.
    AngleTable take();

private:
    void store(HeadIndex head, const HeadAlignment& alignment);

    const artifact::TensorFile& tensors_;
    artifact::ArtifactShape shape_;
    AngleTable table_;
    std::vector<bool> done_; ///< [H]
};

} // namespace sextant::angles
