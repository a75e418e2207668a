// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>

namespace sextant::tensor {

/// While it lives, the bytes of a file mapping stay readable even when another program cuts the file short,
/// which would otherwise end this program with SIGBUS at the next look at what is gone. Bytes that are gone
/// read as 0xff: NaN in every floating-point type, so that they count as missing.
///
/// The signal's handler is the process's, and so is the table behind this class; signals that concern no
/// guarded mapping go to the handler that was there before. At most 256 mappings are guarded at a time, more
/// are left as they are.
class MappingGuard {
public:
    /// `mapping` begins at a page and belongs to the caller alone.
    explicit MappingGuard(std::span<const std::byte> mapping);
    ~MappingGuard();
    MappingGuard(const MappingGuard&) = delete;
    MappingGuard& operator=(const MappingGuard&) = delete;

private:
    std::size_t slot_;
};

} // namespace sextant::tensor
