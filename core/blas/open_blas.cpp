// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/blas/open_blas.h"

#include "core/blas/kernels.h"

#include <cstdio>
#include <cstdlib>

#include <dlfcn.h>

namespace sextant::blas {
namespace {

constexpr const char* libraryName = "libopenblas.so.0";

/// Ends the program, naming what the system's loader last complained of.
[[noreturn]] void failToLoad() {
    const char* reason = ::dlerror();
    std::fprintf(stderr, "sextant: error: %s cannot be used: %s\n", libraryName,
                 reason != nullptr ? reason : "unknown reason");
    std::_Exit(EXIT_FAILURE);
}

/// Null when the library has no such routine.
template <typename Routine>
Routine find(void* library, const char* name) {
    return reinterpret_cast<Routine>(::dlsym(library, name));
}

template <typename Routine>
void look(void* library, Routine& routine, const char* name) {
    routine = find<Routine>(library, name);
    if (routine == nullptr) {
        failToLoad();
    }
}

OpenBlas load() {
    chooseBlasKernels();
    void* library = ::dlopen(libraryName, RTLD_LAZY | RTLD_LOCAL | RTLD_NODELETE);
    if (library == nullptr) {
        failToLoad();
    }
    OpenBlas blas{};
    look(library, blas.sgemm, "cblas_sgemm");
    look(library, blas.ssyrk, "cblas_ssyrk");
    look(library, blas.dgemm, "cblas_dgemm");
    look(library, blas.dsyrk, "cblas_dsyrk");
    look(library, blas.dtrmm, "cblas_dtrmm");
    look(library, blas.dpotrf, "dpotrf_");
    look(library, blas.dpocon, "dpocon_");
    look(library, blas.dsyevd, "dsyevd_");
    look(library, blas.dsyevr, "dsyevr_");
    look(library, blas.dgeqrf, "dgeqrf_");
    look(library, blas.dorgqr, "dorgqr_");
    look(library, blas.dormqr, "dormqr_");
    look(library, blas.dgesdd, "dgesdd_");
    look(library, blas.kernels, "openblas_get_corename");
    look(library, blas.setThreads, "openblas_set_num_threads");
    blas.dynamicInit = find<decltype(blas.dynamicInit)>(library, "gotoblas_dynamic_init");
    blas.dynamicQuit = find<decltype(blas.dynamicQuit)>(library, "gotoblas_dynamic_quit");
    decltype(&::openblas_get_num_threads) threads = nullptr;
    look(library, threads, "openblas_get_num_threads");
    blas.threadsAtLoad = threads();
    blas.setThreads(1); // for the whole process
    return blas;
}

} // namespace

const OpenBlas& openBlas() {
    static const OpenBlas blas = load();
    return blas;
}

} // namespace sextant::blas
