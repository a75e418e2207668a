// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/measure/measure_fixture.h"

#include "core/artifact/artifact_reader.h"
#include "core/tensor/tensor_archive.h"
#include "tests/core/support/dense_algebra.h"

#include <Eigen/Dense>

#include <cmath>

namespace sextant::measure {
namespace {

using Rows = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// Real weights against what another implementation, in doubles and by QR throughout, made of them.
class ReferenceTest : public MeasureTest, public testing::WithParamInterface<const char*> {
protected:
    static std::filesystem::path data() { return SEXTANT_TEST_DATA; }

    static const float* elements(const tensor::TensorView& view) {
        EXPECT_EQ(view.type, tensor::ElementType::Float32);
        return reinterpret_cast<const float*>(view.data);
    }
};

TEST_P(ReferenceTest, IsReproduced) {
    const std::string model = GetParam();
    MeasureOptions measureOptions = options("");
    measureOptions.model = data() / "measure" / model;
    const auto ours = artifactOf(measureOptions);
    const auto reference = artifact::readGramFile(data() / "artifacts" / (model + ".json"));
    const auto tensors =
        tensor::readSafetensors(data() / "measure" / model / "reference-eigdirs.safetensors");
    const auto ourTensors = tensor::readSafetensors(scratch_ / "out-eigdirs.safetensors");
    ASSERT_TRUE(ours && reference && tensors && ourTensors);
    const artifact::ArtifactShape& shape = ours->shape();
    ASSERT_EQ(shape, (*reference)->shape);

    for (int h = 0; h < shape.heads; ++h) {
        const HeadIndex head{h};
        for (LayerIndex l{0}; l.value < shape.layers; ++l.value) {
            for (LayerIndex m{0}; m.value < shape.layers; ++m.value) {
                const artifact::LayerPairTable& expected = (*reference)->gram;
                const double scale = std::sqrt(expected(l, l, head) * expected(m, m, head));
                EXPECT_NEAR(ours->grams->gram(l, m, head), expected(l, m, head), 1e-12 * scale);
            }
        }
    }
    for (std::size_t i = 0; i < (*reference)->froSquared->size(); ++i) {
        EXPECT_NEAR((*ours->grams->froSquared)[i], (*(*reference)->froSquared)[i],
                    1e-12 * (*(*reference)->froSquared)[i]);
    }

    const tensor::TensorView& directions = *tensors->find("eig_dirs");
    const tensor::TensorView& ourDirections = *ourTensors->find("eig_dirs");
    const tensor::TensorView& eigenvalues = *tensors->find("sym_eigs");
    const tensor::TensorView& ourEigenvalues = *ourTensors->find("sym_eigs");
    ASSERT_EQ(ourDirections.shape, directions.shape);
    ASSERT_EQ(ourEigenvalues.shape, eigenvalues.shape);
    const Eigen::Index k = directions.shape[2];
    const Eigen::Index d = directions.shape[3];
    const Eigen::Index count = eigenvalues.shape[2];
    for (Eigen::Index cell = 0; cell < shape.layers * shape.heads; ++cell) {
        const float* expected = elements(eigenvalues) + cell * count;
        for (Eigen::Index i = 0; i < count; ++i) {
            EXPECT_NEAR(elements(ourEigenvalues)[cell * count + i], expected[i],
                        1e-6 * std::abs(expected[0]));
        }
        const Eigen::Map<const Rows> theirs(elements(directions) + cell * k * d, k, d);
        const Eigen::Map<const Rows> mine(elements(ourDirections) + cell * k * d, k, d);
        const Eigen::MatrixXd product = mine.cast<double>() * theirs.cast<double>().transpose();
        EXPECT_GT(test::singularValuesOf(product).minCoeff(), 1.0 - 1e-6)
            << "the cosine of the largest angle between the two spans";
    }
}

INSTANTIATE_TEST_SUITE_P(Models, ReferenceTest, testing::Values("stories260K", "slm4096"),
                         [](const auto& instance) { return std::string(instance.param); });

} // namespace
} // namespace sextant::measure
