// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/measure_run.h"

#include "tests/core/measure/opened_model.h"

namespace sextant::measure {
namespace {

/// Performs tasks one after another and asks for a stop in the middle of one; counts what is asked of it.
class StoppingExecutor : public Executor {
public:
    StoppingExecutor(const checkpoint::AttentionWeights& weights, std::stop_source stop, int tasks)
        : weights_(weights),
          stop_(std::move(stop)),
          tasksBeforeStop_(tasks) {}

    Result<void> run(const std::vector<Work>& tasks, const Receive& receive,
                     const std::stop_token& stop) override {
        runsAfterStop += stop_.stop_requested() ? 1 : 0;
        for (std::size_t i = 0; i < tasks.size(); ++i) {
            if (tasksBeforeStop_-- == 0) {
                stop_.request_stop();
            }
            const Result<Outcome> outcome = perform(weights_, tasks[i], stop);
            if (!outcome) {
                return tl::make_unexpected(outcome.error());
            }
            if (Result<void> received = receive(i, *outcome); !received) {
                return received;
            }
        }
        return {};
    }

    int runsAfterStop = 0;

private:
    const checkpoint::AttentionWeights& weights_;
    std::stop_source stop_;
    int tasksBeforeStop_;
};

class MeasureRunTest : public MeasureTest {
protected:
    MeasureRunTest() { writeFolder(scratch_ / "model", inLayout(randomModel(4, 4, 2, 2, 8), "llama")); }
};

TEST_F(MeasureRunTest, AStopEndsTheTaskUnderWayAndKeepsThoseBefore) {
    const OpenedModel model(scratch_ / "model");
    const auto plan =
        planMeasurement(options("model"), model.weights().shape(), model.weights().layerNumbers());
    ASSERT_TRUE(plan);
    for (const int tasks : {0, 1, 3, static_cast<int>(plan->taskCount()) - 1}) {
        const auto journalFile = scratch_ / ("journal" + std::to_string(tasks));
        const auto directions = DirectionStore::open(scratch_ / "directions", 4 * 4, plan->topk * 8);
        auto journal = Journal::open(journalFile, "run", false);
        ASSERT_TRUE(directions && journal);
        MeasureSink sink(*plan, **directions, **journal);
        std::stop_source stop;
        StoppingExecutor executor(model.weights(), stop, tasks);
        const auto run = MeasureRun(*plan, executor, sink).run({}, stop.get_token());
        ASSERT_FALSE(run) << tasks;
        EXPECT_EQ(run.error().code, ErrorCode::Cancelled);
        EXPECT_EQ(executor.runsAfterStop, 0);
        journal->reset();
        journal = Journal::open(journalFile, "run", true);
        ASSERT_TRUE(journal);
        EXPECT_EQ((*journal)->records().size(), static_cast<std::size_t>(tasks));
    }
}

} // namespace
} // namespace sextant::measure
