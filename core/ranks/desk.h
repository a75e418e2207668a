// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ranks/patience.h"
#include "core/ranks/task_board.h"
#include "core/ranks/transport.h"

#include <chrono>
#include <string>
#include <vector>

namespace sextant::ranks {

/// Speaks for rank 0 with all others: hands out the tasks of a board and brings back what they find. Sleeps
/// when there is nothing to do, so that the threads of rank 0 can compute.
class Desk {
public:
    /// Both must outlive this. The transport is that of rank 0.
    Desk(Transport& transport, TaskBoard& board, Patience patience);

    /// Serves until the board is closed. What goes wrong with another rank, its silence too, fails the board.
    void serve();

    /// Dismisses every rank and waits for their farewells. False when one is lost: the rest must be ended.
    [[nodiscard]] bool dismissEveryone();

private:
    using Clock = std::chrono::steady_clock;

    struct Rank {
        std::string host;
        bool isReady = false;
        bool isGone = false;
        Clock::time_point heard;
    };

    /// Looks into the next letter; false when there was none.
    [[nodiscard]] bool readLetter();
    void handle(int from, Message message);
    void handOut();
    void giveSignOfLife();
    void noticeSilence();
    void send(int to, const Message& message);
    void lose(Error error);
    [[nodiscard]] int ranks() const { return static_cast<int>(ranks_.size()); }
    [[nodiscard]] std::string nameOf(int rank) const;

    Transport& transport_;
    TaskBoard& board_;
    Patience patience_;
    std::vector<Rank> ranks_;
    Clock::time_point signGiven_;
    bool isLost_ = false;
};

} // namespace sextant::ranks
