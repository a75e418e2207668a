// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/family_report.h"

#include "core/report/csv_report.h"
#include "core/report/json_report.h"
#include "tests/core/support/made_artifacts.h"

#include <nlohmann/json.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <sstream>

namespace sextant::report {
namespace {

using nlohmann::json;
using test::makeArtifact;
using test::makeGrams;
using testing::HasSubstr;

constexpr artifact::ArtifactShape kShape{4, 2, 2, 8};

/// In head 0 all layers are one operator; in head 1 they are orthogonal.
std::shared_ptr<artifact::GramFile> grams() {
    return makeGrams(kShape, [](int l, int h) -> Eigen::VectorXd {
        return h == 0 ? Eigen::VectorXd(Eigen::Vector4d(1.0, 0.0, 0.0, 0.0))
                      : Eigen::VectorXd(Eigen::Vector4d::Unit(l));
    });
}

ReportSource sourceOf(std::shared_ptr<artifact::GramFile> grams, const std::vector<LayerIndex>& span = {}) {
    const auto integrity =
        std::make_shared<const integrity::IntegrityReport>(integrity::reportOnGrams(*grams));
    const artifact::ArtifactShape shape = grams->shape;
    const auto tables = analysis::alignmentTables(makeArtifact(std::move(grams)));
    return {tables,
            span.empty() ? std::vector<LayerIndex>{LayerIndex{0}} : span,
            [](LayerIndex) { return nullptr; },
            integrity,
            thirdsOf(4),
            "Sextant",
            family::familyOf(tables->operatorCosine, shape, ThreadBudget(1)),
            span};
}

json reportOn(const ReportSource& source) {
    std::ostringstream out;
    writeJsonReport(out, source);
    return json::parse(out.str());
}

TEST(JsonFamily, HoldsTheDimensionOfEveryHead) {
    const json family = reportOn(sourceOf(grams()))["family"];
    ASSERT_EQ(family["per_head"].size(), 2U);
    EXPECT_NEAR(family["per_head"][0]["eigenvalues"][0].get<double>(), 4.0, 1e-12);
    EXPECT_NEAR(family["per_head"][0]["participation_ratio"].get<double>(), 1.0, 1e-12);
    EXPECT_EQ(family["per_head"][0]["operators_for_90_percent"], 1);
    EXPECT_NEAR(family["per_head"][1]["participation_ratio"].get<double>(), 4.0, 1e-12);
    EXPECT_EQ(family["per_head"][1]["operators_for_90_percent"], 4);
    EXPECT_EQ(family["per_head"][0]["blocks"], json::parse("[[0,3]]"));
    EXPECT_EQ(family["per_head"][0]["best_anchor"], 0);
    EXPECT_TRUE(family["per_head"][1]["best_anchor"].is_null()) << "no layer explains any other";
    EXPECT_EQ(family["greedy_anchors"].size(), 3U);
    EXPECT_EQ(family["greedy_anchors"][0]["layer"], 0);
    EXPECT_NEAR(family["greedy_anchors"][0]["gain"].get<double>(), 0.5, 1e-12);
    EXPECT_NEAR(family["greedy_anchors"][0]["gain_by_chance"].get<double>(), 1.4 / 64.0, 0.4 / 64.0);
}

TEST(JsonFamily, HasNullWhereALayerHasNoData) {
    auto damaged = grams();
    for (LayerIndex l; l.value < 4; ++l.value) {
        damaged->gram(l, LayerIndex{1}, HeadIndex{0}) = std::numeric_limits<double>::quiet_NaN();
        damaged->gram(LayerIndex{1}, l, HeadIndex{0}) = std::numeric_limits<double>::quiet_NaN();
    }
    const json head = reportOn(sourceOf(damaged))["family"]["per_head"][0];
    EXPECT_EQ(head["eigenvalues"].size(), 4U);
    EXPECT_FALSE(head["eigenvalues"][2].is_null());
    EXPECT_TRUE(head["eigenvalues"][3].is_null());
    EXPECT_NEAR(head["participation_ratio"].get<double>(), 1.0, 1e-12);
}

TEST(JsonSpan, IsThereWhenSeveralAnchorsAreNamed) {
    EXPECT_TRUE(reportOn(sourceOf(grams()))["span"].is_null());
    const json report = reportOn(sourceOf(grams(), {LayerIndex{2}, LayerIndex{0}}));
    EXPECT_EQ(report["span"]["anchors"], json::parse("[2,0]"));
    EXPECT_EQ(report["anchors"][0]["anchor"], 2);
    EXPECT_EQ(report["span"]["residual"]["per_layer_head"], json::parse("[[0,0],[0,1],[0,0],[0,1]]"));
    EXPECT_EQ(report["span"]["residual"]["mean_over_heads"], json::parse("[0,0.5,0,0.5]"));
    EXPECT_NEAR(report["span"]["residual"]["isotropic"]["mean"].get<double>(), std::sqrt(1.0 - 2.0 / 64.0),
                1e-12);
}

TEST(JsonFamily, DescribesEachOfItsKeys) {
    const json report = reportOn(sourceOf(grams(), {LayerIndex{2}, LayerIndex{0}}));
    for (const char* list : {"per_head", "greedy_anchors"}) {
        for (const auto& [key, value] : report["family"][list][0].items()) {
            EXPECT_TRUE(report["keys"].contains(std::string("family.") + list + "[]." + key)) << key;
        }
    }
    for (const auto& [key, value] : report["family"].items()) {
        EXPECT_TRUE(key == "per_head" || key == "greedy_anchors" || report["keys"].contains("family." + key))
            << key;
    }
    for (const auto& [key, value] : report["span"]["residual"].items()) {
        EXPECT_TRUE(report["keys"].contains("span.residual." + key)) << key;
    }
}

TEST(CsvFamily, StandsInTheLineOfItsHead) {
    std::ostringstream out;
    writeCsvReport(out, sourceOf(grams(), {LayerIndex{2}, LayerIndex{0}}));
    std::istringstream lines(out.str());
    std::string header;
    std::string ofFirst;
    std::string ofSecond;
    std::string ofMean;
    std::getline(lines, header);
    std::getline(lines, ofFirst);
    std::getline(lines, ofSecond);
    std::getline(lines, ofMean);
    EXPECT_THAT(header, testing::EndsWith(",family.eigenvalue,family.participation_ratio,"
                                          "family.operators_for_90_percent,family.block,family.greedy_rank,"
                                          "family.greedy_gain,family.greedy_gain_by_chance,span_residual"));
    EXPECT_THAT(ofFirst, testing::EndsWith(",1,0,,,,0"));
    EXPECT_THAT(ofSecond, testing::EndsWith(",4,0,,,,0"));
    EXPECT_THAT(ofMean, HasSubstr(",0,0.5,")) << "layer 0 is the first greedy anchor, which explains half";
    for (const std::string& line : {ofFirst, ofSecond, ofMean}) {
        EXPECT_EQ(std::ranges::count(line, ','), std::ranges::count(header, ','));
    }
}

TEST(TextOfSeveralAnchors, EndsWithTheResidualToTheirSpan) {
    EXPECT_EQ(spanText(sourceOf(grams())), "");
    const std::string text = spanText(sourceOf(grams(), {LayerIndex{2}, LayerIndex{0}}));
    EXPECT_THAT(text, HasSubstr("span of anchors L=2, 0"));
    EXPECT_THAT(text, HasSubstr("\n    1     0.5000\n"));
}

} // namespace
} // namespace sextant::report
