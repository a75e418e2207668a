// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/operator_cosine.h"
#include "core/family/cosine_matrix.h"
#include "tests/core/support/made_artifacts.h"

#include <Eigen/Dense>

#include <functional>
#include <random>

namespace sextant::test {

/// Cosines [L, L, H] of operators given as vectors.
inline artifact::LayerPairTable
cosinesOf(int layers, int heads, const std::function<Eigen::VectorXd(int layer, int head)>& operatorOf) {
    return analysis::operatorCosines(makeGrams({layers, heads, 1, 1}, operatorOf)->gram);
}

/// One head whose operators are the columns of `operators`.
inline family::CosineMatrix cosinesOf(const Eigen::MatrixXd& operators) {
    const auto table = cosinesOf(static_cast<int>(operators.cols()), 1,
                                 [&](int l, int) -> Eigen::VectorXd { return operators.col(l); });
    return family::cosineMatrix(table, HeadIndex{0});
}

/// Independent operators as columns: `size` numbers each.
inline Eigen::MatrixXd unrelated(int size, int layers, unsigned seed) {
    std::mt19937_64 generator(seed);
    std::normal_distribution<double> normal;
    return Eigen::MatrixXd::NullaryExpr(size, layers, [&] { return normal(generator); });
}

} // namespace sextant::test
