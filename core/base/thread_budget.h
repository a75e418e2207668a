// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>

namespace sextant {

/// The threads that all heavy work of a process shares. Copies are the same budget. Any thread.
///
///     const ThreadBudget budget(defaultThreadCount()); // one per process, handed to every engine
///     const ThreadBudget::Lease lease = budget.lease(heads);
///     const bool all = parallelFor(heads, lease.count(), stop, work); // given back at the end of the scope
class ThreadBudget {
public:
    /// Some threads of a budget, given back at the end of its life.
    class Lease {
    public:
        Lease(Lease&& other) noexcept;
        Lease& operator=(Lease&& other) noexcept;
        Lease(const Lease&) = delete;
        Lease& operator=(const Lease&) = delete;
        ~Lease();

        /// At least 1.
        [[nodiscard]] int count() const { return count_; }

    private:
        friend class ThreadBudget;
        Lease(std::shared_ptr<std::atomic<int>> free, int count);

        std::shared_ptr<std::atomic<int>> free_;
        int count_;
    };

    /// `total` >= 1.
    explicit ThreadBudget(int total);

    [[nodiscard]] int total() const { return total_; }

    /// At most `wanted` threads, at most those that are free, but always one: work that holds up another must
    /// not wait for it. So there may be one thread more per lease than `total` while the budget is used up.
    [[nodiscard]] Lease lease(int wanted) const;

private:
    int total_;
    std::shared_ptr<std::atomic<int>> free_; ///< below zero while leases exceed the total
};

/// Bytes that RLIMIT_AS and RLIMIT_DATA leave this process; the largest number where there is no limit.
[[nodiscard]] std::uint64_t memoryWithinLimits();

/// Bytes that this process can still allocate: what the system calls available, less where RLIMIT_AS or
/// RLIMIT_DATA leave less.
[[nodiscard]] std::uint64_t availableMemory();

/// How many threads of `bytesPerThread` each fit in `available` bytes; at least 1.
[[nodiscard]] int threadsThatFit(std::uint64_t bytesPerThread, std::uint64_t available = availableMemory());

} // namespace sextant
