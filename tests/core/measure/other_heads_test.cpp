// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/measure/measure_fixture.h"

#include "core/artifact/norm_notes.h"
#include "core/measure/measure_plan.h"
#include "tests/core/support/dense_algebra.h"

#include <Eigen/Dense>

#include <algorithm>
#include <numeric>
#include <set>

namespace sextant::measure {
namespace {

using Matrix = Eigen::MatrixXd;
using testing::HasSubstr;

std::vector<HeadGroup> groupsOf(const std::vector<int>& sizes) {
    std::vector<HeadGroup> groups;
    int next = 0;
    for (const int size : sizes) {
        std::vector<int> positions(static_cast<std::size_t>(size));
        std::iota(positions.begin(), positions.end(), next);
        groups.push_back({static_cast<int>(groups.size()), std::move(positions)});
        next += size;
    }
    return groups;
}

/// The group of each head.
std::vector<int> labels(const std::vector<HeadGroup>& groups) {
    std::vector<int> result;
    for (std::size_t g = 0; g < groups.size(); ++g) {
        result.insert(result.end(), groups[g].positions.size(), static_cast<int>(g));
    }
    return result;
}

/// Checks that every pair of layers has a matching of heads of different groups, and that no layer's heads
/// are used more unevenly than by `spread`.
void expectMatchings(const std::vector<HeadGroup>& groups, int layers, int wanted, int spread) {
    const OtherHeadPlan plan = planOtherHeads(groups, layers, wanted);
    const std::vector<int> groupOf = labels(groups);
    ASSERT_EQ(plan.heads.size(), static_cast<std::size_t>(layers * (layers - 1) / 2 * plan.draws));
    std::vector<std::vector<int>> uses(static_cast<std::size_t>(layers), std::vector<int>(groupOf.size(), 0));
    auto pair = plan.heads.begin();
    for (std::size_t l = 0; l < uses.size(); ++l) {
        for (std::size_t m = l + 1; m < uses.size(); ++m) {
            std::set<int> first;
            std::set<int> second;
            for (int i = 0; i < plan.draws; ++i, ++pair) {
                const auto h = static_cast<std::size_t>(pair->first.value);
                const auto other = static_cast<std::size_t>(pair->second.value);
                ASSERT_LT(std::max(h, other), groupOf.size());
                EXPECT_NE(h, other);
                EXPECT_TRUE(groups.size() == 1 || groupOf[h] != groupOf[other]);
                EXPECT_TRUE(first.insert(pair->first.value).second);
                EXPECT_TRUE(second.insert(pair->second.value).second);
                ++uses[l][h];
                ++uses[m][other];
            }
        }
        const auto [least, most] = std::minmax_element(uses[l].begin(), uses[l].end());
        EXPECT_LE(*most - *least, spread) << "in layer " << l;
    }
}

TEST(OtherHeadPlan, MatchesHeadsWithHeadsOfOtherGroupsEvenly) {
    expectMatchings(groupsOf({1, 1, 1, 1, 1, 1, 1, 1}), 12, 3, 3);
    expectMatchings(groupsOf({4, 4, 4, 4, 4, 4, 4, 4}), 36, 8, 3);
    expectMatchings(groupsOf({6}), 9, 2, 3);
}

TEST(OtherHeadPlan, AllHeadsAreARelabellingByWholeGroups) {
    const std::vector<HeadGroup> groups = groupsOf({4, 4, 4});
    expectMatchings(groups, 6, 12, 0);
    const OtherHeadPlan plan = planOtherHeads(groups, 6, 12);
    const std::vector<int> groupOf = labels(groups);
    for (std::size_t pair = 0; pair < 15; ++pair) {
        std::set<std::pair<int, int>> together;
        for (std::size_t i = 0; i < 12; ++i) {
            const artifact::HeadPair& heads = plan.heads[pair * 12 + i];
            together.insert({groupOf[static_cast<std::size_t>(heads.first.value)],
                             groupOf[static_cast<std::size_t>(heads.second.value)]});
        }
        EXPECT_EQ(together.size(), 3U);
    }
}

TEST(OtherHeadPlan, GroupsOfUnequalSizesAreMatchedAsFarAsTheyGo) {
    expectMatchings(groupsOf({2, 1, 3}), 5, 6, 0);
    EXPECT_EQ(planOtherHeads(groupsOf({5, 1, 1}), 3, 8).draws, 4) << "two others of each of two heads";
    expectMatchings(groupsOf({5, 1, 1}), 8, 4, 8);
}

TEST(OtherHeadPlan, HasNoMoreThanThereIs) {
    EXPECT_EQ(planOtherHeads(groupsOf({1}), 5, 8).draws, 0) << "one head has no other";
    EXPECT_EQ(planOtherHeads(groupsOf({2, 2}), 1, 8).draws, 0) << "one layer has no pair";
    EXPECT_EQ(planOtherHeads(groupsOf({2, 2}), 5, 0).draws, 0);
    EXPECT_EQ(planOtherHeads(groupsOf({2, 2}), 5, 8).draws, 4);
}

class OtherHeadsTest : public MeasureTest {
protected:
    static Matrix operatorAt(const TestModel& model, int l, int h) {
        Matrix query(model.headDim, model.hidden);
        Matrix key(model.headDim, model.hidden);
        for (int i = 0; i < model.headDim; ++i) {
            for (int j = 0; j < model.hidden; ++j) {
                query(i, j) = model.queryRow(l, h, i)[j];
                key(i, j) = model.keyRow(l, h / (model.heads / model.keyHeads), i)[j];
            }
        }
        return key.transpose() * query;
    }

    /// Measures the model and compares what it has beyond the usual pair with the dense operators.
    void expectRight(const TestModel& model, int wanted, int draws) {
        MeasureOptions measureOptions = options("", "out");
        measureOptions.otherHeads = wanted;
        const auto artifact = artifactOf(inLayout(model, "llama"), "model", measureOptions);
        ASSERT_TRUE(artifact && artifact->tensors);
        EXPECT_TRUE(artifact->tensors->leftOut.empty());
        for (int l = 0; l < model.layers; ++l) {
            for (int h = 0; h < model.heads; ++h) {
                const Eigen::VectorXd expected = test::singularValuesOf(operatorAt(model, l, h));
                const auto found =
                    artifact->tensors->singularValuesOf(LayerIndex{l}, HeadIndex{h}, model.heads);
                ASSERT_EQ(found.size(), static_cast<std::size_t>(model.headDim));
                for (int i = 0; i < model.headDim; ++i) {
                    const double value = i < expected.size() ? expected(i) : 0.0;
                    EXPECT_NEAR(found[static_cast<std::size_t>(i)], value, 1e-7 * (expected(0) + 1e-9));
                }
            }
        }
        ASSERT_EQ(artifact->tensors->otherHeads.has_value(), draws > 0);
        EXPECT_THAT(fileContent(scratch_ / "out.json"),
                    HasSubstr("\"other_heads_per_pair\": " + std::to_string(draws)));
        if (draws > 0) {
            expectGrams(model, *artifact->tensors->otherHeads, draws);
        }
    }

    static void expectGrams(const TestModel& model, const artifact::OtherHeadGrams& others, int draws) {
        EXPECT_EQ(others.draws, draws);
        for (int l = 0; l < model.layers; ++l) {
            for (int m = l + 1; m < model.layers; ++m) {
                const std::size_t pair = others.pairOf(LayerIndex{l}, LayerIndex{m});
                for (int i = 0; i < draws; ++i) {
                    const auto [h, other] = others.headsOf(pair, i);
                    const Matrix first = operatorAt(model, l, h.value);
                    const Matrix second = operatorAt(model, m, other.value);
                    EXPECT_NEAR(others.gramOf(pair, i), first.cwiseProduct(second).sum(),
                                1e-12 * (first.norm() * second.norm() + 1.0));
                }
            }
        }
    }
};

TEST_F(OtherHeadsTest, AreThoseOfTheDenseOperators) {
    expectRight(randomModel(4, 6, 6, 3, 16), 3, 3);
}

TEST_F(OtherHeadsTest, AreOfOtherKeyHeadsWhereHeadsShareThem) {
    expectRight(randomModel(5, 8, 2, 3, 16), 5, 5);
}

TEST_F(OtherHeadsTest, ShareTheOneKeyHeadWhereThereIsOne) {
    expectRight(randomModel(3, 4, 1, 2, 12), 8, 4);
}

TEST_F(OtherHeadsTest, AreAbsentWithOneHeadOneLayerOrWhenNotWanted) {
    expectRight(randomModel(3, 1, 1, 2, 9), 8, 0);
    expectRight(randomModel(1, 4, 4, 2, 9), 8, 0);
    expectRight(randomModel(3, 4, 4, 2, 9), 0, 0);
}

TEST_F(OtherHeadsTest, SingularValuesBeyondTheSpaceOrTheRankAreZero) {
    expectRight(randomModel(2, 2, 2, 6, 4), 2, 2); // d < r
    TestModel model = randomModel(2, 2, 2, 4, 20);
    std::copy_n(model.query[0].begin(), model.hidden, model.query[0].begin() + model.hidden);
    std::fill_n(model.key[1].begin(), 4 * model.hidden, 0.0F);
    expectRight(model, 2, 2);
}

TEST_F(OtherHeadsTest, FloatsAreGoodEnoughWhereGramsAreMadeOfThem) {
    // Large enough that products are in floats.
    const TestModel model = randomModel(6, 8, 4, 64, 512);
    MeasureOptions measureOptions = options("", "out");
    const auto artifact = artifactOf(inLayout(model, "llama"), "model", measureOptions);
    ASSERT_TRUE(artifact && artifact->tensors && artifact->tensors->otherHeads);
    const artifact::OtherHeadGrams& others = *artifact->tensors->otherHeads;
    for (int m = 1; m < 6; ++m) {
        const std::size_t pair = others.pairOf(LayerIndex{0}, LayerIndex{m});
        const auto [h, other] = others.headsOf(pair, 0);
        const Matrix first = operatorAt(model, 0, h.value);
        const Matrix second = operatorAt(model, m, other.value);
        EXPECT_NEAR(others.gramOf(pair, 0), first.cwiseProduct(second).sum(),
                    1e-6 * first.norm() * second.norm());
    }
}

TEST_F(OtherHeadsTest, AreTheSameBytesFromAnyNumberOfThreads) {
    writeFolder(scratch_ / "model", inLayout(randomModel(6, 6, 3, 4, 24), "llama"));
    std::vector<std::string> pairs;
    for (const int threads : {1, 4}) {
        MeasureOptions measureOptions = options("model");
        measureOptions.threads = threads;
        ASSERT_NE(artifactOf(measureOptions), nullptr);
        pairs.push_back(fileContent(scratch_ / "out.json") +
                        fileContent(scratch_ / "out-eigdirs.safetensors"));
    }
    EXPECT_EQ(pairs[0], pairs[1]);
}

TEST_F(OtherHeadsTest, ANegativeNumberOfThemIsRefused) {
    writeFolder(scratch_ / "model", inLayout(randomModel(2, 2, 2, 2, 8), "llama"));
    MeasureOptions measureOptions = options("model");
    measureOptions.otherHeads = -1;
    EXPECT_THAT(complaint(measureOptions), HasSubstr("other heads: is -1, but must be at least 0"));
}

TEST_F(OtherHeadsTest, NormsSayWhatIsThereAndWhatIsFolded) {
    const auto normsIn = [&](const std::string& family, bool fold, bool hasTensors = true) {
        TestFolder folder = inLayout(randomModel(2, 2, 2, 4, 8), family);
        if (family == "qwen3" && hasTensors) {
            for (const std::string layer : {"0", "1"}) {
                for (const std::string norm : {"q_norm", "k_norm"}) {
                    folder.tensors["model.layers." + layer + ".self_attn." + norm + ".weight"] = {
                        {4}, {1.0F, 0.5F, 2.0F, 1.0F}};
                }
            }
        }
        MeasureOptions measureOptions = options("", "out");
        measureOptions.foldNorms = fold;
        const auto artifact = artifactOf(folder, family, measureOptions);
        return artifact == nullptr ? artifact::NormNotes{} : artifact::normsOf(*artifact->grams);
    };
    using artifact::NormState;
    EXPECT_EQ(normsIn("qwen3", false).key, NormState::NotFolded);
    EXPECT_EQ(normsIn("qwen3", true).query, NormState::Folded);
    EXPECT_EQ(normsIn("gpt2", false).query, NormState::Absent);
    // The layout has such norms, this model's files do not: it may have none, or keep them elsewhere.
    EXPECT_EQ(normsIn("qwen3", false, false).query, NormState::Unknown);
    EXPECT_EQ(normsIn("qwen3", true, false).key, NormState::Unknown);
}

} // namespace
} // namespace sextant::measure
