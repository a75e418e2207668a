// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/opening/drop_target.h"

#include "ui/notices/banner_area.h"

#include <QDropEvent>
#include <QMimeData>
#include <QWidget>

namespace sextant::opening {

namespace {

/// To drop more artifacts at once is more likely a mistake than a wish for so many windows.
constexpr std::size_t kMostDropped = 8;

} // namespace

DropTarget::DropTarget(QWidget& window, notices::BannerArea& banners) : QObject(&window), banners_(banners) {
    window.setAcceptDrops(true);
    window.installEventFilter(this);
}

bool DropTarget::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::DragEnter || event->type() == QEvent::Drop) {
        auto* drop = static_cast<QDropEvent*>(event);
        if (drop->mimeData()->hasUrls()) {
            drop->acceptProposedAction();
            if (event->type() == QEvent::Drop) {
                take(droppedFiles(drop->mimeData()->urls()));
            }
            return true;
        }
    }
    return QObject::eventFilter(watched, event);
}

void DropTarget::refuse() {
    banners_.show(
        notices::BannerTopic::Failure, notices::Severity::Failure,
        tr("No artifact was dropped. Drop a JSON file, a JSON file with its tensor file, or a folder of "
           "them."));
}

void DropTarget::take(const DroppedFiles& dropped) {
    if (dropped.artifacts.size() > kMostDropped) {
        banners_.show(
            notices::BannerTopic::Failure, notices::Severity::Failure,
            tr("Dropped %1 artifacts; the limit is %2.").arg(dropped.artifacts.size()).arg(kMostDropped));
    } else if (!dropped.artifacts.empty()) {
        emit artifactDropped(dropped.artifacts.front());
        for (std::size_t i = 1; i < dropped.artifacts.size(); ++i) {
            emit furtherArtifactDropped(dropped.artifacts[i]);
        }
    } else if (dropped.tensors) {
        emit tensorsDropped(*dropped.tensors);
    } else {
        refuse();
    }
}

} // namespace sextant::opening
