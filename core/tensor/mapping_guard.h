// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>

namespace sextant::tensor {

/// Installs the handler of SIGBUS behind MappingGuard, for the whole process. A program calls it in main();
/// calling it again changes nothing. Signals that concern no guarded mapping go to the handler that was there
/// before.
void guardMappings();

/// While it lives, the bytes of a file mapping stay readable even when another program cuts the file short,
/// which would otherwise end this program with SIGBUS the next time it reads what is gone. Bytes that are
/// gone read as 0xff: NaN in every floating-point type, so that they count as missing. Has an effect only in
/// a program that called guardMappings(). At most 256 mappings are guarded at a time; the rest are left as
/// they are.
///
///     guardMappings(); // once, in main()
///     const MappingGuard guard(mapping); // ends before the mapping is removed
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

/// True while a MappingGuard lives for the mapping that holds `address`.
[[nodiscard]] bool isGuarded(const std::byte* address);

} // namespace sextant::tensor
