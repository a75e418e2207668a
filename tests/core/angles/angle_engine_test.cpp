// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/angles/angle_engine.h"

#include "tests/core/support/made_artifacts.h"

#include <gtest/gtest.h>

#include <condition_variable>
#include <mutex>
#include <new>
#include <utility>
#include <vector>

namespace sextant::angles {
namespace {

using test::makeTensors;
using test::RandomMatrices;

const artifact::ArtifactShape kShape{6, 4, 4, 64};

std::shared_ptr<artifact::TensorFile> randomTensors() {
    return makeTensors(kShape, 3, [random = std::make_shared<RandomMatrices>()](int, int) {
        return random->gaussian(3, 64);
    });
}

/// Collects what an engine hands out, and can hold it back at its first progress report until told to go on.
class Listener {
public:
    AngleEngine::Callbacks callbacks() {
        return {
            [this](std::shared_ptr<const AngleRow> row) {
                change([&] { anchors_.push_back(row->anchor.value); });
            },
            [this](std::shared_ptr<const AngleTable> table) { change([&] { table_ = std::move(table); }); },
            [this](AngleProgress progress) {
                std::unique_lock lock(mutex_);
                reports_.push_back(progress);
                changed_.notify_all();
                changed_.wait(lock, [this] { return !held_; });
                if (std::exchange(exhausted_, false)) {
                    throw std::bad_alloc();
                }
            },
            [this] { change([&] { cancelled_ = true; }); },
            [this](const Error& error) { change([&] { failures_.push_back(error); }); }};
    }

    void hold() {
        change([&] { held_ = true; });
    }
    /// The next progress report finds no memory left.
    void runOutOfMemory() {
        change([&] { exhausted_ = true; });
    }
    void goOn() {
        change([&] { held_ = false; });
    }

    template <typename Condition>
    bool waitUntil(const Condition& condition) {
        std::unique_lock lock(mutex_);
        return changed_.wait_for(lock, std::chrono::seconds(60), condition);
    }

    bool waitForTable() {
        return waitUntil([this] { return table_ != nullptr; });
    }
    bool waitForReport() {
        return waitUntil([this] { return !reports_.empty(); });
    }
    bool waitForRow(int anchor) {
        return waitUntil([this, anchor] { return !anchors_.empty() && anchors_.back() == anchor; });
    }
    bool waitForCancelled() {
        return waitUntil([this] { return cancelled_; });
    }

    bool waitForFailure() {
        return waitUntil([this] { return !failures_.empty(); });
    }

    std::vector<Error> failures() {
        const std::lock_guard lock(mutex_);
        return failures_;
    }
    std::vector<int> anchors() {
        const std::lock_guard lock(mutex_);
        return anchors_;
    }
    bool hasTable() {
        const std::lock_guard lock(mutex_);
        return table_ != nullptr;
    }

private:
    template <typename Change>
    void change(const Change& change) {
        const std::lock_guard lock(mutex_);
        change();
        changed_.notify_all();
    }

    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<int> anchors_;
    std::vector<AngleProgress> reports_;
    std::shared_ptr<const AngleTable> table_;
    std::vector<Error> failures_;
    bool held_ = false;
    bool exhausted_ = false;
    bool cancelled_ = false;
};

TEST(AngleEngine, GivesTheAnchorsRowFirstAndThenTheTable) {
    Listener listener;
    AngleEngine engine(randomTensors(), kShape, LayerIndex{2}, listener.callbacks(), ThreadBudget(2));
    ASSERT_TRUE(listener.waitForTable());
    EXPECT_EQ(listener.anchors(), (std::vector<int>{2}));
}

TEST(AngleEngine, TheNewestAnchorReplacesTheOneUnderWay) {
    Listener listener;
    listener.hold();
    AngleEngine engine(randomTensors(), kShape, LayerIndex{0}, listener.callbacks(), ThreadBudget(1));
    ASSERT_TRUE(listener.waitForReport());
    for (int anchor = 1; anchor < kShape.layers; ++anchor) {
        engine.requestAnchor(LayerIndex{anchor});
    }
    listener.goOn();
    ASSERT_TRUE(listener.waitForTable());
    EXPECT_EQ(listener.anchors(), (std::vector<int>{5})) << "the anchors in between were never finished";
}

TEST(AngleEngine, StillAnswersWhenTheTableIsDone) {
    Listener listener;
    AngleEngine engine(randomTensors(), kShape, LayerIndex{0}, listener.callbacks(), ThreadBudget(2));
    ASSERT_TRUE(listener.waitForTable());
    engine.requestAnchor(LayerIndex{3});
    EXPECT_TRUE(listener.waitForRow(3));
}

TEST(AngleEngine, CancelGivesUpTheTableButNotLaterAnchors) {
    Listener listener;
    listener.hold();
    AngleEngine engine(randomTensors(), kShape, LayerIndex{0}, listener.callbacks(), ThreadBudget(1));
    ASSERT_TRUE(listener.waitForReport());
    engine.cancel();
    listener.goOn();
    ASSERT_TRUE(listener.waitForCancelled());
    engine.requestAnchor(LayerIndex{4});
    EXPECT_TRUE(listener.waitForRow(4));
    EXPECT_EQ(listener.anchors(), (std::vector<int>{4}));
    EXPECT_FALSE(listener.hasTable());
}

TEST(AngleEngine, RunningOutOfMemoryIsAnErrorAfterWhichAnchorsCanBeRequested) {
    for (const int threads : {1, 2}) {
        Listener listener;
        listener.runOutOfMemory();
        AngleEngine engine(randomTensors(), kShape, LayerIndex{0}, listener.callbacks(),
                           ThreadBudget(threads));
        ASSERT_TRUE(listener.waitForFailure());
        EXPECT_EQ(listener.failures().front().code, ErrorCode::OutOfMemory);
        EXPECT_FALSE(listener.hasTable()) << "nothing is tried again unasked";
        engine.requestAnchor(LayerIndex{4});
        EXPECT_TRUE(listener.waitForRow(4));
        EXPECT_EQ(listener.failures().size(), 1U);
    }
}

TEST(AngleEngine, SharesTheThreadsOfABudget) {
    const ThreadBudget budget(3);
    Listener listener;
    listener.hold();
    const AngleEngine engine(randomTensors(), kShape, LayerIndex{0}, listener.callbacks(), budget);
    ASSERT_TRUE(listener.waitForReport());
    EXPECT_EQ(budget.lease(9).count(), 1) << "while it computes, its threads are not free";
    listener.goOn();
    ASSERT_TRUE(listener.waitForTable());
}

TEST(AngleEngine, IsSilentOnceItIsGone) {
    Listener listener;
    {
        const AngleEngine engine(randomTensors(), kShape, LayerIndex{0}, listener.callbacks(),
                                 ThreadBudget(2));
    }
    const std::size_t rows = listener.anchors().size();
    const bool table = listener.hasTable();
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    EXPECT_EQ(listener.anchors().size(), rows);
    EXPECT_EQ(listener.hasTable(), table);
}

} // namespace
} // namespace sextant::angles
