#pragma once

#include <string>

namespace sextant {

/// Makes OpenBLAS use the kernels that suit this processor. OpenBLAS before 0.3.25 knows processors by name
/// and runs its SSE3 kernels, ten times slower, on those younger than itself; here what the processor can do
/// decides. OpenBLAS is told through the environment variable OPENBLAS_CORETYPE as it is loaded; when that is
/// set already, it is obeyed. A program calls this first, before there are other threads that may read the
/// environment.
void chooseBlasKernels();

/// The kernels in use, in OpenBLAS's words, e.g. "SkylakeX".
std::string blasKernels();

} // namespace sextant
