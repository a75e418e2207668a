// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <thread>

namespace sextant::session {

/// Destroys what takes its time (engines that stop, workers that join, large tables) on a thread of its own,
/// so that the thread that lets go of it does not wait.
///
///     disposal->dispose(std::exchange(worker_, nullptr)); // joins elsewhere
class BackgroundDisposal {
public:
    /// `patience` is how long the destructor waits; without it, as long as it takes.
    explicit BackgroundDisposal(std::optional<std::chrono::milliseconds> patience = std::nullopt);

    /// Waits until everything handed over is gone, or until its patience is at an end: the thread is then
    /// left to itself, for a program that ends.
    ~BackgroundDisposal();
    BackgroundDisposal(const BackgroundDisposal&) = delete;
    BackgroundDisposal& operator=(const BackgroundDisposal&) = delete;

    /// Takes over the caller's reference, in the order of the calls. Null is ignored. Returns at once.
    void dispose(std::shared_ptr<const void> object);

private:
    struct Queue; ///< shared with the thread, which may outlive this

    std::shared_ptr<Queue> queue_;
    std::optional<std::chrono::milliseconds> patience_;
    std::jthread thread_;
};

} // namespace sextant::session
