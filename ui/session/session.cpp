// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/session.h"

#include "ui/session/session_state.h"

#include <utility>

namespace sextant::session {

Session::Session(BackgroundServices services, std::shared_ptr<BackgroundDisposal> disposal, QObject* parent)
    : QObject(parent),
      services_(std::move(services)),
      disposal_(std::move(disposal)),
      state_(std::make_unique<State>(*this, services_, disposal_)) {}

Session::~Session() = default;

void Session::open(const std::filesystem::path& path, const std::optional<std::filesystem::path>& eigdirs,
                   std::optional<int> anchor, const std::optional<std::filesystem::path>& remembered) {
    state_->begin({.source = {path, eigdirs, remembered}, .anchor = anchor, .sameArtifact = false});
}

void Session::reload() {
    if (const State::Entry* entry = state_->selected()) {
        state_->begin({.source = entry->artifact.source, .anchor = {}, .sameArtifact = true});
    } else if (!state_->opening.source.json.empty()) {
        state_->begin(State::Opening(state_->opening));
    }
}

void Session::locateTensors(const std::filesystem::path& eigdirs) {
    if (const State::Entry* entry = state_->selected()) {
        state_->begin({.source = {entry->artifact.source.json, eigdirs}, .anchor = {}, .sameArtifact = true},
                      entry->artifact.tables->artifact->grams);
    }
}

void Session::apply(const workspace::Change& change) {
    state_->apply(change);
}

void Session::suggestAnchor() {
    if (const State::Entry* entry = state_->selected()) {
        entry->family->suggest(state().anchors, state().head);
    }
}

void Session::goBack() {
    if (canGoBack()) {
        apply(workspace::ShowAnchor{state_->history.goBack()});
    }
}

void Session::goForward() {
    if (canGoForward()) {
        apply(workspace::ShowAnchor{state_->history.goForward()});
    }
}

bool Session::canGoBack() const {
    return state_->history.canGoBack();
}

bool Session::canGoForward() const {
    return state_->history.canGoForward();
}

void Session::cancel() {
    State& state = *state_;
    state.loader.cancel();
    if (State::Entry* entry = state.selected()) {
        entry->angles->cancel();
        entry->family->cancel();
    }
    state.activity.setReading({});
    state.activity.setComputing({});
    const auto& view = state.view;
    const bool waits = view && view->tables == state.tables() && view->anchor != state.state.anchor();
    if (waits) {
        state.giveUpAnchor(view->anchors);
    }
    state.refreshView();
}

const workspace::ViewState& Session::state() const {
    return state_->state;
}

std::vector<OpenedArtifact> Session::opened() const {
    std::vector<OpenedArtifact> artifacts;
    for (const State::Entry& entry : state_->entries) {
        artifacts.push_back(entry.artifact);
    }
    return artifacts;
}

std::optional<ArtifactId> Session::selected() const {
    const State::Entry* entry = state_->selected();
    return entry != nullptr ? std::optional(entry->artifact.id) : std::nullopt;
}

std::shared_ptr<const artifact::Artifact> Session::artifact() const {
    return state_->tables() ? state_->tables()->artifact : nullptr;
}

std::shared_ptr<const integrity::IntegrityReport> Session::integrity() const {
    return state_->selected() ? state_->selected()->artifact.integrity : nullptr;
}

std::shared_ptr<const quantities::AnchorView> Session::view() const {
    return state_->view;
}

bool Session::isViewCurrent() const {
    return state_->view && state_->isCurrent(*state_->view);
}

} // namespace sextant::session
