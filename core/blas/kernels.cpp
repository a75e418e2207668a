#include "core/blas/kernels.h"

#include <cblas.h>

#include <cstdlib>

// OpenBLAS runs these when it is loaded and unloaded; without a table of kernels per processor it has
// neither.
extern "C" {
__attribute__((weak)) void gotoblas_dynamic_init();
__attribute__((weak)) void gotoblas_dynamic_quit();
}

namespace sextant {
namespace {

/// The best kernels this processor can run, or nullptr where the fallback is right.
const char* kernelsByFeature() {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
        __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
        __builtin_cpu_supports("avx512cd")) {
        return "SkylakeX";
    }
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
        return "Haswell";
    }
#endif
    return nullptr;
}

void replaceFallbackKernels() {
    constexpr const char* variable = "OPENBLAS_CORETYPE";
    const char* better = kernelsByFeature();
    const bool fallback = blasKernels() == "Prescott";
    if (better == nullptr || !fallback || std::getenv(variable) != nullptr ||
        gotoblas_dynamic_init == nullptr || gotoblas_dynamic_quit == nullptr) {
        return;
    }
    ::setenv(variable, better, 1);
    gotoblas_dynamic_quit();
    gotoblas_dynamic_init();
    ::unsetenv(variable);
}

} // namespace

void prepareBlas() {
    static const bool done = [] {
        replaceFallbackKernels();
        openblas_set_num_threads(1); // for the whole process
        return true;
    }();
    static_cast<void>(done);
}

std::string blasKernels() {
    return openblas_get_corename();
}

} // namespace sextant
