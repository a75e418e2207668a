// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/spectrum.h"

#include "core/analysis/operator_cosine.h"

#include <Eigen/Dense>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

namespace sextant::analysis {
namespace {

using Spectra = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

enum class Part { Magnitudes, Signed };

/// Eigenvalues [L, 2r] of one head or their magnitudes, each row sorted downwards; a row with a non-finite
/// value is all NaN.
Spectra sortedSpectra(const artifact::TensorFile& tensors, const artifact::ArtifactShape& shape,
                      HeadIndex head, Part part) {
    const Eigen::Index count = tensors.eigenvalueCount;
    Spectra result(shape.layers, count);
    for (int l = 0; l < shape.layers; ++l) {
        const double* values = tensors.eigenvaluesOf(LayerIndex{l}, head, shape.heads);
        auto row = result.row(l);
        row = Eigen::Map<const Eigen::RowVectorXd>(values, count);
        if (part == Part::Magnitudes) {
            row = row.cwiseAbs().eval();
        }
        if (row.allFinite()) {
            std::sort(row.data(), row.data() + count, std::greater<>());
        } else {
            row.setConstant(std::numeric_limits<double>::quiet_NaN());
        }
    }
    return result;
}

} // namespace

SpectralAlignment spectralAlignment(const artifact::TensorFile& tensors,
                                    const artifact::ArtifactShape& shape) {
    SpectralAlignment result{.cosine = artifact::LayerPairTable(shape.layers, shape.heads),
                             .scale = artifact::LayerPairTable(shape.layers, shape.heads),
                             .signedCosine = artifact::LayerPairTable(shape.layers, shape.heads),
                             .sums = {},
                             .eigenvalueCount = tensors.eigenvalueCount};
    for (int l = 0; l < shape.layers; ++l) {
        for (int h = 0; h < shape.heads; ++h) {
            result.sums.push_back(sumsOf({tensors.eigenvaluesOf(LayerIndex{l}, HeadIndex{h}, shape.heads),
                                          static_cast<std::size_t>(tensors.eigenvalueCount)}));
        }
    }
    for (int h = 0; h < shape.heads; ++h) {
        const HeadIndex head{h};
        const Spectra spectra = sortedSpectra(tensors, shape, head, Part::Magnitudes);
        const Spectra signedSpectra = sortedSpectra(tensors, shape, head, Part::Signed);
        const Eigen::MatrixXd products = spectra * spectra.transpose();
        const Eigen::MatrixXd signedProducts = signedSpectra * signedSpectra.transpose();
        const Eigen::VectorXd norms = products.diagonal().cwiseSqrt();
        for (int l = 0; l < shape.layers; ++l) {
            for (int m = 0; m < shape.layers; ++m) {
                const LayerIndex layer{l};
                const LayerIndex anchor{m};
                const double floor = kNormFloor;
                // The explicit NaN test: std::max would let a missing norm through as the floor.
                const double product = products(l, m);
                const bool missing = std::isnan(product);
                result.cosine(layer, anchor, head) =
                    missing ? product : std::clamp(product / std::max(norms(l) * norms(m), floor), 0.0, 1.0);
                result.signedCosine(layer, anchor, head) =
                    missing
                        ? product
                        : std::clamp(signedProducts(l, m) / std::max(norms(l) * norms(m), floor), -1.0, 1.0);
                result.scale(layer, anchor, head) =
                    missing ? product : product / std::max(products(m, m), floor);
            }
        }
    }
    return result;
}

} // namespace sextant::analysis
