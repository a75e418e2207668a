// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include <condition_variable>

namespace sextant::session {

/// Destroys what takes its time (engines that stop, workers that join, large tables) on a thread of its own,
/// so that the thread that lets go of it does not wait.
class BackgroundDisposal {
public:
    BackgroundDisposal();

    /// Waits until everything handed over is gone.
    ~BackgroundDisposal();
    BackgroundDisposal(const BackgroundDisposal&) = delete;
    BackgroundDisposal& operator=(const BackgroundDisposal&) = delete;

    /// Takes over the caller's reference, in the order of the calls. Null is ignored. Returns at once.
    void dispose(std::shared_ptr<const void> object);

private:
    void work(const std::stop_token& quit);

    std::mutex mutex_;
    std::condition_variable_any wake_;
    std::vector<std::shared_ptr<const void>> objects_;
    std::jthread thread_; ///< last, so that it is joined before what it uses is gone
};

} // namespace sextant::session
