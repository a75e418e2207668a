// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/chance.h"

#include <Eigen/Dense>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <random>
#include <vector>

namespace sextant::analysis {
namespace {

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();
constexpr unsigned kSeed = 20260101;
/// Larger spectra would take seconds for a dashed line.
constexpr int kLargestSampledSpectrum = 1024;

/// Mean and standard deviation of what is added one by one.
class Spread {
public:
    void add(double value) {
        sum_ += value;
        squares_ += value * value;
        ++count_;
    }
    double mean() const { return count_ > 0 ? sum_ / count_ : kUnknown; }
    double deviation() const {
        return count_ > 1 ? std::sqrt(std::max(0.0, (squares_ - sum_ * mean()) / (count_ - 1))) : kUnknown;
    }

private:
    double sum_ = 0.0;
    double squares_ = 0.0;
    int count_ = 0;
};

class GaussianSource {
public:
    double normal() { return normal_(generator_); }
    double chi(int degrees) { return std::sqrt(std::chi_squared_distribution<double>(degrees)(generator_)); }

    Eigen::MatrixXd matrix(Eigen::Index rows, Eigen::Index columns) {
        return Eigen::MatrixXd::NullaryExpr(rows, columns, [this] { return normal(); });
    }

    /// The lower-triangular T of Bartlett's decomposition: `T T^T ~ W_size(degrees)`, degrees >= size.
    Eigen::MatrixXd bartlett(int size, int degrees) {
        Eigen::MatrixXd factor = Eigen::MatrixXd::Zero(size, size);
        for (int i = 0; i < size; ++i) {
            factor(i, i) = chi(degrees - i);
            for (int j = 0; j < i; ++j) {
                factor(i, j) = normal();
            }
        }
        return factor;
    }

    /// `W_size(degrees)`, also with fewer degrees than its size.
    Eigen::MatrixXd wishart(int size, int degrees) {
        const Eigen::MatrixXd factor = degrees >= size ? bartlett(size, degrees) : matrix(size, degrees);
        return factor * factor.transpose();
    }

private:
    std::mt19937_64 generator_{kSeed};
    std::normal_distribution<double> normal_;
};

void samplePrincipalAngles(ChanceLevels& levels, int topk, int hiddenSize, const std::stop_token& stop) {
    if (hiddenSize <= topk) {
        levels.meanPrincipalCosine = 1.0;
        levels.smallestPrincipalCosine = 1.0;
        return;
    }
    GaussianSource source;
    const int samples = static_cast<int>(std::clamp(4e6 / std::pow(topk, 3), 4.0, 400.0));
    Spread means;
    Spread smallest;
    for (int i = 0; i < samples && !stop.stop_requested(); ++i) {
        const Eigen::MatrixXd shared = source.wishart(topk, topk);
        const Eigen::MatrixXd total = shared + source.wishart(topk, hiddenSize - topk);
        const Eigen::GeneralizedSelfAdjointEigenSolver<Eigen::MatrixXd> solver(shared, total,
                                                                               Eigen::EigenvaluesOnly);
        const Eigen::ArrayXd cosines = solver.eigenvalues().array().max(0.0).min(1.0).sqrt();
        means.add(cosines.mean());
        smallest.add(cosines.minCoeff());
    }
    levels.meanPrincipalCosine = means.mean();
    levels.meanPrincipalCosineDeviation = means.deviation();
    levels.smallestPrincipalCosine = smallest.mean();
    levels.smallestPrincipalCosineDeviation = smallest.deviation();
}

/// Magnitudes, largest first and of unit length, of the eigenvalues of (g + g^T)/2 for Gaussian W_K, W_Q:
/// those of `R Z R^T`, R the triangular factor of `[W_K^T W_Q^T]` and Z = [[0, I/2], [I/2, 0]].
Eigen::VectorXd sampledSpectrum(GaussianSource& source, int count, int hiddenSize) {
    const Eigen::MatrixXd factor = hiddenSize >= count
                                       ? Eigen::MatrixXd(source.bartlett(count, hiddenSize).transpose())
                                       : source.matrix(hiddenSize, count);
    const int headDim = count / 2;
    const Eigen::MatrixXd product = factor.leftCols(headDim) * factor.rightCols(headDim).transpose();
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(product + product.transpose(),
                                                                Eigen::EigenvaluesOnly);
    Eigen::VectorXd magnitudes = Eigen::VectorXd::Zero(count);
    magnitudes.head(solver.eigenvalues().size()) = solver.eigenvalues().cwiseAbs();
    std::sort(magnitudes.data(), magnitudes.data() + count, std::greater<>());
    return magnitudes.normalized();
}

void sampleSpectralCosine(ChanceLevels& levels, int count, int hiddenSize, const std::stop_token& stop) {
    if (count < 2 || count > kLargestSampledSpectrum) {
        return;
    }
    GaussianSource source;
    std::vector<Eigen::VectorXd> spectra;
    for (int i = 0; i < (count <= 256 ? 4 : 2) && !stop.stop_requested(); ++i) {
        spectra.push_back(sampledSpectrum(source, count, hiddenSize));
    }
    Spread cosines;
    for (std::size_t i = 0; i < spectra.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            cosines.add(spectra[i].dot(spectra[j]));
        }
    }
    levels.spectralCosine = cosines.mean();
    levels.spectralCosineDeviation = cosines.deviation();
}

} // namespace

ChanceLevels chanceLevels(const artifact::ArtifactShape& shape, int topk, int eigenvalueCount,
                          const std::stop_token& stop) {
    ChanceLevels levels;
    levels.operatorCosineDeviation = 1.0 / shape.hiddenSize;
    levels.spectralCosine = kUnknown;
    levels.spectralCosineDeviation = kUnknown;
    levels.meanPrincipalCosine = kUnknown;
    levels.meanPrincipalCosineDeviation = kUnknown;
    levels.smallestPrincipalCosine = kUnknown;
    levels.smallestPrincipalCosineDeviation = kUnknown;
    levels.firstOverlap = topk > 0 ? 1.0 / shape.hiddenSize : kUnknown;
    if (topk > 0) {
        samplePrincipalAngles(levels, topk, shape.hiddenSize, stop);
    }
    if (eigenvalueCount > 0) {
        sampleSpectralCosine(levels, eigenvalueCount, shape.hiddenSize, stop);
    }
    return levels;
}

} // namespace sextant::analysis
