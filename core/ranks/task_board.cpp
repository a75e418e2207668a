// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ranks/task_board.h"

#include "core/base/thread_budget.h"
#include "core/blas/availability.h"

#include <algorithm>

#include <fmt/format.h>

namespace sextant::ranks {
namespace {

/// Outcomes that wait for the disk hold no more memory than this, one beyond it excepted.
constexpr std::size_t mostBytesWaiting = std::size_t{256} << 20;

std::size_t sizeOf(const measure::Outcome& outcome) {
    return outcome.numbers.size() * sizeof(double) + outcome.directions.size() * sizeof(float);
}

/// What a task reads, as far as a rank can spare reading it again.
struct PartRead {
    int operator()(const operators::SpectrumTask& task) const { return task.keyHead; }
    int operator()(const operators::GramTask& task) const { return task.keyHead; }
    int operator()(const operators::OtherHeadTask& task) const { return task.first.value; }
    int operator()(const operators::PrecisionProbe& probe) const { return probe.pair.keyHead; }
};

tl::unexpected<Error> stopped() {
    return failure(ErrorCode::Cancelled, {}, {}, "the measurement was stopped");
}

} // namespace

TaskBoard::TaskBoard(int ranks)
    : lane_(static_cast<std::size_t>(ranks), -1),
      underWay_(static_cast<std::size_t>(ranks), 0),
      hellos_(static_cast<std::size_t>(ranks)) {}

void TaskBoard::begin(const std::vector<measure::Work>& tasks, const checkpoint::AttentionShape& shape,
                      std::uint64_t workspace) {
    const std::lock_guard lock(mutex_);
    tasks_ = &tasks;
    shape_ = shape;
    workspace_ = workspace;
    firstTicket_ = nextTicket_;
    nextTicket_ += tasks.size();
    left_ = tasks.size();
    takenBy_.assign(tasks.size(), -1);
    std::fill(underWay_.begin(), underWay_.end(), 0);
    for (std::size_t index = 0; index < tasks.size(); ++index) {
        lanes_[std::visit(PartRead{}, tasks[index])].push_back(index);
    }
    moved_.notify_all();
}

void TaskBoard::end() {
    const std::lock_guard lock(mutex_);
    tasks_ = nullptr;
    firstTicket_ = nextTicket_;
    lanes_.clear();
    left_ = 0;
    arrivals_.clear();
    bytesWaiting_ = 0;
    moved_.notify_all();
}

void TaskBoard::close() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    moved_.notify_all();
}

bool TaskBoard::isClosed() const {
    const std::lock_guard lock(mutex_);
    return closed_;
}

Result<TaskBoard::Arrival> TaskBoard::nextArrival(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    arrived_.wait(lock, stop, [this] { return error_ || !arrivals_.empty(); });
    if (error_) {
        return tl::make_unexpected(*error_);
    }
    if (stop.stop_requested()) {
        return stopped();
    }
    Arrival arrival = std::move(arrivals_.front());
    arrivals_.pop_front();
    bytesWaiting_ -= sizeOf(arrival.outcome);
    moved_.notify_all();
    return arrival;
}

int TaskBoard::ranksAt(int lane) const {
    return static_cast<int>(std::count(lane_.begin(), lane_.end(), lane));
}

std::optional<std::size_t> TaskBoard::pick(int rank) {
    if (lanes_.empty() || error_) {
        return std::nullopt;
    }
    int& lane = lane_[static_cast<std::size_t>(rank)];
    auto found = lanes_.find(lane);
    if (found == lanes_.end()) {
        lane = -1;
        found = std::max_element(lanes_.begin(), lanes_.end(), [this](const auto& a, const auto& b) {
            return a.second.size() * static_cast<std::size_t>(1 + ranksAt(b.first)) <
                   b.second.size() * static_cast<std::size_t>(1 + ranksAt(a.first));
        });
        lane = found->first;
    }
    const std::size_t index = found->second.front();
    found->second.pop_front();
    if (found->second.empty()) {
        lanes_.erase(found);
    }
    --left_;
    takenBy_[index] = rank;
    ++underWay_[static_cast<std::size_t>(rank)];
    return index;
}

std::optional<TaskBoard::Taken> TaskBoard::takeHere() {
    const std::lock_guard lock(mutex_);
    const std::optional<std::size_t> index = pick(0);
    return index ? std::optional(Taken{firstTicket_ + *index, *index}) : std::nullopt;
}

int TaskBoard::atOnce(int rank) const {
    const std::optional<Hello>& hello = hellos_[static_cast<std::size_t>(rank)];
    return hello ? std::clamp(hello->threads, 1,
                              threadsThatFit(workspace_ + blas::kBufferPerThread, hello->memory))
                 : 0;
}

std::size_t TaskBoard::capacity() const {
    std::size_t count = 0;
    for (int rank = 1; rank < static_cast<int>(hellos_.size()); ++rank) {
        count += static_cast<std::size_t>(atOnce(rank));
    }
    return count;
}

std::optional<Assignment> TaskBoard::takeFor(int rank) {
    const std::lock_guard lock(mutex_);
    if (left_ == 0) {
        return std::nullopt;
    }
    const int most = atOnce(rank);
    // The next task waits at the rank for a thread, not the thread for the next task; but near the end a task
    // is better with whoever is free first.
    const std::size_t ahead = left_ > 2 * capacity() ? 1 : 0;
    if (most == 0 || underWay_[static_cast<std::size_t>(rank)] >= static_cast<std::size_t>(most) + ahead) {
        return std::nullopt;
    }
    const std::optional<std::size_t> index = pick(rank);
    return index ? std::optional(Assignment{firstTicket_ + *index, most, (*tasks_)[*index]}) : std::nullopt;
}

void TaskBoard::deliver(int from, std::uint64_t ticket, measure::Outcome outcome) {
    std::unique_lock lock(mutex_);
    if (from == 0) {
        moved_.wait(lock,
                    [&] { return bytesWaiting_ < mostBytesWaiting || error_ || ticket < firstTicket_; });
    }
    if (ticket < firstTicket_ || error_) {
        return;
    }
    const std::uint64_t index = ticket - firstTicket_;
    if (index >= takenBy_.size() || takenBy_[index] != from || !answers(outcome, (*tasks_)[index], shape_)) {
        lock.unlock();
        fail({ErrorCode::Internal, {}, {}, fmt::format("rank {} sent an unexpected message", from)});
        return;
    }
    takenBy_[index] = -1;
    --underWay_[static_cast<std::size_t>(from)];
    bytesWaiting_ += sizeOf(outcome);
    arrivals_.push_back({index, std::move(outcome)});
    arrived_.notify_all();
}

bool TaskBoard::hasRoom() const {
    const std::lock_guard lock(mutex_);
    return bytesWaiting_ < mostBytesWaiting;
}

void TaskBoard::fail(Error error) {
    const std::lock_guard lock(mutex_);
    if (!error_) {
        error_ = std::move(error);
    }
    arrived_.notify_all();
    moved_.notify_all();
}

void TaskBoard::greet(int rank, Hello hello) {
    const std::lock_guard lock(mutex_);
    hellos_[static_cast<std::size_t>(rank)] = std::move(hello);
    arrived_.notify_all();
}

Result<void> TaskBoard::awaitEveryone(const std::string& identity, const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    arrived_.wait(lock, stop, [this] {
        return error_ || std::all_of(hellos_.begin() + 1, hellos_.end(),
                                     [](const std::optional<Hello>& hello) { return hello.has_value(); });
    });
    if (error_) {
        return tl::make_unexpected(*error_);
    }
    if (stop.stop_requested()) {
        return stopped();
    }
    for (std::size_t rank = 1; rank < hellos_.size(); ++rank) {
        if (hellos_[rank]->identity != identity) {
            return failure(ErrorCode::Inconsistent, {}, {},
                           fmt::format("rank {} on {} sees a different model from rank 0: a file's content, "
                                       "size or time differs, or the program version does",
                                       rank, hellos_[rank]->host));
        }
    }
    return {};
}

void TaskBoard::rest(std::chrono::microseconds longest) {
    std::unique_lock lock(mutex_);
    moved_.wait_for(lock, longest);
}

} // namespace sextant::ranks
