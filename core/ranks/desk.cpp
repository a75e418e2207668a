// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ranks/desk.h"

#include "core/base/exception_guard.h"

#include <algorithm>
#include <optional>
#include <type_traits>
#include <utility>

#include <fmt/format.h>

namespace sextant::ranks {
namespace {

/// What is wrong with the model is the same on every machine; anything else may be the machine's fault.
Error withPlace(Error error, const std::string& rank) {
    if (error.code != ErrorCode::Inconsistent) {
        error.sentence += fmt::format(" (on {})", rank);
    }
    return error;
}

} // namespace

Desk::Desk(Transport& transport, TaskBoard& board, Patience patience)
    : transport_(transport),
      board_(board),
      patience_(patience),
      ranks_(static_cast<std::size_t>(transport.size())) {
    for (Rank& rank : ranks_) {
        rank.heard = Clock::now();
    }
}

void Desk::serve() {
    auto looked = Clock::now();
    int inVain = 0; // checks that found no letter
    while (!board_.isClosed()) {
        bool isBusy = false;
        const bool wasAway = Clock::now() - looked > patience_.absence();
        looked = Clock::now();
        const bool canRead = board_.hasRoom();
        if (wasAway || !canRead) { // nobody's fault but ours
            for (Rank& rank : ranks_) {
                rank.heard = looked;
            }
        }
        if (canRead) {
            isBusy = readLetter();
        }
        handOut();
        giveSignOfLife();
        noticeSilence();
        inVain = isBusy ? 0 : inVain + 1;
        if (!isBusy || isLost_) {
            board_.rest(patience_.pauseAfter(inVain));
        }
    }
}

bool Desk::dismissEveryone() {
    for (int rank = 1; rank < ranks(); ++rank) {
        send(rank, Dismissal{});
    }
    const auto begun = Clock::now();
    const auto isEveryoneGone = [this] {
        return std::all_of(ranks_.begin() + 1, ranks_.end(), [](const Rank& rank) { return rank.isGone; });
    };
    while (!isLost_ && !isEveryoneGone() && Clock::now() - begun < patience_.farewell) {
        if (!readLetter()) {
            board_.rest(patience_.pause);
        }
    }
    return !isLost_ && isEveryoneGone();
}

bool Desk::readLetter() {
    if (isLost_) {
        return false;
    }
    Result<std::optional<Letter>> letter = transport_.receive();
    if (!letter) {
        lose(std::move(letter).error());
        return false;
    }
    if (!*letter) {
        return false;
    }
    const int from = (*letter)->from;
    ranks_[static_cast<std::size_t>(from)].heard = Clock::now();
    Result<Message> message = withoutExceptions([&] { return decode((*letter)->bytes); });
    if (message) {
        handle(from, *std::move(message));
    } else {
        board_.fail(withPlace(std::move(message).error(), nameOf(from)));
    }
    return true;
}

void Desk::handle(int from, Message message) {
    Rank& rank = ranks_[static_cast<std::size_t>(from)];
    if (auto* hello = std::get_if<Hello>(&message)) {
        rank.host = hello->host;
        rank.isReady = true;
        board_.greet(from, std::move(*hello));
    } else if (auto* answer = std::get_if<Answer>(&message)) {
        board_.deliver(from, answer->ticket, std::move(answer->outcome));
    } else if (auto* complaint = std::get_if<Complaint>(&message)) {
        rank.host = complaint->host;
        board_.fail(withPlace(std::move(complaint->error), nameOf(from)));
    } else if (std::holds_alternative<Farewell>(message)) {
        rank.isGone = true;
    }
}

void Desk::handOut() {
    for (int rank = 1; rank < ranks() && !isLost_; ++rank) {
        while (std::optional<Assignment> assignment = board_.takeFor(rank)) {
            send(rank, std::move(*assignment));
        }
    }
}

void Desk::giveSignOfLife() {
    const auto now = Clock::now();
    if (now - signGiven_ < patience_.sign) {
        return;
    }
    signGiven_ = now;
    for (int rank = 1; rank < ranks(); ++rank) {
        send(rank, SignOfLife{});
    }
}

void Desk::noticeSilence() {
    const auto now = Clock::now();
    for (int rank = 1; rank < ranks() && !isLost_; ++rank) {
        const auto silence = now - ranks_[static_cast<std::size_t>(rank)].heard;
        if (silence > patience_.silence) {
            lose({ErrorCode::Internal,
                  {},
                  {},
                  fmt::format("nothing was heard from {} for {} s", nameOf(rank),
                              std::chrono::duration_cast<std::chrono::seconds>(silence).count())});
        }
    }
}

void Desk::send(int to, const Message& message) {
    if (isLost_) {
        return;
    }
    if (Result<void> sent = transport_.send(to, encode(message)); !sent) {
        lose(std::move(sent).error());
    }
}

void Desk::lose(Error error) {
    isLost_ = true;
    board_.fail(std::move(error));
}

std::string Desk::nameOf(int rank) const {
    const std::string& host = ranks_[static_cast<std::size_t>(rank)].host;
    return host.empty() ? fmt::format("rank {}", rank) : fmt::format("rank {} on {}", rank, host);
}

} // namespace sextant::ranks
