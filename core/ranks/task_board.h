// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/work.h"
#include "core/ranks/messages.h"

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace sextant::ranks {

/// Where rank 0 keeps what is to be done, who does it and what has come back. The executor puts tasks on it
/// and takes outcomes from it; the threads of rank 0 and the desk that speaks for the other ranks do the
/// opposite. Any thread.
///
/// A rank gets tasks of one key head as long as there are any, so that it reads no more of the model than it
/// must; then of the key head with the most tasks left for each rank that is at it.
class TaskBoard {
public:
    struct Taken {
        std::uint64_t ticket = 0;
        std::size_t index = 0;
    };
    struct Arrival {
        std::size_t index = 0;
        measure::Outcome outcome;
    };

    /// `ranks` >= 1, rank 0 among them.
    explicit TaskBoard(int ranks);

    /// Puts up the tasks of a run, which must outlive it, as long as `shape` does. `workspace` is the memory
    /// that each takes at most, in bytes.
    void begin(const std::vector<measure::Work>& tasks, const checkpoint::AttentionShape& shape,
               std::uint64_t workspace);

    /// Takes down what is left of the run.
    void end();

    /// Nothing further will be put up: the others can go.
    void close();
    [[nodiscard]] bool isClosed() const;

    /// Waits for the next outcome. Returns the error of fail(), or Cancelled after a stop request.
    [[nodiscard]] Result<Arrival> nextArrival(const std::stop_token& stop);

    /// A task for a thread of rank 0; nothing when all are handed out.
    [[nodiscard]] std::optional<Taken> takeHere();

    /// A task for another rank; nothing when it has as many as it can work on, and one that it begins with
    /// when it is done with another while there are plenty.
    [[nodiscard]] std::optional<Assignment> takeFor(int rank);

    /// Brings back an outcome. `from` is the rank that took the task; an outcome that nobody waits for any
    /// more is dropped, one that does not fit its task fails the run. Waits for room when `from` is 0.
    void deliver(int from, std::uint64_t ticket, measure::Outcome outcome);

    /// True while few outcomes wait for the executor. Those of other ranks are better left with them else.
    [[nodiscard]] bool hasRoom() const;

    /// Ends the run, and every later one, with the error; the first counts.
    void fail(Error error);

    /// A rank is ready to work.
    void greet(int rank, Hello hello);

    /// Waits until every rank is ready. Errs where one of them sees another model than `identity`, with the
    /// error of fail(), or with Cancelled after a stop request.
    [[nodiscard]] Result<void> awaitEveryone(const std::string& identity, const std::stop_token& stop);

    /// What ranks said of themselves, [ranks]; rank 0 says nothing. Once awaitEveryone() has succeeded.
    [[nodiscard]] const std::vector<std::optional<Hello>>& everyone() const { return hellos_; }

    /// Sleeps until tasks are put up or the board is closed, at most so long.
    void rest(std::chrono::microseconds longest);

private:
    /// Tasks that read the same part of the model.
    using Lane = std::deque<std::size_t>;

    [[nodiscard]] std::optional<std::size_t> pick(int rank);
    [[nodiscard]] int ranksAt(int lane) const;
    [[nodiscard]] int atOnce(int rank) const;
    [[nodiscard]] std::size_t capacity() const;

    mutable std::mutex mutex_;
    std::condition_variable_any arrived_; ///< an outcome, a greeting or an error
    std::condition_variable_any moved_;   ///< room for outcomes, new tasks, or the end
    const std::vector<measure::Work>* tasks_ = nullptr;
    checkpoint::AttentionShape shape_;
    std::uint64_t workspace_ = 0;
    std::uint64_t firstTicket_ = 0;     ///< of the run; those of earlier runs are smaller
    std::uint64_t nextTicket_ = 0;      ///< of the next run
    std::map<int, Lane> lanes_;         ///< by what they read
    std::size_t left_ = 0;              ///< tasks in all lanes
    std::vector<int> takenBy_;          ///< the rank of each task; of those in a lane or done -1
    std::vector<int> lane_;             ///< of each rank; -1 before its first task
    std::vector<std::size_t> underWay_; ///< tasks with each rank
    std::deque<Arrival> arrivals_;
    std::size_t bytesWaiting_ = 0;
    std::vector<std::optional<Hello>> hellos_;
    std::optional<Error> error_;
    bool closed_ = false;
};

} // namespace sextant::ranks
