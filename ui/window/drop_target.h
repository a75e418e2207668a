#pragma once

#include "ui/window/drop_files.h"

#include <QObject>

class QWidget;

namespace sextant {

class BannerArea;

/// Takes files that are dropped on a window and says what they are for; what is of no use becomes a banner.
class DropTarget : public QObject {
    Q_OBJECT
public:
    /// Both must outlive this.
    DropTarget(QWidget& window, BannerArea& banners);

    /// Tells that what was dropped is of no use.
    void refuse();

signals:
    void artifactDropped(const sextant::ArtifactFiles& files);
    /// One more, for a window of its own.
    void furtherArtifactDropped(const sextant::ArtifactFiles& files);
    /// For the artifact that is open.
    void tensorsDropped(const std::filesystem::path& path);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void take(const DroppedFiles& dropped);

    BannerArea& banners_;
};

} // namespace sextant
