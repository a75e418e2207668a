// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ranks/task_board.h"

#include <set>

#include <gmock/gmock.h>

namespace sextant::ranks {
namespace {

constexpr checkpoint::AttentionShape shape{8, 2, 2, 2, 8};

/// The spectra of 8 layers for key heads 0 and 1, one after the other.
std::vector<measure::Work> spectraOfTwoKeyHeads() {
    std::vector<measure::Work> tasks;
    for (int keyHead = 0; keyHead < 2; ++keyHead) {
        for (int l = 0; l < 8; ++l) {
            tasks.emplace_back(operators::SpectrumTask{
                LayerIndex{l}, keyHead, {HeadIndex{keyHead}}, operators::DirectionSide::Query, 1});
        }
    }
    return tasks;
}

int keyHeadOf(const measure::Work& work) {
    return std::get<operators::SpectrumTask>(work).keyHead;
}

measure::Outcome outcomeOf(double number) {
    return {std::vector<double>(9, number), std::vector<float>(8)};
}

class TaskBoardTest : public testing::Test {
protected:
    TaskBoardTest() {
        board_.greet(1, {"host1", "", "model", 2, 1ULL << 40U});
        board_.begin(tasks_, shape, 1024);
    }

    std::vector<measure::Work> tasks_ = spectraOfTwoKeyHeads();
    TaskBoard board_{2};
};

TEST_F(TaskBoardTest, ARankStaysWithAKeyHead) {
    for (int i = 0; i < 6; ++i) {
        EXPECT_EQ(keyHeadOf(tasks_[board_.takeHere()->index]), 0);
    }
    EXPECT_EQ(keyHeadOf(board_.takeFor(1)->work), 1);
    EXPECT_EQ(keyHeadOf(board_.takeFor(1)->work), 1);
}

TEST_F(TaskBoardTest, ARankHelpsWhereMostIsLeft) {
    std::multiset<int> taken;
    while (const auto task = board_.takeHere()) {
        taken.insert(keyHeadOf(tasks_[task->index]));
    }
    EXPECT_EQ(taken.count(0), 8U);
    EXPECT_EQ(taken.count(1), 8U);
    EXPECT_FALSE(board_.takeFor(1)) << "nothing is left";
}

TEST_F(TaskBoardTest, ARankGetsOneTaskAheadWhileThereArePlenty) {
    int given = 0;
    while (board_.takeFor(1)) {
        ++given;
    }
    EXPECT_EQ(given, 3) << "two threads, and one more task";
    while (board_.takeHere()) {
    }
    board_.end();
    const std::vector<measure::Work> few(tasks_.begin(), tasks_.begin() + 3);
    board_.begin(few, shape, 1024);
    EXPECT_TRUE(board_.takeFor(1));
    EXPECT_TRUE(board_.takeFor(1));
    EXPECT_FALSE(board_.takeFor(1)) << "who is free first takes the last one";
}

TEST_F(TaskBoardTest, ARankThatHasNotGreetedGetsNothing) {
    TaskBoard board(3);
    board.begin(tasks_, shape, 1024);
    EXPECT_FALSE(board.takeFor(2));
}

TEST_F(TaskBoardTest, MemoryLimitsWhatARankWorksOn) {
    TaskBoard board(2);
    board.greet(1, {"host1", "", "model", 8, 1ULL << 30U});
    board.begin(tasks_, shape, 1ULL << 29U);
    EXPECT_EQ(board.takeFor(1)->atOnce, 1);
}

TEST_F(TaskBoardTest, BringsOutcomesBack) {
    const auto here = board_.takeHere();
    const auto there = board_.takeFor(1);
    board_.deliver(1, there->ticket, outcomeOf(2.0));
    board_.deliver(0, here->ticket, outcomeOf(1.0));
    const auto first = board_.nextArrival({});
    ASSERT_TRUE(first);
    EXPECT_EQ(first->outcome.numbers.front(), 2.0);
    EXPECT_EQ(board_.nextArrival({})->index, here->index);
}

TEST_F(TaskBoardTest, RefusesWhatNobodyAskedFor) {
    const auto there = board_.takeFor(1);
    board_.deliver(1, there->ticket, {{1.0}, {}});
    const auto arrival = board_.nextArrival({});
    ASSERT_FALSE(arrival);
    EXPECT_EQ(arrival.error().sentence, "rank 1 sent an unexpected message");
}

TEST_F(TaskBoardTest, RefusesASecondOutcomeOfATask) {
    const auto there = board_.takeFor(1);
    board_.deliver(1, there->ticket, outcomeOf(1.0));
    board_.deliver(1, there->ticket, outcomeOf(1.0));
    EXPECT_FALSE(board_.nextArrival({}));
}

TEST_F(TaskBoardTest, DropsOutcomesOfARunThatIsOver) {
    const auto there = board_.takeFor(1);
    board_.end();
    board_.begin(tasks_, shape, 1024);
    board_.deliver(1, there->ticket, outcomeOf(1.0));
    const auto here = board_.takeHere();
    board_.deliver(0, here->ticket, outcomeOf(5.0));
    EXPECT_EQ(board_.nextArrival({})->outcome.numbers.front(), 5.0);
}

TEST_F(TaskBoardTest, ARankWithAnotherModelIsNamed) {
    EXPECT_TRUE(board_.awaitEveryone("model", {}));
    const auto awaited = board_.awaitEveryone("other model", {});
    ASSERT_FALSE(awaited);
    EXPECT_EQ(awaited.error().code, ErrorCode::Inconsistent);
    EXPECT_THAT(awaited.error().sentence,
                testing::HasSubstr("rank 1 on host1 sees a different model from rank 0"));
}

TEST_F(TaskBoardTest, AStopEndsEveryWait) {
    std::stop_source stop;
    stop.request_stop();
    EXPECT_EQ(board_.nextArrival(stop.get_token()).error().code, ErrorCode::Cancelled);
    EXPECT_EQ(TaskBoard(2).awaitEveryone("model", stop.get_token()).error().code, ErrorCode::Cancelled);
}

} // namespace
} // namespace sextant::ranks
