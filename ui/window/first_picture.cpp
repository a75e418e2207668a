// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/first_picture.h"

#include <QEvent>
#include <QTimer>
#include <QWidget>

#include <chrono>
#include <functional>
#include <utility>

namespace sextant::window {

namespace {

/// A window that is minimised or covered from the start is never painted.
constexpr std::chrono::seconds kLongest{2};

/// Calls `painted` once, after the first paint of the application's widgets.
class PaintWatch : public QObject {
public:
    PaintWatch(QWidget& window, std::function<void()> painted)
        : QObject(&window),
          painted_(std::move(painted)) {
        window.installEventFilter(this);
    }

    bool eventFilter(QObject* watched, QEvent* event) override {
        if (event->type() == QEvent::UpdateRequest || event->type() == QEvent::Paint) {
            watched->removeEventFilter(this);
            // All widgets of a window are painted before the next event is taken.
            QTimer::singleShot(0, this, [this] {
                painted_();
                deleteLater();
            });
        }
        return QObject::eventFilter(watched, event);
    }

private:
    std::function<void()> painted_;
};

} // namespace

void FirstPicture::wait(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, stop, kLongest, [this] { return there_; });
}

void FirstPicture::arrive() {
    const std::lock_guard lock(mutex_);
    there_ = true;
    changed_.notify_all();
}

void FirstPicture::watch(QWidget& window, std::shared_ptr<FirstPicture> picture) {
    new PaintWatch(window, [picture = std::move(picture)] { picture->arrive(); });
}

} // namespace sextant::window
