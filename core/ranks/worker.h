// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/measure.h"
#include "core/measure/prepared_model.h"
#include "core/ranks/messages.h"
#include "core/ranks/patience.h"
#include "core/ranks/transport.h"

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

namespace sextant::ranks {

/// Any rank but rank 0: opens the model, then does what rank 0 asks for on its own threads, and writes
/// nothing.
class Worker {
public:
    /// All must outlive this. `options` may be the error of the rank's own arguments, which rank 0 is then
    /// told.
    Worker(Transport& transport, const Result<measure::MeasureOptions>& options, Patience patience);

    /// Works until rank 0 has no more to do. True when it was dismissed and all its threads have ended; false
    /// when rank 0 is lost.
    [[nodiscard]] bool serve();

private:
    void openModel();
    [[nodiscard]] Result<Hello> makeHello();
    void work(const std::stop_token& stop);
    void post(const Message& message);
    void postComplaint(const Error& error);
    /// False when rank 0 cannot be reached.
    [[nodiscard]] bool sendPosted();
    void endThreads();

    Transport& transport_; ///< for the thread of serve() alone
    std::string host_;
    std::uint64_t ranksHere_;
    const Result<measure::MeasureOptions>& options_;
    Patience patience_;
    std::optional<measure::PreparedModel> model_; ///< set before the threads begin
    std::stop_source giveUp_;

    std::mutex mutex_;
    std::condition_variable_any given_;  ///< a task, or one less under way
    std::condition_variable_any posted_; ///< something to send
    std::deque<Assignment> tasks_;
    std::deque<Bytes> letters_;
    int underWay_ = 0;
    std::vector<std::jthread> threads_; ///< of the model's opening first, which starts the others
};

} // namespace sextant::ranks
