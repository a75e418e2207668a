// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/pickle_machine.h"

#include <charconv>

namespace sextant::tensor {

// The opcodes and what they do to the stack: Python's Lib/pickletools.py.

bool PickleMachine::run() {
    while (const auto opcode = reader_.number<std::uint8_t>()) {
        if (*opcode == '.') {
            const std::optional<Node> root = pop();
            pickle_.root_ = root.value_or(0);
            return root.has_value();
        }
        if (!step(*opcode)) {
            return false;
        }
    }
    return false;
}

bool PickleMachine::step(std::uint8_t opcode) {
    const auto byte = [this] { return reader_.number<std::uint8_t>(); };
    const auto word = [this] { return reader_.number<std::uint32_t>(); };
    const auto large = [this] { return reader_.number<std::uint64_t>(); };
    const auto text = [this](auto length) {
        return length && *length <= reader_.remaining() ? reader_.text(static_cast<std::size_t>(*length))
                                                        : std::nullopt;
    };
    switch (opcode) {
    case 0x80: // PROTO
        return byte().has_value();
    case 0x95: // FRAME
        return large().has_value();
    case '(':
        marks_.push_back(stack_.size());
        return fits(marks_.size());
    case '0':
        return drop();
    case '1':
        return popMarked().has_value();
    case '2':
        return duplicate();

    case 'N':
        return pushOther("None");
    case 0x88:
    case 0x89:
        return pushOther("a truth value");
    case 'K':
        return pushInteger(byte());
    case 'M':
        return pushInteger(reader_.number<std::uint16_t>());
    case 'J':
        return pushInteger(reader_.number<std::int32_t>());
    case 'I':
    case 'L':
        return pushIntegerLine();
    case 0x8a:
        return pushLongInteger(byte());
    case 0x8b:
        return pushLongInteger(word());
    case 'F':
        return reader_.line() && pushOther("a number");
    case 'G':
        return pushSkipped("a number", 8);

    case 'U':
    case 0x8c:
        return pushText(text(byte()));
    case 'T':
    case 'X':
        return pushText(text(word()));
    case 0x8d:
        return pushText(text(large()));
    case 'S':
    case 'V':
        return pushText(reader_.line());
    case 'C':
        return pushSkipped("bytes", byte());
    case 'B':
        return pushSkipped("bytes", word());
    case 0x8e:
    case 0x96:
        return pushSkipped("bytes", large());

    case ']':
    case ')':
        return pushSequence(0);
    case 0x85:
        return pushSequence(1);
    case 0x86:
        return pushSequence(2);
    case 0x87:
        return pushSequence(3);
    case 'l':
    case 't':
        return pushMarkedSequence();
    case '}':
        return push(Pickle::Dict{});
    case 'd':
        return pushMarkedDict();
    case 0x8f:
        return pushOther("a set");
    case 0x91:
        return pushMarkedOther("a frozenset");
    case 'a':
        return appendItem();
    case 'e':
    case 0x90: // ADDITEMS
        return appendMarked();
    case 's':
        return setItem();
    case 'u':
        return setMarked();

    case 'c': {
        const auto module = reader_.line();
        return pushGlobal(module, reader_.line());
    }
    case 0x93:
        return pushStackGlobal();
    case 'R':
    case 0x81: // NEWOBJ
        return pushCall(0);
    case 0x92: // NEWOBJ_EX
        return pushCall(1);
    case 'o':
        return pushMarkedCall(false);
    case 'i':
        return pushMarkedCall(true);
    case 'b':
        return build();
    case 'P':
        return pushPersistentLine();
    case 'Q':
        return pushPersistent();

    case 'p':
    case 'g': {
        std::uint64_t slot = 0;
        const auto line = reader_.line();
        if (!line || std::from_chars(line->data(), line->data() + line->size(), slot).ec != std::errc{}) {
            return false;
        }
        return opcode == 'p' ? remember(slot) : recall(slot);
    }
    case 'q':
        return remember(byte());
    case 'r':
        return remember(word());
    case 0x94:
        return remember(remembered_);
    case 'h':
        return recall(byte());
    case 'j':
        return recall(word());
    default: // among them the extension registry and out-of-band buffers, which no file can use
        return false;
    }
}

} // namespace sextant::tensor
