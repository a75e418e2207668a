// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operators/operator_singular_values.h"

#include "core/blas/area.h"
#include "core/blas/factorizations.h"
#include "core/blas/products.h"

#include <algorithm>
#include <cmath>

namespace sextant::operators {
namespace {

constexpr double leastReciprocalCondition = 1e-8;

/// L^T of `gram = L L^T`, [r, r]; empty where the condition is not safe.
std::vector<double> upperFactor(const Projection& projection) {
    const int r = projection.headDim;
    std::vector<double> factor = projection.gram;
    double norm = 0.0;
    for (int i = 0; i < r; ++i) {
        double sum = 0.0;
        for (int j = 0; j < r; ++j) {
            sum += std::abs(projection.gram[blas::area(i, r) + j]);
        }
        norm = std::max(norm, sum);
    }
    if (!blas::factorCholesky(factor.data(), r) ||
        !(blas::reciprocalCondition(factor.data(), r, norm) >= leastReciprocalCondition)) {
        return {};
    }
    std::vector<double> transposed(factor.size(), 0.0);
    for (int i = 0; i < r; ++i) {
        for (int j = 0; j <= i; ++j) {
            transposed[blas::area(j, r) + i] = factor[blas::area(i, r) + j];
        }
    }
    return transposed;
}

blas::RowBasis basisOf(const Projection& projection) {
    return {{projection.rows.begin(), projection.rows.end()}, projection.headDim, projection.hidden};
}

} // namespace

std::vector<double> operatorSingularValues(const Projection& key, const Projection& query,
                                           const std::stop_token& stop) {
    const int r = key.headDim;
    std::vector<double> left = upperFactor(key);
    std::vector<double> right = left.empty() ? std::vector<double>() : upperFactor(query);
    int leftSize = r;
    int rightSize = r;
    if (right.empty()) {
        const blas::RowBasis keyBasis = basisOf(key);
        if (stop.stop_requested()) {
            return {};
        }
        const blas::RowBasis queryBasis = basisOf(query);
        left = keyBasis.triangle();
        right = queryBasis.triangle();
        leftSize = keyBasis.size();
        rightSize = queryBasis.size();
    }
    if (stop.stop_requested()) {
        return {};
    }
    std::vector<double> core(blas::area(leftSize, rightSize));
    blas::setProduct(left.data(), leftSize, right.data(), rightSize, r, core.data(), rightSize);
    std::vector<double> values = blas::singularValues(std::move(core), leftSize, rightSize);
    if (!values.empty()) {
        values.resize(static_cast<std::size_t>(r), 0.0);
    }
    return values;
}

} // namespace sextant::operators
