// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cblas.h>

// LAPACK as OpenBLAS exports it, declared for the types alone: Debian's package has no C header for it.
extern "C" {
void dpotrf_(const char* triangle, const int* size, double* matrix, const int* stride, int* info);
void dpocon_(const char* triangle, const int* size, const double* factor, const int* stride,
             const double* norm, double* reciprocal, double* work, int* integerWork, int* info);
void dsyevd_(const char* vectors, const char* triangle, const int* size, double* matrix, const int* stride,
             double* values, double* work, const int* workSize, int* integerWork, const int* integerWorkSize,
             int* info);
void dsyevr_(const char* vectors, const char* range, const char* triangle, const int* size, double* matrix,
             const int* stride, const double* low, const double* high, const int* first, const int* last,
             const double* tolerance, int* found, double* values, double* basis, const int* basisStride,
             int* support, double* work, const int* workSize, int* integerWork, const int* integerWorkSize,
             int* info);
void dgeqrf_(const int* rows, const int* columns, double* matrix, const int* stride, double* scales,
             double* work, const int* workSize, int* info);
void dorgqr_(const int* rows, const int* columns, const int* reflections, double* matrix, const int* stride,
             const double* scales, double* work, const int* workSize, int* info);
void dormqr_(const char* side, const char* transpose, const int* rows, const int* columns, const int* count,
             const double* reflectors, const int* stride, const double* scales, double* target,
             const int* targetStride, double* work, const int* workSize, int* info);
void dgesdd_(const char* vectors, const int* rows, const int* columns, double* matrix, const int* stride,
             double* values, double* left, const int* leftStride, double* right, const int* rightStride,
             double* work, const int* workSize, int* integerWork, int* info);

// OpenBLAS runs these as it is loaded and unloaded; without a table of kernels per processor it has neither.
void gotoblas_dynamic_init();
void gotoblas_dynamic_quit();
}

namespace sextant::blas {

/// The routines of OpenBLAS that the project calls, by their names there.
struct OpenBlas {
    decltype(&::cblas_sgemm) sgemm;
    decltype(&::cblas_ssyrk) ssyrk;
    decltype(&::cblas_dgemm) dgemm;
    decltype(&::cblas_dsyrk) dsyrk;
    decltype(&::cblas_dtrmm) dtrmm;
    decltype(&::dpotrf_) dpotrf;
    decltype(&::dpocon_) dpocon;
    decltype(&::dsyevd_) dsyevd;
    decltype(&::dsyevr_) dsyevr;
    decltype(&::dgeqrf_) dgeqrf;
    decltype(&::dorgqr_) dorgqr;
    decltype(&::dormqr_) dormqr;
    decltype(&::dgesdd_) dgesdd;
    decltype(&::openblas_get_corename) kernels;
    decltype(&::openblas_set_num_threads) setThreads;
    decltype(&::gotoblas_dynamic_init) dynamicInit = nullptr; ///< may be missing
    decltype(&::gotoblas_dynamic_quit) dynamicQuit = nullptr; ///< may be missing
    int ownThreads = 1;                                       ///< as many as OpenBLAS would use by itself
};

/// OpenBLAS, one thread per product, with the kernels of chooseBlasKernels(). The first call loads it (some
/// 10 ms: it looks up fourteen thousand symbols, which a window need not wait for); later ones cost nothing.
/// Any thread. Throws std::runtime_error where requireBlas() would err.
[[nodiscard]] const OpenBlas& openBlas();

} // namespace sextant::blas
