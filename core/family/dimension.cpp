// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/family/dimension.h"

#include "core/analysis/mean.h"

#include <Eigen/Dense>

#include <cmath>
#include <numeric>
#include <random>

namespace sextant::family {
namespace {

constexpr unsigned kSpectrumSeed = 20260102;
constexpr int kSpectrumDraws = 64;
/// So far may a sum of eigenvalues fall short of the share by rounding alone.
constexpr double kShareRounding = 1e-12;

using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

Eigen::VectorXd decreasingEigenvalues(const Eigen::MatrixXd& matrix) {
    return Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd>(matrix, Eigen::EigenvaluesOnly)
        .eigenvalues()
        .reverse();
}

} // namespace

std::optional<int> eigenvaluesFor(const std::vector<double>& eigenvalues, double share) {
    const double wanted =
        (share - kShareRounding) * std::accumulate(eigenvalues.begin(), eigenvalues.end(), 0.0);
    if (!(wanted > 0.0)) {
        return std::nullopt;
    }
    double sum = 0.0;
    int count = 0;
    for (const double value : eigenvalues) {
        if (sum >= wanted) {
            break;
        }
        sum += value;
        ++count;
    }
    return count;
}

Dimension dimensionOf(const CosineMatrix& cosines) {
    const int n = cosines.size();
    if (n == 0) {
        return {{}, analysis::kMissing, std::nullopt};
    }
    const Eigen::Map<const RowMajor> matrix(cosines.values.data(), n, n);
    const Eigen::VectorXd values = decreasingEigenvalues(matrix);
    const double squares = matrix.squaredNorm();
    Dimension dimension{{values.begin(), values.end()}, analysis::kMissing, std::nullopt};
    if (squares > 0.0) {
        dimension.participationRatio = matrix.trace() * matrix.trace() / squares;
        dimension.operatorsFor90Percent = eigenvaluesFor(dimension.eigenvalues, 0.9);
    }
    return dimension;
}

std::vector<evidence::Reference> isotropicEigenvalues(int layers, double deviation) {
    std::mt19937_64 generator(kSpectrumSeed);
    std::normal_distribution<double> normal;
    Eigen::VectorXd sum = Eigen::VectorXd::Zero(layers);
    Eigen::VectorXd squares = Eigen::VectorXd::Zero(layers);
    for (int draw = 0; draw < kSpectrumDraws; ++draw) {
        Eigen::MatrixXd noise = Eigen::MatrixXd::Zero(layers, layers);
        for (int l = 0; l < layers; ++l) {
            for (int m = 0; m < l; ++m) {
                noise(l, m) = normal(generator);
                noise(m, l) = noise(l, m);
            }
        }
        const Eigen::VectorXd values = decreasingEigenvalues(noise);
        sum += values;
        squares += values.cwiseAbs2();
    }
    std::vector<evidence::Reference> references;
    for (int i = 0; i < layers; ++i) {
        const double mean = sum[i] / kSpectrumDraws;
        const double variance = std::max(0.0, squares[i] / kSpectrumDraws - mean * mean);
        references.push_back({1.0 + deviation * mean, deviation * std::sqrt(variance)});
    }
    return references;
}

double isotropicParticipationRatio(int layers, double deviation) {
    return layers / (1.0 + (layers - 1) * deviation * deviation);
}

} // namespace sextant::family
