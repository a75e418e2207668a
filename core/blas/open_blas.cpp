// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/blas/open_blas.h"

#include "core/base/thread_budget.h"
#include "core/blas/availability.h"
#include "core/blas/kernels.h"

#include <cstdint>
#include <cstdlib>
#include <stdexcept>
#include <string>

#include <dlfcn.h>

#include <fmt/format.h>

namespace sextant::blas {
namespace {

constexpr const char* libraryName = "libopenblas.so.0";
constexpr const char* threadsVariable = "OPENBLAS_NUM_THREADS";
constexpr std::uint64_t kBuffer = std::uint64_t{128} << 20; // which a thread multiplies in

/// The library, or why it cannot be used.
struct Loading {
    OpenBlas blas{};
    std::string reason;
};

/// Null when the library has no such routine.
template <typename Routine>
Routine find(void* library, const char* name) {
    return reinterpret_cast<Routine>(::dlsym(library, name));
}

template <typename Routine>
void look(void* library, Routine& routine, const char* name) {
    routine = find<Routine>(library, name);
    if (routine == nullptr) {
        throw std::runtime_error(fmt::format("it has no routine {}", name));
    }
}

/// One thread when it is loaded: its own would take memory each and, where the system gives none, raise a
/// signal.
void* openWithOneThread() {
    const bool chosen = std::getenv(threadsVariable) != nullptr;
    if (!chosen) {
        ::setenv(threadsVariable, "1", 1);
    }
    void* library = ::dlopen(libraryName, RTLD_LAZY | RTLD_LOCAL | RTLD_NODELETE);
    const char* reason = library == nullptr ? ::dlerror() : nullptr;
    const std::string text = reason != nullptr ? reason : "";
    if (!chosen) {
        ::unsetenv(threadsVariable);
    }
    if (library == nullptr) {
        throw std::runtime_error(text);
    }
    return library;
}

/// While there is memory for it: what is loaded later, such as libtorch, may leave none. It is kept for the
/// next products.
void takeFirstBuffer(const OpenBlas& blas) {
    const double one = 1.0;
    double product = 0.0;
    blas.dsyrk(CblasRowMajor, CblasUpper, CblasNoTrans, 1, 1, 1.0, &one, 1, 0.0, &product, 1);
}

/// Without it OpenBLAS would ask the system for memory again and again, for ever.
void requireMemory(std::uint64_t bytes) {
    if (availableMemory() < bytes) {
        throw std::runtime_error(
            fmt::format("it needs {} MB of memory, which the system refuses", bytes >> 20));
    }
}

OpenBlas load() {
    requireMemory(kBufferPerThread);
    chooseBlasKernels();
    void* library = openWithOneThread();
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
    decltype(&::openblas_get_num_procs) processors = nullptr;
    look(library, processors, "openblas_get_num_procs");
    blas.ownThreads = std::getenv(threadsVariable) != nullptr ? threads() : processors();
    blas.setThreads(1); // for the whole process
    // Newer versions, such as Debian 13's, take one buffer as they load and another to multiply in.
    requireMemory(kBuffer);
    takeFirstBuffer(blas);
    return blas;
}

const Loading& loading() {
    static const Loading result = [] {
        Loading made;
        try {
            made.blas = load();
        } catch (const std::runtime_error& error) {
            made.reason = fmt::format("{} cannot be used: {}", libraryName, error.what());
        }
        return made;
    }();
    return result;
}

} // namespace

Result<void> requireBlas() {
    return loading().reason.empty() ? Result<void>{}
                                    : failure(ErrorCode::Unsupported, {}, {}, loading().reason);
}

const OpenBlas& openBlas() {
    if (!loading().reason.empty()) {
        throw std::runtime_error(loading().reason);
    }
    return loading().blas;
}

} // namespace sextant::blas
