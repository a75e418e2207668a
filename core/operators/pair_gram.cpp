// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operators/pair_gram.h"

#include "core/blas/area.h"
#include "core/blas/products.h"

#include <vector>

namespace sextant::operators {
namespace {

/// Eight sums side by side let the compiler use vectors, always in the same order.
template <typename Number>
[[gnu::always_inline]] inline double innerProduct(const Number* a, const Number* b, int size, int stride) {
    constexpr int lanes = 8;
    double sums[lanes] = {};
    for (int i = 0; i < size; ++i) {
        const Number* left = a + blas::area(i, stride);
        const Number* right = b + blas::area(i, stride);
        int j = 0;
        for (; j + lanes <= size; j += lanes) {
            for (int lane = 0; lane < lanes; ++lane) {
                sums[lane] += static_cast<double>(left[j + lane]) * static_cast<double>(right[j + lane]);
            }
        }
        for (; j < size; ++j) {
            sums[0] += static_cast<double>(left[j]) * static_cast<double>(right[j]);
        }
    }
    return ((sums[0] + sums[4]) + (sums[1] + sums[5])) + ((sums[2] + sums[6]) + (sums[3] + sums[7]));
}

#if defined(__x86_64__)

template <typename Number>
[[gnu::target("avx2")]] double innerProductWithAvx2(const Number* a, const Number* b, int size, int stride) {
    return innerProduct(a, b, size, stride);
}

#endif

/// Wide vectors where the machine has them; the sums are the same.
template <typename Number>
double dispatchedInnerProduct(const Number* a, const Number* b, int size, int stride) {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2")) {
        return innerProductWithAvx2(a, b, size, stride);
    }
#endif
    return innerProduct(a, b, size, stride);
}

template <typename Number>
double pairGram(const checkpoint::AttentionWeights& weights, const LayerPair& pair) {
    const int r = weights.shape().headDim;
    const int d = weights.shape().hidden;
    std::vector<Number> first(blas::area(r, d));
    std::vector<Number> second(blas::area(r, d));
    std::vector<Number> keys(blas::area(r, r));
    std::vector<Number> queries(blas::area(r, r));
    weights.readKey(pair.first, pair.keyHead, first.data());
    weights.readKey(pair.second, pair.keyHead, second.data());
    blas::setProduct(first.data(), r, second.data(), r, d, keys.data(), r);
    weights.readQuery(pair.first, pair.head, first.data());
    weights.readQuery(pair.second, pair.head, second.data());
    blas::setProduct(first.data(), r, second.data(), r, d, queries.data(), r);
    return dispatchedInnerProduct(keys.data(), queries.data(), r, r);
}

} // namespace

double pairGramInFloats(const checkpoint::AttentionWeights& weights, const LayerPair& pair) {
    return pairGram<float>(weights, pair);
}

double pairGramInDoubles(const checkpoint::AttentionWeights& weights, const LayerPair& pair) {
    return pairGram<double>(weights, pair);
}

double blockInnerProduct(const float* a, const float* b, int size, int stride) {
    return dispatchedInnerProduct(a, b, size, stride);
}

double blockInnerProduct(const double* a, const double* b, int size, int stride) {
    return dispatchedInnerProduct(a, b, size, stride);
}

} // namespace sextant::operators
