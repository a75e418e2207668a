// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/integrity/tensor_file_checks.h"
#include "core/integrity/wording.h"

#include "tests/core/support/made_artifacts.h"
#include "tests/core/support/made_tensors.h"

#include <cmath>
#include <limits>

#include <gmock/gmock.h>

namespace sextant::integrity {
namespace {

using test::Tensors;
using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

constexpr float notANumber = std::numeric_limits<float>::quiet_NaN();

auto complaintIs(const std::string& place, const std::string& sentence) {
    return AllOf(StartsWith("x-eigdirs.pt: " + place + ": "), HasSubstr(sentence));
}

IntegrityReport reportOf(const artifact::TensorFile& file, const artifact::ArtifactShape& shape,
                         const std::stop_token& stop = {}) {
    IntegrityReport report;
    addTensorChecks(report, file, shape, TensorPlace::Beside, stop);
    return report;
}

std::vector<std::string> complaintsOf(const artifact::TensorFile& file,
                                      const artifact::ArtifactShape& shape) {
    const IntegrityReport report = reportOf(file, shape);
    std::vector<std::string> complaints;
    for (const Check* check : report.complaints()) {
        complaints.push_back(describe(*check));
    }
    return complaints;
}

std::vector<std::string> complaintsOf(const Tensors& tensors) {
    return complaintsOf(tensors.file(), tensors.shape);
}

TEST(TensorChecks, ASoundFilePassesThemAll) {
    const Tensors tensors(2, 3, 2, 5, 2);
    artifact::TensorFile file = tensors.file();
    file.singularValues.assign(12, 1.0);
    file.otherHeads = artifact::OtherHeadGrams{2, 1, {0.5}, {{HeadIndex{0}, HeadIndex{1}}}};
    const IntegrityReport report = reportOf(file, tensors.shape);
    for (const Check& check : report.checks) {
        const bool isOfTensors = check.id >= CheckId::TensorFileBeside;
        EXPECT_EQ(check.severity, isOfTensors ? Severity::Passed : Severity::NotApplicable)
            << titleOf(check.id);
    }
    EXPECT_EQ(sentenceOf(report.of(CheckId::EigenvaluesFinite)),
              "every value is finite (24 values examined)");
    EXPECT_EQ(sentenceOf(report.of(CheckId::EigenvaluesDistinct)),
              "eigenvalues are distinct, 4 per head (6 heads examined)");
    EXPECT_EQ(sentenceOf(report.of(CheckId::DirectionsFinite)), "every value is finite (60 values examined)");
    EXPECT_EQ(sentenceOf(report.of(CheckId::DirectionsOrthonormal)),
              "directions are orthonormal within 0.1 (6 heads examined)");
}

TEST(TensorChecks, APlaceIsTyped) {
    Tensors tensors(2, 3, 2, 5, 2);
    tensors.directions[10 * 4] = 2.0f;
    const Check check = reportOf(tensors.file(), tensors.shape).of(CheckId::DirectionsOrthonormal);
    EXPECT_EQ(check.worst->layer, LayerIndex{1});
    EXPECT_EQ(check.worst->head, HeadIndex{1});
    EXPECT_EQ(check.worst->value, 3.0);
    EXPECT_EQ(check.count, 1u);
    EXPECT_EQ(check.of, 6u);
}

TEST(TensorChecks, AFileFoundOutsideIsANoteAndANamedOneIsNotJudged) {
    const Tensors tensors(1, 1, 1, 2, 1);
    const Check outside = checkPlace(tensors.file(), TensorPlace::Outside);
    EXPECT_EQ(outside.severity, Severity::Note);
    EXPECT_EQ(describe(outside),
              "x-eigdirs.pt: eigdirs_path leads out of the artifact's folder to this tensor file");
    EXPECT_EQ(checkPlace(tensors.file(), TensorPlace::Beside).severity, Severity::Passed);
    EXPECT_EQ(checkPlace(tensors.file(), TensorPlace::Named).severity, Severity::NotApplicable);
}

TEST(TensorChecks, EntriesThatOnlyCodeCouldMakeAreAWarning) {
    artifact::TensorFile file = Tensors(1, 1, 1, 2, 1).file();
    file.codeEntries = {{"evil", "an object of posix.system", true}};
    EXPECT_THAT(describe(checkEntries(file)), complaintIs("evil", "this entry is an object of posix.system"));
    file.codeEntries.push_back({"worse", "an object of os.system", true});
    EXPECT_THAT(describe(checkEntries(file)),
                complaintIs("evil", "2 entries could be made only by code named by the file"));
}

TEST(TensorChecks, WhatAStopRequestLeavesOutIsNotPassed) {
    std::stop_source source;
    source.request_stop();
    const Tensors tensors(2, 3, 2, 5, 2);
    const IntegrityReport report = reportOf(tensors.file(), tensors.shape, source.get_token());
    EXPECT_EQ(report.of(CheckId::DirectionsOrthonormal).severity, Severity::NotApplicable);
}

TEST(TensorChecks, OneOfEverythingIsEnough) {
    EXPECT_THAT(complaintsOf(Tensors(1, 1, 1, 2, 1)), IsEmpty());
}

TEST(TensorChecks, AsManyDirectionsAsEigenvaluesAreFine) {
    EXPECT_THAT(complaintsOf(Tensors(1, 2, 2, 4, 4)), IsEmpty());
}

TEST(TensorChecks, NonFiniteEigenvaluesAreCountedAndTheFirstNamed) {
    Tensors tensors(2, 3, 2, 5, 2);
    tensors.eigenvalues[5] = notANumber;
    tensors.eigenvalues[23] = HUGE_VALF;
    EXPECT_THAT(complaintsOf(tensors),
                ElementsAre(complaintIs("sym_eigs[0][1][1]",
                                        "2 values in 2 heads are not finite, the first of them here")));
}

TEST(TensorChecks, NonFiniteDirectionsAreCountedAndTheFirstNamed) {
    Tensors tensors(2, 3, 2, 5, 2);
    tensors.directions[37] = notANumber; // head 3 (layer 1, head 0), row 1, element 2
    tensors.directions[59] = -HUGE_VALF;
    EXPECT_THAT(
        complaintsOf(tensors),
        Contains(complaintIs("eig_dirs[1][0][1][2]", "2 values are not finite, the first of them here")));
}

TEST(TensorChecks, ADoubleThatNoFloatCanHoldIsFinite) {
    const Tensors tensors(2, 3, 2, 5, 2);
    std::vector<double> directions(tensors.directions.begin(), tensors.directions.end());
    directions[37] = 1e300;
    tensor::TensorView view = tensors.view(tensors.directions, tensors.directionsShape);
    view.type = tensor::ElementType::Float64;
    view.data = reinterpret_cast<const std::byte*>(directions.data());
    artifact::TensorFile file = tensors.file();
    file.directions = view;
    EXPECT_THAT(complaintsOf(file, tensors.shape),
                ElementsAre(complaintIs("eig_dirs[1][0]", "far from orthonormal")));
}

TEST(TensorChecks, DirectionsFarFromOrthonormalAreAWarning) {
    Tensors tensors(2, 3, 2, 5, 2);
    tensors.directions[10 * 4] = 2.0f; // a row of layer 1, head 1 of length 2
    EXPECT_THAT(complaintsOf(tensors),
                ElementsAre(complaintIs("eig_dirs[1][1]",
                                        "the directions of 1 head are far from orthonormal; here, the "
                                        "worst, an inner product is off by 3")));
}

TEST(TensorChecks, NearlyOrthonormalDirectionsAreFine) {
    Tensors tensors(2, 3, 2, 5, 2);
    tensors.directions[1] = 0.05f;
    EXPECT_THAT(complaintsOf(tensors), IsEmpty());
}

TEST(TensorChecks, ASampleSaysThatItIsOne) {
    Tensors tensors(100, 1, 1, 2, 1);
    for (float& value : tensors.directions) {
        value = 1.0f;
    }
    EXPECT_THAT(
        complaintsOf(tensors),
        ElementsAre(complaintIs("eig_dirs[0][0]", "64 heads (of a sample of 64 of 100 heads) are far")));
}

TEST(TensorChecks, ASampleIsSpreadOverAllHeads) {
    Tensors tensors(100, 1, 1, 2, 1);
    tensors.directions[2 * 98] = 2.0f;
    EXPECT_THAT(complaintsOf(tensors), ElementsAre(complaintIs("eig_dirs[98][0]", "1 head (of a sample of")));
}

TEST(TensorChecks, ManyDirectionsAreMultipliedInFewerHeads) {
    constexpr int width = 400; // 400^3 / 2 multiplications in a head
    const Tensors tensors(40, 1, width / 2, width, width);
    const IntegrityReport report = reportOf(tensors.file(), tensors.shape);
    const Check& check = report.of(CheckId::DirectionsOrthonormal);
    EXPECT_EQ(check.severity, Severity::Passed);
    ASSERT_TRUE(check.sample);
    EXPECT_EQ(check.sample->heads, 31);
    EXPECT_EQ(check.of, 31u);
    EXPECT_EQ(sentenceOf(check), "directions are orthonormal within 0.1 (31 of 40 heads examined)");
}

TEST(TensorChecks, RepeatedEigenvaluesAreAWarning) {
    Tensors tensors(2, 1, 2, 5, 2);
    tensors.eigenvalues = {4, -4, 2, 1, 4, 4, -2, -2};
    EXPECT_THAT(complaintsOf(tensors),
                ElementsAre(complaintIs("sym_eigs[1][0]", "1 head has fewer distinct eigenvalues than the "
                                                          "4 expected; this one has 2")));
}

TEST(TensorChecks, ZerosThatPadANarrowModelAreExpected) {
    Tensors tensors(1, 1, 2, 2, 1);
    tensors.eigenvalues = {4, -3, 0, 0};
    EXPECT_THAT(complaintsOf(tensors), IsEmpty()) << "a model of width 2 has no more than 2 eigenvalues";
}

TEST(TensorChecks, EigenvaluesInAnotherOrderAreAWarning) {
    Tensors tensors(1, 1, 2, 5, 1);
    tensors.eigenvalues = {4, 1, -3, 2};
    EXPECT_THAT(complaintsOf(tensors),
                ElementsAre(complaintIs("sym_eigs[0][0][1]", "not sorted by decreasing magnitude")));
}

TEST(TensorChecks, DirectionsBeyondTheRankAreAWarningThatNamesTheHeads) {
    constexpr artifact::ArtifactShape shape{1, 2, 4, 8};
    // Head 1 has two eigenvalues for three directions.
    const auto file = test::makeTensors(shape, 3, [](int, int) { return test::Directions::Identity(3, 8); },
                                        {4, -4, 3, -3, 2, -2, 1, -1, 2, -2, 1e-9, 0, 0, 0, 0, 0});
    const Check check = checkRanks(*file, shape);
    EXPECT_EQ(check.severity, Severity::Warning);
    EXPECT_EQ(check.count, 1U);
    EXPECT_EQ(check.worst->head, HeadIndex{1});
    EXPECT_EQ(check.worst->value, 2.0);
    EXPECT_THAT(describe(check), HasSubstr("eig_dirs[0][1]: 1 head is stored with 3 directions"));
    EXPECT_THAT(check.named, ElementsAre("eig_dirs[0][1]"));
}

TEST(TensorChecks, OfManyHeadsBeyondTheRankTheFirstAreNamed) {
    constexpr artifact::ArtifactShape shape{5, 10, 1, 8};
    std::vector<double> eigenvalues;
    for (int i = 0; i < 50; ++i) {
        eigenvalues.insert(eigenvalues.end(), {1.0, 0.0});
    }
    const auto file = test::makeTensors(
        shape, 2, [](int, int) { return test::Directions::Identity(2, 8); }, std::move(eigenvalues));
    EXPECT_THAT(sentenceOf(checkRanks(*file, shape)), HasSubstr("eig_dirs[2][3] and 26 more"));
}

TEST(OptionalTensorChecks, DoNotApplyToFilesWithoutSuchTensors) {
    const Tensors tensors(2, 3, 2, 8, 2);
    const IntegrityReport report = reportOf(tensors.file(), tensors.shape);
    EXPECT_EQ(report.of(CheckId::OptionalTensorsUsable).severity, Severity::NotApplicable);
    EXPECT_EQ(report.of(CheckId::SingularValuesSound).severity, Severity::NotApplicable);
    EXPECT_EQ(report.of(CheckId::OtherGramsFinite).severity, Severity::NotApplicable);
    EXPECT_EQ(sentenceOf(report.of(CheckId::OtherGramsFinite)),
              "the file has no other_grams that can be used");
}

TEST(OptionalTensorChecks, PassSoundTensors) {
    const Tensors tensors(2, 3, 2, 8, 2);
    artifact::TensorFile file = tensors.file();
    file.singularValues = {2, 1, 3, 3, 1, 0, 2, 1, 3, 3, 1, 0};
    file.otherHeads = artifact::OtherHeadGrams{2, 1, {0.5}, {{HeadIndex{0}, HeadIndex{1}}}};
    const IntegrityReport report = reportOf(file, tensors.shape);
    EXPECT_EQ(report.of(CheckId::OptionalTensorsUsable).severity, Severity::Passed);
    EXPECT_EQ(report.of(CheckId::SingularValuesSound).severity, Severity::Passed);
    EXPECT_EQ(report.of(CheckId::OtherGramsFinite).severity, Severity::Passed);
}

TEST(OptionalTensorChecks, SayWhatIsWrongAndWhere) {
    const Tensors tensors(2, 3, 2, 8, 2);
    artifact::TensorFile file = tensors.file();
    file.singularValues = {2, 1, 3, 4, 1, -1, 2, notANumber, 3, 3, 2, 1};
    file.otherHeads = artifact::OtherHeadGrams{
        2, 2, {0.5, notANumber}, {{HeadIndex{0}, HeadIndex{1}}, {HeadIndex{1}, HeadIndex{0}}}};
    EXPECT_THAT(complaintsOf(file, tensors.shape),
                ElementsAre(complaintIs("sing_vals[0][1][1]", "3 heads have singular values that are"),
                            complaintIs("other_grams[0][1]", "1 of 2 values are not finite, here")));
}

TEST(OptionalTensorChecks, WarnOfATensorThatIsLeftOut) {
    const Tensors tensors(2, 3, 2, 8, 2);
    artifact::TensorFile file = tensors.file();
    file.leftOut = {{"other_heads", "pairs head 2 with itself at [0][1]"}};
    EXPECT_THAT(complaintsOf(file, tensors.shape),
                ElementsAre(complaintIs("other_heads",
                                        "this tensor pairs head 2 with itself at [0][1]; it is left out")));
}

} // namespace
} // namespace sextant::integrity
