// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/session_state.h"

#include <fmt/format.h>

#include <span>
#include <utility>
#include <variant>

namespace sextant::session {
namespace {

/// The anchors beside the first.
std::span<const LayerIndex> further(const std::vector<LayerIndex>& anchors) {
    return std::span(anchors).subspan(1);
}

} // namespace

Session::State::State(Session& owner, const BackgroundServices& background,
                      std::shared_ptr<BackgroundDisposal> disposer)
    : session(owner),
      services(background),
      disposal(std::move(disposer)),
      loader(services, disposal, &owner,
             [this](const LoadStep& step) { std::visit([this](const auto& s) { receive(s); }, step); }) {}

Session::State::~State() {
    disposal->dispose(std::move(view));
    for (Entry& entry : entries) {
        disposal->dispose(std::move(entry.artifact.tables));
    }
}

void Session::State::begin(Opening next, std::shared_ptr<const artifact::GramFile> grams) {
    opening = std::move(next);
    const auto& [json, eigdirs, remembered] = opening.source;
    loader.load({.files = {json, eigdirs, remembered, grams},
                 .tensorsRequired = static_cast<bool>(grams),
                 .whole = opening.sameArtifact && !awaitsTensors()});
}

void Session::State::receive(const StageBegun& stage) {
    activity.setReading({stage.what, 0, 0});
}

void Session::State::receive(const GramsReady& step) {
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

void Session::State::receive(const TensorsReady& step) {
    if (!opening.sameArtifact) {
        selected()->angles->start(step.artifact->tensors, step.artifact->shape(), state.anchor());
    }
}

void Session::State::receive(const SpectraReady& step) {
    if (!opening.sameArtifact) {
        adopt(step);
    }
}

void Session::State::receive(const TablesReady& step) {
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

void Session::State::receive(const Error& error) {
    activity.setReading({});
    if (error.code == ErrorCode::Cancelled) {
        giveUpTensors(error);
        return;
    }
    emit session.failed(error);
    // What this request interrupted is resumed, unless it is what has just failed and would fail again.
    if (selected() && opening.source == selected()->artifact.source) {
        giveUpTensors(error);
    } else if (awaitsTensors()) {
        session.reload();
    }
}

bool Session::State::awaitsTensors() const {
    return tables() && !tables()->artifact->tensors && !tables()->artifact->tensorError;
}

void Session::State::giveUpTensors(const Error& reason) {
    if (awaitsTensors()) {
        const auto next = withoutTensors(*tables(), reason);
        opening = {.source = selected()->artifact.source, .anchor = {}, .sameArtifact = true};
        adopt({next, selected()->artifact.integrity});
    }
}

LayerIndex Session::State::anchorIn(const artifact::GramFile& grams) const {
    const int last = grams.shape.layers - 1;
    if (opening.anchor) {
        return grams.layerNumbers.find(*opening.anchor, grams.shape.layers).value_or(LayerIndex{last});
    }
    const int anchor = state.anchor().value;
    const bool wasLast = !tables() || anchor == tables()->artifact->shape().layers - 1;
    return {wasLast || anchor > last ? last : anchor};
}

Session::State::Entry Session::State::newEntry() {
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

void Session::State::adopt(const CheckedTables& checked, std::optional<Entry> opened) {
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

void Session::State::apply(const workspace::Change& change) {
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

void Session::State::giveUpAnchor(const std::vector<LayerIndex>& shown) {
    state.anchors = shown;
    history.visit(state.anchor());
    emit session.stateChanged(state);
    emit session.historyChanged();
}

workspace::Limits Session::State::limits() const {
    return tables() ? workspace::Limits{tables()->artifact->shape().layers, tables()->artifact->shape().heads}
                    : workspace::Limits{};
}

Session::State::Entry* Session::State::selected() {
    return entries.empty() ? nullptr : &entries.front();
}

std::shared_ptr<const analysis::AlignmentTables> Session::State::tables() const {
    return entries.empty() ? nullptr : entries.front().artifact.tables;
}

bool Session::State::hasTensors() const {
    return tables() && tables()->artifact->tensors;
}

bool Session::State::anglesAreComing(LayerIndex anchor) const {
    return !hasTensors() || entries.front().angles->isComing(anchor);
}

bool Session::State::isCurrent(const quantities::AnchorView& shown) const {
    // Without a supply of them, each view compares its own.
    const auto heads = entries.front().heads->of(shown.anchor);
    return shown.tables == tables() && shown.anchors == state.anchors && shown.head == state.head &&
           shown.comparedWith == state.reference && shown.family == entries.front().family->family() &&
           (!heads || shown.heads == *heads) &&
           (shown.hasAngles() || shown.anglesAwaited == anglesAreComing(shown.anchor));
}

void Session::State::refreshView() {
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

void Session::State::showHeadOfOldAnchor() {
    if (view->tables != tables() || view->head == state.head) {
        return;
    }
    if (const auto row = selected()->angles->rowOf(view->anchor)) {
        show(quantities::anchorView(tables(), view->anchor, state.head, row.get(), state.reference,
                                    selected()->heads->of(view->anchor), further(view->anchors), true,
                                    selected()->family->family()));
    }
}

void Session::State::show(std::shared_ptr<const quantities::AnchorView> next) {
    const auto old = std::exchange(view, std::move(next));
    emit session.viewChanged(view);
    if (old && old->tables != tables()) {
        disposal->dispose(old);
    }
}

} // namespace sextant::session
