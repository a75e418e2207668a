// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operators/projection.h"

#include "core/blas/products.h"

namespace sextant::operators {

double Projection::normSquared() const {
    double sum = 0.0;
    for (int i = 0; i < headDim; ++i) {
        sum += gram[static_cast<std::size_t>(i) * static_cast<std::size_t>(headDim + 1)];
    }
    return sum;
}

Projection makeProjection(std::span<const double> rows, int headDim, int hidden) {
    const auto size = static_cast<std::size_t>(headDim);
    Projection projection{headDim, hidden, rows, std::vector<double>(size * size)};
    blas::setSymmetricProduct(projection.rows.data(), headDim, hidden, projection.gram.data(), headDim);
    for (std::size_t i = 0; i < size; ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            projection.gram[j * size + i] = projection.gram[i * size + j];
        }
    }
    return projection;
}

} // namespace sextant::operators
