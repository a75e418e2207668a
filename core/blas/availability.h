// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <cstdint>

namespace sextant::blas {

/// The buffer that OpenBLAS allocates for every thread that calls it at the same time.
inline constexpr std::uint64_t kBufferPerThread = std::uint64_t{128} << 20;

/// Loads OpenBLAS. Errs with Unsupported when it is missing, lacks a routine or finds no memory; every other
/// function of this room then throws std::runtime_error. Call it at the entry of a room that computes.
[[nodiscard]] Result<void> requireBlas();

} // namespace sextant::blas
