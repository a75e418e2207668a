// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>

class QObject;

namespace sextant::session {

/// Carries values from background threads into the thread of a QObject. One box belongs to one request:
/// closing it drops what is on its way, so a stale result is never delivered, however late its worker
/// notices.
class Postbox {
public:
    using Letter = std::function<void()>;

    /// Copied into workers; may outlive the box and the receiver.
    class Sender {
    public:
        /// Any thread. `letter` runs in the receiver's thread, from its event loop, in the order posted,
        /// unless the box is closed by then. Returns at once.
        void post(Letter letter) const;

    private:
        friend class Postbox;
        struct State;
        std::shared_ptr<State> state_;
    };

    /// An open box. `receiver` must outlive it, and both belong to the same thread.
    explicit Postbox(QObject* receiver);

    /// Closes the box.
    ~Postbox();
    Postbox(const Postbox&) = delete;
    Postbox& operator=(const Postbox&) = delete;

    Sender sender() const { return sender_; }

private:
    Sender sender_;
};

} // namespace sextant::session
