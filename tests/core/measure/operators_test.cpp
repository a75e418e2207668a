// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operators/head_spectra.h"
#include "core/operators/layer_grams.h"
#include "tests/core/measure/opened_model.h"

#include <cmath>

namespace sextant::operators {
namespace {

using measure::OpenedModel;

class OperatorsTest : public measure::MeasureTest {
protected:
    OperatorsTest() {
        writeFolder(scratch_ / "model", measure::inLayout(measure::randomModel(4, 2, 1, 4, 16), "llama"));
    }
    GramTask pairsOf(std::vector<LayerIndex> first, std::vector<LayerIndex> second) const {
        return {0,
                {HeadIndex{0}, HeadIndex{1}},
                std::move(first),
                std::move(second),
                ProductPrecision::Double,
                {},
                {}};
    }
};

TEST_F(OperatorsTest, GramsOfTwoListsAreThoseOfEachPair) {
    const OpenedModel model(scratch_ / "model");
    const GramTask task = pairsOf({LayerIndex{3}, LayerIndex{1}}, {LayerIndex{0}, LayerIndex{2}});
    const auto grams = layerGrams(model.weights(), task, {});
    ASSERT_TRUE(grams);
    std::size_t next = 0;
    for (const HeadIndex head : task.heads) {
        for (const LayerIndex l : task.first) {
            for (const LayerIndex m : task.second) {
                const double expected = pairGramInDoubles(model.weights(), {l, m, head, 0});
                EXPECT_NEAR((*grams)[next++], expected, 1e-12 * (std::abs(expected) + 1.0));
            }
        }
    }
    EXPECT_EQ(next, grams->size());
}

TEST_F(OperatorsTest, OneListGivesEachPairOnce) {
    const OpenedModel model(scratch_ / "model");
    const auto grams = layerGrams(
        model.weights(), pairsOf({LayerIndex{0}, LayerIndex{2}}, {LayerIndex{0}, LayerIndex{2}}), {});
    ASSERT_TRUE(grams);
    const double expected =
        pairGramInDoubles(model.weights(), {LayerIndex{2}, LayerIndex{0}, HeadIndex{0}, 0});
    EXPECT_EQ((*grams)[0], 0.0);
    EXPECT_EQ((*grams)[1], 0.0);
    EXPECT_NEAR((*grams)[2], expected, 1e-12 * (std::abs(expected) + 1.0));
}

TEST_F(OperatorsTest, AStopRequestEndsEveryTask) {
    const OpenedModel model(scratch_ / "model");
    std::stop_source stop;
    stop.request_stop();
    for (const DirectionSide side : {DirectionSide::Query, DirectionSide::Symmetric}) {
        const auto spectra =
            headSpectra(model.weights(), {LayerIndex{0}, 0, {HeadIndex{0}}, side, 2}, stop.get_token());
        ASSERT_FALSE(spectra);
        EXPECT_EQ(spectra.error().code, ErrorCode::Cancelled);
    }
    const auto grams =
        layerGrams(model.weights(), pairsOf({LayerIndex{1}}, {LayerIndex{0}}), stop.get_token());
    ASSERT_FALSE(grams);
    EXPECT_EQ(grams.error().code, ErrorCode::Cancelled);
    const auto probed = isSafeInFloats(
        model.weights(), {{LayerIndex{1}, LayerIndex{0}, HeadIndex{0}, 0}, 1.0}, stop.get_token());
    ASSERT_FALSE(probed);
    EXPECT_EQ(probed.error().code, ErrorCode::Cancelled);
}

/// 1.6e9 multiplications are made in panels, whose rows must land where they belong.
TEST_F(OperatorsTest, LongProductsAreMadeInPanels) {
    writeFolder(scratch_ / "long", measure::inLayout(measure::randomModel(8, 1, 1, 128, 1536), "llama"));
    const OpenedModel model(scratch_ / "long");
    GramTask task{0, {HeadIndex{0}}, {}, {}, ProductPrecision::Double, {}, {}};
    for (int l = 0; l < 8; ++l) {
        task.first.push_back(LayerIndex{l});
    }
    task.second = task.first;
    const auto grams = layerGrams(model.weights(), task, {});
    ASSERT_TRUE(grams);
    for (const auto& [l, m] : {std::pair{1, 0}, std::pair{5, 3}, std::pair{7, 0}, std::pair{7, 6}}) {
        const double expected =
            pairGramInDoubles(model.weights(), {LayerIndex{l}, LayerIndex{m}, HeadIndex{0}, 0});
        EXPECT_NEAR((*grams)[static_cast<std::size_t>(l * 8 + m)], expected,
                    1e-11 * (std::abs(expected) + 1.0));
    }
}

} // namespace
} // namespace sextant::operators
