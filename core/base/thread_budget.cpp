// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/thread_budget.h"

#include <sys/resource.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <limits>
#include <string>
#include <utility>

namespace sextant {
namespace {

constexpr std::uint64_t unlimited = std::numeric_limits<std::uint64_t>::max();

/// The number of kilobytes in the line `KEY: N kB` of a file of /proc, in bytes.
std::uint64_t bytesInLine(const char* path, const std::string& key, std::uint64_t absent) {
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with(key + ':')) {
            return std::strtoull(line.c_str() + key.size() + 1, nullptr, 10) * 1024;
        }
    }
    return absent;
}

/// What a limit leaves beside what is in use.
std::uint64_t leftOf(decltype(RLIMIT_AS) resource, const char* key) {
    rlimit limit{};
    if (::getrlimit(resource, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) {
        return unlimited;
    }
    const std::uint64_t used = bytesInLine("/proc/self/status", key, 0);
    return limit.rlim_cur > used ? limit.rlim_cur - used : 0;
}

} // namespace

ThreadBudget::Lease::Lease(std::shared_ptr<std::atomic<int>> free, int count)
    : free_(std::move(free)),
      count_(count) {}

ThreadBudget::Lease::Lease(Lease&& other) noexcept
    : free_(std::move(other.free_)),
      count_(std::exchange(other.count_, 0)) {}

ThreadBudget::Lease& ThreadBudget::Lease::operator=(Lease&& other) noexcept {
    std::swap(free_, other.free_);
    std::swap(count_, other.count_);
    return *this;
}

ThreadBudget::Lease::~Lease() {
    if (free_) {
        *free_ += count_;
    }
}

ThreadBudget::ThreadBudget(int total)
    : total_(std::max(total, 1)),
      free_(std::make_shared<std::atomic<int>>(total_)) {}

ThreadBudget::Lease ThreadBudget::lease(int wanted) const {
    int free = *free_;
    int count = 0;
    do {
        count = std::max(1, std::min(wanted, free));
    } while (!free_->compare_exchange_weak(free, free - count));
    return {free_, count};
}

std::uint64_t memoryWithinLimits() {
    return std::min(leftOf(RLIMIT_AS, "VmSize"), leftOf(RLIMIT_DATA, "VmData"));
}

std::uint64_t availableMemory() {
    return std::min(bytesInLine("/proc/meminfo", "MemAvailable", unlimited), memoryWithinLimits());
}

int threadsThatFit(std::uint64_t bytesPerThread, std::uint64_t available) {
    const std::uint64_t fitting = available / std::max<std::uint64_t>(bytesPerThread, 1);
    return static_cast<int>(std::clamp<std::uint64_t>(fitting, 1, std::numeric_limits<int>::max()));
}

} // namespace sextant
