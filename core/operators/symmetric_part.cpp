// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operators/symmetric_part.h"

#include "core/blas/area.h"
#include "core/blas/factorizations.h"
#include "core/blas/products.h"
#include "core/operators/principal_directions.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

namespace sextant::operators {
namespace {

constexpr double smallestSafeReciprocalCondition = 1e-8;

/// The factors by which W_K and W_Q are multiplied so that their norms agree; their product is 1.
struct Balance {
    double key = 1.0;
    double query = 1.0;
};

Balance balanceOf(const Projection& key, const Projection& query) {
    const double ratio = std::sqrt(std::sqrt(query.normSquared() / key.normSquared()));
    return std::isfinite(ratio) && ratio > 0.0 ? Balance{ratio, 1.0 / ratio} : Balance{};
}

/// The lower triangle of B B^T, B balanced: [2r, 2r].
std::vector<double> stackedGram(const Projection& key, const Projection& query, std::span<const double> cross,
                                const Balance& balance) {
    const int r = key.headDim;
    std::vector<double> gram(blas::area(2 * r, 2 * r), 0.0);
    for (int i = 0; i < r; ++i) {
        double* keyRow = gram.data() + blas::area(i, 2 * r);
        double* queryRow = gram.data() + blas::area(r + i, 2 * r);
        for (int j = 0; j < r; ++j) {
            keyRow[j] = j <= i ? balance.key * balance.key * key.gram[blas::area(i, r) + j] : 0.0;
            queryRow[j] = cross[blas::area(i, r) + j];
            queryRow[r + j] = j <= i ? balance.query * balance.query * query.gram[blas::area(i, r) + j] : 0.0;
        }
    }
    return gram;
}

double oneNorm(const std::vector<double>& lower, int size) {
    std::vector<double> sums(static_cast<std::size_t>(size), 0.0);
    for (int i = 0; i < size; ++i) {
        for (int j = 0; j <= i; ++j) {
            const double magnitude = std::abs(lower[blas::area(i, size) + j]);
            sums[static_cast<std::size_t>(i)] += magnitude;
            sums[static_cast<std::size_t>(j)] += i == j ? 0.0 : magnitude;
        }
    }
    return *std::max_element(sums.begin(), sums.end());
}

/// The stacked rows of both projections, balanced: [2r, d].
std::vector<double> stackedRows(const Projection& key, const Projection& query, const Balance& balance) {
    std::vector<double> rows;
    rows.reserve(key.rows.size() + query.rows.size());
    std::transform(key.rows.begin(), key.rows.end(), std::back_inserter(rows),
                   [&](double value) { return value * balance.key; });
    std::transform(query.rows.begin(), query.rows.end(), std::back_inserter(rows),
                   [&](double value) { return value * balance.query; });
    return rows;
}

/// R Z R^T, [n, n], from R [n, 2r].
std::vector<double> coreOf(const std::vector<double>& triangle, int n, int r) {
    std::vector<double> keySide(blas::area(n, r));
    std::vector<double> querySide(blas::area(n, r));
    for (int i = 0; i < n; ++i) {
        const double* row = triangle.data() + blas::area(i, 2 * r);
        std::copy_n(row, r, keySide.data() + blas::area(i, r));
        std::copy_n(row + r, r, querySide.data() + blas::area(i, r));
    }
    std::vector<double> product(blas::area(n, n));
    blas::setProduct(keySide.data(), n, querySide.data(), n, r, product.data(), n);
    std::vector<double> core(blas::area(n, n));
    for (int i = 0; i < n; ++i) {
        for (int j = 0; j <= i; ++j) {
            core[blas::area(i, n) + j] =
                0.5 * (product[blas::area(i, n) + j] + product[blas::area(j, n) + i]);
        }
    }
    return core;
}

/// The lower triangle of R Z R^T, [2r, 2r], from R^T, the Cholesky factor in the lower triangle of `factor`:
/// of the general product, a quarter is zero and a quarter is the transpose of another.
std::vector<double> coreOfCholesky(const std::vector<double>& factor, int r) {
    const int n = 2 * r;
    std::vector<double> keyKey(blas::area(r, r), 0.0); // transposes of the three blocks of the factor
    std::vector<double> queryKey(blas::area(r, r), 0.0);
    std::vector<double> queryQuery(blas::area(r, r), 0.0);
    for (int i = 0; i < r; ++i) {
        const double* keyRow = factor.data() + blas::area(i, n);
        const double* queryRow = factor.data() + blas::area(r + i, n);
        for (int j = 0; j < r; ++j) {
            queryKey[blas::area(j, r) + i] = queryRow[j];
            if (j <= i) {
                keyKey[blas::area(j, r) + i] = keyRow[j];
                queryQuery[blas::area(j, r) + i] = queryRow[r + j];
            }
        }
    }
    std::vector<double> core(blas::area(n, n), 0.0);
    blas::setProduct(queryQuery.data(), r, keyKey.data(), r, r, core.data() + blas::area(r, n), n);
    std::vector<double> product(blas::area(r, r));
    blas::setProduct(keyKey.data(), r, queryKey.data(), r, r, product.data(), r);
    for (int i = 0; i < r; ++i) {
        for (int j = 0; j < r; ++j) {
            core[blas::area(r + i, n) + j] *= 0.5;
            core[blas::area(i, n) + j] =
                0.5 * (product[blas::area(i, r) + j] + product[blas::area(j, r) + i]);
        }
    }
    return core;
}

/// Positions of `values` by decreasing magnitude; equal magnitudes keep their order.
std::vector<int> byMagnitude(const std::vector<double>& values) {
    std::vector<int> order(values.size());
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(), [&](int a, int b) {
        return std::abs(values[static_cast<std::size_t>(a)]) > std::abs(values[static_cast<std::size_t>(b)]);
    });
    return order;
}

/// Eigenvalues of the core in order, padded to `wanted`; and the leading `count` eigenvectors, [count, n].
struct CoreSolution {
    std::vector<double> eigenvalues;
    std::vector<double> vectors;
};

CoreSolution solve(std::vector<double> core, int n, int wanted, int count) {
    blas::EigenSystem system;
    if (count > 0) {
        system = blas::largestEigenpairs(core.data(), n, n);
    } else {
        system.values = blas::symmetricEigenvalues(core.data(), n);
    }
    if (system.empty()) {
        return {};
    }
    const std::vector<int> order = byMagnitude(system.values);
    CoreSolution solution;
    for (const int position : order) {
        solution.eigenvalues.push_back(system.values[static_cast<std::size_t>(position)]);
    }
    solution.eigenvalues.resize(static_cast<std::size_t>(wanted), 0.0);
    for (int i = 0; i < count; ++i) {
        const double* vector = system.vectors.data() + blas::area(order[static_cast<std::size_t>(i)], n);
        solution.vectors.insert(solution.vectors.end(), vector, vector + n);
    }
    return solution;
}

/// In place, rows of `vectors` [count, n] times the inverse of the lower-triangular `factor` [n, n].
void divideByLower(std::vector<double>& vectors, int count, const std::vector<double>& factor, int n) {
    for (int k = 0; k < count; ++k) {
        double* row = vectors.data() + blas::area(k, n);
        for (int j = n - 1; j >= 0; --j) {
            row[j] /= factor[blas::area(j, n) + j];
            for (int i = 0; i < j; ++i) {
                row[i] -= row[j] * factor[blas::area(j, n) + i];
            }
        }
    }
}

std::optional<SymmetricPart> bySmallGram(const Projection& key, const Projection& query,
                                         std::span<const double> cross, int count) {
    const int n = 2 * key.headDim;
    const Balance balance = balanceOf(key, query);
    std::vector<double> factor = stackedGram(key, query, cross, balance);
    const double norm = oneNorm(factor, n);
    if (!blas::factorCholesky(factor.data(), n) ||
        !(blas::reciprocalCondition(factor.data(), n, norm) >= smallestSafeReciprocalCondition)) {
        return std::nullopt;
    }
    CoreSolution solution = solve(coreOfCholesky(factor, key.headDim), n, n, count);
    SymmetricPart part{std::move(solution.eigenvalues), {}};
    if (count > 0 && !part.eigenvalues.empty()) {
        divideByLower(solution.vectors, count, factor, n);
        const std::vector<double> rows = stackedRows(key, query, balance);
        part.directions.resize(blas::area(count, key.hidden));
        blas::setCombinations(solution.vectors.data(), count, rows.data(), n, key.hidden,
                              part.directions.data());
    }
    return part;
}

SymmetricPart bySymmetricLongBasis(const Projection& key, const Projection& query, int count,
                                   const std::stop_token& stop) {
    const int wanted = 2 * key.headDim;
    const blas::RowBasis basis(stackedRows(key, query, balanceOf(key, query)), wanted, key.hidden);
    if (stop.stop_requested()) {
        return {};
    }
    CoreSolution solution =
        solve(coreOf(basis.triangle(), basis.size(), key.headDim), basis.size(), wanted, count);
    SymmetricPart part{std::move(solution.eigenvalues), {}};
    if (count > 0 && !part.eigenvalues.empty()) {
        part.directions = basis.combine(solution.vectors, count);
    }
    return part;
}

} // namespace

SymmetricPart symmetricPart(const Projection& key, const Projection& query, std::span<const double> cross,
                            int count, const std::stop_token& stop) {
    std::optional<SymmetricPart> small = bySmallGram(key, query, cross, count);
    if (stop.stop_requested()) {
        return {};
    }
    SymmetricPart part = small ? *std::move(small) : bySymmetricLongBasis(key, query, count, stop);
    normaliseRows(part.directions, part.directions.empty() ? 0 : count, key.hidden);
    return part;
}

} // namespace sextant::operators
