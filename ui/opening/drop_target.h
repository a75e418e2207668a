// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/opening/drop_files.h"

#include <QObject>

class QWidget;

namespace sextant::notices {
class BannerArea;
} // namespace sextant::notices

namespace sextant::opening {

/// Takes files that are dropped on a window and says what they are for; what is of no use becomes a banner.
class DropTarget : public QObject {
    Q_OBJECT
public:
    /// Both must outlive this.
    DropTarget(QWidget& window, notices::BannerArea& banners);

    /// Tells that what was dropped is of no use.
    void refuse();

signals:
    void artifactDropped(const sextant::opening::ArtifactFiles& files);
    /// One more, for a window of its own.
    void furtherArtifactDropped(const sextant::opening::ArtifactFiles& files);
    /// For the artifact that is open.
    void tensorsDropped(const std::filesystem::path& path);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void take(const DroppedFiles& dropped);

    notices::BannerArea& banners_;
};

} // namespace sextant::opening
