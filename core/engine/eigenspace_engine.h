#pragma once

#include "core/analysis/eigenspace.h"
#include "core/artifact/artifact.h"

#include <functional>
#include <memory>

namespace sextant {

/// How far the eigenspaces are.
struct EigenspaceProgress {
    bool anchorRow = false; ///< true while an anchor's own row is computed, false for all pairs
    LayerIndex anchor;      ///< the anchor whose row it is
    int headsDone = 0;      ///< of the current part
    int heads = 0;
};

/// Computes the eigenspaces of all pairs of layers and all heads in the background: the current anchor's row
/// first, then everything; a new anchor jumps the queue. Callbacks come from background threads, one at a
/// time, never after the destructor has returned; they must not call back into the engine. Values handed out
/// are complete and immutable.
class EigenspaceEngine {
public:
    struct Callbacks {
        std::function<void(std::shared_ptr<const EigenspaceRow>)> row; ///< of an anchor that was asked for
        std::function<void(std::shared_ptr<const EigenspaceTable>)>
            table; ///< all pairs; nothing is left to do then
        std::function<void(EigenspaceProgress)> progress;
        std::function<void()> cancelled; ///< cancel() took effect: nothing runs any more
    };

    /// Begins at once with `anchor`. `threads` >= 1.
    EigenspaceEngine(std::shared_ptr<const TensorFile> tensors, ArtifactShape shape, LayerIndex anchor,
                     Callbacks callbacks, int threads);

    /// Stops (within 50 ms for a d of tens of thousands) and joins.
    ~EigenspaceEngine();
    EigenspaceEngine(const EigenspaceEngine&) = delete;
    EigenspaceEngine& operator=(const EigenspaceEngine&) = delete;

    /// The newest request replaces one that is pending or running. Returns at once. Heads of the all-pairs
    /// table that are finished are kept, those under way are begun again afterwards.
    void requestAnchor(LayerIndex anchor);

    /// Gives up what is being computed; rows already handed out stay valid. Returns at once. A later
    /// requestAnchor() computes that row; the all-pairs table is not taken up again.
    void cancel();

private:
    class Conductor;
    std::unique_ptr<Conductor> conductor_;
};

} // namespace sextant
