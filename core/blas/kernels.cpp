#include "core/blas/kernels.h"

#include "core/blas/open_blas.h"

#include <cstdlib>

namespace sextant {
namespace {

/// The best kernels this processor can run, or nullptr where OpenBLAS had better find out.
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

} // namespace

void chooseBlasKernels() {
    if (const char* kernels = kernelsByFeature()) {
        constexpr int unlessSet = 0;
        ::setenv("OPENBLAS_CORETYPE", kernels, unlessSet);
    }
}

std::string blasKernels() {
    return openBlas().kernels();
}

} // namespace sextant
