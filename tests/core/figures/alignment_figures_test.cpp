// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/alignment_figures.h"

#include "tests/core/support/made_artifacts.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace sextant::figures {
namespace {

constexpr artifact::ArtifactShape kShape{3, 2, 2, 8};

std::shared_ptr<const quantities::AnchorView> view(const angles::AngleRow* row = nullptr) {
    const auto grams =
        test::makeGrams(kShape, [](int l, int h) -> Eigen::VectorXd { return Eigen::Vector2d(1.0, h * l); });
    const auto tensors =
        test::makeTensors(kShape, 2, [](int, int) { return test::Directions::Identity(2, 8); });
    return quantities::anchorView(analysis::alignmentTables(test::makeArtifact(grams, tensors)),
                                  LayerIndex{1}, {}, row);
}

const LayerCurve* curve(const LayerFigure& figure, const std::string& column) {
    const auto found = std::ranges::find(figure.curves, column, &LayerCurve::column);
    return found == figure.curves.end() ? nullptr : &*found;
}

TEST(AlignmentFigures, NameAndExplainTheirCurvesAsTheCatalogueDoes) {
    const angles::AngleRow row{LayerIndex{1}, 2, std::vector<angles::PrincipalAngles>(6, {0.5, 0.25, 0.125}),
                               std::vector<int>(6, 2)};
    const auto shown = view(&row);
    for (const auto& [figure, id] : {std::pair{residualFigure(*shown), quantities::QuantityId::OperatorScale},
                                     std::pair{anglesFigure(*shown), quantities::QuantityId::FirstOverlap}}) {
        const LayerCurve* drawn = curve(figure, quantities::labelOf({id}));
        ASSERT_NE(drawn, nullptr);
        EXPECT_EQ(drawn->meaning, quantities::meaningOf({id}));
        EXPECT_EQ(drawn->value, shown->find({id})->series.value);
    }
}

TEST(AlignmentFigures, ShowTheLargestCountOfSignsUpToTheOneAskedFor) {
    EXPECT_EQ(view()->signTops(), (std::vector<int>{2, 4}));
    EXPECT_EQ(shownSignTop(*view(), 1), 2); // the smallest there is
    EXPECT_EQ(shownSignTop(*view(), 3), 2);
    EXPECT_EQ(shownSignTop(*view(), 4), 4);
    EXPECT_EQ(shownSignTop(*view(), 99), 4);
}

TEST(AlignmentFigures, ExplainTheColumnsOfTheirTables) {
    const FigureTable table = tableOf(residualFigure(*view()));
    ASSERT_EQ(table.meanings.size(), table.columns.size());
    EXPECT_EQ(table.columns[0], "cosine");
    EXPECT_EQ(table.meanings[0], quantities::meaningOf({quantities::QuantityId::OperatorCosine}));
    EXPECT_EQ(table.columns[1], "cosine p10");
    EXPECT_EQ(table.meanings[1].find("10th percentile"), 0u);
}

TEST(AlignmentFigures, SayWhyThereAreNoAnglesYet) {
    EXPECT_EQ(anglesFigure(*view()).message, "Principal angles to this anchor are being computed.");
    EXPECT_TRUE(anglesFigure(*view()).curves.empty());
}

} // namespace
} // namespace sextant::figures
