// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/anchor_history.h"
#include "ui/session/angle_supply.h"
#include "ui/session/artifact_loader.h"
#include "ui/session/family_supply.h"
#include "ui/session/head_supply.h"
#include "ui/session/session.h"
#include "ui/session/shown_activity.h"

#include <fmt/format.h>

#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <variant>
#include <vector>

namespace sextant::session {

/// What a Session holds and does, for its own source.
class Session::State {
public:
    State(Session& owner, const BackgroundServices& background, std::shared_ptr<BackgroundDisposal> disposer)
        : session(owner),
          services(background),
          disposal(std::move(disposer)),
          loader(services, disposal, &owner,
                 [this](const LoadStep& step) { std::visit([this](const auto& s) { receive(s); }, step); }) {}

    ~State() {
        disposal->dispose(std::move(view));
        for (Entry& entry : entries) {
            disposal->dispose(std::move(entry.artifact.tables));
        }
    }
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

    void begin(Opening next, std::shared_ptr<const artifact::GramFile> grams = nullptr) {
        opening = std::move(next);
        const auto& [json, eigdirs, remembered] = opening.source;
        loader.load({.files = {json, eigdirs, remembered, grams},
                     .tensorsRequired = static_cast<bool>(grams),
                     .whole = opening.sameArtifact && !awaitsTensors()});
    }

    void receive(const StageBegun& stage) { activity.setReading({stage.what, 0, 0}); }

    void receive(const GramsReady& step) {
        if (opening.sameArtifact) {
            return;
        }
        if (Entry* old = selected()) {
            old->angles->clear();
        }
        activity.setComputing({});
        adopt(step, newEntry());
        history.restart(state.anchor());
        emit session.historyChanged();
    }

    void receive(const TensorsReady& step) {
        if (!opening.sameArtifact) {
            selected()->angles->start(step.artifact->tensors, step.artifact->shape(), state.anchor());
        }
    }

    void receive(const SpectraReady& step) {
        if (!opening.sameArtifact) {
            adopt(step);
        }
    }

    void receive(const TablesReady& step) {
        activity.setReading({});
        if (opening.sameArtifact) {
            const artifact::Artifact& artifact = *step.tables->artifact;
            AngleSupply& angles = *selected()->angles;
            angles.clear();
            activity.setComputing({});
            const LayerIndex next = anchorIn(*artifact.grams);
            if (artifact.tensors) {
                angles.start(artifact.tensors, artifact.shape(), next);
            }
        }
        adopt(step);
    }

    void receive(const Error& error) {
        activity.setReading({});
        if (error.code == ErrorCode::Cancelled) {
            giveUpTensors(error);
            return;
        }
        emit session.failed(error);
        // What this request broke off goes on, unless it is what has just failed and would fail again.
        if (selected() && opening.source == selected()->artifact.source) {
            giveUpTensors(error);
        } else if (awaitsTensors()) {
            session.reload();
        }
    }

    /// Whether the artifact's tensor file was neither read nor missed, because another request came in
    /// between.
    bool awaitsTensors() const {
        return tables() && !tables()->artifact->tensors && !tables()->artifact->tensorError;
    }

    void giveUpTensors(const Error& reason) {
        if (awaitsTensors()) {
            const auto next = withoutTensors(*tables(), reason);
            opening = {.source = selected()->artifact.source, .anchor = {}, .sameArtifact = true};
            adopt({next, selected()->artifact.integrity});
        }
    }

    /// The anchor that an artifact begins with.
    LayerIndex anchorIn(const artifact::GramFile& grams) const {
        const int last = grams.shape.layers - 1;
        if (opening.anchor) {
            return grams.layerNumbers.find(*opening.anchor, grams.shape.layers).value_or(LayerIndex{last});
        }
        const int anchor = state.anchor().value;
        const bool wasLast = !tables() || anchor == tables()->artifact->shape().layers - 1;
        return {wasLast || anchor > last ? last : anchor};
    }

    Entry newEntry() {
        const auto arrived = [this] { refreshView(); };
        const auto failed = [this](const Error& error) { emit session.failed(error); };
        const auto busy = [this](const BackgroundActivity& now) { activity.setComputing(now); };
        const auto suggested = [this](const SuggestedAnchor& found) { emit session.anchorSuggested(found); };
        Entry entry;
        entry.artifact.id = ArtifactId{nextId++};
        entry.angles = std::make_unique<AngleSupply>(services, disposal, &session,
                                                     AngleSupply::Events{arrived, busy, failed});
        entry.heads =
            std::make_unique<HeadSupply>(services, disposal, &session, HeadSupply::Events{arrived, failed});
        entry.family = std::make_unique<FamilySupply>(services, disposal, &session,
                                                      FamilySupply::Events{arrived, suggested, failed});
        return entry;
    }

    /// Makes `next` the tables that are looked at: of the selected artifact, or of `opened`, which replaces
    /// it.
    void adopt(const CheckedTables& checked, std::optional<Entry> opened = std::nullopt) {
        const auto& next = checked.tables;
        const artifact::ArtifactShape& shape = next->artifact->shape();
        workspace::ViewState nextState = state;
        const LayerIndex first = anchorIn(*next->artifact->grams);
        if (opening.anchor) {
            nextState.anchors.assign(1, first);
        } else {
            nextState.anchors.front() = first;
        }
        nextState = workspace::fitted(std::move(nextState), {shape.layers, shape.heads});
        const auto asked = std::exchange(opening.anchor, std::nullopt);

        history.limit(shape.layers);
        const auto previous = tables();
        if (opened) {
            entries.clear();
            entries.push_back(*std::move(opened));
        }
        selected()->artifact.source = opening.source;
        if (!previous || previous->artifact != next->artifact) {
            selected()->heads->start(next->artifact, nextState.anchor());
        }
        if (!previous || previous->artifact->grams != next->artifact->grams) {
            selected()->family->start(next);
        }
        selected()->artifact.tables = next;
        selected()->artifact.integrity = checked.integrity;
        const bool stateChanges = std::exchange(state, nextState) != nextState;
        if (!previous || previous->artifact != next->artifact) {
            emit session.artifactChanged();
        }
        history.visit(state.anchor());
        if (stateChanges || !previous) {
            emit session.stateChanged(state);
        }
        selected()->family->follow(state);
        refreshView();
        disposal->dispose(previous);
        const LayerNumbers& numbers = next->artifact->grams->layerNumbers;
        if (asked && *asked != -1 && !numbers.find(*asked, shape.layers)) {
            emit session.failed({ErrorCode::Usage,
                                 opening.source.json,
                                 {},
                                 fmt::format("anchor {} is out of range: the layers are {}", *asked,
                                             numbers.textOf(shape.layers))});
        }
    }

    void apply(const workspace::Change& change) {
        const auto old = std::exchange(state, workspace::apply(state, change, limits()));
        if (old == state) {
            return;
        }
        const bool anchorMoves = selected() && old.anchor() != state.anchor();
        if (anchorMoves) {
            history.visit(state.anchor()); // adds nothing when that is where history has just stepped
            selected()->angles->request(state.anchor());
            selected()->heads->request(state.anchor());
        }
        emit session.stateChanged(state);
        if (anchorMoves) {
            emit session.historyChanged();
        }
        if (selected()) {
            selected()->family->follow(state);
        }
        refreshView();
        if (!anchorMoves && view) {
            showHeadOfOldAnchor(); // while its new anchor is still to come
        }
    }

    /// Goes back to the anchor on show without asking for its angles again.
    void giveUpAnchor(const std::vector<LayerIndex>& shown) {
        state.anchors = shown;
        history.visit(state.anchor());
        emit session.stateChanged(state);
        emit session.historyChanged();
    }

    workspace::Limits limits() const {
        return tables()
                   ? workspace::Limits{tables()->artifact->shape().layers, tables()->artifact->shape().heads}
                   : workspace::Limits{};
    }

    /// Null before the first artifact.
    Entry* selected() { return entries.empty() ? nullptr : &entries.front(); }

    std::shared_ptr<const analysis::AlignmentTables> tables() const {
        return entries.empty() ? nullptr : entries.front().artifact.tables;
    }

    bool hasTensors() const { return tables() && tables()->artifact->tensors; }

    /// Until the tensor file is read, they may be.
    bool anglesAreComing(LayerIndex anchor) const {
        return !hasTensors() || entries.front().angles->isComing(anchor);
    }

    bool isCurrent(const quantities::AnchorView& shown) const {
        return shown.tables == tables() && shown.anchors == state.anchors && shown.head == state.head &&
               shown.comparedWith == state.reference && shown.family == entries.front().family->family() &&
               shown.heads == entries.front().heads->of(shown.anchor).value_or(nullptr) &&
               (shown.hasAngles() || shown.anglesAwaited == anglesAreComing(shown.anchor));
    }

    /// Shows the anchor asked for when all there is to show of it is there; until then what is shown stays.
    void refreshView() {
        if (!tables()) {
            return;
        }
        const LayerIndex anchor = state.anchor();
        const auto row = hasTensors() ? selected()->angles->rowOf(anchor) : nullptr;
        const bool worthWaiting = hasTensors() && !row && anglesAreComing(anchor);
        if (worthWaiting && view && view->hasAngles()) {
            return;
        }
        if (!view || !isCurrent(*view) || view->hasAngles() != static_cast<bool>(row)) {
            show(quantities::anchorView(tables(), anchor, state.head, row.get(), state.reference,
                                        selected()->heads->of(anchor), further(state.anchors),
                                        anglesAreComing(anchor), selected()->family->family()));
        }
    }

    /// The anchors beside the first.
    static std::span<const LayerIndex> further(const std::vector<LayerIndex>& anchors) {
        return std::span(anchors).subspan(1);
    }

    void showHeadOfOldAnchor() {
        if (view->tables != tables() || view->head == state.head) {
            return;
        }
        if (const auto row = selected()->angles->rowOf(view->anchor)) {
            show(quantities::anchorView(tables(), view->anchor, state.head, row.get(), state.reference,
                                        selected()->heads->of(view->anchor), further(view->anchors), true,
                                        selected()->family->family()));
        }
    }

    void show(std::shared_ptr<const quantities::AnchorView> next) {
        const auto old = std::exchange(view, std::move(next));
        emit session.viewChanged(view);
        if (old && old->tables != tables()) {
            disposal->dispose(old);
        }
    }

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
