// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <cstddef>
#include <cstring>
#include <span>
#include <string_view>

namespace sextant::tensor {

/// Whether these are the bytes of the small text that Git LFS leaves in place of a file it has not fetched.
[[nodiscard]] inline bool isLfsPointer(std::span<const std::byte> file) {
    constexpr std::string_view signature = "version https://git-lfs";
    return file.size() >= signature.size() &&
           std::memcmp(file.data(), signature.data(), signature.size()) == 0;
}

[[nodiscard]] inline Error lfsPointerError(const std::filesystem::path& path) {
    return {ErrorCode::Unsupported,
            path,
            {},
            "is a Git LFS pointer in place of the file itself; `git lfs pull` fetches it"};
}

} // namespace sextant::tensor
