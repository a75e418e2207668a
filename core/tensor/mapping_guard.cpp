// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/mapping_guard.h"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstring>

namespace sextant::tensor {
namespace {

/// The substitute for missing bytes is mapped over and over in pieces of this size, so a large file costs
/// neither memory nor more mappings than the system allows.
constexpr std::uintptr_t pieceLength = std::uintptr_t{2} << 20;

struct Range {
    std::atomic<std::uintptr_t> begin{0}; ///< 0 for a free slot
    std::atomic<std::uintptr_t> end{0};
};

// A signal handler can reach nothing but globals.
std::array<Range, 256> ranges;
std::atomic<int> piece{-1}; ///< a file in memory, full of 0xff
const auto pageLength = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
struct sigaction handlerBefore {};

int makePiece() {
    const int descriptor = ::memfd_create("missing bytes", MFD_CLOEXEC);
    if (descriptor < 0 || ::ftruncate(descriptor, pieceLength) != 0) {
        return descriptor;
    }
    void* bytes = ::mmap(nullptr, pieceLength, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
    if (bytes != MAP_FAILED) {
        std::memset(bytes, 0xff, pieceLength);
        ::munmap(bytes, pieceLength);
    }
    return descriptor;
}

/// The end of the guarded mapping that holds `address`; 0 when there is none.
std::uintptr_t guardedEnd(std::uintptr_t address) {
    for (const Range& range : ranges) {
        const std::uintptr_t begin = range.begin.load();
        const std::uintptr_t end = range.end.load();
        if (begin != 0 && address >= begin && address < end) {
            return end;
        }
    }
    return 0;
}

/// Makes only calls that are allowed in a signal handler; mmap is a bare system call.
bool standIn(void* missing) {
    const auto address = reinterpret_cast<std::uintptr_t>(missing);
    const std::uintptr_t end = guardedEnd(address);
    if (end == 0) {
        return false;
    }
    const std::uintptr_t intoPage = address % pageLength;
    const std::uintptr_t length =
        std::min((address / pieceLength + 1) * pieceLength, end) - (address - intoPage);
    return ::mmap(static_cast<std::byte*>(missing) - intoPage, length, PROT_READ, MAP_SHARED | MAP_FIXED,
                  piece.load(), 0) != MAP_FAILED;
}

void onBusError(int signal, siginfo_t* information, void* context) {
    const int code = errno;
    if (standIn(information->si_addr)) {
        errno = code;
        return;
    }
    if ((handlerBefore.sa_flags & SA_SIGINFO) != 0) {
        handlerBefore.sa_sigaction(signal, information, context);
    } else {
        ::sigaction(SIGBUS, &handlerBefore, nullptr); // raise it again for the handler that was there before
        ::raise(signal);
    }
}

} // namespace

void guardMappings() {
    static const bool installed = [] {
        piece = makePiece();
        struct sigaction action {};
        action.sa_sigaction = onBusError;
        action.sa_flags = SA_SIGINFO;
        ::sigemptyset(&action.sa_mask);
        return ::sigaction(SIGBUS, &action, &handlerBefore) == 0;
    }();
    (void)installed;
}

MappingGuard::MappingGuard(std::span<const std::byte> mapping) : slot_(ranges.size()) {
    const auto begin = reinterpret_cast<std::uintptr_t>(mapping.data());
    const std::uintptr_t end = (begin + mapping.size() + pageLength - 1) / pageLength * pageLength;
    for (std::size_t slot = 0; slot < ranges.size() && !mapping.empty(); ++slot) {
        std::uintptr_t free = 0;
        if (ranges[slot].begin.compare_exchange_strong(free, begin)) {
            ranges[slot].end = end;
            slot_ = slot;
            return;
        }
    }
}

MappingGuard::~MappingGuard() {
    if (slot_ < ranges.size()) {
        ranges[slot_].end = 0;
        ranges[slot_].begin = 0;
    }
}

bool isGuarded(const std::byte* address) {
    return guardedEnd(reinterpret_cast<std::uintptr_t>(address)) != 0;
}

} // namespace sextant::tensor
