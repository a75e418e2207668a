#pragma once

#include "core/analysis/anchor_view.h"
#include "core/artifact/artifact.h"
#include "core/base/error.h"
#include "core/base/indices.h"
#include "core/engine/eigenspace_engine.h"

#include <QObject>
#include <QString>

#include <filesystem>
#include <memory>
#include <optional>

namespace sextant {

/// What runs in the background, for a progress bar. `total` 0 means: not known.
struct BackgroundActivity {
    QString what; ///< e.g. "Principal angles of all pairs"; empty when nothing runs
    int done = 0;
    int total = 0;
};

/// Owns what is being looked at: the artifact, the anchor, the selected head, and the work in the background that
/// follows from them. All of it lives on the GUI thread; workers post values to it. A result of an earlier artifact
/// or anchor is dropped by its generation number.
///
/// A re-anchor: setAnchor() -> anchorChanged at once (markers move) -> viewChanged once *every* series of the new
/// anchor is there (from the tables in the same event when they are complete, else after the anchor's row).
class Session : public QObject {
    Q_OBJECT
public:
    explicit Session(QObject* parent = nullptr);
    ~Session() override;

    /// Reads `path` in the background. The old artifact stays until the new one is there; when reading fails it stays
    /// for good and failed() tells. `eigdirs` overrides the tensor file. `anchor` is kept when it is in range of the new
    /// artifact (an F5 reload keeps the view), else the last layer; -1 is the last layer.
    void open(const std::filesystem::path& path, const std::optional<std::filesystem::path>& eigdirs = {},
              std::optional<int> anchor = {});

    /// Reads the same files again, keeping anchor and head.
    void reload();

    /// Reads this tensor file for the artifact that is open ("locate the missing file").
    void locateTensors(const std::filesystem::path& eigdirs);

    void setAnchor(LayerIndex anchor);
    void setHead(HeadSelection head);

    /// Walk through the anchors visited.
    void goBack();
    void goForward();
    bool canGoBack() const;
    bool canGoForward() const;

    /// Stops what runs in the background; what is shown stays.
    void cancel();

    std::shared_ptr<const Artifact> artifact() const; ///< null before the first one is there
    LayerIndex anchor() const;                        ///< the anchor asked for; the view may still be an older one's
    HeadSelection head() const;
    std::shared_ptr<const AnchorView> view() const;   ///< the newest complete view; null before the first

signals:
    /// A new artifact (or its tensors) is there; anchor and head are in range of it.
    void artifactChanged();
    void anchorChanged(sextant::LayerIndex anchor);
    void headChanged(sextant::HeadSelection head);
    /// Every plot swaps to this in the same event.
    void viewChanged(std::shared_ptr<const sextant::AnchorView> view);
    void activityChanged(const sextant::BackgroundActivity& activity);
    void failed(const sextant::Error& error);
    void historyChanged();

private:
    class Work;
    std::unique_ptr<Work> work_;
};

} // namespace sextant
