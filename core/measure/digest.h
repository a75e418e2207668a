#pragma once

#include <cstddef>
#include <span>
#include <string>

namespace sextant {

/// SHA-256, computed piece by piece; in lower-case hexadecimal.
class Digest {
public:
    Digest();
    ~Digest();
    Digest(const Digest&) = delete;
    Digest& operator=(const Digest&) = delete;

    void add(std::span<const std::byte> bytes);

    /// Ends the computation; call once.
    std::string text();

private:
    void* context_;
};

/// The SHA-256 of `bytes`.
std::string digestOf(std::span<const std::byte> bytes);

} // namespace sextant
