// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ranks/messages.h"

#include "tests/core/support/mutants.h"

#include <gmock/gmock.h>

namespace sextant::ranks {
namespace {

using measure::Work;
using operators::DirectionSide;
using operators::ProductPrecision;

/// 4 layers, 4 query heads, 2 key heads, head_dim 2, hidden_size 8.
constexpr checkpoint::AttentionShape shape{4, 4, 2, 2, 8};

const operators::SpectrumTask spectrum{LayerIndex{3}, 1, {HeadIndex{2}, HeadIndex{3}}, DirectionSide::Key, 2};
const operators::GramTask gram{
    0,          {HeadIndex{0}}, {LayerIndex{0}, LayerIndex{1}}, {LayerIndex{2}}, ProductPrecision::Single,
    {1.0, 2.0}, {3.0}};
const operators::OtherHeadTask otherHeads{
    LayerIndex{0}, LayerIndex{1}, {{HeadIndex{1}, 0, HeadIndex{2}, 1, 0.5}}, ProductPrecision::Double};
const operators::PrecisionProbe probe{{LayerIndex{0}, LayerIndex{3}, HeadIndex{3}, 1}, 0.25};

std::vector<Message> everyMessage() {
    return {Hello{"node7", "Zen", "a model", 12, 1ULL << 40U},
            Assignment{7, 3, spectrum},
            Assignment{8, 1, gram},
            Assignment{9, 1, otherHeads},
            Assignment{10, 1, probe},
            Answer{11, {{1.0, 2.0}, {3.0F}}},
            Complaint{"node7", {ErrorCode::NotFound, "a/b", "key", "is not there", Advice::NameBase}},
            SignOfLife{},
            Dismissal{},
            Farewell{}};
}

template <typename Kind>
Kind roundTrip(const Kind& message) {
    const Result<Message> read = decode(encode(message));
    EXPECT_TRUE(read);
    EXPECT_TRUE(std::holds_alternative<Kind>(*read));
    return std::get<Kind>(*read);
}

TEST(Messages, ArriveAsTheyWereSent) {
    const Hello hello = roundTrip(Hello{"node7", "Zen", "a model", 12, 1ULL << 40U});
    EXPECT_EQ(hello.host, "node7");
    EXPECT_EQ(hello.kernels, "Zen");
    EXPECT_EQ(hello.identity, "a model");
    EXPECT_EQ(hello.threads, 12);
    EXPECT_EQ(hello.memory, 1ULL << 40U);

    const Answer answer = roundTrip(Answer{11, {{1.0, 2.0}, {3.0F}}});
    EXPECT_EQ(answer.ticket, 11U);
    EXPECT_THAT(answer.outcome.numbers, testing::ElementsAre(1.0, 2.0));
    EXPECT_THAT(answer.outcome.directions, testing::ElementsAre(3.0F));

    const Error error =
        roundTrip(Complaint{"node7", {ErrorCode::NotFound, "a/b", "key", "is not there", {}}}).error;
    EXPECT_EQ(describe(error), "a/b: key: is not there");
    EXPECT_EQ(error.code, ErrorCode::NotFound);
    EXPECT_FALSE(error.advice);
    EXPECT_EQ(roundTrip(Complaint{"", {ErrorCode::Usage, {}, {}, "no", Advice::NameBase}}).error.advice,
              Advice::NameBase);
}

TEST(Messages, CarryEveryKindOfTask) {
    const auto work = [](const Work& task) { return roundTrip(Assignment{7, 3, task}); };
    EXPECT_EQ(work(spectrum).ticket, 7U);
    EXPECT_EQ(work(spectrum).atOnce, 3);
    const auto first = std::get<operators::SpectrumTask>(work(spectrum).work);
    EXPECT_EQ(first.layer, spectrum.layer);
    EXPECT_EQ(first.keyHead, 1);
    EXPECT_EQ(first.heads, spectrum.heads);
    EXPECT_EQ(first.directions, DirectionSide::Key);
    EXPECT_EQ(first.topk, 2);
    const auto second = std::get<operators::GramTask>(work(gram).work);
    EXPECT_EQ(second.keyHead, 0);
    EXPECT_EQ(second.heads, gram.heads);
    EXPECT_EQ(second.first, gram.first);
    EXPECT_EQ(second.second, gram.second);
    EXPECT_EQ(second.precision, ProductPrecision::Single);
    EXPECT_EQ(second.firstNorms, gram.firstNorms);
    EXPECT_EQ(second.secondNorms, gram.secondNorms);
    const auto third = std::get<operators::OtherHeadTask>(work(otherHeads).work);
    EXPECT_EQ(third.second, otherHeads.second);
    ASSERT_EQ(third.samples.size(), 1U);
    EXPECT_EQ(third.samples[0].second, HeadIndex{2});
    EXPECT_EQ(third.samples[0].secondKey, 1);
    EXPECT_EQ(third.samples[0].scale, 0.5);
    EXPECT_EQ(third.precision, ProductPrecision::Double);
    const auto fourth = std::get<operators::PrecisionProbe>(work(probe).work);
    EXPECT_EQ(fourth.pair.second, LayerIndex{3});
    EXPECT_EQ(fourth.pair.head, HeadIndex{3});
    EXPECT_EQ(fourth.scale, 0.25);
}

TEST(Messages, CutShortOrTooLongAreRefused) {
    for (const Message& message : everyMessage()) {
        const Bytes bytes = encode(message);
        for (std::size_t size = 0; size < bytes.size(); ++size) {
            EXPECT_FALSE(decode(std::span(bytes).first(size))) << message.index() << ", " << size << " bytes";
        }
        Bytes longer = bytes;
        longer.push_back({});
        EXPECT_FALSE(decode(longer)) << message.index();
    }
}

TEST(Messages, DamagedAreRefusedOrReadButNeverTrusted) {
    int read = 0;
    int refused = 0;
    for (const Message& message : everyMessage()) {
        const Bytes bytes = encode(message);
        test::Mutants mutants(std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size()), 16, 3);
        for (int i = 0; i < 500; ++i) {
            const std::string mutant = mutants.next();
            const Result<Message> result = decode(std::as_bytes(std::span(mutant)));
            ++(result ? read : refused);
            if (const auto* task = result ? std::get_if<Assignment>(&*result) : nullptr) {
                static_cast<void>(isPossible(task->work, shape));
            }
        }
    }
    EXPECT_GT(read, 0);
    EXPECT_GT(refused, 0);
}

TEST(Messages, TasksOfAnotherModelAreNoticed) {
    for (const Work& work : {Work(spectrum), Work(gram), Work(otherHeads), Work(probe)}) {
        EXPECT_TRUE(isPossible(work, shape)) << work.index();
        EXPECT_FALSE(isPossible(work, {4, 4, 4, 2, 8}) && isPossible(work, {1, 4, 2, 2, 8})) << work.index();
    }
    auto wrong = spectrum;
    wrong.topk = 3;
    EXPECT_FALSE(isPossible(wrong, shape)) << "more directions than a head has";
    wrong = spectrum;
    wrong.directions = static_cast<DirectionSide>(7);
    EXPECT_FALSE(isPossible(wrong, shape));
    wrong = spectrum;
    wrong.heads = {};
    EXPECT_FALSE(isPossible(wrong, shape));
    auto lacking = gram;
    lacking.secondNorms = {};
    EXPECT_FALSE(isPossible(lacking, shape));
    auto outside = otherHeads;
    outside.samples[0].first = HeadIndex{-1};
    EXPECT_FALSE(isPossible(outside, shape));
}

TEST(Messages, OutcomesOfAnotherSizeAreNoticed) {
    EXPECT_TRUE(answers({std::vector<double>(18), std::vector<float>(32)}, spectrum, shape));
    EXPECT_FALSE(answers({std::vector<double>(18), {}}, spectrum, shape));
    EXPECT_TRUE(answers({std::vector<double>(2), {}}, gram, shape));
    EXPECT_FALSE(answers({std::vector<double>(3), {}}, gram, shape));
    EXPECT_TRUE(answers({{1.0}, {}}, otherHeads, shape));
    EXPECT_FALSE(answers({{}, {}}, probe, shape));
}

} // namespace
} // namespace sextant::ranks
