#pragma once

#include "core/analysis/eigenspace.h"
#include "core/artifact/artifact.h"
#include "core/base/error.h"

#include <functional>
#include <stop_token>

namespace sextant {

struct HeadAlignment;

/// Called after each finished head with how many are done; from any of the threads, one at a time.
using HeadsDone = std::function<void(int headsDone)>;

/// The alignment of every layer with one anchor, all heads, over `threads` >= 1 threads (the caller's is one
/// of them). Errs with Cancelled after a stop request. O(H L k^2 d).
Result<EigenspaceRow> eigenspaceRow(const TensorFile& tensors, const ArtifactShape& shape, LayerIndex anchor,
                                    int threads, const std::stop_token& stop = {},
                                    const HeadsDone& progress = {});

/// The alignment of all pairs of layers, likewise. O(H L^2 k^2 (d + k)).
Result<EigenspaceTable> eigenspaceTable(const TensorFile& tensors, const ArtifactShape& shape, int threads,
                                        const std::stop_token& stop = {}, const HeadsDone& progress = {});

/// A table that is filled head by head and may be left and taken up again.
class EigenspaceTableBuilder {
public:
    EigenspaceTableBuilder(const TensorFile& tensors, const ArtifactShape& shape);

    /// Computes the heads that are not done yet. True when all are done, false when stopped before.
    bool run(int threads, const std::stop_token& stop, const HeadsDone& progress);

    /// The finished table; to be called once, after run() returned true.
    EigenspaceTable take();

private:
    void store(HeadIndex head, const HeadAlignment& alignment);

    const TensorFile& tensors_;
    ArtifactShape shape_;
    EigenspaceTable table_;
    std::vector<bool> done_; ///< [H]
};

} // namespace sextant
