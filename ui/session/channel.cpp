// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/channel.h"

#include <QMetaObject>
#include <QObject>

#include <mutex>
#include <utility>

namespace sextant::session {

struct Channel::Sender::State {
    std::mutex mutex;
    QObject* receiver = nullptr; ///< null once the channel is closed
};

void Channel::Sender::send(Message message) const {
    // The lock keeps the receiver alive while the event is put into its queue; it is never held while a
    // message runs.
    const std::lock_guard lock(state_->mutex);
    if (!state_->receiver) {
        return;
    }
    QMetaObject::invokeMethod(
        state_->receiver,
        [state = state_, message = std::move(message)] {
            // Only the receiver's thread closes the channel, and that is this one.
            if (state->receiver) {
                message();
            }
        },
        Qt::QueuedConnection);
}

Channel::Channel(QObject* receiver) {
    sender_.state_ = std::make_shared<Sender::State>();
    sender_.state_->receiver = receiver;
}

Channel::~Channel() {
    const std::lock_guard lock(sender_.state_->mutex);
    sender_.state_->receiver = nullptr;
}

} // namespace sextant::session
