// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <stop_token>

namespace sextant {

/// Threads that heavy work uses unless told otherwise: the cores of this machine, at least 1.
[[nodiscard]] int defaultThreadCount();

/// Calls `body(index)` once for every index in [0, count), spread over `threads` threads (the caller's is one
/// of them); indices are handed out in increasing order. No index begins after a stop request. Returns true
/// when every index was done, false when stopped. An exception of `body`, expected only when memory runs out,
/// ends the work as a stop request would and is rethrown in the caller's thread. Where the system gives fewer
/// threads than asked for, those share all of the work.
///
///     const bool all = parallelFor(heads, 4, stop, [&](int h) { rows[h] = compute(h); });
[[nodiscard]] bool parallelFor(int count, int threads, const std::stop_token& stop,
                               const std::function<void(int)>& body);

} // namespace sextant
