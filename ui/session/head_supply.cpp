// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/head_supply.h"

#include "core/analysis/sign_agreement.h"
#include "ui/session/background_priority.h"

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

namespace sextant::session {

namespace {

/// How many anchors fit into the memory for them; at least a few.
int mostAnchors(const artifact::Artifact& artifact) {
    constexpr std::uint64_t memory = std::uint64_t{256} << 20;
    constexpr int fewest = 4;
    const artifact::ArtifactShape& shape = artifact.shape();
    const std::uint64_t lists = (artifact.tensors->otherHeads ? 12 : 8) +
                                analysis::signCounts(artifact.tensors->eigenvalueCount).size();
    const std::uint64_t bytes = lists * static_cast<std::uint64_t>(shape.layers) *
                                (sizeof(evidence::Relabelled) +
                                 static_cast<std::uint64_t>(shape.heads) * sizeof(evidence::HeadReference));
    return std::max(
        fewest, static_cast<int>(std::min<std::uint64_t>(memory / std::max<std::uint64_t>(bytes, 1), 4096)));
}

/// Every layer, the nearest to `anchor` first; at most `count`.
std::vector<LayerIndex> nearestLayers(LayerIndex anchor, int layers, int count) {
    std::vector<LayerIndex> order;
    for (int distance = 0; distance < layers && static_cast<int>(order.size()) < count; ++distance) {
        for (const int layer : {anchor.value - distance, anchor.value + distance}) {
            if (layer >= 0 && layer < layers && (distance > 0 || order.empty())) {
                order.push_back(LayerIndex{layer});
            }
        }
    }
    return order;
}

} // namespace

HeadSupply::HeadSupply(const BackgroundServices& services, std::shared_ptr<BackgroundDisposal> disposal,
                       QObject* receiver, Events events)
    : compare_(services.compareHeads),
      compareDirections_(services.compareDirections),
      disposal_(std::move(disposal)),
      receiver_(receiver),
      events_(std::move(events)),
      worker_(std::make_shared<BackgroundWorker>()) {}

HeadSupply::~HeadSupply() {
    clear();
    disposal_->dispose(std::exchange(worker_, nullptr));
}

void HeadSupply::clear() {
    channel_.reset();
    worker_->stop();
    artifact_.reset();
    cosines_.reset();
    known_.clear();
}

void HeadSupply::start(std::shared_ptr<const artifact::Artifact> artifact, LayerIndex anchor) {
    clear();
    if (artifact->tensors && artifact->shape().heads > 1) {
        artifact_ = std::move(artifact);
        request(anchor);
    }
}

void HeadSupply::request(LayerIndex anchor) {
    nearest_ = anchor;
    const auto there = known_.find(anchor);
    if (!artifact_ || (there != known_.end() && !there->second->anglesAwaited)) {
        return;
    }
    channel_ = std::make_unique<Channel>(receiver_);
    const auto sender = channel_->sender();
    const auto job = [this, sender, known = known_, anchor, artifact = artifact_, compare = compare_,
                      compareDirections = compareDirections_,
                      cosinesKnown = cosines_](const std::stop_token& stop) mutable {
        lowerThreadPriority();
        const auto cosines = cosinesKnown ? cosinesKnown : evidence::sampledCosines(*artifact);
        sender.send([this, cosines] { cosines_ = cosines; });
        const std::vector<LayerIndex> layers =
            nearestLayers(anchor, artifact->shape().layers, mostAnchors(*artifact));
        const auto hand = [&](LayerIndex layer, evidence::CrossHeads found) {
            found.cosines = cosines;
            if (stop.stop_requested()) {
                return; // it is incomplete
            }
            const auto heads = std::make_shared<const evidence::CrossHeads>(std::move(found));
            known[layer] = heads;
            sender.send([this, layer, heads] { receive(layer, heads); });
        };
        for (const auto& some : {std::vector{anchor}, layers}) {
            for (const LayerIndex layer : some) {
                if (!stop.stop_requested() && !known.contains(layer)) {
                    hand(layer, compare(*artifact, layer, stop));
                }
            }
            for (const LayerIndex layer : some) {
                if (!stop.stop_requested() && known.at(layer)->anglesAwaited) {
                    hand(layer, compareDirections(*known.at(layer), *artifact, layer, stop));
                }
            }
        }
    };
    // What failed counts as not compared: the window must not try it on its own thread.
    const auto failed = [this, sender, json = artifact_->grams->path](Error error) {
        error.file = json;
        error.sentence += " (while comparing heads)";
        sender.send([this, error] { events_.failed(error); });
    };
    worker_->submit(job, failed);
}

std::optional<std::shared_ptr<const evidence::CrossHeads>> HeadSupply::of(LayerIndex anchor) const {
    if (!artifact_) {
        return std::nullopt;
    }
    const auto found = known_.find(anchor);
    return found == known_.end() ? Heads() : found->second;
}

void HeadSupply::receive(LayerIndex anchor, Heads heads) {
    known_[anchor] = std::move(heads);
    const auto most = static_cast<std::size_t>(mostAnchors(*artifact_));
    while (known_.size() > most) {
        const auto distance = [this](const auto& entry) {
            return std::abs(entry.first.value - nearest_.value);
        };
        known_.erase(std::ranges::max_element(known_, {}, distance));
    }
    if (anchor == nearest_) {
        events_.arrived();
    }
}

} // namespace sextant::session
