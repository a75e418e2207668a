// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/blas/kernels.h"

#include "core/blas/open_blas.h"

#include <cstdlib>

namespace sextant::blas {
namespace {

constexpr const char* kVariable = "OPENBLAS_CORETYPE";

/// The best kernels this processor can run, or nullptr where OpenBLAS should decide.
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

/// What chooseBlasKernels() chose; nullptr where the environment or OpenBLAS has the choice.
const char* chosenKernels() {
    static const char* const chosen = [] {
        const char* kernels = std::getenv(kVariable) == nullptr ? kernelsByFeature() : nullptr;
        if (kernels != nullptr) {
            ::setenv(kVariable, kernels, 1);
        }
        return kernels;
    }();
    return chosen;
}

/// Null where OpenBLAS's own choice is in use, or cannot be replaced.
const char* replaceableKernels(const OpenBlas& blas) {
    return blas.dynamicInit != nullptr && blas.dynamicQuit != nullptr ? chosenKernels() : nullptr;
}

void chooseAnew(const OpenBlas& blas) {
    blas.dynamicQuit();
    blas.dynamicInit();
}

} // namespace

void chooseBlasKernels() {
    chosenKernels();
}

BlasAsFound::BlasAsFound() : blas_(openBlas()), kernels_(replaceableKernels(blas_)) {
    if (kernels_ != nullptr) {
        ::unsetenv(kVariable);
        chooseAnew(blas_);
    }
    blas_.setThreads(blas_.ownThreads);
}

BlasAsFound::~BlasAsFound() {
    if (kernels_ != nullptr) {
        ::setenv(kVariable, kernels_, 1);
        chooseAnew(blas_);
    }
    blas_.setThreads(1);
}

std::string blasKernels() {
    return openBlas().kernels();
}

} // namespace sextant::blas
