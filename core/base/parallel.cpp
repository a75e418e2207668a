#include "core/base/parallel.h"

#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

namespace sextant {

int defaultThreadCount() {
    return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

bool parallelFor(int count, int threads, const std::stop_token& stop, const std::function<void(int)>& body) {
    std::atomic<int> next{0};
    std::atomic<int> done{0};
    const auto work = [&] {
        while (!stop.stop_requested()) {
            const int index = next.fetch_add(1);
            if (index >= count) {
                return;
            }
            body(index);
            done.fetch_add(1);
        }
    };
    {
        std::vector<std::jthread> helpers;
        for (int i = 1; i < std::min(threads, count); ++i) {
            helpers.emplace_back(work);
        }
        work();
    }
    return done.load() == count;
}

} // namespace sextant
