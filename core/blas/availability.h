// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <cstdint>

namespace sextant::blas {

/// What every thread that calls OpenBLAS at the same time takes: its buffer of 128 MiB, for which OpenBLAS
/// would ask again and again where the system refuses it, and the stack and the heap of the thread (for the
/// first one, the library).
inline constexpr std::uint64_t kBufferPerThread = std::uint64_t{192} << 20;

/// Loads OpenBLAS. Errs with Unsupported when it is missing, lacks a routine or finds no memory; every other
/// function of this room then throws std::runtime_error. Call it at the entry of a room that computes.
[[nodiscard]] Result<void> requireBlas();

} // namespace sextant::blas
