// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/page_budget.h"

#include "core/tensor/mapped_file.h"

namespace sextant::checkpoint {

void PageBudget::noteRead(std::size_t bytes) {
    if (readSince_.fetch_add(bytes) + bytes < limit_) {
        return;
    }
    readSince_ = 0;
    for (const std::span<const std::byte> part : parts_) {
        tensor::MappedFile::releasePages(part);
    }
}

} // namespace sextant::checkpoint
