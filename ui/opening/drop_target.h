// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/opening/drop_files.h"

#include <QObject>

class QWidget;

namespace sextant::notices {
class BannerArea;
} // namespace sextant::notices

namespace sextant::opening {

/// Takes files dropped on a window and says what they are for; shows a banner for those it cannot use.
class DropTarget : public QObject {
    Q_OBJECT
public:
    /// Both must outlive this.
    DropTarget(QWidget& window, notices::BannerArea& banners);

    /// Says in a banner that nothing dropped can be opened.
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
