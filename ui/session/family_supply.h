// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/alignment_tables.h"
#include "core/base/error.h"
#include "core/base/indices.h"
#include "core/family/family.h"
#include "core/workspace/view_state.h"
#include "ui/session/background_disposal.h"
#include "ui/session/background_services.h"
#include "ui/session/background_worker.h"
#include "ui/session/channel.h"

#include <functional>
#include <memory>
#include <optional>
#include <vector>

class QObject;

namespace sextant::session {

/// The anchor that would add most to these.
struct SuggestedAnchor {
    std::vector<LayerIndex> anchors;
    HeadSelection head;                              ///< of this head, or of all
    std::optional<family::Suggestion> suggestion;    ///< empty when no layer is left to add
    std::shared_ptr<const artifact::GramFile> grams; ///< of this artifact

    [[nodiscard]] const LayerNumbers& numbers() const { return grams->layerNumbers; }
};

/// What the layers of an artifact share beyond pairs, computed in the background when it is asked for. Lives
/// in one thread; nothing is delivered after the destructor, nor of an earlier artifact or request.
class FamilySupply {
public:
    struct Events {
        std::function<void()> arrived;                         ///< family() is there
        std::function<void(const SuggestedAnchor&)> suggested; ///< what suggest() asked for
        std::function<void(const Error&)> failed; ///< nothing more comes of it until start() or cancel()
    };

    FamilySupply(const BackgroundServices& services, std::shared_ptr<BackgroundDisposal> disposal,
                 QObject* receiver, Events events);
    ~FamilySupply();
    FamilySupply(const FamilySupply&) = delete;
    FamilySupply& operator=(const FamilySupply&) = delete;

    /// Forgets everything; what is asked for from now on is of these tables. Computes nothing yet.
    void start(std::shared_ptr<const analysis::AlignmentTables> tables);

    /// Computes what the state shows and is neither there nor on its way: the family once the tab or the
    /// depth blocks are shown, the next anchor while the tab is in front. Returns at once.
    void follow(const workspace::ViewState& state);

    /// Looks for the next anchor, in place of an earlier search. Returns at once.
    void suggest(const std::vector<LayerIndex>& anchors, HeadSelection head);

    /// Stops what is on its way; it can be asked for again.
    void cancel();

    /// Null until it is there.
    [[nodiscard]] std::shared_ptr<const family::Family> family() const { return family_; }

private:
    void request();
    [[nodiscard]] std::function<void(const Error&)> failureOf(const char* what, const Channel& channel) const;

    decltype(BackgroundServices::computeFamily) compute_;
    decltype(BackgroundServices::suggestAnchor) suggest_;
    std::shared_ptr<BackgroundDisposal> disposal_;
    QObject* receiver_;
    Events events_;
    std::shared_ptr<const analysis::AlignmentTables> tables_; ///< null before the first artifact
    std::shared_ptr<const family::Family> family_;
    std::unique_ptr<Channel> familyChannel_; ///< null while no family is on its way
    std::unique_ptr<Channel> suggestionChannel_;
    std::vector<LayerIndex> searchedAnchors_; ///< of the newest search; empty when there is none
    HeadSelection searchedHead_;
    std::shared_ptr<BackgroundWorker> familyWorker_;
    std::shared_ptr<BackgroundWorker> suggestionWorker_;
};

} // namespace sextant::session
