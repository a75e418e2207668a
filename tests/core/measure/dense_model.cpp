// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/measure/dense_model.h"
#include "tests/core/support/dense_algebra.h"

#include <algorithm>
#include <cmath>

namespace sextant::measure {
namespace {

using Matrix = Eigen::MatrixXd;

template <typename RowAt>
Matrix rowsOf(const TestModel& model, const RowAt& rowAt) {
    Matrix matrix(model.headDim, model.hidden);
    for (int i = 0; i < model.headDim; ++i) {
        for (int j = 0; j < model.hidden; ++j) {
            matrix(i, j) = rowAt(i)[j];
        }
    }
    return matrix;
}

std::vector<double> magnitudes(const Matrix& g) {
    std::vector<double> values;
    for (const double value : test::symmetricEigenvaluesOf(g)) {
        values.push_back(std::abs(value));
    }
    std::sort(values.rbegin(), values.rend());
    return values;
}

double eigenvalueError(const artifact::Artifact& artifact, const DenseModel& dense, int l, int h) {
    const std::vector<double> expected = magnitudes(dense.operatorAt(l, h));
    const double* found = artifact.tensors->eigenvaluesOf(LayerIndex{l}, HeadIndex{h}, dense.heads);
    double error = 0.0;
    for (std::size_t i = 0; i < static_cast<std::size_t>(2 * dense.query.front().rows()); ++i) {
        const double value = i < expected.size() ? expected[i] : 0.0;
        error = std::max(error, std::abs(std::abs(found[i]) - value) / expected.front());
    }
    return error;
}

double directionError(const artifact::Artifact& artifact, const DenseModel& dense, int l, int h) {
    const Matrix g = dense.operatorAt(l, h);
    const Eigen::VectorXd stretch = test::singularValuesOf(g);
    const tensor::TensorView& view = artifact.tensors->directions;
    std::vector<double> row(static_cast<std::size_t>(view.shape[3]));
    double error = 0.0;
    for (std::int64_t i = 0; i < view.shape[2]; ++i) {
        const std::int64_t at = l * view.strides[0] + h * view.strides[1] + i * view.strides[2];
        const auto size = static_cast<std::int64_t>(tensor::elementSize(view.type));
        tensor::convertToDouble(view.type, view.data + at * size, view.strides[3], row.size(), row.data());
        const Eigen::Map<const Eigen::VectorXd> direction(row.data(), g.cols());
        error = std::max(error, std::abs((g * direction).norm() - stretch(i)) / stretch(0));
    }
    return error;
}

} // namespace

DenseModel denseModel(const TestModel& model) {
    DenseModel dense{model.layers, model.heads, {}, {}};
    for (int l = 0; l < model.layers; ++l) {
        for (int h = 0; h < model.heads; ++h) {
            const int keyHead = h / (model.heads / model.keyHeads);
            dense.query.push_back(rowsOf(model, [&](int i) { return model.queryRow(l, h, i); }));
            dense.key.push_back(rowsOf(model, [&](int i) { return model.keyRow(l, keyHead, i); }));
        }
    }
    return dense;
}

DenseErrors errorsOf(const artifact::Artifact& artifact, const DenseModel& dense) {
    DenseErrors errors;
    for (int h = 0; h < dense.heads; ++h) {
        for (int l = 0; l < dense.layers; ++l) {
            const Matrix a = dense.operatorAt(l, h);
            for (int m = 0; m < dense.layers; ++m) {
                const Matrix b = dense.operatorAt(m, h);
                const double gram = artifact.grams->gram(LayerIndex{l}, LayerIndex{m}, HeadIndex{h});
                errors.gram =
                    std::max(errors.gram, std::abs(gram - a.cwiseProduct(b).sum()) / (a.norm() * b.norm()));
            }
            errors.eigenvalue = std::max(errors.eigenvalue, eigenvalueError(artifact, dense, l, h));
            errors.direction = std::max(errors.direction, directionError(artifact, dense, l, h));
        }
    }
    return errors;
}

} // namespace sextant::measure
