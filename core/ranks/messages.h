// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/measure/work.h"
#include "core/ranks/transport.h"

#include <cstdint>
#include <span>
#include <string>
#include <variant>

namespace sextant::ranks {

/// A rank has opened the model and can work.
struct Hello {
    std::string host;
    std::string kernels;      ///< of its BLAS, for its processor
    std::string identity;     ///< what it sees of the model, and its options
    int threads = 0;          ///< that it works with
    std::uint64_t memory = 0; ///< bytes that it may use
};

/// Rank 0 hands out a task.
struct Assignment {
    std::uint64_t ticket = 0; ///< comes back with the outcome
    int atOnce = 1;           ///< tasks of this size that have room in the memory of the rank
    measure::Work work;
};

/// A task is done.
struct Answer {
    std::uint64_t ticket = 0;
    measure::Outcome outcome;
};

/// A rank cannot open the model, or a task failed.
struct Complaint {
    std::string host;
    Error error;
};

/// Nothing to say, but still there.
struct SignOfLife {};

/// Rank 0 needs a rank no longer; its last letter.
struct Dismissal {};

/// The last letter of a rank that was dismissed.
struct Farewell {};

using Message = std::variant<Hello, Assignment, Answer, Complaint, SignOfLife, Dismissal, Farewell>;

/// The bytes of a message, for a process of the same program on a processor of the same kind.
[[nodiscard]] Bytes encode(const Message& message);

/// The message of such bytes. Errs with Malformed for any others; no count in them is trusted before the
/// bytes are there.
[[nodiscard]] Result<Message> decode(std::span<const std::byte> bytes);

/// True when a task refers to layers and heads that a model of this shape has, and its lists fit each other:
/// perform() relies on it.
[[nodiscard]] bool isPossible(const measure::Work& work, const checkpoint::AttentionShape& shape);

/// True when an outcome holds as many numbers as the task yields: whoever stores it relies on it.
[[nodiscard]] bool answers(const measure::Outcome& outcome, const measure::Work& work,
                           const checkpoint::AttentionShape& shape);

} // namespace sextant::ranks
