// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ranks/messages.h"

#include "core/ranks/byte_text.h"

#include <algorithm>
#include <type_traits>

namespace sextant::ranks {
namespace {

/// Before every message; another version of the program has another.
constexpr std::uint32_t kSignature = 0x53585201;

/// The members of each struct are listed once, for both directions: `Text` is a ByteWriter or a ByteReader.
template <typename Text, typename Value>
using Passed = std::conditional_t<std::is_same_v<Text, ByteWriter>, const Value, Value>;

template <typename Text>
void pass(Text& text, Passed<Text, operators::SpectrumTask>& task) {
    text(task.layer);
    text(task.keyHead);
    text(task.heads);
    text(task.directions);
    text(task.topk);
}

template <typename Text>
void pass(Text& text, Passed<Text, operators::GramTask>& task) {
    text(task.keyHead);
    text(task.heads);
    text(task.first);
    text(task.second);
    text(task.precision);
    text(task.firstNorms);
    text(task.secondNorms);
}

template <typename Text>
void pass(Text& text, Passed<Text, operators::OtherHeadTask>& task) {
    text(task.first);
    text(task.second);
    text(task.samples);
    text(task.precision);
}

template <typename Text>
void pass(Text& text, Passed<Text, operators::PrecisionProbe>& probe) {
    text(probe.pair);
    text(probe.scale);
}

template <typename Variant>
void passAlternative(ByteWriter& text, const Variant& variant);
template <typename Variant>
void passAlternative(ByteReader& text, Variant& variant);

template <typename Text>
void pass(Text& text, Passed<Text, Hello>& hello) {
    text(hello.host);
    text(hello.kernels);
    text(hello.identity);
    text(hello.threads);
    text(hello.memory);
}

template <typename Text>
void pass(Text& text, Passed<Text, Assignment>& assignment) {
    text(assignment.ticket);
    text(assignment.atOnce);
    passAlternative(text, assignment.work);
}

template <typename Text>
void pass(Text& text, Passed<Text, Answer>& answer) {
    text(answer.ticket);
    text(answer.outcome.numbers);
    text(answer.outcome.directions);
}

void pass(ByteWriter& text, const Complaint& complaint) {
    text(complaint.host);
    text(complaint.error.code);
    text(complaint.error.file.native());
    text(complaint.error.place);
    text(complaint.error.sentence);
    text(static_cast<std::uint8_t>(complaint.error.advice ? 1 : 0));
    text(complaint.error.advice.value_or(Advice{}));
}

void pass(ByteReader& text, Complaint& complaint) {
    std::string file;
    std::uint8_t hasAdvice = 0;
    Advice advice{};
    text(complaint.host);
    text(complaint.error.code);
    text(file);
    text(complaint.error.place);
    text(complaint.error.sentence);
    text(hasAdvice);
    text(advice);
    complaint.error.file = file;
    complaint.error.advice = hasAdvice != 0 ? std::optional(advice) : std::nullopt;
}

template <typename Text>
void pass(Text&, Passed<Text, SignOfLife>&) {}

template <typename Text>
void pass(Text&, Passed<Text, Dismissal>&) {}

template <typename Text>
void pass(Text&, Passed<Text, Farewell>&) {}

template <typename Variant>
void passAlternative(ByteWriter& text, const Variant& variant) {
    text(static_cast<std::uint8_t>(variant.index()));
    std::visit([&text](const auto& value) { pass(text, value); }, variant);
}

template <std::size_t Next = 0, typename Variant>
void become(Variant& variant, std::size_t index) {
    if constexpr (Next < std::variant_size_v<Variant>) {
        if (index == Next) {
            variant.template emplace<Next>();
        } else {
            become<Next + 1>(variant, index);
        }
    }
}

template <typename Variant>
void passAlternative(ByteReader& text, Variant& variant) {
    std::uint8_t index = 0;
    text(index);
    if (index >= std::variant_size_v<Variant>) {
        text.fail();
        return;
    }
    become(variant, index);
    std::visit([&text](auto& value) { pass(text, value); }, variant);
}

/// Whether what a task names is in a model of the shape.
struct Inspector {
    bool operator()(const operators::SpectrumTask& task) const {
        const int most =
            task.directions == operators::DirectionSide::Symmetric ? 2 * shape.headDim : shape.headDim;
        return has(task.layer) && has(task.heads, task.keyHead) && has(task.directions) && task.topk >= 1 &&
               task.topk <= std::min(most, shape.hidden);
    }

    bool operator()(const operators::GramTask& task) const {
        const bool single = task.precision == operators::ProductPrecision::Single;
        return has(task.heads, task.keyHead) && has(task.first) && has(task.second) && has(task.precision) &&
               task.firstNorms.size() == (single ? task.heads.size() * task.first.size() : 0) &&
               task.secondNorms.size() == (single ? task.heads.size() * task.second.size() : 0);
    }

    bool operator()(const operators::OtherHeadTask& task) const {
        return has(task.first) && has(task.second) && has(task.precision) &&
               std::all_of(task.samples.begin(), task.samples.end(), [this](const auto& sample) {
                   return has(sample.first, sample.firstKey) && has(sample.second, sample.secondKey);
               });
    }

    bool operator()(const operators::PrecisionProbe& probe) const {
        return has(probe.pair.first) && has(probe.pair.second) && has(probe.pair.head, probe.pair.keyHead);
    }

    bool has(LayerIndex layer) const { return layer.value >= 0 && layer.value < shape.layers; }

    bool has(const std::vector<LayerIndex>& layers) const {
        return !layers.empty() &&
               std::all_of(layers.begin(), layers.end(), [this](LayerIndex layer) { return has(layer); });
    }

    bool has(HeadIndex head, int keyHead) const {
        return head.value >= 0 && head.value < shape.heads && head.value / shape.groupSize() == keyHead;
    }

    bool has(const std::vector<HeadIndex>& heads, int keyHead) const {
        return !heads.empty() && std::all_of(heads.begin(), heads.end(),
                                             [this, keyHead](HeadIndex head) { return has(head, keyHead); });
    }

    static bool has(operators::DirectionSide side) {
        return side >= operators::DirectionSide::Query && side <= operators::DirectionSide::Symmetric;
    }

    static bool has(operators::ProductPrecision precision) {
        return precision == operators::ProductPrecision::Single ||
               precision == operators::ProductPrecision::Double;
    }

    const checkpoint::AttentionShape& shape;
};

/// How much a task yields.
struct Sizes {
    std::size_t numbers = 1;
    std::size_t directions = 0;
};

struct Estimator {
    Sizes operator()(const operators::SpectrumTask& task) const {
        const std::size_t heads = task.heads.size();
        return {heads * (3 + 3 * static_cast<std::size_t>(shape.headDim)),
                heads * static_cast<std::size_t>(task.topk) * static_cast<std::size_t>(shape.hidden)};
    }
    Sizes operator()(const operators::GramTask& task) const {
        return {task.heads.size() * task.first.size() * task.second.size(), 0};
    }
    Sizes operator()(const operators::OtherHeadTask& task) const { return {task.samples.size(), 0}; }
    Sizes operator()(const operators::PrecisionProbe&) const { return {}; }

    const checkpoint::AttentionShape& shape;
};

} // namespace

Bytes encode(const Message& message) {
    ByteWriter text;
    text(kSignature);
    passAlternative(text, message);
    return text.take();
}

Result<Message> decode(std::span<const std::byte> bytes) {
    ByteReader text(bytes);
    std::uint32_t signature = 0;
    Message message;
    text(signature);
    if (signature != kSignature) {
        text.fail();
    } else {
        passAlternative(text, message);
    }
    if (!text.isWhole()) {
        return failure(ErrorCode::Malformed, {}, {}, "a message from another rank cannot be read");
    }
    return message;
}

bool isPossible(const measure::Work& work, const checkpoint::AttentionShape& shape) {
    return std::visit(Inspector{shape}, work);
}

bool answers(const measure::Outcome& outcome, const measure::Work& work,
             const checkpoint::AttentionShape& shape) {
    const Sizes sizes = std::visit(Estimator{shape}, work);
    return outcome.numbers.size() == sizes.numbers && outcome.directions.size() == sizes.directions;
}

} // namespace sextant::ranks
