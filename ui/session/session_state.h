// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/anchor_history.h"
#include "ui/session/angle_supply.h"
#include "ui/session/artifact_loader.h"
#include "ui/session/family_supply.h"
#include "ui/session/head_supply.h"
#include "ui/session/session.h"
#include "ui/session/shown_activity.h"

#include <memory>
#include <optional>
#include <vector>

namespace sextant::session {

/// What a Session holds and does, for its own sources.
class Session::State {
public:
    State(Session& owner, const BackgroundServices& background, std::shared_ptr<BackgroundDisposal> disposer);
    ~State();
    State(const State&) = delete;
    State& operator=(const State&) = delete;

    /// An artifact that is open, and where its angles come from.
    struct Entry {
        OpenedArtifact artifact;
        std::unique_ptr<AngleSupply> angles;
        std::unique_ptr<HeadSupply> heads;
        std::unique_ptr<FamilySupply> family;
    };

    /// What open(), reload() or locateTensors() asked for.
    struct Opening {
        ArtifactSource source;
        std::optional<int> anchor;
        bool sameArtifact = false; ///< keeps history; what is shown stays until everything is there
    };

    /// Reads what is asked for, in place of an earlier request. `grams` are those of the artifact on show,
    /// when only its tensor file is to be read.
    void begin(Opening next, std::shared_ptr<const artifact::GramFile> grams = nullptr);
    void apply(const workspace::Change& change);

    /// Goes back to the anchor on show without asking for its angles again.
    void giveUpAnchor(const std::vector<LayerIndex>& shown);

    /// Shows the anchor asked for when all there is to show of it is there; until then what is shown stays.
    void refreshView();

    /// Null before the first artifact.
    [[nodiscard]] Entry* selected();
    [[nodiscard]] std::shared_ptr<const analysis::AlignmentTables> tables() const;
    [[nodiscard]] bool isCurrent(const quantities::AnchorView& shown) const;

private:
    void receive(const StageBegun& stage);
    void receive(const GramsReady& step);
    void receive(const TensorsReady& step);
    void receive(const SpectraReady& step);
    void receive(const TablesReady& step);
    void receive(const Error& error);

    /// Whether the artifact's tensor file was neither read nor missed, because another request came in
    /// between.
    [[nodiscard]] bool awaitsTensors() const;
    void giveUpTensors(const Error& reason);

    /// The anchor that an artifact begins with.
    [[nodiscard]] LayerIndex anchorIn(const artifact::GramFile& grams) const;
    [[nodiscard]] Entry newEntry();

    /// Makes `checked` the tables that are looked at: of the selected artifact, or of `opened`, which
    /// replaces it.
    void adopt(const CheckedTables& checked, std::optional<Entry> opened = std::nullopt);

    [[nodiscard]] workspace::Limits limits() const;
    [[nodiscard]] bool hasTensors() const;

    /// Until the tensor file is read, they may be.
    [[nodiscard]] bool anglesAreComing(LayerIndex anchor) const;

    void showHeadOfOldAnchor();
    void show(std::shared_ptr<const quantities::AnchorView> next);

public:
    Session& session;
    BackgroundServices services;
    std::shared_ptr<BackgroundDisposal> disposal;
    std::shared_ptr<const quantities::AnchorView> view;
    workspace::ViewState state;
    AnchorHistory history;
    int nextId = 1;

    Opening opening; ///< the newest request
    ShownActivity activity{[this](const BackgroundActivity& now) { emit session.activityChanged(now); }};

    // Last, so that they fall silent before what their events touch is gone.
    std::vector<Entry> entries; ///< the first is selected; one at most until a window can show several
    ArtifactLoader loader;
};

} // namespace sextant::session
