#include "core/measure/page_budget.h"

#include "core/tensor/mapped_file.h"

namespace sextant {

void PageBudget::noteRead(std::size_t bytes) {
    if (readSince_.fetch_add(bytes) + bytes < limit_) {
        return;
    }
    readSince_ = 0;
    for (const std::span<const std::byte> part : parts_) {
        MappedFile::releasePages(part);
    }
}

} // namespace sextant
