// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace sextant::blas {

struct OpenBlas;

/// Makes OpenBLAS use the kernels that suit this processor. OpenBLAS before 0.3.25 knows processors by name
/// and runs its SSE3 kernels, ten times slower, on those younger than itself; here the processor's features
/// decide. OpenBLAS is told through the environment variable OPENBLAS_CORETYPE as it is loaded; a value
/// that is already set is respected. A program calls this first, before there are other threads that may read
/// the environment.
void chooseBlasKernels();

/// While one lives, OpenBLAS computes as it does for NumPy on this machine: with the kernels it picks by
/// itself and its own number of threads. For results that depend on the exact rounding; no other thread may
/// be in a product.
class BlasAsFound {
public:
    BlasAsFound();
    ~BlasAsFound();
    BlasAsFound(const BlasAsFound&) = delete;
    BlasAsFound& operator=(const BlasAsFound&) = delete;

private:
    const OpenBlas& blas_;
    const char* kernels_; ///< what was chosen before; null where the choice is OpenBLAS's own
};

/// The kernels in use, in OpenBLAS's words, e.g. "SkylakeX".
[[nodiscard]] std::string blasKernels();

} // namespace sextant::blas
