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

/// Magnitudes [L, 2r] of one head, each row sorted downwards; a row with a non-finite value is all NaN.
Spectra magnitudes(const artifact::TensorFile& tensors, const artifact::ArtifactShape& shape,
                   HeadIndex head) {
    const Eigen::Index count = tensors.eigenvalueCount;
    Spectra result(shape.layers, count);
    for (int l = 0; l < shape.layers; ++l) {
        const double* values = tensors.eigenvaluesOf(LayerIndex{l}, head, shape.heads);
        auto row = result.row(l);
        row = Eigen::Map<const Eigen::RowVectorXd>(values, count).cwiseAbs();
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
    SpectralAlignment result{artifact::LayerPairTable(shape.layers, shape.heads),
                             artifact::LayerPairTable(shape.layers, shape.heads)};
    for (int h = 0; h < shape.heads; ++h) {
        const HeadIndex head{h};
        const Spectra spectra = magnitudes(tensors, shape, head);
        const Eigen::MatrixXd products = spectra * spectra.transpose();
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
                result.scale(layer, anchor, head) =
                    missing ? product : product / std::max(products(m, m), floor);
            }
        }
    }
    return result;
}

} // namespace sextant::analysis
