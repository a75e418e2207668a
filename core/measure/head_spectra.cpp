// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/head_spectra.h"

#include "core/blas/area.h"
#include "core/blas/products.h"
#include "core/operators/pair_gram.h"
#include "core/operators/principal_directions.h"
#include "core/operators/projection.h"
#include "core/operators/symmetric_part.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <span>

#include <fmt/format.h>

namespace sextant::measure {
namespace {

/// `sum(a .* b)` of two [size, size] matrices.
double innerProduct(std::span<const double> a, std::span<const double> b, int size) {
    return operators::blockInnerProduct(a.data(), b.data(), size, size);
}

/// Query heads whose cross products with the key head are made at once.
int headsAtOnce(const checkpoint::AttentionShape& shape) {
    constexpr std::size_t elements = std::size_t{1} << 23; // 64 MiB
    const std::size_t fitting = elements / blas::area(shape.headDim, shape.hidden);
    return static_cast<int>(std::clamp<std::size_t>(fitting, 1, 8));
}

/// One layer of one group being worked on: the key side is made once and shared.
class LayerSpectra {
public:
    LayerSpectra(const checkpoint::AttentionWeights& weights, const checkpoint::Checkpoint& checkpoint,
                 const MeasurePlan& plan, const MeasureTask& task)
        : weights_(weights),
          checkpoint_(checkpoint),
          plan_(plan),
          group_(plan.groups[static_cast<std::size_t>(task.group)]),
          layer_{plan.layers[static_cast<std::size_t>(task.first.begin)]},
          headDim_(plan.model.headDim),
          hidden_(plan.model.hidden) {}

    Result<std::vector<HeadSpectrum>> compute() {
        const std::size_t size = blas::area(headDim_, hidden_);
        const auto keyRows = std::make_unique_for_overwrite<double[]>(size);
        weights_.readKey(layer_, group_.keyHead, keyRows.get());
        const operators::Projection key = operators::makeProjection({keyRows.get(), size}, headDim_, hidden_);
        if (Result<void> finite = checkFinite(key, weights_.layer(layer_).key, group_.keyHead); !finite) {
            return tl::make_unexpected(std::move(finite).error());
        }
        const std::size_t heads = group_.positions.size();
        const std::size_t atOnce = std::min(heads, static_cast<std::size_t>(headsAtOnce(plan_.model)));
        const auto queryRows = std::make_unique_for_overwrite<double[]>(atOnce * size);
        std::vector<HeadSpectrum> spectra;
        for (std::size_t begin = 0; begin < heads; begin += atOnce) {
            const auto positions =
                std::span(group_.positions).subspan(begin, std::min(atOnce, heads - begin));
            if (Result<void> done = computeSome(key, positions, queryRows.get(), spectra); !done) {
                return tl::make_unexpected(std::move(done).error());
            }
        }
        return spectra;
    }

private:
    /// `rows` has room for the rows of all these heads.
    Result<void> computeSome(const operators::Projection& key, std::span<const int> positions, double* rows,
                             std::vector<HeadSpectrum>& spectra) const {
        const std::size_t size = blas::area(headDim_, hidden_);
        const int count = static_cast<int>(positions.size());
        for (std::size_t i = 0; i < positions.size(); ++i) {
            weights_.readQuery(layer_, headAt(positions[i]), rows + i * size);
        }
        std::vector<double> cross(blas::area(count * headDim_, headDim_));
        blas::setProduct(rows, count * headDim_, key.rows.data(), headDim_, hidden_, cross.data(), headDim_);
        const std::size_t crossSize = blas::area(headDim_, headDim_);
        for (std::size_t i = 0; i < positions.size(); ++i) {
            const operators::Projection query =
                operators::makeProjection({rows + i * size, size}, headDim_, hidden_);
            Result<HeadSpectrum> spectrum = computeHead(
                key, query, std::span(cross).subspan(i * crossSize, crossSize), headAt(positions[i]));
            if (!spectrum) {
                return tl::make_unexpected(std::move(spectrum).error());
            }
            spectra.push_back(*std::move(spectrum));
        }
        return {};
    }

    /// `cross` is W_Q W_K^T.
    Result<HeadSpectrum> computeHead(const operators::Projection& key, const operators::Projection& query,
                                     std::span<const double> cross, HeadIndex head) const {
        if (Result<void> finite = checkFinite(query, weights_.layer(layer_).query, head.value); !finite) {
            return tl::make_unexpected(std::move(finite).error());
        }
        HeadSpectrum spectrum;
        spectrum.normSquared = innerProduct(key.gram, query.gram, headDim_);
        spectrum.froSquared = innerProduct(cross, cross, headDim_);
        spectrum.cancellation = std::sqrt(innerProduct(key.gram, key.gram, headDim_)) *
                                std::sqrt(innerProduct(query.gram, query.gram, headDim_)) /
                                spectrum.normSquared;
        // LAPACK is not asked about numbers that are none.
        if (!std::isfinite(spectrum.normSquared) || !std::isfinite(spectrum.froSquared)) {
            return overflow(head);
        }
        const bool symmetric = plan_.directions == DirectionSide::Symmetric;
        const operators::SymmetricPart part =
            operators::symmetricPart(key, query, cross, symmetric ? plan_.topk : 0);
        const std::vector<double> directions = symmetric ? part.directions : sideDirections(key, query);
        const bool fitsFloats = !part.eigenvalues.empty() &&
                                std::abs(part.eigenvalues.front()) <= std::numeric_limits<float>::max();
        if (!fitsFloats || directions.empty()) {
            return overflow(head);
        }
        spectrum.eigenvalues.assign(part.eigenvalues.begin(), part.eigenvalues.end());
        spectrum.directions.assign(directions.begin(), directions.end());
        return spectrum;
    }

    tl::unexpected<Error> overflow(HeadIndex head) const {
        return failure(ErrorCode::Inconsistent, checkpoint_.fileOf(weights_.layer(layer_).query.tensor),
                       fmt::format("layer {}, head {}", layer_.value, head.value),
                       "the weights are so large that their products overflow");
    }

    std::vector<double> sideDirections(const operators::Projection& key,
                                       const operators::Projection& query) const {
        const bool querySide = plan_.directions == DirectionSide::Query;
        return operators::principalDirections(querySide ? query : key, querySide ? key : query, plan_.topk);
    }

    /// A NaN or an infinity anywhere reaches the sum of squares; only then is it looked for.
    Result<void> checkFinite(const operators::Projection& projection, const checkpoint::ProjectionRows& rows,
                             int head) const {
        if (std::isfinite(projection.normSquared())) {
            return {};
        }
        const std::string place = weights_.nonFiniteOf(rows, head);
        return failure(ErrorCode::Inconsistent, checkpoint_.fileOf(rows.tensor),
                       place.empty() ? rows.tensor : "",
                       place.empty() ? "the weights are so large that their products overflow"
                                     : place + "; such weights cannot be measured");
    }

    HeadIndex headAt(int position) const {
        return HeadIndex{plan_.heads[static_cast<std::size_t>(position)]};
    }

    const checkpoint::AttentionWeights& weights_;
    const checkpoint::Checkpoint& checkpoint_;
    const MeasurePlan& plan_;
    const HeadGroup& group_;
    LayerIndex layer_;
    int headDim_;
    int hidden_;
};

} // namespace

Result<std::vector<HeadSpectrum>> headSpectra(const checkpoint::AttentionWeights& weights,
                                              const checkpoint::Checkpoint& checkpoint,
                                              const MeasurePlan& plan, const MeasureTask& task) {
    return LayerSpectra(weights, checkpoint, plan, task).compute();
}

} // namespace sextant::measure
