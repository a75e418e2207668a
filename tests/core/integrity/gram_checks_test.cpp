// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/integrity/gram_checks.h"
#include "core/integrity/wording.h"

#include <cmath>
#include <limits>

#include <gmock/gmock.h>

namespace sextant::integrity {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr double notANumber = std::numeric_limits<double>::quiet_NaN();

/// Two layers, one head.
artifact::GramFile fileOf(std::vector<double> gram) {
    artifact::GramFile file;
    file.path = "x.json";
    file.shape = {2, 1, 3, 5};
    file.gram = artifact::LayerPairTable(2, 1, std::move(gram));
    return file;
}

/// "PLACE: sentence" of each check that is not passed.
std::vector<std::string> complaintsOf(const artifact::GramFile& file) {
    std::vector<std::string> complaints;
    for (const Check& check : checkGrams(file)) {
        if (check.severity > Severity::Passed) {
            complaints.push_back(check.worst->name + ": " + sentenceOf(check));
        }
    }
    return complaints;
}

TEST(GramChecks, ASoundGramPassesThemAll) {
    const auto checks = checkGrams(fileOf({4, 1, 1, 9}));
    for (const Check& check : checks) {
        EXPECT_EQ(check.severity,
                  check.id == CheckId::FroSquaredFinite ? Severity::NotApplicable : Severity::Passed)
            << titleOf(check.id);
        EXPECT_EQ(check.count, 0u);
        EXPECT_FALSE(check.worst);
        EXPECT_FALSE(check.sample);
        EXPECT_EQ(check.file, "x.json");
    }
    EXPECT_EQ(checks[0].of, 4u) << "values";
    EXPECT_EQ(checks[1].of, 2u) << "operators";
    EXPECT_EQ(checks[3].of, 1u) << "pairs";
    EXPECT_EQ(checks[4].of, 2u) << "cosines";
}

TEST(GramChecks, AnAsymmetricGramIsAWarning) {
    const artifact::GramFile file = fileOf({4, 1, 1.5, 9});
    EXPECT_THAT(complaintsOf(file),
                ElementsAre("gram[0][1][0]: the gram is not symmetric in 1 pair; the largest difference is "
                            "0.5, to gram[1][0][0]"));
    const Check check = checkGrams(file)[static_cast<std::size_t>(CheckId::GramSymmetric)];
    EXPECT_EQ(check.severity, Severity::Warning);
    EXPECT_EQ(check.worst->layer, LayerIndex{0});
    EXPECT_EQ(check.worst->otherLayer, LayerIndex{1});
    EXPECT_EQ(check.worst->head, HeadIndex{0});
    EXPECT_EQ(check.worst->value, 0.5);
    EXPECT_THAT(complaintsOf(fileOf({4, 1, 1.000001, 9})), IsEmpty())
        << "rounding in single precision is nothing to warn of";
}

TEST(GramChecks, NonFiniteValuesAreAWarning) {
    EXPECT_THAT(complaintsOf(fileOf({4, notANumber, HUGE_VAL, 9})),
                ElementsAre("gram[0][1][0]: 2 of 4 values are not finite, the first of them here; they count "
                            "as missing"));
    const Check check = checkGrams(fileOf({4, notANumber, HUGE_VAL, 9})).front();
    EXPECT_EQ(check.count, 2u);
    EXPECT_TRUE(std::isnan(*check.worst->value));
}

TEST(GramChecks, AZeroOperatorIsAWarning) {
    EXPECT_THAT(complaintsOf(fileOf({4, 0, 0, 0})),
                ElementsAre("gram[1][1][0]: 1 operator is zero (no norm to divide by), here"));
}

TEST(GramChecks, ANegativeSquaredNormIsAnError) {
    EXPECT_THAT(complaintsOf(fileOf({-1, 0, 0, -2})),
                ElementsAre("gram[1][1][0]: 2 squared norms are negative; the lowest, here, is -2"));
    EXPECT_EQ(checkGrams(fileOf({4, 0, 0, -1}))[2].severity, Severity::Error);
}

TEST(GramChecks, ACosineBeyondOneIsAnError) {
    EXPECT_THAT(complaintsOf(fileOf({4, 6.1, 6.1, 9})),
                ElementsAre(HasSubstr("gram[0][1][0]: 2 cosines exceed 1 in magnitude; the largest, here, is "
                                      "1.01666667")));
    EXPECT_EQ(checkGrams(fileOf({4, 6.1, 6.1, 9}))[4].severity, Severity::Error);
    EXPECT_THAT(complaintsOf(fileOf({4, 6.000001, 6.000001, 9})), IsEmpty());
}

TEST(GramChecks, NonFiniteFroSqIsAWarning) {
    artifact::GramFile file = fileOf({4, 1, 1, 9});
    file.froSquared = {1, notANumber};
    EXPECT_THAT(complaintsOf(file), ElementsAre("fro_sq[1][0]: 1 value is not finite, here"));
    file.froSquared = {1, 2};
    EXPECT_EQ(sentenceOf(checkGrams(file).back()), "every value is finite (2 values examined)");
}

} // namespace
} // namespace sextant::integrity
