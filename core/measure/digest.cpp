#include "core/measure/digest.h"

#include <openssl/evp.h>

#include <array>

#include <fmt/format.h>

namespace sextant {
namespace {

EVP_MD_CTX* contextOf(void* context) {
    return static_cast<EVP_MD_CTX*>(context);
}

} // namespace

Digest::Digest() : context_(EVP_MD_CTX_new()) {
    EVP_DigestInit_ex(contextOf(context_), EVP_sha256(), nullptr);
}

Digest::~Digest() {
    EVP_MD_CTX_free(contextOf(context_));
}

void Digest::add(std::span<const std::byte> bytes) {
    EVP_DigestUpdate(contextOf(context_), bytes.data(), bytes.size());
}

std::string Digest::text() {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    EVP_DigestFinal_ex(contextOf(context_), digest.data(), &size);
    std::string text;
    for (unsigned i = 0; i < size; ++i) {
        text += fmt::format("{:02x}", digest[i]);
    }
    return text;
}

std::string digestOf(std::span<const std::byte> bytes) {
    Digest digest;
    digest.add(bytes);
    return digest.text();
}

} // namespace sextant
