// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/pickle_machine.h"

#include <charconv>

#include <fmt/format.h>

namespace sextant::tensor {
namespace {

constexpr Pickle::Node unused = ~Pickle::Node{0}; ///< of the memo

} // namespace

bool PickleMachine::fits(std::size_t count) {
    isTooLarge_ = isTooLarge_ || count > mostValues_;
    return !isTooLarge_;
}

bool PickleMachine::push(Pickle::Value value) {
    if (!fits(pickle_.nodes_.size() + 1) || !fits(stack_.size() + 1)) {
        return false;
    }
    pickle_.nodes_.push_back(std::move(value));
    stack_.push_back(static_cast<Node>(pickle_.nodes_.size() - 1));
    return true;
}

std::optional<PickleMachine::Node> PickleMachine::pop() {
    if (stack_.size() <= (marks_.empty() ? 0 : marks_.back())) {
        return std::nullopt;
    }
    const Node top = stack_.back();
    stack_.pop_back();
    return top;
}

std::optional<std::vector<PickleMachine::Node>> PickleMachine::popMarked() {
    if (marks_.empty()) {
        return std::nullopt;
    }
    const auto begin = stack_.begin() + static_cast<std::ptrdiff_t>(marks_.back());
    std::vector<Node> items(begin, stack_.end());
    stack_.erase(begin, stack_.end());
    marks_.pop_back();
    return items;
}

bool PickleMachine::drop() {
    if (!marks_.empty() && marks_.back() == stack_.size()) { // POP takes a mark like anything else
        marks_.pop_back();
        return true;
    }
    return pop().has_value();
}

bool PickleMachine::duplicate() {
    const std::optional<Node> top = pop();
    if (!top || !fits(stack_.size() + 2)) {
        return false;
    }
    stack_.insert(stack_.end(), 2, *top);
    return true;
}

bool PickleMachine::pushText(std::optional<std::string_view> text) {
    return text && push(std::string(*text));
}

bool PickleMachine::pushInteger(std::optional<std::int64_t> value) {
    return value && push(*value);
}

bool PickleMachine::pushIntegerLine() {
    std::optional<std::string_view> line = reader_.line();
    if (!line) {
        return false;
    }
    if (line->ends_with('L')) {
        line->remove_suffix(1);
    }
    std::int64_t value = 0;
    const auto [end, code] = std::from_chars(line->data(), line->data() + line->size(), value);
    if (code == std::errc::result_out_of_range) {
        return pushOther("a large integer");
    }
    return code == std::errc{} && end == line->data() + line->size() && push(value);
}

bool PickleMachine::pushLongInteger(std::optional<std::size_t> length) {
    const auto bytes = length ? reader_.text(*length) : std::nullopt;
    if (!bytes) {
        return false;
    }
    if (bytes->size() > sizeof(std::int64_t)) {
        return pushOther("a large integer");
    }
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < bytes->size(); ++i) {
        bits |= std::uint64_t{static_cast<unsigned char>((*bytes)[i])} << (8 * i);
    }
    if (!bytes->empty() && bytes->size() < sizeof bits && (bytes->back() & 0x80) != 0) {
        bits |= ~std::uint64_t{0} << (8 * bytes->size()); // two's complement, as short as possible
    }
    return push(static_cast<std::int64_t>(bits));
}

bool PickleMachine::pushOther(const char* kind) {
    return push(Pickle::Other{kind});
}

bool PickleMachine::pushSkipped(const char* kind, std::optional<std::uint64_t> length) {
    return length && *length <= reader_.remaining() && reader_.text(static_cast<std::size_t>(*length)) &&
           pushOther(kind);
}

bool PickleMachine::pushSequence(std::size_t count) {
    Pickle::Sequence sequence;
    sequence.items.resize(count);
    for (std::size_t i = count; i-- > 0;) {
        const std::optional<Node> item = pop();
        if (!item) {
            return false;
        }
        sequence.items[i] = *item;
    }
    return push(std::move(sequence));
}

bool PickleMachine::pushMarkedSequence() {
    std::optional<std::vector<Node>> items = popMarked();
    return items && push(Pickle::Sequence{std::move(*items)});
}

bool PickleMachine::pushMarkedDict() {
    const std::optional<std::vector<Node>> items = popMarked();
    return items && push(Pickle::Dict{}) && assign(stack_.back(), *items);
}

bool PickleMachine::pushMarkedOther(const char* kind) {
    return popMarked() && pushOther(kind);
}

bool PickleMachine::pushGlobal(std::optional<std::string_view> module, std::optional<std::string_view> name) {
    // Names that the memo hands out again and again are copied each time.
    return module && name && module->size() + name->size() <= ReadingBudget::globalName &&
           push(Pickle::Global{fmt::format("{}.{}", *module, *name)});
}

bool PickleMachine::pushStackGlobal() {
    const std::optional<Node> name = pop();
    const std::optional<Node> module = pop();
    if (!name || !module) {
        return false;
    }
    const auto* nameText = pickle_.as<std::string>(*name);
    const auto* moduleText = pickle_.as<std::string>(*module);
    return nameText != nullptr && moduleText != nullptr &&
           pushGlobal(std::string(*moduleText), std::string(*nameText));
}

bool PickleMachine::pushCall(std::size_t keywordArguments) {
    if (keywordArguments > 0 && !pop()) {
        return false;
    }
    const std::optional<Node> arguments = pop();
    const std::optional<Node> callable = pop();
    return arguments && callable && push(Pickle::Call{*callable, *arguments, {}});
}

bool PickleMachine::pushMarkedCall(bool named) {
    std::optional<std::vector<Node>> items = popMarked();
    if (!items) {
        return false;
    }
    if (named) {
        const auto module = reader_.line();
        if (!pushGlobal(module, reader_.line())) {
            return false;
        }
        items->insert(items->begin(), *pop());
    }
    if (items->empty()) {
        return false;
    }
    const Node callable = items->front();
    items->erase(items->begin());
    push(Pickle::Sequence{std::move(*items)});
    return push(Pickle::Call{callable, *pop(), {}});
}

bool PickleMachine::pushPersistent() {
    const std::optional<Node> id = pop();
    return id && push(Pickle::Persistent{*id});
}

bool PickleMachine::pushPersistentLine() {
    return pushText(reader_.line()) && pushPersistent();
}

bool PickleMachine::appendItem() {
    const std::optional<Node> item = pop();
    return item && !stack_.empty() && extend(stack_.back(), {*item});
}

bool PickleMachine::appendMarked() {
    const std::optional<std::vector<Node>> items = popMarked();
    return items && !stack_.empty() && extend(stack_.back(), *items);
}

bool PickleMachine::setItem() {
    const std::optional<Node> value = pop();
    const std::optional<Node> key = pop();
    return value && key && !stack_.empty() && assign(stack_.back(), {*key, *value});
}

bool PickleMachine::setMarked() {
    const std::optional<std::vector<Node>> items = popMarked();
    return items && !stack_.empty() && assign(stack_.back(), *items);
}

/// The state of an object says nothing that is needed: tensors and dicts of tensors have it in their
/// arguments.
bool PickleMachine::build() {
    return pop() && !stack_.empty();
}

bool PickleMachine::remember(std::optional<std::uint64_t> slot) {
    if (!slot || stack_.empty() || !fits(static_cast<std::size_t>(*slot))) {
        return false;
    }
    if (*slot >= memo_.size()) {
        memo_.resize(static_cast<std::size_t>(*slot) + 1, unused);
    }
    Node& place = memo_[static_cast<std::size_t>(*slot)];
    remembered_ += place == unused ? 1 : 0;
    place = stack_.back();
    return true;
}

bool PickleMachine::recall(std::optional<std::uint64_t> slot) {
    const Node found = slot && *slot < memo_.size() ? memo_[static_cast<std::size_t>(*slot)] : unused;
    if (found == unused || !fits(stack_.size() + 1)) {
        return false;
    }
    stack_.push_back(found);
    return true;
}

bool PickleMachine::extend(Node target, const std::vector<Node>& items) {
    if (auto* sequence = std::get_if<Pickle::Sequence>(&pickle_.nodes_[target])) {
        sequence->items.insert(sequence->items.end(), items.begin(), items.end());
        return true;
    }
    return pickle_.as<Pickle::Other>(target) != nullptr || pickle_.as<Pickle::Call>(target) != nullptr;
}

bool PickleMachine::assign(Node target, const std::vector<Node>& keysAndValues) {
    std::vector<std::pair<Node, Node>>* items = nullptr;
    if (auto* dict = std::get_if<Pickle::Dict>(&pickle_.nodes_[target])) {
        items = &dict->items;
    } else if (auto* call = std::get_if<Pickle::Call>(&pickle_.nodes_[target])) {
        items = &call->items;
    }
    if (items == nullptr || keysAndValues.size() % 2 != 0) {
        return false;
    }
    for (std::size_t i = 0; i < keysAndValues.size(); i += 2) {
        items->emplace_back(keysAndValues[i], keysAndValues[i + 1]);
    }
    return true;
}

} // namespace sextant::tensor
