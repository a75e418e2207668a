// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>

class QObject;

namespace sextant::session {

/// Carries messages from background threads into the thread of a QObject. One channel belongs to one request:
/// closing it drops the messages under way, so a stale result is never delivered, however late its worker
/// notices.
///
///     channel_ = std::make_unique<Channel>(this); // closes the earlier one
///     worker_.submit([this, sender = channel_->sender()](const std::stop_token& stop) {
///         sender.send([this, result = compute(stop)] { show(result); });
///     });
class Channel {
public:
    /// Runs in the receiver's thread.
    using Message = std::function<void()>;

    /// Copied into workers; may outlive the channel and the receiver.
    class Sender {
    public:
        /// Any thread. `message` runs in the receiver's thread, from its event loop, in the order sent,
        /// unless the channel is closed by then. Returns at once.
        void send(Message message) const;

    private:
        friend class Channel;
        struct State;
        std::shared_ptr<State> state_;
    };

    /// An open channel. `receiver` must outlive it, and both belong to the same thread.
    explicit Channel(QObject* receiver);

    /// Closes the channel.
    ~Channel();
    Channel(const Channel&) = delete;
    Channel& operator=(const Channel&) = delete;

    [[nodiscard]] Sender sender() const { return sender_; }

private:
    Sender sender_;
};

} // namespace sextant::session
