#pragma once

#include "core/analysis/eigenspace.h"
#include "core/artifact/artifact.h"

#include <functional>
#include <memory>
#include <stop_token>

namespace sextant {

/// How far the eigenspaces are.
struct EigenspaceProgress {
    bool anchorRow = false; ///< true while the current anchor's own row is computed, false for all pairs
    LayerIndex anchor;      ///< the anchor whose row is first
    int headsDone = 0;      ///< of the current part
    int heads = 0;
};

/// Computes the eigenspaces of all pairs of layers and all heads in the background: the current anchor's row
/// first, then everything; a new anchor jumps the queue. Callbacks come from a background thread, one at a
/// time, never after the destructor has returned. Values handed out are complete and immutable.
class EigenspaceEngine {
public:
    struct Callbacks {
        std::function<void(std::shared_ptr<const EigenspaceRow>)> row; ///< the row of a requested anchor
        std::function<void(std::shared_ptr<const EigenspaceTable>)>
            table; ///< all pairs; then the engine is done
        std::function<void(EigenspaceProgress)> progress;
    };

    /// Begins at once with `anchor`. `threads` >= 1.
    EigenspaceEngine(std::shared_ptr<const TensorFile> tensors, ArtifactShape shape, LayerIndex anchor,
                     Callbacks callbacks, int threads);

    /// Stops within 50 ms and joins.
    ~EigenspaceEngine();
    EigenspaceEngine(const EigenspaceEngine&) = delete;
    EigenspaceEngine& operator=(const EigenspaceEngine&) = delete;

    /// The newest request replaces one that is pending. Returns at once.
    void requestAnchor(LayerIndex anchor);

    /// Gives up what is being computed; rows already handed out stay valid. Returns at once. A later
    /// requestAnchor() computes that row, but the all-pairs table is not resumed.
    void cancel();

private:
    class Worker;
    std::unique_ptr<Worker> worker_;
};

/// The row of one anchor, computed in the calling thread and `threads - 1` others. Cancelled on a stop
/// request.
Result<EigenspaceRow> eigenspaceRow(const TensorFile& tensors, const ArtifactShape& shape, LayerIndex anchor,
                                    int threads, const std::stop_token& stop = {});

/// All pairs, likewise.
Result<EigenspaceTable> eigenspaceTable(const TensorFile& tensors, const ArtifactShape& shape, int threads,
                                        const std::stop_token& stop = {},
                                        const std::function<void(int headsDone)>& progress = {});

} // namespace sextant
