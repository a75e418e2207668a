// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/digest.h"

#include <array>

#include <fmt/format.h>

namespace sextant::checkpoint {

Digest::Digest() {
    sha256_init(&context_);
}

void Digest::add(std::span<const std::byte> bytes) {
    sha256_update(&context_, bytes.size(), reinterpret_cast<const std::uint8_t*>(bytes.data()));
}

std::string Digest::text() {
    std::array<std::uint8_t, SHA256_DIGEST_SIZE> digest{};
    sha256_digest(&context_, digest.size(), digest.data());
    std::string text;
    for (const std::uint8_t byte : digest) {
        text += fmt::format("{:02x}", byte);
    }
    return text;
}

std::string digestOf(std::span<const std::byte> bytes) {
    Digest digest;
    digest.add(bytes);
    return digest.text();
}

} // namespace sextant::checkpoint
