// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/survey.h"
#include "tests/core/measure/measure_fixture.h"

namespace sextant::measure {
namespace {

class SurveyTest : public MeasureTest {};

TEST_F(SurveyTest, SaysWhatWouldBeMeasuredAndWritesNothing) {
    writeFolder(scratch_ / "model", inLayout(randomModel(3, 4, 2, 2, 8), "qwen3"));
    const auto found = survey(options("model"));
    ASSERT_TRUE(found) << describe(found.error());
    EXPECT_EQ(found->modelType, "qwen3");
    EXPECT_EQ(found->shape, (checkpoint::AttentionShape{3, 4, 2, 2, 8}));
    EXPECT_EQ(found->elementNames, "float32");
    EXPECT_EQ(found->queries, "model.layers.0.self_attn.q_proj.weight");
    EXPECT_EQ(found->keys, "model.layers.0.self_attn.k_proj.weight");
    EXPECT_FALSE(std::filesystem::exists(scratch_ / "out.json"));
}

TEST_F(SurveyTest, FailsAsMeasuringWould) {
    EXPECT_EQ(describe(survey(options("nothing")).error()), complaint(options("nothing")));
}

/// The products of all pairs of layers are the larger part: twice the layers, four times the work.
TEST_F(SurveyTest, CountsTheWorkThatTheShapesAskFor) {
    const auto workOf = [this](int layers) {
        writeFolder(scratch_ / "model", inLayout(randomModel(layers, 2, 2, 2, 512), "llama"));
        const auto found = survey(options("model"));
        return found ? found->needs.multiplications : 0.0;
    };
    const double few = workOf(8);
    const double many = workOf(16);
    EXPECT_GT(few, 0.0);
    EXPECT_GT(many, 2.0 * few);
    EXPECT_LT(many, 4.0 * few);
}

TEST_F(SurveyTest, MoreThreadsThanOneAreTriedTogether) {
    const auto rate = multiplicationsPerSecond(1);
    ASSERT_TRUE(rate) << describe(rate.error());
    EXPECT_GT(*rate, 1e6);
    EXPECT_TRUE(multiplicationsPerSecond(3));
}

TEST_F(SurveyTest, ThePaceIsTriedOnFreeThreadsOfTheBudgetAndScaledToAllThatWillBeThere) {
    const ThreadBudget budget(4);
    int leftToOthers = 0;
    const auto tried = [&](int threads) -> Result<double> {
        leftToOthers = budget.lease(4).count();
        return 10.0 * threads;
    };
    EXPECT_EQ(multiplicationsPerSecondOn(budget, 3, tried), 30.0);
    EXPECT_EQ(leftToOthers, 1);
    EXPECT_EQ(multiplicationsPerSecondOn(budget, 9, tried), 40.0) << "there are four for all";
    const ThreadBudget::Lease others = budget.lease(3);
    EXPECT_EQ(multiplicationsPerSecondOn(budget, 4, tried), 40.0) << "tried on the one that is free";
    EXPECT_FALSE(multiplicationsPerSecondOn(
        budget, 2, [](int) -> Result<double> { return failure(ErrorCode::Unsupported, {}, {}, "none"); }));
    EXPECT_EQ(budget.lease(4).count(), 1) << "given back";
}

} // namespace
} // namespace sextant::measure
