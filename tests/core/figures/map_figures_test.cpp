// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/map_figures.h"

#include "tests/core/quantities/measured.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

namespace sextant::figures {
namespace {

using test::kSize;
using test::Measured;

/// Four layers of six unrelated heads, but for head 4 of layer 2, which is the first layer's.
Measured planted(int otherHeads = 0) {
    test::RandomMatrices random(1);
    Eigen::MatrixXd kept;
    return Measured(
        4, 6,
        [&](int l, int h) -> Eigen::MatrixXd {
            const Eigen::MatrixXd g = random.gaussian(kSize, kSize);
            kept = l == 0 && h == 4 ? g : kept;
            return l == 2 && h == 4 ? Eigen::MatrixXd(kept + 0.3 * g) : g;
        },
        otherHeads);
}

Measured unrelated() {
    test::RandomMatrices random(2);
    return Measured(4, 6, [&](int, int) -> Eigen::MatrixXd { return random.gaussian(kSize, kSize); });
}

TEST(HeadMap, DrawsEveryCellPaleButThePlantedOne) {
    const MatrixFigure figure = headMapFigure(*planted().view(ReferenceKind::SameSpectrum));
    ASSERT_EQ(figure.rows, 6);
    ASSERT_EQ(figure.columns, 4);
    for (int head = 0; head < 6; ++head) {
        for (int layer = 0; layer < 4; ++layer) {
            const bool pale = figure.faded[static_cast<std::size_t>(head * 4 + layer)];
            EXPECT_EQ(pale, layer != 0 && !(layer == 2 && head == 4)) << layer << ", " << head;
        }
    }
    EXPECT_EQ(figure.fadedNote,
              "pale: within what the same spectra show by chance; at most 5 % of the rest by chance");
    EXPECT_NE(summary(figure).find("Compared with same spectrum: 1 of 18 cells stand out."),
              std::string::npos);
}

TEST(HeadMap, DrawsUnrelatedHeadsPaleAndSaysSo) {
    const MatrixFigure figure = headMapFigure(*unrelated().view(ReferenceKind::Isotropic));
    EXPECT_EQ(std::ranges::count(figure.faded, true), 18);
    EXPECT_EQ(figure.fadedNote, "pale: within what random operators show (here, every cell)");
}

TEST(HeadMap, DrawsNothingPaleWhenAskedNotTo) {
    const MatrixFigure figure = headMapFigure(*unrelated().view(ReferenceKind::Isotropic), {.faded = false});
    EXPECT_EQ(std::ranges::count(figure.faded, true), 0);
    EXPECT_EQ(figure.fadedNote, "");
    EXPECT_EQ(figure.referenceNote, "");
}

TEST(Heatmap, DrawsPaleWhatOtherHeadsShowAndNamesTheReference) {
    const Measured model = planted(6);
    const MatrixFigure ofHead = heatmapFigure(*model.view(ReferenceKind::OtherHeads, HeadIndex{4}));
    EXPECT_EQ(ofHead.referenceName, "other heads");
    EXPECT_EQ(ofHead.referenceNote, "");
    for (int row = 0; row < 4; ++row) {
        for (int column = 0; column < 4; ++column) {
            const bool alike = row + column == 2 && row != column;
            EXPECT_EQ(ofHead.faded[static_cast<std::size_t>(row * 4 + column)], row != column && !alike);
        }
    }
    const MatrixFigure weaker = heatmapFigure(*planted().view(ReferenceKind::OtherHeads));
    EXPECT_EQ(weaker.referenceName, "same spectrum");
    EXPECT_EQ(weaker.referenceNote, "compared with same spectrum, as other heads' grams are missing");
}

TEST(HeadMap, ReadsOutValueReferenceAndZ) {
    const auto view = planted().view(ReferenceKind::Isotropic);
    const MatrixFigure figure = headMapFigure(*view);
    const double cosine = view->headCosines[2 * 6 + 4];
    EXPECT_EQ(readout(figure, 4, 2),
              fmt::format("layer 2, head 4: cosine to anchor layer 0 {:.4g}; isotropic 0 "
                          "\u00b1 {:.4g} (z {:.1f}, above)",
                          cosine, 1.0 / kSize, cosine * kSize));
    EXPECT_EQ(readout(figure, 4, 0), "layer 0, head 4: cosine to anchor layer 0 1") << "with itself";
    const FigureTable table = tableOf(figure);
    ASSERT_EQ(table.columns.size(), 24u);
    EXPECT_EQ(table.columns[17], "head 4 isotropic");
    EXPECT_EQ(table.rows[2][16], cosine);
    EXPECT_DOUBLE_EQ(table.rows[2][18], 1.0 / kSize);
    EXPECT_DOUBLE_EQ(table.rows[2][19], cosine * kSize);
    EXPECT_EQ(table.title, "Operator cosine of every head to the anchor");
}

TEST(HeadMap, ShowsEveryQuantityOrSaysWhyNot) {
    const auto view = planted().view(ReferenceKind::Isotropic);
    std::set<std::string> names;
    for (const MapQuantity quantity : kMapQuantities) {
        names.insert(nameOf(quantity));
        EXPECT_FALSE(meaningOf(quantity).empty());
        const MatrixFigure figure = headMapFigure(*view, {.heads = quantity});
        EXPECT_EQ(figure.message, whyNotShown(*view, quantity));
        if (quantity == MapQuantity::MeanAngle) {
            EXPECT_EQ(figure.message, "Principal angles to this anchor are being computed.");
        } else {
            EXPECT_EQ(figure.message, "");
            EXPECT_EQ(figure.values.size(), 24u) << nameOf(quantity);
        }
    }
    EXPECT_EQ(names.size(), kMapQuantities.size());
    const MatrixFigure squares = headMapFigure(*view, {.heads = MapQuantity::RSquared});
    EXPECT_DOUBLE_EQ(squares.at(4, 2), std::pow(view->headCosines[2 * 6 + 4], 2.0));
    const MatrixFigure index = headMapFigure(*view, {.heads = MapQuantity::MatchingIndex});
    EXPECT_EQ(index.at(4, 2), quantities::valueOf({quantities::QuantityId::MatchingIndex}, view->comparison(),
                                                  LayerIndex{2}, HeadIndex{4}));
    EXPECT_EQ(readout(index, 4, 2).find("anchor"), std::string::npos) << "it belongs to the layer alone";
    EXPECT_FALSE(std::isnan(index.z[0])) << "of the anchor too";
}

TEST(HeadMap, TakesEveryQuantityFromTheCatalogue) {
    for (const MapQuantityRow& row : kMapQuantityRows) {
        EXPECT_TRUE(std::ranges::any_of(quantities::catalogue(), [&](const quantities::Quantity& quantity) {
            return std::string(quantity.name) == row.catalogueName;
        })) << row.name;
        EXPECT_EQ(mapQuantityNamed(row.name), row.quantity);
    }
    EXPECT_EQ(mapQuantityNamed("operator_cosine"), MapQuantity::Cosine);
    EXPECT_EQ(mapQuantityNamed("principal_cosine_mean"), MapQuantity::MeanAngle);
    EXPECT_EQ(mapQuantityNamed("cosines"), std::nullopt);
    EXPECT_EQ(quantities::keyOf(MapQuantity::SignAgreement, 4),
              (quantities::QuantityKey{quantities::QuantityId::SignAgreement, 4}));
    EXPECT_EQ(quantities::keyOf(MapQuantity::RSquared, 4),
              quantities::QuantityKey{quantities::QuantityId::OperatorCosine});
}

TEST(HeadMap, OfGramsAloneLacksWhatNeedsTensors) {
    test::RandomMatrices random(3);
    const auto grams =
        test::makeGrams({3, 2, 1, 4}, [&](int, int) -> Eigen::VectorXd { return random.gaussian(16, 1); });
    const auto artifact = test::makeArtifact(grams);
    artifact->tensorError = Error{ErrorCode::NotFound, "x.pt", "", "there is no such file"};
    const auto view =
        quantities::anchorView(analysis::alignmentTables(artifact, {}, analysis::ChanceSampling::LeftOut),
                               LayerIndex{0}, {}, nullptr);
    EXPECT_EQ(whyNotShown(*view, MapQuantity::RSquared), "");
    for (const MapQuantity quantity : {MapQuantity::SpectralCosine, MapQuantity::SymmetricShare,
                                       MapQuantity::MeanAngle, MapQuantity::SignAgreement}) {
        EXPECT_TRUE(whyNotShown(*view, quantity).starts_with("This plot needs the tensor file. "));
        EXPECT_TRUE(headMapFigure(*view, {.heads = quantity}).values.empty());
    }
}

TEST(ColourScale, IsTheQuantitysOwnOrFitsTheOtherLayers) {
    MatrixFigure figure;
    figure.rows = figure.columns = 2;
    figure.values = {1.0, -0.25, -0.25, 1.0};
    EXPECT_EQ(colourScale(figure, false), ColourScale());
    EXPECT_EQ(colourScale(figure, true), (ColourScale{0.0, 0.25, {-0.25, 0.25}}));
    figure.rowsAreLayers = false; // rows are heads: the anchor's column is 1
    figure.anchor = LayerIndex{1};
    figure.values = {0.5, 1.0, -0.75, 1.0};
    EXPECT_EQ(colourScale(figure, true).limit, 0.75);
    figure.values.assign(4, std::nan(""));
    EXPECT_EQ(colourScale(figure, true).limit, 1.0);
}

TEST(ColourScale, OfZEndsAtSixUnlessFitted) {
    const auto view = planted().view(ReferenceKind::Isotropic);
    const MatrixFigure figure = headMapFigure(*view, {.colours = MapColours::Z});
    EXPECT_TRUE(figure.colouredByZ);
    EXPECT_EQ(&figure.coloured(), &figure.z);
    EXPECT_EQ(colourScale(figure, false), (ColourScale{0.0, 6.0, {-6.0, 6.0}}));
    EXPECT_NEAR(colourScale(figure, true).limit, kSize * view->headCosines[2 * 6 + 4], 1.0);
    EXPECT_EQ(scaleText(figure, false), "z of cosine against isotropic");
}

TEST(ColourScale, IsNeutralAtChanceWhereSharesAreFitted) {
    const auto view = unrelated().view(ReferenceKind::Isotropic);
    const MatrixFigure figure = headMapFigure(*view, {.heads = MapQuantity::SymmetricShare});
    EXPECT_EQ(colourScale(figure, false), (ColourScale{0.5, 0.5, {0.0, 1.0}}));
    const ColourScale fitted = colourScale(figure, true);
    EXPECT_DOUBLE_EQ(fitted.centre, 0.5 * (1.0 + 1.0 / kSize));
    EXPECT_LT(fitted.limit, 0.2);
    const MatrixFigure index = headMapFigure(*view, {.heads = MapQuantity::MatchingIndex});
    EXPECT_EQ(colourScale(index, false), colourScale(index, true)) << "it has no range of its own";
}

} // namespace
} // namespace sextant::figures
