// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/alignment_figures.h"

#include "tests/core/support/made_artifacts.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace sextant::figures {
namespace {

constexpr artifact::ArtifactShape kShape{3, 2, 2, 8};

std::shared_ptr<const quantities::AnchorView> view(const angles::AngleRow* row = nullptr,
                                                   const std::vector<LayerIndex>& further = {}) {
    const auto grams =
        test::makeGrams(kShape, [](int l, int h) -> Eigen::VectorXd { return Eigen::Vector2d(1.0, h * l); });
    const auto tensors =
        test::makeTensors(kShape, 2, [](int, int) { return test::Directions::Identity(2, 8); });
    return quantities::anchorView(analysis::alignmentTables(test::makeArtifact(grams, tensors)),
                                  LayerIndex{1}, {}, row, ReferenceKind::OtherHeads, std::nullopt, further);
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

TEST(AlignmentFigures, AddTheResidualToTheSpanOfSeveralAnchors) {
    const LayerFigure one = residualFigure(*view());
    const auto shown = view(nullptr, {LayerIndex{2}});
    const LayerFigure two = residualFigure(*shown);
    EXPECT_EQ(two.context, "anchor layer 1 with 2, mean over 2 heads");
    EXPECT_EQ(two.curves.size(), one.curves.size() + 2);
    const auto named = [&](const char* name) {
        const auto found = std::ranges::find(two.curves, std::string(name), &LayerCurve::name);
        EXPECT_NE(found, two.curves.end()) << name;
        return *found;
    };
    const LayerCurve span = named("residual to the span of 2 anchors");
    EXPECT_EQ(span.value, shown->span->residual.value);
    const LayerCurve reference = named("span residual, isotropic");
    EXPECT_EQ(reference.series, span.series);
    EXPECT_TRUE(std::isnan(reference.value[2])) << "an anchor is not compared with itself";
    EXPECT_EQ(reference.value[0], shown->span->reference.mean);
    EXPECT_NE(readout(two, LayerIndex{0}).find("residual to the span of 2 anchors 0"), std::string::npos)
        << readout(two, LayerIndex{0});
    EXPECT_NE(two.reference.find("isotropic (span)"), std::string::npos);
    const FigureTable table = tableOf(two);
    EXPECT_NE(std::ranges::find(table.columns, "span residual, isotropic z"), table.columns.end());
}

/// Two curves on the left axis, a line and bars, that agree in every layer.
LayerFigure figureOf(const std::vector<double>& values, LayerIndex anchor) {
    LayerFigure figure;
    figure.layers = static_cast<int>(values.size());
    figure.anchor = anchor;
    figure.curves.resize(2);
    figure.curves[0].value = figure.curves[1].value = values;
    figure.curves[1].style = CurveStyle::Bar;
    return figure;
}

TEST(LayerFigure, AxesFitTheLayersOtherThanTheAnchor) {
    const LayerFigure figure = figureOf({0.02, 1.0, 0.04}, LayerIndex{1});
    const Span axis = shareSpan(figure, ValueAxis::Left);
    EXPECT_EQ(axis.lower, 0.0);
    EXPECT_GT(axis.upper, 0.04);
    EXPECT_LT(axis.upper, 0.06) << "the anchor's own 1 would flatten the others";
    EXPECT_GT(shareSpan(figureOf({1.0}, LayerIndex{0}), ValueAxis::Left).upper, 1.0) << "there is no other";
}

TEST(LayerFigure, AnAnchorBeyondTheAxisIsAGapInLinesAndAFullBar) {
    const LayerFigure figure = figureOf({0.02, 1.0, 0.04}, LayerIndex{1});
    const LayerFigure drawn = withinAxes(figure);
    EXPECT_TRUE(std::isnan(drawn.curves[0].value[1]));
    EXPECT_EQ(drawn.curves[1].value[1], shareSpan(figure, ValueAxis::Left).upper);
    EXPECT_EQ(drawn.curves[0].value[2], 0.04);
    EXPECT_EQ(withinAxes(figureOf({0.9, 1.0, 0.95}, LayerIndex{1})).curves[0].value[1], 1.0) << "it fits";
}

TEST(LayerFigure, AnAxisIsHardlyLongerThanItsData) {
    const Span axis = shareSpan(figureOf({-0.02, 1.0, 0.99}, LayerIndex{1}), ValueAxis::Left);
    EXPECT_GE(axis.lower, -0.2);
    EXPECT_LE(axis.upper, 1.1);
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
    auto failed = *view();
    failed.anglesAwaited = false;
    EXPECT_EQ(anglesFigure(failed).message, "Principal angles to this anchor were not computed.");
}

} // namespace
} // namespace sextant::figures
