// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/family_figures.h"

#include "core/figures/map_figures.h"
#include "core/figures/matrix_figure.h"
#include "tests/core/support/made_artifacts.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>

namespace sextant::figures {
namespace {

using VectorOf = std::function<Eigen::VectorXd(int layer, int head)>;

std::shared_ptr<const quantities::AnchorView> viewOf(const artifact::ArtifactShape& shape,
                                                     const VectorOf& operatorOf, HeadSelection head = {}) {
    const auto tables = analysis::alignmentTables(test::makeArtifact(test::makeGrams(shape, operatorOf)));
    auto family = family::familyOf(tables->operatorCosine, shape, ThreadBudget(1));
    return quantities::anchorView(tables, LayerIndex{0}, head, nullptr, ReferenceKind::OtherHeads,
                                  std::nullopt, {}, true, std::move(family));
}

/// Layers 0 to 4 are one operator rescaled, 5 to 11 another, orthogonal one.
Eigen::VectorXd inTwoFamilies(int layer, int) {
    return layer < 5 ? Eigen::VectorXd(Eigen::Vector2d(1.0 + layer, 0.0))
                     : Eigen::VectorXd(Eigen::Vector2d(0.0, layer % 2 == 0 ? 2.0 : -1.0));
}

LayerCurve curve(const LayerFigure& figure, const std::string& name) {
    const auto found = std::ranges::find(figure.curves, name, &LayerCurve::name);
    EXPECT_NE(found, figure.curves.end()) << name;
    return found == figure.curves.end() ? LayerCurve() : *found;
}

TEST(FamilyFigures, ShowTheEigenvaluesByTheirNumber) {
    const LayerFigure figure = eigenvaluesFigure(*viewOf({12, 1, 2, 16}, inTwoFamilies));
    ASSERT_EQ(figure.layers, 13);
    const LayerCurve values = curve(figure, "eigenvalue");
    EXPECT_TRUE(std::isnan(values.value[0])) << "there is no eigenvalue of this number";
    EXPECT_NEAR(values.value[1], 7.0, 1e-12);
    EXPECT_NEAR(values.value[2], 5.0, 1e-12);
    EXPECT_NEAR(values.value[3], 0.0, 1e-12);
    const LayerCurve held = curve(figure, "share held");
    EXPECT_NEAR(held.value[1], 7.0 / 12.0, 1e-12);
    EXPECT_NEAR(held.value[2], 1.0, 1e-12);
    const LayerCurve isotropic = curve(figure, "eigenvalue, isotropic");
    EXPECT_GT(isotropic.value[1], 1.0);
    EXPECT_LT(isotropic.value[12], 1.0);
    EXPECT_GT(isotropic.z[1], 3.0);
    EXPECT_EQ(readout(figure, LayerIndex{1}).rfind("eigenvalue 1 (one head): eigenvalue 7,", 0), 0U)
        << readout(figure, LayerIndex{1});
    EXPECT_EQ(tableOf(figure).rowHeader, "eigenvalue");
}

TEST(FamilyFigures, ShowWhatAnchorsLeaveByTheirNumber) {
    const LayerFigure figure = greedyFigure(*viewOf({12, 1, 2, 16}, inTwoFamilies));
    const LayerCurve residual = curve(figure, "mean residual");
    EXPECT_EQ(residual.value[0], 1.0) << "no anchor explains nothing";
    EXPECT_NEAR(residual.value[1], 5.0 / 11.0, 1e-7) << "one of the seven leaves the five";
    EXPECT_NEAR(residual.value[2], 0.0, 1e-7);
    EXPECT_EQ(curve(figure, "layer added").value[1], 5.0);
    EXPECT_EQ(curve(figure, "layer added").value[2], 0.0);
    EXPECT_NEAR(curve(figure, "gain in R^2").value[1], 6.0 / 11.0, 1e-12);
    const LayerCurve chance = curve(figure, "mean residual, by choosing alone");
    EXPECT_TRUE(std::isnan(chance.value[0]));
    EXPECT_GT(chance.value[1], 0.99);
    EXPECT_LT(chance.z[1], -3.0);
    EXPECT_NE(readout(figure, LayerIndex{2}).find("layers 5, 0; mean residual"), std::string::npos)
        << readout(figure, LayerIndex{2});
}

TEST(FamilyFigures, SayWhatTheLayersShareInWords) {
    const auto view = viewOf({12, 1, 2, 16}, inTwoFamilies);
    const std::string text = familyText(*view);
    EXPECT_EQ(text.rfind("2 operators of 12 hold 90 % (isotropic ", 0), 0U) << text;
    EXPECT_NE(text.find("participation ratio 1.946 "), std::string::npos) << "144 / 74; " << text;
    EXPECT_NE(text.find("2 depth blocks: 0\u20134, 5\u201311."), std::string::npos) << text;
    EXPECT_NE(text.find("Best anchor: layer 5, mean C\u00b2 to the others 0.5455."), std::string::npos)
        << text;
    EXPECT_EQ(heatmapFigure(*view).blocks.size(), 2U);
}

TEST(FamilyFigures, OfOneOperatorSayThatItIsOne) {
    const auto view = viewOf({6, 2, 2, 16}, [](int l, int) -> Eigen::VectorXd {
        return Eigen::VectorXd::Constant(3, l % 2 == 0 ? 1.0 : -2.0);
    });
    const std::string text = familyText(*view);
    EXPECT_EQ(text.rfind("1 operator of 6 holds 90 %", 0), 0U) << text;
    EXPECT_NE(text.find("No depth blocks"), std::string::npos);
    EXPECT_NEAR(curve(greedyFigure(*view), "mean residual").value[1], 0.0, 1e-7);
}

TEST(FamilyFigures, OfOneLayerOrNoOperatorsSaySo) {
    const auto one = viewOf({1, 1, 2, 16}, [](int, int) -> Eigen::VectorXd { return Eigen::Vector2d(1, 0); });
    EXPECT_NEAR(curve(eigenvaluesFigure(*one), "eigenvalue").value[1], 1.0, 1e-12);
    EXPECT_EQ(greedyFigure(*one).message, "There are too few layers for an anchor and others.");
    const auto none =
        viewOf({4, 1, 2, 16}, [](int, int) -> Eigen::VectorXd { return Eigen::Vector2d(0, 0); });
    EXPECT_EQ(familyText(*none).rfind("There are no operators.", 0), 0U) << familyText(*none);
    const auto missing =
        viewOf({4, 1, 2, 16}, [](int, int) -> Eigen::VectorXd { return Eigen::Vector2d(std::nan(""), 0); });
    EXPECT_EQ(eigenvaluesFigure(*missing).message, "There are no operator cosines.");
}

TEST(FamilyFigures, SayWhenTheyAreNotComputedYet) {
    auto view = std::make_shared<quantities::AnchorView>(*viewOf({12, 1, 2, 16}, inTwoFamilies));
    view->family = nullptr;
    EXPECT_FALSE(eigenvaluesFigure(*view).message.empty());
    EXPECT_FALSE(greedyFigure(*view).message.empty());
    EXPECT_EQ(familyText(*view), "");
    EXPECT_TRUE(heatmapFigure(*view).blocks.empty());
}

TEST(FamilyFigures, NameBlocksOfOneLayerByOneNumber) {
    const std::vector<family::LayerBlock> blocks{{LayerIndex{0}, LayerIndex{0}},
                                                 {LayerIndex{1}, LayerIndex{3}}};
    EXPECT_EQ(blocksText(blocks, {}), "0, 1\u20133");
    EXPECT_EQ(blocksText(blocks, LayerNumbers({3, 7, 11, 15})), "3, 7\u201315");
}

} // namespace
} // namespace sextant::figures
