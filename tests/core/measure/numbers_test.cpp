// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/measure/measure_fixture.h"
#include "tests/core/support/dense_algebra.h"

#include <Eigen/Dense>

#include <algorithm>
#include <cmath>

namespace sextant::measure {
namespace {

using Matrix = Eigen::MatrixXd;

/// The operators themselves, d x d: what the program never forms.
struct DenseOperators {
    explicit DenseOperators(const TestModel& weights) : model(weights) {
        for (int l = 0; l < model.layers; ++l) {
            for (int h = 0; h < model.heads; ++h) {
                const int keyHead = h / (model.heads / model.keyHeads);
                query.push_back(rows([&](int i) { return model.queryRow(l, h, i); }));
                key.push_back(rows([&](int i) { return model.keyRow(l, keyHead, i); }));
            }
        }
    }

    template <typename RowAt>
    Matrix rows(const RowAt& rowAt) const {
        Matrix matrix(model.headDim, model.hidden);
        for (int i = 0; i < model.headDim; ++i) {
            for (int j = 0; j < model.hidden; ++j) {
                matrix(i, j) = rowAt(i)[j];
            }
        }
        return matrix;
    }

    std::size_t cell(int l, int h) const { return static_cast<std::size_t>(l * model.heads + h); }
    Matrix operatorAt(int l, int h) const { return key[cell(l, h)].transpose() * query[cell(l, h)]; }

    /// Eigenvalues of the symmetric part by decreasing magnitude, 2r of them.
    std::vector<double> eigenvalues(int l, int h) const {
        const Matrix g = operatorAt(l, h);
        const Eigen::VectorXd found = test::symmetricEigenvaluesOf(g);
        std::vector<double> values(found.begin(), found.end());
        std::stable_sort(values.begin(), values.end(),
                         [](double a, double b) { return std::abs(a) > std::abs(b); });
        values.resize(static_cast<std::size_t>(2 * model.headDim), 0.0);
        return values;
    }

    const TestModel& model;
    std::vector<Matrix> query;
    std::vector<Matrix> key;
};

class NumbersTest : public MeasureTest {
protected:
    /// Measures the model and compares every number with that of the dense operators.
    void expectRight(const TestModel& model, DirectionSide side) {
        MeasureOptions measureOptions = options("", "numbers");
        measureOptions.directions = side;
        const auto artifact = artifactOf(inLayout(model, "llama"), "numbers-model", measureOptions);
        ASSERT_NE(artifact, nullptr);
        ASSERT_NE(artifact->tensors, nullptr);
        const DenseOperators dense(model);
        for (int h = 0; h < model.heads; ++h) {
            for (int l = 0; l < model.layers; ++l) {
                expectGrams(*artifact, dense, l, h);
                expectEigenvalues(*artifact, dense, l, h);
                expectDirections(*artifact, dense, l, h, side);
            }
        }
    }

    static void expectGrams(const artifact::Artifact& artifact, const DenseOperators& dense, int l, int h) {
        const Matrix g = dense.operatorAt(l, h);
        for (int m = 0; m < dense.model.layers; ++m) {
            const Matrix other = dense.operatorAt(m, h);
            EXPECT_NEAR(artifact.grams->gram(LayerIndex{l}, LayerIndex{m}, HeadIndex{h}),
                        g.cwiseProduct(other).sum(), 1e-12 * (g.norm() * other.norm() + 1.0));
        }
        const double fro =
            (dense.key[dense.cell(l, h)] * dense.query[dense.cell(l, h)].transpose()).squaredNorm();
        EXPECT_NEAR((*artifact.grams->froSquared)[dense.cell(l, h)], fro, 1e-12 * (fro + 1.0));
    }

    static void expectEigenvalues(const artifact::Artifact& artifact, const DenseOperators& dense, int l,
                                  int h) {
        const std::vector<double> expected = dense.eigenvalues(l, h);
        const double* found = artifact.tensors->eigenvaluesOf(LayerIndex{l}, HeadIndex{h}, dense.model.heads);
        for (std::size_t i = 0; i < expected.size(); ++i) {
            // Of two values of equal magnitude either may come first.
            EXPECT_NEAR(std::abs(found[i]), std::abs(expected[i]), 1e-7 * (std::abs(expected[0]) + 1e-9));
        }
        double sum = 0.0;
        double expectedSum = 0.0;
        for (std::size_t i = 0; i < expected.size(); ++i) {
            sum += found[i];
            expectedSum += expected[i];
        }
        EXPECT_NEAR(sum, expectedSum, 1e-6 * (std::abs(expected[0]) + 1e-9));
    }

    /// A direction is right when the operator stretches it as much as the corresponding singular or
    /// eigenvalue says.
    static void expectDirections(const artifact::Artifact& artifact, const DenseOperators& dense, int l,
                                 int h, DirectionSide side) {
        const Matrix g = dense.operatorAt(l, h);
        const Matrix acting = side == DirectionSide::Query ? g
                              : side == DirectionSide::Key ? Matrix(g.transpose())
                                                           : Matrix(0.5 * (g + g.transpose()));
        const Eigen::VectorXd stretch = test::singularValuesOf(acting);
        const Matrix rows = directionsOf(artifact, l, h);
        const Matrix product = rows * rows.transpose();
        EXPECT_LT((product - Matrix::Identity(rows.rows(), rows.rows())).norm(), 1e-5);
        for (int i = 0; i < rows.rows(); ++i) {
            EXPECT_NEAR((acting * rows.row(i).transpose()).norm(), stretch(i), 1e-5 * (stretch(0) + 1.0));
            Eigen::Index largest = 0;
            rows.row(i).cwiseAbs().maxCoeff(&largest);
            EXPECT_GT(rows(i, largest), 0.0) << "the sign rule";
        }
    }

    static Matrix directionsOf(const artifact::Artifact& artifact, int l, int h) {
        const tensor::TensorView& view = artifact.tensors->directions;
        Matrix rows(view.shape[2], view.shape[3]);
        std::vector<double> row(static_cast<std::size_t>(view.shape[3]));
        for (int i = 0; i < rows.rows(); ++i) {
            const std::int64_t offset = l * view.strides[0] + h * view.strides[1] + i * view.strides[2];
            tensor::convertToDouble(view.type, view.data + offset * 4, view.strides[3], row.size(),
                                    row.data());
            rows.row(i) = Eigen::Map<Eigen::RowVectorXd>(row.data(), static_cast<Eigen::Index>(row.size()));
        }
        return rows;
    }
};

TEST_F(NumbersTest, AreThoseOfTheDenseOperators) {
    for (const DirectionSide side : {DirectionSide::Query, DirectionSide::Key, DirectionSide::Symmetric}) {
        expectRight(randomModel(3, 4, 4, 4, 24), side);
    }
}

TEST_F(NumbersTest, QueryHeadsShareTheKeyHeadOfTheirGroup) {
    expectRight(randomModel(2, 6, 2, 3, 16), DirectionSide::Query);
}

TEST_F(NumbersTest, OneLayerOneHeadIsEnough) {
    expectRight(randomModel(1, 1, 1, 2, 9), DirectionSide::Query);
}

TEST_F(NumbersTest, FewerDimensionsThanTwiceTheHeadLeaveZeros) {
    for (const DirectionSide side : {DirectionSide::Query, DirectionSide::Key, DirectionSide::Symmetric}) {
        expectRight(randomModel(2, 2, 2, 6, 9), side); // r < d < 2r
        expectRight(randomModel(2, 2, 2, 6, 4), side); // d < r
    }
}

TEST_F(NumbersTest, RankDeficientAndZeroHeadsAreNoTrouble) {
    TestModel model = randomModel(4, 3, 3, 4, 20);
    const auto row = [&](std::vector<float>& rows, int index) { return rows.begin() + index * model.hidden; };
    std::copy_n(row(model.query[0], 0), model.hidden, row(model.query[0], 1)); // a repeated row
    std::fill_n(row(model.key[1], 4), 4 * model.hidden, 0.0F);                 // a zero key head
    std::copy_n(row(model.query[2], 8), 4 * model.hidden,
                row(model.key[2], 8)); // W_K = W_Q: [W_K; W_Q] has rank r
    for (auto it = row(model.query[3], 0); it != row(model.query[3], 4); ++it) {
        *it *= 1e-6F; // norms far apart, and a Gram matrix that is
    }
    for (const DirectionSide side : {DirectionSide::Query, DirectionSide::Key, DirectionSide::Symmetric}) {
        expectRight(model, side);
    }
}

TEST_F(NumbersTest, IdentityWeightsHaveTheNumbersOneComputesByHand) {
    TestModel model{2, 1, 1, 2, 2, {{1, 0, 0, 1}, {2, 0, 0, 2}}, {{1, 0, 0, 1}, {1, 0, 0, -1}}};
    const auto artifact = artifactOf(inLayout(model, "llama"), "identity", options("", "identity"));
    ASSERT_NE(artifact, nullptr);
    const auto gram = [&](int l, int m) {
        return artifact->grams->gram(LayerIndex{l}, LayerIndex{m}, HeadIndex{0});
    };
    EXPECT_EQ(gram(0, 0), 2.0); // g_0 = I
    EXPECT_EQ(gram(1, 1), 8.0); // g_1 = diag(2, -2)
    EXPECT_EQ(gram(0, 1), 0.0);
    EXPECT_THAT(artifact->tensors->eigenvalues, testing::ElementsAre(1, 1, 0, 0, -2, 2, 0, 0));
    EXPECT_EQ(artifact->tensors->topk, 2) << "there are no more directions than dimensions";
}

TEST_F(NumbersTest, ASelectionIsCutFromTheWhole) {
    const TestModel model = randomModel(5, 6, 3, 2, 10);
    MeasureOptions whole = options("", "whole");
    MeasureOptions part = options("", "part");
    part.layers = {1, 4};
    part.heads = {1, 2, 5};
    const auto all = artifactOf(inLayout(model, "llama"), "selection", whole);
    const auto some = artifactOf(inLayout(model, "llama"), "selection", part);
    ASSERT_TRUE(all && some);
    EXPECT_EQ(some->shape(), (artifact::ArtifactShape{2, 3, 2, 10}));
    for (int h = 0; h < 3; ++h) {
        EXPECT_DOUBLE_EQ(some->grams->gram(LayerIndex{0}, LayerIndex{1}, HeadIndex{h}),
                         all->grams->gram(LayerIndex{1}, LayerIndex{4},
                                          HeadIndex{(*part.heads)[static_cast<std::size_t>(h)]}));
    }
    EXPECT_THAT(fileContent(scratch_ / "part.json"), testing::HasSubstr("\"heads\": [1,2,5]"));
    part.heads = {6};
    part.output = scratch_ / "outside.json";
    part.model = scratch_ / "selection";
    EXPECT_EQ(measure(part, {}, {}).error().code, ErrorCode::Usage);
}

} // namespace
} // namespace sextant::measure
