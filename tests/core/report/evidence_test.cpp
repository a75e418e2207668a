// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/evidence.h"

#include "core/angles/angle_tables.h"
#include "core/artifact/artifact_reader.h"
#include "core/integrity/integrity_report.h"
#include "core/report/json_keys.h"
#include "core/report/json_report.h"

#include <nlohmann/json.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace sextant::report {
namespace {

using nlohmann::json;

const std::filesystem::path kData = SEXTANT_TEST_DATA;

/// The report of a bundled artifact.
json reportOn(const std::string& model, int anchor) {
    auto artifact = std::make_shared<artifact::Artifact>();
    artifact->grams = artifact::readGramFile(kData / "artifacts" / (model + ".json")).value();
    artifact->tensors =
        artifact::readTensorFile(artifact::locateTensorFile(*artifact->grams).value(), *artifact->grams)
            .value();
    const auto integrity =
        std::make_shared<const integrity::IntegrityReport>(integrity::reportOnGrams(*artifact->grams));
    std::ostringstream out;
    writeJsonReport(
        out, {analysis::alignmentTables(artifact),
              {LayerIndex{anchor}},
              [&](LayerIndex row) {
                  return std::make_shared<const angles::AngleRow>(
                      angles::angleRow(*artifact->tensors, artifact->shape(), row, ThreadBudget(1)).value());
              },
              integrity,
              thirdsOf(artifact->shape().layers),
              "Sextant"});
    return json::parse(out.str());
}

json expectedReports() {
    return json::parse(std::ifstream(kData / "evidence/expected.json"));
}

void expectLayers(const json& found, const json& expected, const std::string& what) {
    ASSERT_EQ(found.size(), expected.size()) << what;
    for (std::size_t l = 0; l < expected.size(); ++l) {
        ASSERT_EQ(found[l].is_null(), expected[l].is_null()) << what << " layer " << l;
        if (!expected[l].is_null()) {
            const double scale = std::max(1.0, std::abs(expected[l].get<double>()));
            EXPECT_NEAR(found[l].get<double>(), expected[l].get<double>(), 1e-10 * scale)
                << what << " layer " << l;
        }
    }
}

TEST(JsonEvidence, AgreesWithNumPy) {
    for (const json& expected : expectedReports()) {
        const std::string model = expected["model"];
        const json report = reportOn(model, expected["anchor"]);
        const json& anchor = report["anchors"][0];
        for (const json& one : expected["evidence"]) {
            const std::string quantity = one["quantity"];
            const std::string reference = one["reference"];
            const json& found = anchor["evidence"][quantity][reference];
            const std::string what = model + ' ' + quantity + ' ' + reference;
            expectLayers(found["mean"], one["mean"], what + " mean");
            expectLayers(found["sd"], one["sd"], what + " sd");
            for (std::size_t l = 0; l < one["z"].size(); ++l) {
                // Where all values are equal NumPy divides zero by zero; residuals lie very many deviations
                // away.
                if (!one["z"][l].is_null()) {
                    const double z = one["z"][l];
                    EXPECT_NEAR(found["z"][l].get<double>(), z, 1e-7 * std::max(1.0, std::abs(z))) << what;
                }
            }
        }
        for (const auto& [name, values] : expected["quantities"].items()) {
            expectLayers(anchor["quantities"][name]["mean_over_heads"], values, model + ' ' + name);
        }
        for (const auto& [name, value] : expected["verdict"].items()) {
            EXPECT_NEAR(anchor["summary"]["verdict"][name].get<double>(), value.get<double>(), 1e-10) << name;
        }
    }
}

TEST(JsonEvidence, FindsNothingAboveOtherHeadsInSmallModels) {
    for (const char* model : {"stories260K", "tinygpt_vehicle_8L4H"}) {
        for (const int anchor : {0, 1, 2, 3, 4}) {
            const json report = reportOn(model, anchor);
            EXPECT_NE(report["anchors"][0]["summary"]["verdict"]["above_other_heads"], true);
            EXPECT_FALSE(
                report["anchors"][0]["evidence"]["principal_cosine_mean"]["other_heads"]["z"].is_null());
            for (const auto& [name, references] : report["anchors"][0]["evidence"].items()) {
                for (const json& z : references["other_heads"]["z"]) {
                    EXPECT_TRUE(z.is_null() || z.get<double>() <= 3.0)
                        << model << ' ' << anchor << ' ' << name;
                }
            }
        }
    }
}

TEST(JsonEvidence, SaysWhyAReferenceCannotBeHad) {
    const json evidence = reportOn("kwt1_1head", 0)["anchors"][0]["evidence"];
    EXPECT_TRUE(evidence["spectral_cosine"]["other_heads"]["mean"].is_null());
    EXPECT_EQ(evidence["spectral_cosine"]["other_heads"]["why_not"],
              "The model has one head: there is no other to compare with.");
    EXPECT_FALSE(evidence["operator_cosine"]["isotropic"].contains("why_not"));
}

TEST(JsonKeys, AreDescribedInTheFileAndAsText) {
    const json report = reportOn("stories260K", 0);
    const std::string text = jsonKeysText();
    for (auto member = report.begin(); member != report.end(); ++member) {
        const bool described = std::ranges::any_of(jsonKeys(), [&member](const JsonKey& known) {
            return std::string(known.path).starts_with(member.key());
        });
        EXPECT_TRUE(described) << member.key();
    }
    for (const auto& [key, value] : report["anchors"][0]["summary"]["verdict"].items()) {
        EXPECT_TRUE(report["keys"].contains("anchors[].summary.verdict." + key)) << key;
    }
    for (const auto& [name, meaning] : report["references"].items()) {
        EXPECT_THAT(text, testing::HasSubstr(name));
    }
    EXPECT_THAT(text, testing::HasSubstr("signed_spectral_cosine"));
}

} // namespace
} // namespace sextant::report
