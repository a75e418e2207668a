// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/reading_budget.h"
#include "core/tensor/byte_reader.h"
#include "core/tensor/pickle.h"

#include <optional>
#include <vector>

namespace sextant::tensor {

/// Runs the stack machine of the pickle protocols 0 to 5, building descriptions instead of objects.
class PickleMachine {
public:
    explicit PickleMachine(std::span<const std::byte> bytes)
        : reader_(bytes),
          mostValues_(ReadingBudget::pickleValues(bytes.size())) {}

    /// Runs to the end; false when something is wrong at byte position() or shortly before it.
    bool run();

    /// Whether it is the budget that stopped run().
    [[nodiscard]] bool isTooLarge() const { return isTooLarge_; }

    [[nodiscard]] std::size_t position() const { return reader_.position(); }
    Pickle takePickle() { return std::move(pickle_); }

private:
    using Node = Pickle::Node;

    bool step(std::uint8_t opcode);
    bool pushText(std::optional<std::string_view> text);
    bool pushInteger(std::optional<std::int64_t> value);
    bool pushIntegerLine();
    bool pushLongInteger(std::optional<std::size_t> length);
    bool pushOther(const char* kind);
    bool pushSkipped(const char* kind, std::optional<std::uint64_t> length);
    bool pushSequence(std::size_t count);
    bool pushMarkedSequence();
    bool pushMarkedDict();
    bool pushMarkedOther(const char* kind);
    bool pushGlobal(std::optional<std::string_view> module, std::optional<std::string_view> name);
    bool pushStackGlobal();
    bool pushCall(std::size_t keywordArguments);
    bool pushMarkedCall(bool named);
    bool pushPersistent();
    bool pushPersistentLine();
    bool appendItem();
    bool appendMarked();
    bool setItem();
    bool setMarked();
    bool build();
    bool duplicate();
    bool drop();
    bool remember(std::optional<std::uint64_t> slot);
    bool recall(std::optional<std::uint64_t> slot);

    bool push(Pickle::Value value);
    bool fits(std::size_t count);
    std::optional<Node> pop();
    /// Removes and gives what lies above the topmost mark, and the mark.
    std::optional<std::vector<Node>> popMarked();
    bool extend(Node target, const std::vector<Node>& items);
    bool assign(Node target, const std::vector<Node>& keysAndValues);

    ByteReader reader_;
    Pickle pickle_;
    std::vector<Node> stack_;
    std::vector<std::size_t> marks_; ///< heights of the stack
    std::vector<Node> memo_;         ///< by slot: picklers count them up from 0
    std::uint64_t remembered_ = 0;   ///< slots in use
    std::size_t mostValues_;
    bool isTooLarge_ = false;
};

} // namespace sextant::tensor
