// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/angles/principal_angles.h"
#include "core/artifact/artifact.h"
#include "core/base/error.h"
#include "core/base/thread_budget.h"

#include <functional>
#include <memory>

namespace sextant::angles {

/// How far the computation has come.
struct AngleProgress {
    bool anchorRow = false; ///< true while computing an anchor's own row, false for all pairs
    LayerIndex anchor;      ///< the anchor of that row
    int headsDone = 0;      ///< of the current part
    int heads = 0;
};

/// Computes the angles of all pairs of layers and all heads in the background: the current anchor's row
/// first, then everything; a new anchor jumps the queue. Callbacks come from background threads, one at a
/// time, never after the destructor has returned; they must not call back into the engine. Values handed out
/// are complete and immutable.
///
///     AngleEngine engine(tensors, shape, LayerIndex{31},
///                        {.row = [&](auto row) { show(row); },
///                         .table = [&](auto table) { keep(table); },
///                         .progress = [](AngleProgress) {},
///                         .cancelled = [] {},
///                         .failed = [&](const Error& error) { report(error); }},
///                        ThreadBudget(defaultThreadCount()));
///     engine.requestAnchor(LayerIndex{7}); // its row comes next
class AngleEngine {
public:
    struct Callbacks {
        std::function<void(std::shared_ptr<const AngleRow>)> row; ///< of a requested anchor
        std::function<void(std::shared_ptr<const AngleTable>)>
            table; ///< all pairs; nothing is left to do then
        std::function<void(AngleProgress)> progress;
        std::function<void()> cancelled;          ///< cancel() took effect: nothing runs any more
        std::function<void(const Error&)> failed; ///< no memory, or a callback threw; as after cancel()
    };

    /// Begins at once with `anchor`, on the threads that are free in `budget` whenever a part begins. Throws
    /// std::bad_alloc, or std::system_error when no thread can be started.
    AngleEngine(std::shared_ptr<const artifact::TensorFile> tensors, artifact::ArtifactShape shape,
                LayerIndex anchor, Callbacks callbacks, ThreadBudget budget);

    /// Stops (within 50 ms for a d of tens of thousands) and joins.
    ~AngleEngine();
    AngleEngine(const AngleEngine&) = delete;
    AngleEngine& operator=(const AngleEngine&) = delete;

    /// The newest request replaces one that is pending or running. Returns at once. Heads of the all-pairs
    /// table that are finished are kept; those under way start over afterwards.
    void requestAnchor(LayerIndex anchor);

    /// Gives up the running computation; rows already handed out stay valid. Returns at once. A later
    /// requestAnchor() computes that row, but the all-pairs table is not resumed.
    void cancel();

private:
    class Worker;
    std::unique_ptr<Worker> worker_;
};

} // namespace sextant::angles
