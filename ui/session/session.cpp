// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/session.h"

#include "ui/session/anchor_history.h"
#include "ui/session/angle_supply.h"
#include "ui/session/artifact_loader.h"

#include <fmt/format.h>

#include <utility>

namespace sextant::session {

class Session::State {
public:
    State(Session& owner, const BackgroundServices& services, std::shared_ptr<BackgroundDisposal> disposer)
        : session(owner),
          disposal(std::move(disposer)),
          loader(services, disposal, &owner,
                 [this](const LoadStep& step) { std::visit([this](const auto& s) { receive(s); }, step); }),
          angles(services, disposal, &owner,
                 {.arrived = [this] { refreshView(); },
                  .activity = [this](const BackgroundActivity& activity) { setComputing(activity); },
                  .failed = [&owner](const Error& error) { emit owner.failed(error); }}) {}

    ~State() {
        disposal->dispose(std::move(view));
        disposal->dispose(std::move(tables));
    }

    /// What open(), reload() or locateTensors() asked for.
    struct Opening {
        std::filesystem::path json;
        std::optional<std::filesystem::path> eigdirs;
        std::optional<int> anchor;
        bool sameArtifact = false; ///< keeps history; what is shown stays until everything is there
    };

    void begin(Opening next, std::shared_ptr<const artifact::GramFile> grams = nullptr) {
        opening = std::move(next);
        loader.load({.json = opening.json,
                     .eigdirs = opening.eigdirs,
                     .grams = grams,
                     .tensorsRequired = static_cast<bool>(grams),
                     .whole = opening.sameArtifact && !awaitsTensors()});
    }

    void receive(const StageBegun& stage) { setReading({stage.what, 0, 0}); }

    void receive(const GramsReady& step) {
        if (opening.sameArtifact) {
            return;
        }
        angles.clear();
        setComputing({});
        adopt(step.tables);
        history.restart(anchor);
        emit session.historyChanged();
    }

    void receive(const TensorsReady& step) {
        if (!opening.sameArtifact) {
            angles.start(step.artifact->tensors, step.artifact->shape(), anchor);
        }
    }

    void receive(const SpectraReady& step) {
        if (!opening.sameArtifact) {
            adopt(step.tables);
        }
    }

    void receive(const TablesReady& step) {
        setReading({});
        if (opening.sameArtifact) {
            const artifact::Artifact& artifact = *step.tables->artifact;
            angles.clear();
            setComputing({});
            const LayerIndex next = anchorIn(artifact.shape());
            if (artifact.tensors) {
                angles.start(artifact.tensors, artifact.shape(), next);
            }
        }
        adopt(step.tables);
    }

    void receive(const Error& error) {
        setReading({});
        if (error.code == ErrorCode::Cancelled) {
            giveUpTensors(error);
            return;
        }
        emit session.failed(error);
        // What this request broke off goes on, unless it is what has just failed and would fail again.
        if (opening.json == current.json && opening.eigdirs == current.eigdirs) {
            giveUpTensors(error);
        } else if (awaitsTensors()) {
            session.reload();
        }
    }

    /// Whether the artifact's tensor file was neither read nor missed, because another request came in
    /// between.
    bool awaitsTensors() const {
        return tables && !tables->artifact->tensors && !tables->artifact->tensorError;
    }

    void giveUpTensors(const Error& reason) {
        if (awaitsTensors()) {
            auto next = std::make_shared<analysis::AlignmentTables>(*tables);
            next->artifact = std::make_shared<const artifact::Artifact>(artifact::Artifact{
                .grams = tables->artifact->grams, .tensors = nullptr, .tensorError = reason});
            opening = {.json = current.json, .eigdirs = current.eigdirs, .anchor = {}, .sameArtifact = true};
            adopt(next);
        }
    }

    void setReading(const BackgroundActivity& activity) {
        reading = activity;
        announceActivity();
    }

    void setComputing(const BackgroundActivity& activity) {
        computing = activity;
        announceActivity();
    }

    void announceActivity() {
        const BackgroundActivity& now = reading.what.isEmpty() ? computing : reading;
        if (!(now == announced)) {
            announced = now;
            emit session.activityChanged(announced);
        }
    }

    /// The anchor that an artifact of this shape begins with.
    LayerIndex anchorIn(const artifact::ArtifactShape& shape) const {
        const int last = shape.layers - 1;
        if (opening.anchor) {
            const bool inRange = *opening.anchor >= 0 && *opening.anchor <= last;
            return {inRange ? *opening.anchor : last};
        }
        const bool wasLast = !tables || anchor.value == tables->artifact->shape().layers - 1;
        return {wasLast || anchor.value > last ? last : anchor.value};
    }

    /// Makes `next` the artifact that is looked at.
    void adopt(const std::shared_ptr<const analysis::AlignmentTables>& next) {
        const artifact::ArtifactShape& shape = next->artifact->shape();
        const LayerIndex nextAnchor = anchorIn(shape);
        const bool headStays = !head || head->value < shape.heads;
        const auto asked = std::exchange(opening.anchor, std::nullopt);

        current = {opening.json, opening.eigdirs};
        history.limit(shape.layers);
        const auto previous = std::exchange(tables, next);
        const bool anchorMoves = std::exchange(anchor, nextAnchor) != nextAnchor;
        if (!headStays) {
            head.reset();
        }
        if (!previous || previous->artifact != tables->artifact) {
            emit session.artifactChanged();
        }
        if (anchorMoves || !previous) {
            history.visit(anchor);
            emit session.anchorChanged(anchor);
        }
        if (!headStays) {
            emit session.headChanged(head);
        }
        refreshView();
        disposal->dispose(previous);
        if (asked && (*asked < -1 || *asked >= shape.layers)) {
            emit session.failed(
                {ErrorCode::Usage,
                 opening.json,
                 {},
                 fmt::format("anchor {} is out of range: the layers are 0 to {}", *asked, shape.layers - 1)});
        }
    }

    void moveAnchor(LayerIndex next) {
        anchor = next;
        emit session.anchorChanged(anchor);
        emit session.historyChanged();
        angles.request(anchor);
        refreshView();
    }

    bool hasTensors() const { return tables && tables->artifact->tensors; }

    bool isCurrent(const analysis::AnchorView& shown) const {
        return shown.tables == tables && shown.anchor == anchor && shown.head == head;
    }

    /// Shows the anchor asked for when all there is to show of it is there; until then what is shown stays.
    void refreshView() {
        if (!tables) {
            return;
        }
        const auto row = hasTensors() ? angles.rowOf(anchor) : nullptr;
        const bool worthWaiting = hasTensors() && !row && angles.isComing(anchor);
        if (worthWaiting && view && view->angles) {
            showHeadOfOldAnchor();
            return;
        }
        if (!view || !isCurrent(*view) || view->angles.has_value() != static_cast<bool>(row)) {
            show(analysis::anchorView(tables, anchor, head, row.get()));
        }
    }

    void showHeadOfOldAnchor() {
        if (view->tables != tables || view->head == head) {
            return;
        }
        if (const auto row = angles.rowOf(view->anchor)) {
            show(analysis::anchorView(tables, view->anchor, head, row.get()));
        }
    }

    void show(std::shared_ptr<const analysis::AnchorView> next) {
        const auto old = std::exchange(view, std::move(next));
        emit session.viewChanged(view);
        if (old && old->tables != tables) {
            disposal->dispose(old);
        }
    }

    Session& session;
    std::shared_ptr<BackgroundDisposal> disposal;
    std::shared_ptr<const analysis::AlignmentTables> tables;
    std::shared_ptr<const analysis::AnchorView> view;
    LayerIndex anchor;
    HeadSelection head;
    AnchorHistory history;

    struct Source {
        std::filesystem::path json;
        std::optional<std::filesystem::path> eigdirs;
    };
    Source current;  ///< of what is looked at
    Opening opening; ///< the newest request
    BackgroundActivity reading;
    BackgroundActivity computing;
    BackgroundActivity announced;

    // Last, so that they fall silent before what their events touch is gone.
    ArtifactLoader loader;
    AngleSupply angles;
};

Session::Session(QObject* parent)
    : Session(BackgroundServices::ofCore(), std::make_shared<BackgroundDisposal>(), parent) {}

Session::Session(BackgroundServices services, std::shared_ptr<BackgroundDisposal> disposal, QObject* parent)
    : QObject(parent),
      state_(std::make_unique<State>(*this, services, std::move(disposal))) {}

Session::~Session() = default;

void Session::open(const std::filesystem::path& path, const std::optional<std::filesystem::path>& eigdirs,
                   std::optional<int> anchor) {
    state_->begin({.json = path, .eigdirs = eigdirs, .anchor = anchor, .sameArtifact = false});
}

void Session::reload() {
    if (state_->tables) {
        state_->begin({.json = state_->current.json,
                       .eigdirs = state_->current.eigdirs,
                       .anchor = {},
                       .sameArtifact = true});
    } else if (!state_->opening.json.empty()) {
        state_->begin(State::Opening(state_->opening));
    }
}

void Session::locateTensors(const std::filesystem::path& eigdirs) {
    if (state_->tables) {
        state_->begin({.json = state_->current.json, .eigdirs = eigdirs, .anchor = {}, .sameArtifact = true},
                      state_->tables->artifact->grams);
    }
}

void Session::setAnchor(LayerIndex anchor) {
    const bool inRange = state_->tables && anchor.value >= 0 && anchor.value < artifact()->shape().layers;
    if (inRange && anchor != state_->anchor) {
        state_->history.visit(anchor);
        state_->moveAnchor(anchor);
    }
}

void Session::setHead(HeadSelection head) {
    const bool inRange =
        state_->tables && (!head || (head->value >= 0 && head->value < artifact()->shape().heads));
    if (inRange && head != state_->head) {
        state_->head = head;
        emit headChanged(head);
        state_->refreshView();
    }
}

void Session::goBack() {
    if (canGoBack()) {
        state_->moveAnchor(state_->history.goBack());
    }
}

void Session::goForward() {
    if (canGoForward()) {
        state_->moveAnchor(state_->history.goForward());
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
    state.angles.cancel();
    state.setReading({});
    state.setComputing({});
    if (state.view && state.view->tables == state.tables && state.view->anchor != state.anchor) {
        state.anchor = state.view->anchor;
        state.history.visit(state.anchor);
        emit anchorChanged(state.anchor);
        emit historyChanged();
    }
    state.refreshView();
}

std::shared_ptr<const artifact::Artifact> Session::artifact() const {
    return state_->tables ? state_->tables->artifact : nullptr;
}

LayerIndex Session::anchor() const {
    return state_->anchor;
}

HeadSelection Session::head() const {
    return state_->head;
}

std::shared_ptr<const analysis::AnchorView> Session::view() const {
    return state_->view;
}

bool Session::isViewCurrent() const {
    return state_->view && state_->isCurrent(*state_->view);
}

} // namespace sextant::session
