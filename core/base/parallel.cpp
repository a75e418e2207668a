// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/parallel.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <new>
#include <system_error>
#include <thread>
#include <vector>

namespace sextant {
namespace {

/// Threads that run `work`; fewer than `count` where the system has no more threads or memory for them.
std::vector<std::jthread> startThreads(int count, const std::function<void()>& work) {
    std::vector<std::jthread> threads;
    try {
        for (int i = 0; i < count; ++i) {
            threads.emplace_back(work);
        }
    } catch (const std::system_error&) {
        return threads; // the caller's thread does the rest
    } catch (const std::bad_alloc&) {
        return threads;
    }
    return threads;
}

} // namespace

int defaultThreadCount() {
    return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

bool parallelFor(int count, int threads, const std::stop_token& stop, const std::function<void(int)>& body) {
    std::atomic<int> next{0};
    std::atomic<int> done{0};
    std::mutex mutex;
    std::exception_ptr thrown; // the first, guarded by the mutex
    const auto work = [&] {
        while (!stop.stop_requested()) {
            const int index = next.fetch_add(1);
            if (index >= count) {
                return;
            }
            try {
                body(index);
            } catch (...) {
                next = count;
                const std::lock_guard lock(mutex);
                thrown = thrown ? thrown : std::current_exception();
                return;
            }
            done.fetch_add(1);
        }
    };
    {
        const std::vector<std::jthread> helpers = startThreads(std::min(threads, count) - 1, work);
        work();
    }
    if (thrown) {
        std::rethrow_exception(thrown);
    }
    return done.load() == count;
}

} // namespace sextant
