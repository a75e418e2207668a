// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/alignment_tables.h"
#include "core/base/error.h"
#include "core/base/indices.h"
#include "core/evidence/cross_heads.h"
#include "ui/session/background_disposal.h"
#include "ui/session/background_services.h"
#include "ui/session/background_worker.h"
#include "ui/session/channel.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>

class QObject;

namespace sextant::session {

/// What comparing the heads of an artifact with each other shows, anchor by anchor, as far as it is known.
/// It can take longer than a click may, so it is computed ahead, the anchors nearest to the one on show
/// first; the angles, which take longest, when the rest of all of them is there. Keeps as many anchors as fit
/// into 256 MiB. Lives in one thread; nothing is delivered after the destructor.
class HeadSupply {
public:
    struct Events {
        std::function<void()> arrived; ///< of() knows more than before
        std::function<void(const Error&)>
            failed; ///< what is missing comes when it is requested again, if at all
    };

    HeadSupply(const BackgroundServices& services, std::shared_ptr<BackgroundDisposal> disposal,
               QObject* receiver, Events events);
    ~HeadSupply();
    HeadSupply(const HeadSupply&) = delete;
    HeadSupply& operator=(const HeadSupply&) = delete;

    /// Forgets everything and compares the heads of this artifact, `anchor` first. Nothing will come where
    /// there is nothing to compare: without eigenvalues, or with one head. Returns at once.
    void start(std::shared_ptr<const artifact::Artifact> artifact, LayerIndex anchor);

    /// Forgets everything and computes nothing.
    void clear();

    /// Computes `anchor` ahead of the others, unless it is there.
    void request(LayerIndex anchor);

    /// What is known of an anchor, null until it is; nullopt where there is nothing to wait for.
    [[nodiscard]] std::optional<std::shared_ptr<const evidence::CrossHeads>> of(LayerIndex anchor) const;

    /// Whether any of it is still to come.
    [[nodiscard]] bool isAwaited(LayerIndex anchor) const { return artifact_ && !known_.contains(anchor); }

private:
    using Heads = std::shared_ptr<const evidence::CrossHeads>;
    void receive(LayerIndex anchor, Heads heads);

    decltype(BackgroundServices::compareHeads) compare_;
    decltype(BackgroundServices::compareDirections) compareDirections_;
    std::shared_ptr<BackgroundDisposal> disposal_;
    QObject* receiver_;
    Events events_;
    std::shared_ptr<const artifact::Artifact> artifact_; ///< null when nothing is to come
    std::unique_ptr<Channel> channel_;
    std::shared_ptr<BackgroundWorker> worker_;
    std::shared_ptr<const evidence::SampledHeads> cosines_; ///< of artifact_, shared by all that is known
    std::map<LayerIndex, Heads> known_;
    LayerIndex nearest_; ///< the anchor requested last
};

} // namespace sextant::session
