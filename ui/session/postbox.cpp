// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/postbox.h"

#include <QMetaObject>
#include <QObject>

#include <mutex>
#include <utility>

namespace sextant::session {

struct Postbox::Sender::State {
    std::mutex mutex;
    QObject* receiver = nullptr; ///< null once the box is closed
};

void Postbox::Sender::post(Letter letter) const {
    // The lock keeps the receiver alive while the event is put into its queue; it is never held while a
    // letter runs.
    const std::lock_guard lock(state_->mutex);
    if (!state_->receiver) {
        return;
    }
    QMetaObject::invokeMethod(
        state_->receiver,
        [state = state_, letter = std::move(letter)] {
            // Only the receiver's thread closes the box, and that is this one.
            if (state->receiver) {
                letter();
            }
        },
        Qt::QueuedConnection);
}

Postbox::Postbox(QObject* receiver) {
    sender_.state_ = std::make_shared<Sender::State>();
    sender_.state_->receiver = receiver;
}

Postbox::~Postbox() {
    const std::lock_guard lock(sender_.state_->mutex);
    sender_.state_->receiver = nullptr;
}

} // namespace sextant::session
