// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operators/other_head_grams.h"

#include "core/blas/area.h"
#include "core/blas/products.h"
#include "core/operators/pair_gram.h"

#include <cmath>
#include <utility>

#include <fmt/format.h>

namespace sextant::operators {
namespace {

/// The rows of two heads and their products, kept from sample to sample.
template <typename Number>
class SampleProducts {
public:
    SampleProducts(const checkpoint::AttentionWeights& weights, LayerIndex first, LayerIndex second)
        : weights_(weights),
          first_(first),
          second_(second),
          headDim_(weights.shape().headDim),
          hidden_(weights.shape().hidden),
          firstRows_(blas::area(headDim_, hidden_)),
          secondRows_(firstRows_.size()),
          keys_(blas::area(headDim_, headDim_)),
          queries_(keys_.size()) {}

    double gramOf(const HeadSample& sample) {
        if (const std::pair wanted{sample.firstKey, sample.secondKey}; wanted != keysOf_) {
            weights_.readKey(first_, sample.firstKey, firstRows_.data());
            weights_.readKey(second_, sample.secondKey, secondRows_.data());
            multiplyInto(keys_);
            keysOf_ = wanted;
        }
        weights_.readQuery(first_, sample.first, firstRows_.data());
        weights_.readQuery(second_, sample.second, secondRows_.data());
        multiplyInto(queries_);
        return blockInnerProduct(keys_.data(), queries_.data(), headDim_, headDim_);
    }

private:
    void multiplyInto(std::vector<Number>& product) const {
        blas::setProduct(firstRows_.data(), headDim_, secondRows_.data(), headDim_, hidden_, product.data(),
                         headDim_);
    }

    const checkpoint::AttentionWeights& weights_;
    LayerIndex first_;
    LayerIndex second_;
    int headDim_;
    int hidden_;
    std::vector<Number> firstRows_;
    std::vector<Number> secondRows_;
    std::vector<Number> keys_;
    std::vector<Number> queries_;
    std::pair<int, int> keysOf_{-1, -1}; ///< whose product `keys_` is
};

template <typename Number>
Result<std::vector<double>> gramsOfSamples(const checkpoint::AttentionWeights& weights,
                                           const OtherHeadTask& task, const std::stop_token& stop) {
    SampleProducts<Number> products(weights, task.first, task.second);
    std::vector<double> grams;
    for (const HeadSample& sample : task.samples) {
        if (stop.stop_requested()) {
            return failure(ErrorCode::Cancelled, {}, {}, "the measurement was stopped");
        }
        double gram = products.gramOf(sample);
        const bool isLarge = !(std::abs(gram) <= kLargestCosineInFloats * sample.scale);
        if (task.precision == ProductPrecision::Single && isLarge) {
            gram = SampleProducts<double>(weights, task.first, task.second).gramOf(sample);
        }
        if (!std::isfinite(gram)) {
            return failure(ErrorCode::Inconsistent, weights.layer(task.first).key.file.parent_path(), {},
                           fmt::format("the products of heads {} and {} are not finite; the weights are too "
                                       "large, or changed during the measurement",
                                       sample.first.value, sample.second.value));
        }
        grams.push_back(gram);
    }
    return grams;
}

} // namespace

Result<std::vector<double>> otherHeadGrams(const checkpoint::AttentionWeights& weights,
                                           const OtherHeadTask& task, const std::stop_token& stop) {
    return task.precision == ProductPrecision::Single ? gramsOfSamples<float>(weights, task, stop)
                                                      : gramsOfSamples<double>(weights, task, stop);
}

std::uint64_t workspaceOf(const OtherHeadTask& task, const checkpoint::AttentionShape& shape) {
    const std::uint64_t numbers =
        2 * (blas::area(shape.headDim, shape.hidden) + blas::area(shape.headDim, shape.headDim));
    // In single precision, a sample may be recomputed in doubles as well.
    return numbers *
           (task.precision == ProductPrecision::Single ? sizeof(float) + sizeof(double) : sizeof(double));
}

} // namespace sextant::operators
