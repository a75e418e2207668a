// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/thread_executor.h"

#include "tests/core/measure/opened_model.h"

#include <set>

#include <gmock/gmock.h>

namespace sextant::measure {
namespace {

class ThreadExecutorTest : public MeasureTest {
protected:
    ThreadExecutorTest() {
        writeFolder(scratch_ / "model", inLayout(randomModel(6, 2, 2, 2, 8), "llama"));
        for (int l = 0; l < 6; ++l) {
            tasks_.emplace_back(operators::SpectrumTask{
                LayerIndex{l}, 1, {HeadIndex{1}}, operators::DirectionSide::Query, 1});
        }
    }
    std::vector<Work> tasks_;
};

TEST_F(ThreadExecutorTest, HandsOverEveryOutcomeOnce) {
    const OpenedModel model(scratch_ / "model");
    for (const int threads : {1, 3}) {
        ThreadExecutor executor(model.weights(), ThreadBudget(3), threads);
        std::multiset<std::size_t> received;
        ASSERT_TRUE(
            executor.run(tasks_,
                         [&](std::size_t index, const Outcome& outcome) {
                             received.insert(index);
                             EXPECT_EQ(outcome.numbers, perform(model.weights(), tasks_[index], {})->numbers)
                                 << "a task depends on nothing but its input";
                             EXPECT_EQ(outcome.numbers.size(), 3U + 4U + 2U);
                             EXPECT_EQ(outcome.directions.size(), 8U);
                             return Result<void>{};
                         },
                         {}));
        EXPECT_THAT(received, testing::ElementsAre(0, 1, 2, 3, 4, 5));
    }
}

TEST_F(ThreadExecutorTest, ReturnsTheFirstErrorOfTheReceiver) {
    const OpenedModel model(scratch_ / "model");
    ThreadExecutor executor(model.weights(), ThreadBudget(1), 1);
    int received = 0;
    const auto result =
        executor.run(tasks_,
                     [&](std::size_t, const Outcome&) -> Result<void> {
                         if (++received == 2) {
                             return failure(ErrorCode::WriteFailed, {}, {}, "the disk is full");
                         }
                         return {};
                     },
                     {});
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().sentence, "the disk is full");
    EXPECT_EQ(received, 2) << "no task begins after an error";
}

TEST_F(ThreadExecutorTest, StopsWhenAsked) {
    const OpenedModel model(scratch_ / "model");
    ThreadExecutor executor(model.weights(), ThreadBudget(1), 1);
    std::stop_source stop;
    int received = 0;
    const auto result = executor.run(
        tasks_,
        [&](std::size_t, const Outcome&) {
            ++received;
            stop.request_stop();
            return Result<void>{};
        },
        stop.get_token());
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, ErrorCode::Cancelled);
    EXPECT_EQ(received, 1);
}

TEST_F(ThreadExecutorTest, GivesItsThreadsBack) {
    const OpenedModel model(scratch_ / "model");
    const ThreadBudget budget(3);
    ThreadExecutor executor(model.weights(), budget, 3);
    ASSERT_TRUE(executor.run(tasks_, [](std::size_t, const Outcome&) { return Result<void>{}; }, {}));
    EXPECT_EQ(budget.lease(9).count(), 3);
}

} // namespace
} // namespace sextant::measure
