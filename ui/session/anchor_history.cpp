// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/anchor_history.h"

#include <utility>

namespace sextant::session {

namespace {
constexpr std::size_t kLongest = 1000;
}

void AnchorHistory::visit(LayerIndex anchor) {
    if (!visited_.empty()) {
        if (visited_[position_] == anchor) {
            return;
        }
        visited_.resize(position_ + 1);
    }
    visited_.push_back(anchor);
    if (visited_.size() > kLongest) {
        visited_.erase(visited_.begin());
    }
    position_ = visited_.size() - 1;
}

LayerIndex AnchorHistory::goBack() {
    return visited_[--position_];
}

LayerIndex AnchorHistory::goForward() {
    return visited_[++position_];
}

void AnchorHistory::limit(int layers) {
    std::vector<LayerIndex> kept;
    std::size_t position = 0;
    for (std::size_t i = 0; i < visited_.size(); ++i) {
        const bool repeats = !kept.empty() && kept.back() == visited_[i];
        if (visited_[i].value < layers && !repeats) {
            kept.push_back(visited_[i]);
        }
        if (i == position_) {
            position = kept.empty() ? 0 : kept.size() - 1;
        }
    }
    visited_ = std::move(kept);
    position_ = position;
}

void AnchorHistory::restart(LayerIndex anchor) {
    visited_.assign(1, anchor);
    position_ = 0;
}

} // namespace sextant::session
