// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/indices.h"

#include <cstddef>
#include <vector>

namespace sextant::session {

/// The anchors visited, walked as in a browser: visiting from the middle forgets what lay ahead.
class AnchorHistory {
public:
    /// Makes `anchor` the current one; visiting the current one again adds nothing. Only the newest 1000 are
    /// kept.
    void visit(LayerIndex anchor);

    [[nodiscard]] bool canGoBack() const { return position_ > 0; }
    [[nodiscard]] bool canGoForward() const { return position_ + 1 < visited_.size(); }

    /// Step and return the new current anchor. Precondition: canGoBack(), canGoForward().
    LayerIndex goBack();
    LayerIndex goForward();

    /// Forgets the anchors that an artifact of so many layers does not have. Visit the new anchor afterwards
    /// when the current one is among them.
    void limit(int layers);

    /// Forgets everything but `anchor`.
    void restart(LayerIndex anchor);

private:
    std::vector<LayerIndex> visited_;
    std::size_t position_ = 0; ///< of the current anchor in `visited_`
};

} // namespace sextant::session
