// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/angles/angle_tables.h"

#include "tests/core/support/made_artifacts.h"

#include <gtest/gtest.h>

namespace sextant::angles {
namespace {

using test::makeTensors;
using test::RandomMatrices;

const artifact::ArtifactShape kShape{4, 3, 4, 32};

std::shared_ptr<artifact::TensorFile> randomTensors() {
    return makeTensors(kShape, 2, [random = std::make_shared<RandomMatrices>()](int, int) {
        return random->gaussian(2, 32);
    });
}

TEST(Angles, TheTableHoldsTheRowOfEveryAnchor) {
    const auto tensors = randomTensors();
    const Result<AngleTable> table = angleTable(*tensors, kShape, ThreadBudget(2));
    ASSERT_TRUE(table);
    for (int a = 0; a < kShape.layers; ++a) {
        const Result<AngleRow> row = angleRow(*tensors, kShape, LayerIndex{a}, ThreadBudget(2));
        ASSERT_TRUE(row);
        const AngleRow fromTable = table->row(LayerIndex{a});
        EXPECT_EQ(fromTable.ranks, row->ranks);
        for (int l = 0; l < kShape.layers; ++l) {
            for (int h = 0; h < kShape.heads; ++h) {
                const PrincipalAngles& one = fromTable.at(LayerIndex{l}, HeadIndex{h});
                const PrincipalAngles& other = row->at(LayerIndex{l}, HeadIndex{h});
                EXPECT_NEAR(one.meanCosine, other.meanCosine, 1e-12);
                EXPECT_NEAR(one.smallestCosine, other.smallestCosine, 1e-12);
                EXPECT_NEAR(one.firstOverlap, other.firstOverlap, 1e-12);
            }
        }
    }
}

TEST(Angles, OneThreadAndManyGiveTheSameNumbers) {
    const auto tensors = randomTensors();
    EXPECT_EQ(angleTable(*tensors, kShape, ThreadBudget(1))->meanCosine.values(),
              angleTable(*tensors, kShape, ThreadBudget(7))->meanCosine.values());
}

TEST(Angles, ProgressCountsEveryHeadOnce) {
    const auto tensors = randomTensors();
    std::vector<int> counts;
    ASSERT_TRUE(angleTable(*tensors, kShape, ThreadBudget(2), {}, [&](int done) { counts.push_back(done); }));
    EXPECT_EQ(counts, (std::vector<int>{1, 2, 3}));
}

TEST(Angles, AStopIsAnErrorThatSaysSo) {
    std::stop_source source;
    source.request_stop();
    const auto tensors = randomTensors();
    EXPECT_EQ(angleTable(*tensors, kShape, ThreadBudget(2), source.get_token()).error().code,
              ErrorCode::Cancelled);
    EXPECT_EQ(angleRow(*tensors, kShape, LayerIndex{0}, ThreadBudget(2), source.get_token()).error().code,
              ErrorCode::Cancelled);
}

TEST(Angles, ABuilderTakesUpWhereItWasStopped) {
    const auto tensors = randomTensors();
    AngleTableBuilder builder(*tensors, kShape);
    std::stop_source source;
    EXPECT_FALSE(builder.run(ThreadBudget(1), source.get_token(), [&](int) { source.request_stop(); }));
    std::vector<int> counts;
    EXPECT_TRUE(builder.run(ThreadBudget(1), {}, [&](int done) { counts.push_back(done); }));
    EXPECT_EQ(counts, (std::vector<int>{2, 3}));
    EXPECT_EQ(builder.take().meanCosine.values(),
              angleTable(*tensors, kShape, ThreadBudget(1))->meanCosine.values());
}

} // namespace
} // namespace sextant::angles
