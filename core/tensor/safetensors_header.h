// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace sextant::tensor {

/// What the header of a safetensors file says about one tensor.
struct SafetensorsEntry {
    std::string name;
    std::string type; ///< as written: "F32", "BF16", "I8", ...; "unknown" for one of more than 16 bytes
    std::vector<std::int64_t> shape;
    std::size_t begin = 0; ///< first byte of the elements, counted from the start of the file
    std::size_t end = 0;   ///< one past the last
};

/// Reads and checks the header in `file`, the bytes of a whole safetensors file: 8 bytes of little-endian
/// header length, then a JSON object that maps each name to `dtype`, `shape` and `data_offsets` (relative to
/// the header's end). Every range returned lies inside the file, together they cover the data without gap or
/// overlap, as the format demands, and those of known element types have the size of their shape. In the
/// order of the header. `path` is for the errors only. Errs when the header exceeds ReadingBudget.
/// O(n log n) in the number of tensors; nothing is kept of the header but the entries.
///
///     const auto entries = parseSafetensorsHeader(file->bytes(), path);
///     if (entries) { for (const SafetensorsEntry& entry : *entries) { ... } }
[[nodiscard]] Result<std::vector<SafetensorsEntry>> parseSafetensorsHeader(std::span<const std::byte> file,
                                                                           const std::filesystem::path& path);

/// The bytes of the length and the header together, as parseSafetensorsHeader() checked them: what identifies
/// the layout of a file without reading its weights. At most `file`.
[[nodiscard]] std::span<const std::byte> safetensorsHeaderBytes(std::span<const std::byte> file);

/// Bytes of an element of a known type; 0 for an unknown one, or one smaller than a byte.
[[nodiscard]] std::size_t safetensorsElementSize(const std::string& type);

} // namespace sextant::tensor
