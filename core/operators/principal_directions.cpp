// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operators/principal_directions.h"

#include "core/blas/area.h"
#include "core/blas/factorizations.h"
#include "core/blas/products.h"

#include <algorithm>
#include <cmath>

namespace sextant::operators {
namespace {

constexpr double smallestSafeSquare = 1e-6;

double frobenius(const std::vector<double>& values) {
    double sum = 0.0;
    for (const double value : values) {
        sum += value * value;
    }
    return std::sqrt(sum);
}

/// By the small Gram matrices; empty where they are not safe.
std::vector<double> bySmallGram(const Projection& spanning, const Projection& other, int count) {
    const int r = spanning.headDim;
    std::vector<double> factor = other.gram;
    if (!blas::factorCholesky(factor.data(), r)) {
        return {};
    }
    std::vector<double> transposed(blas::area(r, r), 0.0);
    for (int i = 0; i < r; ++i) {
        for (int j = 0; j < r; ++j) {
            if (j <= i) {
                transposed[blas::area(j, r) + i] = factor[blas::area(i, r) + j];
            } else {
                factor[blas::area(i, r) + j] = 0.0;
            }
        }
    }
    std::vector<double> half(blas::area(r, r));
    std::vector<double> core(blas::area(r, r));
    blas::setCombinations(spanning.gram.data(), r, factor.data(), r, r, half.data());
    blas::setCombinations(transposed.data(), r, half.data(), r, r, core.data());
    const blas::EigenSystem system = blas::largestEigenpairs(core.data(), r, count);
    if (system.empty() ||
        !(system.values.front() > smallestSafeSquare * frobenius(spanning.gram) * frobenius(other.gram))) {
        return {};
    }
    std::vector<double> coefficients(blas::area(count, r));
    blas::setCombinations(system.vectors.data(), count, transposed.data(), r, r, coefficients.data());
    std::vector<double> ascending(blas::area(count, spanning.hidden));
    blas::setCombinations(coefficients.data(), count, spanning.rows.data(), r, spanning.hidden,
                          ascending.data());
    std::vector<double> directions(ascending.size());
    for (int i = 0; i < count; ++i) {
        std::copy_n(ascending.data() + blas::area(count - 1 - i, spanning.hidden), spanning.hidden,
                    directions.data() + blas::area(i, spanning.hidden));
    }
    return directions;
}

std::vector<double> byLongBasis(const Projection& spanning, const Projection& other, int count,
                                const std::stop_token& stop) {
    const blas::RowBasis spanningBasis({spanning.rows.begin(), spanning.rows.end()}, spanning.headDim,
                                       spanning.hidden);
    if (stop.stop_requested()) {
        return {};
    }
    const blas::RowBasis otherBasis({other.rows.begin(), other.rows.end()}, other.headDim, other.hidden);
    if (stop.stop_requested()) {
        return {};
    }
    // g = Q_other R_other R_spanning^T Q_spanning^T
    std::vector<double> core(blas::area(otherBasis.size(), spanningBasis.size()));
    const std::vector<double> left = otherBasis.triangle();
    const std::vector<double> right = spanningBasis.triangle();
    blas::setProduct(left.data(), otherBasis.size(), right.data(), spanningBasis.size(), spanning.headDim,
                     core.data(), spanningBasis.size());
    blas::SingularSystem system =
        blas::singularSystem(std::move(core), otherBasis.size(), spanningBasis.size());
    if (system.empty()) {
        return {};
    }
    return spanningBasis.combine(system.right, count);
}

} // namespace

std::vector<double> principalDirections(const Projection& spanning, const Projection& other, int count,
                                        const std::stop_token& stop) {
    std::vector<double> directions = bySmallGram(spanning, other, count);
    if (directions.empty() && !stop.stop_requested()) {
        directions = byLongBasis(spanning, other, count, stop);
    }
    normaliseRows(directions, directions.empty() ? 0 : count, spanning.hidden);
    return directions;
}

void normaliseRows(std::vector<double>& rows, int count, int width) {
    for (int i = 0; i < count; ++i) {
        double* row = rows.data() + blas::area(i, width);
        double* const largest =
            std::max_element(row, row + width, [](double a, double b) { return std::abs(a) < std::abs(b); });
        double sum = 0.0;
        for (int j = 0; j < width; ++j) {
            sum += row[j] * row[j];
        }
        if (sum == 0.0) {
            continue;
        }
        const double scale = (*largest < 0.0 ? -1.0 : 1.0) / std::sqrt(sum);
        for (int j = 0; j < width; ++j) {
            row[j] *= scale;
        }
    }
}

} // namespace sextant::operators
