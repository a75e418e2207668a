#pragma once

#include <string>

namespace sextant {

/// Makes OpenBLAS ready: one thread a product, and kernels that use this processor. OpenBLAS before 0.3.25
/// runs its SSE3 kernels, ten times slower, on processors younger than itself; then the kernels are chosen by
/// what the processor can do. Called before every product and cheap after the first time; a program calls it
/// early, before other threads may read the environment (through which OpenBLAS is told). OPENBLAS_CORETYPE,
/// when set, is obeyed.
void prepareBlas();

/// The kernels in use, in OpenBLAS's words, e.g. "SkylakeX".
std::string blasKernels();

} // namespace sextant
