// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/family/anchor_span.h"

#include "core/analysis/mean.h"

#include <Eigen/Dense>

#include <algorithm>
#include <cmath>

namespace sextant::family {
namespace {

/// Those of `anchors` that have data in the head, each once.
std::vector<LayerIndex> anchorsOf(const artifact::LayerPairTable& cosine, std::span<const LayerIndex> anchors,
                                  HeadIndex head) {
    std::vector<LayerIndex> kept;
    for (const LayerIndex anchor : anchors) {
        const bool fits = std::ranges::all_of(
            kept, [&](LayerIndex other) { return std::isfinite(cosine(anchor, other, head)); });
        if (fits && std::isfinite(cosine(anchor, anchor, head)) &&
            std::ranges::find(kept, anchor) == kept.end()) {
            kept.push_back(anchor);
        }
    }
    return kept;
}

/// The directions of the anchors' span as columns over the anchors: `A^T C_SS A = 1`.
Eigen::MatrixXd basisOf(const artifact::LayerPairTable& cosine, const std::vector<LayerIndex>& anchors,
                        HeadIndex head) {
    const auto count = static_cast<Eigen::Index>(anchors.size());
    Eigen::MatrixXd gram(count, count);
    for (Eigen::Index i = 0; i < count; ++i) {
        for (Eigen::Index j = 0; j < count; ++j) {
            gram(i, j) =
                cosine(anchors[static_cast<std::size_t>(i)], anchors[static_cast<std::size_t>(j)], head);
        }
    }
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> system(0.5 * (gram + gram.transpose()));
    const double least = kDependent * system.eigenvalues()[count - 1];
    Eigen::Index rank = 0;
    while (rank < count && system.eigenvalues()[count - 1 - rank] > std::max(least, 0.0)) {
        ++rank;
    }
    return system.eigenvectors().rightCols(rank) *
           system.eigenvalues().tail(rank).cwiseSqrt().cwiseInverse().asDiagonal();
}

} // namespace

std::vector<double> spanRSquared(const artifact::LayerPairTable& cosine,
                                 std::span<const LayerIndex> anchors) {
    const int heads = cosine.heads();
    std::vector<double> squares(static_cast<std::size_t>(cosine.layers()) * static_cast<std::size_t>(heads),
                                analysis::kMissing);
    for (HeadIndex h; h.value < heads; ++h.value) {
        const std::vector<LayerIndex> span = anchorsOf(cosine, anchors, h);
        if (span.empty()) {
            continue;
        }
        const Eigen::MatrixXd basis = basisOf(cosine, span, h);
        for (LayerIndex l; l.value < cosine.layers(); ++l.value) {
            Eigen::VectorXd row(static_cast<Eigen::Index>(span.size()));
            std::ranges::transform(span, row.begin(), [&](LayerIndex a) { return cosine(l, a, h); });
            double square = std::clamp((basis.transpose() * row).squaredNorm(), 0.0, 1.0);
            if (!row.allFinite()) {
                square = analysis::kMissing;
            } else if (std::ranges::find(span, l) != span.end()) {
                square = cosine(l, l, h) > 0.5 ? 1.0 : 0.0; // which rounding must not take from it
            }
            squares[static_cast<std::size_t>(l.value) * static_cast<std::size_t>(heads) +
                    static_cast<std::size_t>(h.value)] = square;
        }
    }
    return squares;
}

std::vector<double> spanResiduals(const artifact::LayerPairTable& cosine,
                                  std::span<const LayerIndex> anchors) {
    std::vector<double> values = spanRSquared(cosine, anchors);
    for (double& value : values) {
        value = std::sqrt(1.0 - value);
    }
    return values;
}

evidence::Reference isotropicSpanResidual(int anchors, int hiddenSize, int heads) {
    const double dimensions = static_cast<double>(hiddenSize) * hiddenSize;
    const double deviation = std::sqrt(2.0 * anchors / heads) / dimensions;
    return {std::sqrt(std::max(0.0, 1.0 - anchors / dimensions)), 0.5 * deviation};
}

} // namespace sextant::family
