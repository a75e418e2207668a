// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/operator_cosine.h"
#include "core/artifact/artifact_reader.h"
#include "core/family/anchor_span.h"
#include "core/family/family.h"

#include <nlohmann/json.hpp>

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace sextant::family {
namespace {

using nlohmann::json;

const std::filesystem::path kData = SEXTANT_TEST_DATA;

void expectHead(const HeadFamily& found, const CosineMatrix& cosines, const json& expected,
                const std::string& what) {
    ASSERT_EQ(found.dimension.eigenvalues.size(), expected["eigenvalues"].size()) << what;
    for (std::size_t i = 0; i < found.dimension.eigenvalues.size(); ++i) {
        EXPECT_NEAR(found.dimension.eigenvalues[i], expected["eigenvalues"][i].get<double>(), 1e-10) << what;
    }
    EXPECT_NEAR(found.dimension.participationRatio, expected["participation_ratio"].get<double>(), 1e-10)
        << what;
    EXPECT_EQ(found.dimension.operatorsFor90Percent, expected["operators_for_90_percent"].get<int>()) << what;
    EXPECT_EQ(found.bestAnchor, LayerIndex{expected["best_anchor"].get<int>()}) << what;
    for (std::size_t k = 0; k < expected["shares"].size(); ++k) {
        EXPECT_NEAR(bestBlocks(cosines, static_cast<int>(k) + 1).share, expected["shares"][k].get<double>(),
                    1e-7)
            << what << ' ' << k;
    }
}

TEST(FamilyOfRealModels, AgreesWithNumPy) {
    for (const json& expected : json::parse(std::ifstream(kData / "family/expected.json"))) {
        const std::string model = expected["model"];
        const auto grams = artifact::readGramFile(kData / "artifacts" / (model + ".json")).value();
        const artifact::LayerPairTable cosine = analysis::operatorCosines(grams->gram);
        const auto family = familyOf(cosine, grams->shape, ThreadBudget(2));
        for (std::size_t h = 0; h < expected["heads"].size(); ++h) {
            const CosineMatrix ofHead = cosineMatrix(cosine, HeadIndex{static_cast<int>(h)});
            expectHead(family->heads[h], ofHead, expected["heads"][h], model + " head " + std::to_string(h));
        }
        const CosineMatrix ofMean = cosineMatrix(analysis::headMeanMatrix(cosine), grams->shape.layers);
        expectHead(family->ofMean, ofMean, expected["mean"], model + " mean");
        std::vector<LayerIndex> anchors;
        for (const int anchor : expected["anchors"]) {
            anchors.push_back(LayerIndex{anchor});
        }
        const std::vector<double> residuals = spanResiduals(cosine, anchors);
        const auto heads = static_cast<std::size_t>(grams->shape.heads);
        for (std::size_t i = 0; i < residuals.size(); ++i) {
            // Of an anchor NumPy leaves the root of what rounding leaves.
            EXPECT_NEAR(residuals[i], expected["residual"][i / heads][i % heads].get<double>(),
                        residuals[i] == 0.0 ? 1e-6 : 1e-10)
                << model << ' ' << i;
        }
        for (std::size_t i = 0; i < expected["greedy"].size(); ++i) {
            EXPECT_EQ(family->greedy[i].layer, LayerIndex{expected["greedy"][i]["layer"].get<int>()})
                << model;
            EXPECT_NEAR(family->greedy[i].gain, expected["greedy"][i]["gain"].get<double>(), 1e-10) << model;
            EXPECT_NEAR(family->greedy[i].rSquared, expected["greedy"][i]["r_squared"].get<double>(), 1e-10);
        }
    }
}

} // namespace
} // namespace sextant::family
