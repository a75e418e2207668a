#include "core/blas/householder.h"

#include "core/blas/kernels.h"

#include <algorithm>
#include <cstddef>

// OpenBLAS brings LAPACK, but Debian's package no C header for it.
extern "C" {
void dgeqrf_(const int* rows, const int* columns, double* matrix, const int* leading, double* tau,
             double* work, const int* workSize, int* info);
void dorgqr_(const int* rows, const int* columns, const int* reflections, double* matrix, const int* leading,
             const double* tau, double* work, const int* workSize, int* info);
}

namespace sextant {

bool householderBasis(std::vector<double>& columns, int rows, int count) {
    prepareBlas();
    const int kept = std::min(rows, count);
    std::vector<double> tau(static_cast<std::size_t>(kept));
    int info = 0;
    const int query = -1;
    double wanted = 0.0;
    dgeqrf_(&rows, &count, columns.data(), &rows, tau.data(), &wanted, &query, &info);
    std::vector<double> work(static_cast<std::size_t>(std::max(1.0, wanted)));
    int workSize = static_cast<int>(work.size());
    dgeqrf_(&rows, &count, columns.data(), &rows, tau.data(), work.data(), &workSize, &info);
    if (info != 0) {
        return false;
    }
    dorgqr_(&rows, &kept, &kept, columns.data(), &rows, tau.data(), &wanted, &query, &info);
    work.resize(static_cast<std::size_t>(std::max(1.0, wanted)));
    workSize = static_cast<int>(work.size());
    dorgqr_(&rows, &kept, &kept, columns.data(), &rows, tau.data(), work.data(), &workSize, &info);
    columns.resize(static_cast<std::size_t>(rows) * static_cast<std::size_t>(kept));
    return info == 0;
}

} // namespace sextant
