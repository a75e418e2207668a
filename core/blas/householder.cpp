// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/blas/householder.h"

#include "core/blas/kernels.h"
#include "core/blas/open_blas.h"

#include <algorithm>
#include <cstddef>

namespace sextant::blas {

bool householderBasis(std::vector<double>& columns, int rows, int count) {
    const BlasAsFound asNumPyHasIt;
    const int kept = std::min(rows, count);
    std::vector<double> tau(static_cast<std::size_t>(kept));
    int info = 0;
    const int query = -1;
    double wanted = 0.0;
    openBlas().dgeqrf(&rows, &count, columns.data(), &rows, tau.data(), &wanted, &query, &info);
    std::vector<double> work(static_cast<std::size_t>(std::max(1.0, wanted)));
    int workSize = static_cast<int>(work.size());
    openBlas().dgeqrf(&rows, &count, columns.data(), &rows, tau.data(), work.data(), &workSize, &info);
    if (info != 0) {
        return false;
    }
    openBlas().dorgqr(&rows, &kept, &kept, columns.data(), &rows, tau.data(), &wanted, &query, &info);
    work.resize(static_cast<std::size_t>(std::max(1.0, wanted)));
    workSize = static_cast<int>(work.size());
    openBlas().dorgqr(&rows, &kept, &kept, columns.data(), &rows, tau.data(), work.data(), &workSize, &info);
    columns.resize(static_cast<std::size_t>(rows) * static_cast<std::size_t>(kept));
    return info == 0;
}

} // namespace sextant::blas
