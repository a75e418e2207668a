// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ranks/transport.h"

#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace sextant::ranks {

/// The letter boxes of ranks that are threads of one process.
struct LetterBoxes {
    explicit LetterBoxes(int ranks) : of(static_cast<std::size_t>(ranks)) {}

    std::mutex mutex;
    std::vector<std::deque<Letter>> of;
};

/// Ranks "0 on host0", "1 on host1" ... of one process.
class FakeTransport : public Transport {
public:
    FakeTransport(std::shared_ptr<LetterBoxes> boxes, int rank) : boxes_(std::move(boxes)), rank_(rank) {}

    /// Sends so many letters; what comes after is lost, as if the rank had died.
    void dieAfter(int letters) { lettersLeft_ = letters; }

    int rank() const override { return rank_; }
    int size() const override { return static_cast<int>(boxes_->of.size()); }
    int ranksHere() const override { return 1; }
    std::string host() const override { return "host" + std::to_string(rank_); }

    Result<void> send(int to, Bytes bytes) override {
        if (lettersLeft_ == 0) {
            return {};
        }
        lettersLeft_ -= lettersLeft_ > 0 ? 1 : 0;
        const std::lock_guard lock(boxes_->mutex);
        boxes_->of[static_cast<std::size_t>(to)].push_back({rank_, std::move(bytes)});
        return {};
    }

    Result<std::optional<Letter>> receive() override {
        const std::lock_guard lock(boxes_->mutex);
        std::deque<Letter>& box = boxes_->of[static_cast<std::size_t>(rank_)];
        if (box.empty()) {
            return std::nullopt;
        }
        Letter letter = std::move(box.front());
        box.pop_front();
        return letter;
    }

    void close(bool, int) override {}

private:
    std::shared_ptr<LetterBoxes> boxes_;
    int rank_;
    int lettersLeft_ = -1;
};

} // namespace sextant::ranks
