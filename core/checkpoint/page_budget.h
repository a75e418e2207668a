// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <cstddef>
#include <span>
#include <vector>

namespace sextant::checkpoint {

/// Bounds the memory that the pages of mapped weights take: weights are read again much later, if at all, and
/// then from the file. Releases all parts after every `limit` bytes read. Thread-safe.
class PageBudget {
public:
    /// `parts` lie in mapped files that outlive this object.
    PageBudget(std::vector<std::span<const std::byte>> parts, std::size_t limit)
        : parts_(std::move(parts)),
          limit_(limit) {}

    /// Call after every read.
    void noteRead(std::size_t bytes);

private:
    std::vector<std::span<const std::byte>> parts_;
    std::size_t limit_;
    std::atomic<std::size_t> readSince_ = 0;
};

} // namespace sextant::checkpoint
