#include "core/measure/head_spectra.h"

#include "core/blas/products.h"
#include "core/measure/principal_directions.h"
#include "core/measure/projection.h"
#include "core/measure/symmetric_part.h"

#include <cmath>

#include <fmt/format.h>

namespace sextant {
namespace {

std::size_t area(int rows, int columns) {
    return static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns);
}

double innerProduct(const std::vector<double>& a, const std::vector<double>& b) {
    double sum = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        sum += a[i] * b[i];
    }
    return sum;
}

/// One layer of one group being worked on: the key side is made once and shared.
class LayerSpectra {
public:
    LayerSpectra(const AttentionWeights& weights, const Checkpoint& checkpoint, const MeasurePlan& plan,
                 const MeasureTask& task)
        : weights_(weights),
          checkpoint_(checkpoint),
          plan_(plan),
          group_(plan.groups[static_cast<std::size_t>(task.group)]),
          layer_{plan.layers[static_cast<std::size_t>(task.first.begin)]},
          headDim_(plan.model.headDim),
          hidden_(plan.model.hidden) {}

    Result<std::vector<HeadSpectrum>> compute() {
        std::vector<double> rows(area(headDim_, hidden_));
        weights_.readKey(layer_, group_.keyHead, rows.data());
        const Projection key = makeProjection(std::move(rows), headDim_, hidden_);
        if (Result<void> finite = checkFinite(key, weights_.layer(layer_).key, group_.keyHead); !finite) {
            return tl::make_unexpected(std::move(finite).error());
        }
        std::vector<HeadSpectrum> spectra;
        for (const int position : group_.positions) {
            Result<HeadSpectrum> spectrum =
                computeHead(key, HeadIndex{plan_.heads[static_cast<std::size_t>(position)]});
            if (!spectrum) {
                return tl::make_unexpected(std::move(spectrum).error());
            }
            spectra.push_back(*std::move(spectrum));
        }
        return spectra;
    }

private:
    Result<HeadSpectrum> computeHead(const Projection& key, HeadIndex head) {
        std::vector<double> rows(area(headDim_, hidden_));
        weights_.readQuery(layer_, head, rows.data());
        const Projection query = makeProjection(std::move(rows), headDim_, hidden_);
        if (Result<void> finite = checkFinite(query, weights_.layer(layer_).query, head.value); !finite) {
            return tl::make_unexpected(std::move(finite).error());
        }
        std::vector<double> cross(area(headDim_, headDim_));
        setProduct(query.rows.data(), headDim_, key.rows.data(), headDim_, hidden_, cross.data(), headDim_);

        HeadSpectrum spectrum;
        spectrum.normSquared = innerProduct(key.gram, query.gram);
        spectrum.froSquared = innerProduct(cross, cross);
        spectrum.cancellation = std::sqrt(innerProduct(key.gram, key.gram)) *
                                std::sqrt(innerProduct(query.gram, query.gram)) / spectrum.normSquared;
        const bool symmetric = plan_.directions == DirectionSide::Symmetric;
        const SymmetricPart part = symmetricPart(key, query, cross, symmetric ? plan_.topk : 0);
        const std::vector<double> directions = symmetric ? part.directions : sideDirections(key, query);
        if (!std::isfinite(spectrum.normSquared) || !std::isfinite(spectrum.froSquared) ||
            part.eigenvalues.empty() || directions.empty()) {
            return failure(ErrorCode::Inconsistent, checkpoint_.fileOf(weights_.layer(layer_).query.tensor),
                           fmt::format("layer {}, head {}", layer_.value, head.value),
                           "the weights are so large that their products overflow");
        }
        spectrum.eigenvalues.assign(part.eigenvalues.begin(), part.eigenvalues.end());
        spectrum.directions.assign(directions.begin(), directions.end());
        return spectrum;
    }

    std::vector<double> sideDirections(const Projection& key, const Projection& query) const {
        const bool querySide = plan_.directions == DirectionSide::Query;
        return principalDirections(querySide ? query : key, querySide ? key : query, plan_.topk);
    }

    /// A NaN or an infinity anywhere reaches the sum of squares; only then is it looked for.
    Result<void> checkFinite(const Projection& projection, const ProjectionRows& rows, int head) const {
        if (std::isfinite(projection.normSquared())) {
            return {};
        }
        const std::string place = weights_.nonFiniteOf(rows, head);
        return failure(ErrorCode::Inconsistent, checkpoint_.fileOf(rows.tensor),
                       place.empty() ? rows.tensor : "",
                       place.empty() ? "the weights are so large that their products overflow"
                                     : place + "; such weights cannot be measured");
    }

    const AttentionWeights& weights_;
    const Checkpoint& checkpoint_;
    const MeasurePlan& plan_;
    const HeadGroup& group_;
    LayerIndex layer_;
    int headDim_;
    int hidden_;
};

} // namespace

Result<std::vector<HeadSpectrum>> headSpectra(const AttentionWeights& weights, const Checkpoint& checkpoint,
                                              const MeasurePlan& plan, const MeasureTask& task) {
    return LayerSpectra(weights, checkpoint, plan, task).compute();
}

} // namespace sextant
