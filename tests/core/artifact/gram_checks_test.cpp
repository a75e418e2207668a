// SPDX-License-Identifier: GPL-3.0-or-later
#include "gram_file_fixture.h"

namespace sextant::artifact {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST_F(GramFileTest, AnAsymmetricGramIsAWarning) {
    EXPECT_THAT(
        readOrFail(object(counts, R"("gram":[[[4],[1]],[[1.5],[9]]])")).warnings,
        ElementsAre(warningIs("gram[0][1][0]", "not symmetric in 1 pairs; the largest difference is 0.5, to "
                                               "gram[1][0][0]")));
    EXPECT_THAT(readOrFail(object(counts, R"("gram":[[[4],[1]],[[1.000001],[9]]])")).warnings, IsEmpty())
        << "rounding in single precision is nothing to warn of";
}

TEST_F(GramFileTest, AZeroOperatorIsAWarning) {
    EXPECT_THAT(readOrFail(object(counts, R"("gram":[[[4],[0]],[[0],[0]]])")).warnings,
                ElementsAre(warningIs("gram[1][1][0]", "1 operators are zero")));
}

TEST_F(GramFileTest, ANegativeSquaredNormIsAWarning) {
    EXPECT_THAT(readOrFail(object(counts, R"("gram":[[[4],[0]],[[0],[-1]]])")).warnings,
                ElementsAre(warningIs("gram[1][1][0]", "1 squared norms are negative")));
}

TEST_F(GramFileTest, ACosineBeyondOneIsAWarning) {
    EXPECT_THAT(readOrFail(object(counts, R"("gram":[[[4],[6.1]],[[6.1],[9]]])")).warnings,
                ElementsAre(warningIs("gram[0][1][0]", "2 cosines exceed 1 in magnitude")));
    EXPECT_THAT(readOrFail(object(counts, R"("gram":[[[4],[6.000001]],[[6.000001],[9]]])")).warnings,
                IsEmpty());
}

TEST_F(GramFileTest, NonFiniteFroSqIsAWarning) {
    EXPECT_THAT(readOrFail(object(counts, gram + R"(,"fro_sq":[[1],[NaN]])")).warnings,
                ElementsAre(warningIs("fro_sq[1][0]", "1 values are not finite")));
}

} // namespace
} // namespace sextant::artifact
