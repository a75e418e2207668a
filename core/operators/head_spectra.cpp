// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operators/head_spectra.h"

#include "core/base/try.h"
#include "core/blas/area.h"
#include "core/blas/products.h"
#include "core/operators/operator_singular_values.h"
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

namespace sextant::operators {
namespace {

/// `sum(a .* b)` of two [size, size] matrices.
double innerProductOf(std::span<const double> a, std::span<const double> b, int size) {
    return blockInnerProduct(a.data(), b.data(), size, size);
}

/// Query heads whose cross products with the key head are made at once: what fits in 64 MiB, and in some 30
/// ms of one thread, because a product cannot be stopped.
int headsAtOnce(const checkpoint::AttentionShape& shape) {
    constexpr std::size_t mostElements = std::size_t{1} << 23;
    constexpr std::size_t mostMultiplications = 500'000'000;
    const std::size_t rows = blas::area(shape.headDim, shape.hidden);
    const std::size_t fitting =
        std::min(mostElements / rows, mostMultiplications / (rows * static_cast<std::size_t>(shape.headDim)));
    return static_cast<int>(std::clamp<std::size_t>(fitting, 1, 8));
}

/// One SpectrumTask being worked on.
class LayerSpectra {
public:
    LayerSpectra(const checkpoint::AttentionWeights& weights, const SpectrumTask& task,
                 const std::stop_token& stop)
        : weights_(weights),
          task_(task),
          stop_(stop),
          headDim_(weights.shape().headDim),
          hidden_(weights.shape().hidden) {}

    Result<std::vector<HeadSpectrum>> compute() const {
        const std::size_t size = blas::area(headDim_, hidden_);
        const auto keyRows = std::make_unique_for_overwrite<double[]>(size);
        weights_.readKey(task_.layer, task_.keyHead, keyRows.get());
        TRY(goOn());
        const Projection key = makeProjection({keyRows.get(), size}, headDim_, hidden_);
        TRY(checkFinite(key, weights_.layer(task_.layer).key, task_.keyHead));
        const std::size_t heads = task_.heads.size();
        const std::size_t atOnce = std::min(heads, static_cast<std::size_t>(headsAtOnce(weights_.shape())));
        const auto queryRows = std::make_unique_for_overwrite<double[]>(atOnce * size);
        std::vector<HeadSpectrum> spectra;
        for (std::size_t begin = 0; begin < heads; begin += atOnce) {
            const auto some = std::span(task_.heads).subspan(begin, std::min(atOnce, heads - begin));
            TRY(computeSome(key, some, queryRows.get(), spectra));
        }
        return spectra;
    }

private:
    /// `rows` has room for the rows of all these heads.
    Result<void> computeSome(const Projection& key, std::span<const HeadIndex> heads, double* rows,
                             std::vector<HeadSpectrum>& spectra) const {
        const std::size_t size = blas::area(headDim_, hidden_);
        const int count = static_cast<int>(heads.size());
        for (std::size_t i = 0; i < heads.size(); ++i) {
            TRY(goOn());
            weights_.readQuery(task_.layer, heads[i], rows + i * size);
        }
        std::vector<double> cross(blas::area(count * headDim_, headDim_));
        blas::setProduct(rows, count * headDim_, key.rows.data(), headDim_, hidden_, cross.data(), headDim_);
        const std::size_t crossSize = blas::area(headDim_, headDim_);
        for (std::size_t i = 0; i < heads.size(); ++i) {
            TRY(goOn());
            const Projection query = makeProjection({rows + i * size, size}, headDim_, hidden_);
            TRY_ASSIGN(HeadSpectrum spectrum,
                       computeHead(key, query, std::span(cross).subspan(i * crossSize, crossSize), heads[i]));
            spectra.push_back(std::move(spectrum));
        }
        return {};
    }

    /// `cross` is W_Q W_K^T.
    Result<HeadSpectrum> computeHead(const Projection& key, const Projection& query,
                                     std::span<const double> cross, HeadIndex head) const {
        TRY(checkFinite(query, weights_.layer(task_.layer).query, head.value));
        HeadSpectrum spectrum;
        spectrum.normSquared = innerProductOf(key.gram, query.gram, headDim_);
        spectrum.froSquared = innerProductOf(cross, cross, headDim_);
        spectrum.cancellation = std::sqrt(innerProductOf(key.gram, key.gram, headDim_)) *
                                std::sqrt(innerProductOf(query.gram, query.gram, headDim_)) /
                                spectrum.normSquared;
        // Never pass non-finite values to LAPACK.
        if (!std::isfinite(spectrum.normSquared) || !std::isfinite(spectrum.froSquared)) {
            return overflow(head);
        }
        TRY(goOn());
        const bool symmetric = task_.directions == DirectionSide::Symmetric;
        const SymmetricPart part = symmetricPart(key, query, cross, symmetric ? task_.topk : 0, stop_);
        TRY(goOn());
        const std::vector<double> directions = symmetric ? part.directions : sideDirections(key, query);
        TRY(goOn());
        const std::vector<double> singularValues = operatorSingularValues(key, query, stop_);
        TRY(goOn());
        const auto fits = [](const std::vector<double>& values) { // the first is the largest
            return !values.empty() && std::abs(values.front()) <= std::numeric_limits<float>::max();
        };
        const bool fitsFloats = fits(part.eigenvalues) && fits(singularValues);
        if (!fitsFloats || directions.empty()) {
            return overflow(head);
        }
        spectrum.eigenvalues.assign(part.eigenvalues.begin(), part.eigenvalues.end());
        spectrum.singularValues.assign(singularValues.begin(), singularValues.end());
        spectrum.directions.assign(directions.begin(), directions.end());
        return spectrum;
    }

    Result<void> goOn() const {
        return stop_.stop_requested() ? failure(ErrorCode::Cancelled, {}, {}, "the measurement was stopped")
                                      : Result<void>{};
    }

    tl::unexpected<Error> overflow(HeadIndex head) const {
        return failure(ErrorCode::Inconsistent, weights_.layer(task_.layer).query.file,
                       fmt::format("layer {}, head {}", task_.layer.value, head.value),
                       "the weights are so large that their products overflow");
    }

    std::vector<double> sideDirections(const Projection& key, const Projection& query) const {
        const bool querySide = task_.directions == DirectionSide::Query;
        return principalDirections(querySide ? query : key, querySide ? key : query, task_.topk, stop_);
    }

    /// A NaN or an infinity anywhere reaches the sum of squares; only then is it looked for.
    Result<void> checkFinite(const Projection& projection, const checkpoint::ProjectionRows& rows,
                             int head) const {
        if (std::isfinite(projection.normSquared())) {
            return {};
        }
        const std::string place = weights_.nonFiniteOf(rows, head);
        return failure(ErrorCode::Inconsistent, rows.file, place.empty() ? rows.tensor : "",
                       place.empty() ? "the weights are so large that their products overflow"
                                     : place + "; such weights cannot be measured");
    }

    const checkpoint::AttentionWeights& weights_;
    const SpectrumTask& task_;
    const std::stop_token& stop_;
    int headDim_;
    int hidden_;
};

} // namespace

Result<std::vector<HeadSpectrum>> headSpectra(const checkpoint::AttentionWeights& weights,
                                              const SpectrumTask& task, const std::stop_token& stop) {
    return LayerSpectra(weights, task, stop).compute();
}

std::uint64_t workspaceOf(const SpectrumTask& task, const checkpoint::AttentionShape& shape) {
    const std::size_t rows = blas::area(shape.headDim, shape.hidden);
    const std::size_t small = blas::area(2 * shape.headDim, 2 * shape.headDim);
    const std::size_t queries = std::min(task.heads.size(), static_cast<std::size_t>(headsAtOnce(shape)));
    const std::size_t results = task.heads.size() * blas::area(task.topk, shape.hidden);
    // Key and query rows, the stacked rows twice over where a long basis is needed, about eight small
    // matrices.
    return sizeof(double) * ((queries + 5) * rows + 8 * small) + 2 * sizeof(float) * results;
}

} // namespace sextant::operators
