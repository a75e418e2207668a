// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <cstddef>
#include <span>
#include <vector>

namespace sextant::checkpoint {

/// Keeps the pages of mapped weights from counting as our memory without end: what was read once is read
/// again much later, if at all, and the file gives it back. Every `limit` bytes read, all parts are released.
/// Safe from several threads.
class PageBudget {
public:
    /// `parts` lie in mapped files that outlive this object.
    PageBudget(std::vector<std::span<const std::byte>> parts, std::size_t limit)
        : parts_(std::move(parts)),
          limit_(limit) {}

    /// To be told of every read, after it.
    void noteRead(std::size_t bytes);

private:
    std::vector<std::span<const std::byte>> parts_;
    std::size_t limit_;
    std::atomic<std::size_t> readSince_ = 0;
};

} // namespace sextant::checkpoint
