// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <stop_token>

namespace sextant {

/// Threads that heavy work uses unless told otherwise: the cores of this machine, at least 1.
int defaultThreadCount();

/// Calls `body(index)` once for every index in [0, count), spread over `threads` threads (the caller's is one
/// of them), indices handed out in increasing order. After a stop request no further index is begun.
/// Returns true when every index was done, false when stopped. An exception of `body`, which is only expected
/// when memory runs out, ends the work like a stop request and goes on in the caller's thread. Where the
/// system gives fewer threads than asked for, those there are do all of it.
bool parallelFor(int count, int threads, const std::stop_token& stop, const std::function<void(int)>& body);

} // namespace sextant
