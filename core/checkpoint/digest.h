// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <string>

#include <nettle/sha2.h>

namespace sextant::checkpoint {

/// SHA-256, computed piece by piece, in lower-case hexadecimal.
class Digest {
public:
    Digest();

    void add(std::span<const std::byte> bytes);

    /// The digest of everything added so far. The next add() starts a new one.
    std::string text();

private:
    sha256_ctx context_{};
};

/// The SHA-256 of `bytes`.
[[nodiscard]] std::string digestOf(std::span<const std::byte> bytes);

} // namespace sextant::checkpoint
