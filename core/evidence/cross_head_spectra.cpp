// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evidence/cross_head_spectra.h"

#include "core/analysis/mean.h"
#include "core/analysis/operator_cosine.h"
#include "core/analysis/sign_agreement.h"
#include "core/analysis/spectral_bounds.h"

#include <Eigen/Dense>

#include <algorithm>
#include <cmath>
#include <functional>

namespace sextant::evidence {
namespace {

using Rows = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using Signs = Eigen::Matrix<signed char, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// The spectra of one layer's heads, [H, 2r] each; a head with a value that is not finite has NaN.
struct LayerSpectra {
    Rows magnitudes;        ///< largest first
    Rows signedValues;      ///< largest first, the most negative last
    Signs signs;            ///< as stored
    Eigen::VectorXd norms;  ///< [H]
    std::vector<int> known; ///< [H], leading values that are finite
};

LayerSpectra spectraOf(const artifact::TensorFile& tensors, const artifact::ArtifactShape& shape,
                       LayerIndex layer) {
    const int count = tensors.eigenvalueCount;
    LayerSpectra spectra{
        Rows(shape.heads, count), Rows(shape.heads, count), Signs(shape.heads, count), {}, {}};
    for (int h = 0; h < shape.heads; ++h) {
        const double* values = tensors.eigenvaluesOf(layer, HeadIndex{h}, shape.heads);
        const Eigen::Map<const Eigen::RowVectorXd> stored(values, count);
        const double* missing =
            std::find_if(values, values + count, [](double value) { return !std::isfinite(value); });
        spectra.known.push_back(static_cast<int>(missing - values));
        for (int i = 0; i < count; ++i) {
            spectra.signs(h, i) = static_cast<signed char>((values[i] > 0.0) - (values[i] < 0.0));
        }
        auto magnitudes = spectra.magnitudes.row(h);
        auto signedValues = spectra.signedValues.row(h);
        if (spectra.known.back() < count) {
            magnitudes.setConstant(analysis::kMissing);
            signedValues.setConstant(analysis::kMissing);
            continue;
        }
        magnitudes = stored.cwiseAbs();
        signedValues = stored;
        std::sort(magnitudes.data(), magnitudes.data() + count, std::greater<>());
        std::sort(signedValues.data(), signedValues.data() + count, std::greater<>());
    }
    spectra.norms = spectra.magnitudes.rowwise().norm();
    return spectra;
}

double cosineOf(double product, double norms) {
    return std::isnan(product) ? product : product / std::max(norms, analysis::kNormFloor);
}

/// How one layer's heads compare with the anchor's.
class LayerAgainstAnchor {
public:
    LayerAgainstAnchor(const LayerSpectra& layer, const LayerSpectra& anchor)
        : layer_(layer),
          anchor_(anchor) {}

    [[nodiscard]] double cosine(HeadIndex other, HeadIndex head) const {
        const double product = magnitudeProduct(other, head);
        return std::isnan(product) ? product : std::clamp(cosineOf(product, norms(other, head)), 0.0, 1.0);
    }

    [[nodiscard]] double scale(HeadIndex other, HeadIndex head) const {
        const double norm = anchor_.norms(head.value);
        return cosineOf(magnitudeProduct(other, head), norm * norm);
    }

    [[nodiscard]] double signedCosine(HeadIndex other, HeadIndex head) const {
        const double product = layer_.signedValues.row(other.value).dot(anchor_.signedValues.row(head.value));
        return cosineOf(product, norms(other, head));
    }

    [[nodiscard]] double signAgreement(HeadIndex other, HeadIndex head, int top) const {
        if (layer_.known[static_cast<std::size_t>(other.value)] < top ||
            anchor_.known[static_cast<std::size_t>(head.value)] < top) {
            return analysis::kMissing;
        }
        const auto agreeing = (layer_.signs.row(other.value).head(top).array() ==
                               anchor_.signs.row(head.value).head(top).array())
                                  .count();
        return static_cast<double>(agreeing) / top;
    }

private:
    [[nodiscard]] double magnitudeProduct(HeadIndex other, HeadIndex head) const {
        return layer_.magnitudes.row(other.value).dot(anchor_.magnitudes.row(head.value));
    }
    [[nodiscard]] double norms(HeadIndex other, HeadIndex head) const {
        return layer_.norms(other.value) * anchor_.norms(head.value);
    }

    const LayerSpectra& layer_;
    const LayerSpectra& anchor_;
};

} // namespace

CrossHeadSpectra crossHeadSpectra(const artifact::TensorFile& tensors, const artifact::ArtifactShape& shape,
                                  const KeyGroups& groups, LayerIndex anchor, const std::stop_token& stop) {
    CrossHeadSpectra result;
    const std::vector<int> counts = analysis::signCounts(tensors.eigenvalueCount);
    result.signs.resize(counts.size());
    const LayerSpectra ofAnchor = spectraOf(tensors, shape, anchor);
    for (LayerIndex layer; layer.value < shape.layers && !stop.stop_requested(); ++layer.value) {
        const LayerSpectra ofLayer = spectraOf(tensors, shape, layer);
        const LayerAgainstAnchor pair(ofLayer, ofAnchor);
        const auto cosine = [&](HeadIndex other, HeadIndex head) { return pair.cosine(other, head); };
        result.cosine.push_back(relabelled(groups, cosine));
        result.residual.push_back(relabelled(groups, [&](HeadIndex other, HeadIndex head) {
            return analysis::residual(cosine(other, head));
        }));
        result.scale.push_back(
            relabelled(groups, [&](HeadIndex other, HeadIndex head) { return pair.scale(other, head); }));
        result.signedCosine.push_back(relabelled(
            groups, [&](HeadIndex other, HeadIndex head) { return pair.signedCosine(other, head); }));
        if (!tensors.singularValues.empty()) {
            result.singularCosine.push_back(relabelled(groups, [&](HeadIndex other, HeadIndex head) {
                return analysis::singularValueCosine(tensors.singularValuesOf(layer, other, shape.heads),
                                                     tensors.singularValuesOf(anchor, head, shape.heads));
            }));
        }
        for (std::size_t c = 0; c < counts.size(); ++c) {
            result.signs[c].push_back(relabelled(groups, [&](HeadIndex other, HeadIndex head) {
                return pair.signAgreement(other, head, counts[c]);
            }));
        }
    }
    return result;
}

} // namespace sextant::evidence
