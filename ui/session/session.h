// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/artifact/artifact.h"
#include "core/base/error.h"
#include "core/base/indices.h"
#include "core/quantities/anchor_view.h"
#include "core/workspace/change.h"
#include "ui/session/background_activity.h"
#include "ui/session/background_disposal.h"
#include "ui/session/background_services.h"
#include "ui/session/family_supply.h"
#include "ui/session/opened_artifact.h"

#include <QObject>

#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

namespace sextant::session {

/// Owns the artifacts that are open, which of them is selected, the view state, and the work in the
/// background that follows from them. All of it lives on the GUI thread; workers post values to it. A result
/// of an earlier artifact or anchor is dropped, and nothing is delivered after the destructor.
///
/// What a person does reaches the plots one way: input -> apply(change) -> stateChanged() -> viewChanged().
/// Each is emitted at most once per change. The view follows once *every* series of the new anchor is there,
/// in the same event when its angles are; until then the old one stays.
///
///     session.open("model.json");
///     connect(&session, &Session::stateChanged, &plots, &PlotArea::setState);
///     connect(&session, &Session::viewChanged, &plots, &PlotArea::setView);
///     session.apply(workspace::ShowCell{LayerIndex{3}, HeadIndex{1}});
///
/// Opening shows what is known as soon as it is: cosines and residuals, then signs and spectra, then angles.
class Session : public QObject {
    Q_OBJECT
    Q_DISABLE_COPY(Session)
public:
    /// `disposal` takes what would make the destructor wait; several sessions may share one.
    Session(BackgroundServices services, std::shared_ptr<BackgroundDisposal> disposal,
            QObject* parent = nullptr);
    ~Session() override;

    /// Reads `path` in the background. The old artifact stays until the new one is there; when reading fails
    /// it stays for good and failed() tells. `eigdirs` overrides the search for the tensor file. `anchor` is
    /// the number of the layer to begin with, -1 the last; out of range, failed() tells and the last is
    /// taken. Without it the anchor stays what it was where the new artifact has such a layer, the last layer
    /// stays the last, and a first artifact begins there; further anchors stay where it has such layers.
    /// `remembered` is tried before the search for the tensor file.
    void open(const std::filesystem::path& path, const std::optional<std::filesystem::path>& eigdirs = {},
              std::optional<int> anchor = {}, const std::optional<std::filesystem::path>& remembered = {});

    /// Reads the same files again, keeping anchor, head and history; what is shown stays until all of it is
    /// there. Before a first artifact: tries the last open() again.
    void reload();

    /// Reads this tensor file for the artifact that is open ("locate the missing file"). When that fails,
    /// failed() tells and everything stays.
    void locateTensors(const std::filesystem::path& eigdirs);

    /// The only way the view state changes. A change out of range of the artifact changes nothing, and what
    /// changes nothing emits nothing. An anchor is remembered for goBack().
    void apply(const workspace::Change& change);

    /// Looks for the layer that would add most to the anchors, in the background; anchorSuggested() tells.
    /// Done by itself while what the layers share is in front.
    void suggestAnchor();

    /// Walk through the anchors visited. Nothing happens at the end.
    void goBack();
    void goForward();
    [[nodiscard]] bool canGoBack() const;
    [[nodiscard]] bool canGoForward() const;

    /// Stops what runs in the background; what is shown stays, and an anchor whose curves have not come is
    /// given up.
    void cancel();

    [[nodiscard]] const workspace::ViewState& state() const; ///< the view may still be an older one's

    /// The artifacts that are open, and the selected one of them: what the rest of this class speaks of. The
    /// window shows one, so opening another closes the first.
    [[nodiscard]] std::vector<OpenedArtifact> opened() const;
    [[nodiscard]] std::optional<ArtifactId> selected() const;

    /// Null before the first one is read.
    [[nodiscard]] std::shared_ptr<const artifact::Artifact> artifact() const;
    /// What the checks of artifact() found; null as long as that is.
    [[nodiscard]] std::shared_ptr<const integrity::IntegrityReport> integrity() const;
    [[nodiscard]] LayerIndex anchor() const { return state().anchor(); }
    [[nodiscard]] HeadSelection head() const { return state().head; }
    std::shared_ptr<const quantities::AnchorView>
    view() const;                             ///< the newest complete view; null before the first
    [[nodiscard]] bool isViewCurrent() const; ///< whether view() is of artifact() and state()

    /// What this session works with, for other long work of the same window.
    [[nodiscard]] const BackgroundServices& services() const { return services_; }
    [[nodiscard]] const std::shared_ptr<BackgroundDisposal>& disposal() const { return disposal_; }

signals:
    /// A new artifact (or its tensors) is there; the state is in range of it.
    void artifactChanged();
    void stateChanged(const sextant::workspace::ViewState& state);
    /// Every plot swaps to this in the same event.
    void viewChanged(std::shared_ptr<const sextant::quantities::AnchorView> view);
    /// What suggestAnchor() asked for; the state may have moved on.
    void anchorSuggested(const sextant::session::SuggestedAnchor& found);
    void activityChanged(const sextant::session::BackgroundActivity& activity);
    /// Something that was asked for could not be; never of code Cancelled.
    void failed(const sextant::Error& error);
    void historyChanged();

private:
    class State;
    const BackgroundServices services_;
    const std::shared_ptr<BackgroundDisposal> disposal_;
    std::unique_ptr<State> state_;
};

} // namespace sextant::session
