// SPDX-License-Identifier: GPL-3.0-or-later
// A library to be loaded before the program (LD_PRELOAD) that makes the disk of some mapped files slow:
//   SEXTANT_SLOW_PATH         those whose path contains this
//   SEXTANT_SLOW_MILLISECONDS how long each page takes to come
//   SEXTANT_SLOW_MARK         a file that is created when the first page is waited for
// Such a mapping is memory without content; the kernel tells a thread here of each page that is missed
// (userfaultfd), and the thread fetches it from the file when the time is up. Where the kernel does not
// allow that, the library does nothing and no mark appears.

#include <fcntl.h>
#include <linux/userfaultfd.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <thread>
#include <vector>

namespace {

constexpr std::size_t pageSize = 4096;

const char* setting(const char* name) {
    const char* value = std::getenv(name);
    return value != nullptr ? value : "";
}

bool isSlow(int descriptor) {
    const char* wanted = setting("SEXTANT_SLOW_PATH");
    char link[64];
    std::snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    char path[4096];
    const ssize_t length = ::readlink(link, path, sizeof path - 1);
    path[length > 0 ? length : 0] = '\0';
    return *wanted != '\0' && std::strstr(path, wanted) != nullptr;
}

struct SlowMapping {
    std::uintptr_t begin;
    std::uintptr_t end;
    int file;
};

class SlowDisk {
public:
    SlowDisk() {
        faults_ = static_cast<int>(::syscall(SYS_userfaultfd, O_CLOEXEC | UFFD_USER_MODE_ONLY));
        uffdio_api api{UFFD_API, 0, 0};
        if (faults_ >= 0 && ::ioctl(faults_, UFFDIO_API, &api) == 0) {
            std::thread([this] { serve(); }).detach();
        }
    }

    bool isThere() const { return faults_ >= 0; }

    /// False when the mapping cannot be made slow.
    bool add(void* address, std::size_t size, int descriptor) {
        const auto begin = reinterpret_cast<std::uintptr_t>(address);
        const std::size_t whole = (size + pageSize - 1) / pageSize * pageSize;
        uffdio_register range{{begin, whole}, UFFDIO_REGISTER_MODE_MISSING, 0};
        if (::ioctl(faults_, UFFDIO_REGISTER, &range) != 0) {
            return false;
        }
        const std::lock_guard lock(mutex_);
        mappings_.push_back({begin, begin + whole, ::fcntl(descriptor, F_DUPFD_CLOEXEC, 0)});
        return true;
    }

private:
    void serve() {
        uffd_msg message{};
        while (::read(faults_, &message, sizeof message) == sizeof message) {
            if (message.event != UFFD_EVENT_PAGEFAULT) {
                continue;
            }
            ::close(::open(setting("SEXTANT_SLOW_MARK"), O_CREAT | O_WRONLY | O_CLOEXEC, 0600));
            ::usleep(1000U * static_cast<unsigned>(std::atoi(setting("SEXTANT_SLOW_MILLISECONDS"))));
            bring(static_cast<std::uintptr_t>(message.arg.pagefault.address) / pageSize * pageSize);
        }
    }

    void bring(std::uintptr_t page) {
        alignas(pageSize) static unsigned char content[pageSize];
        std::memset(content, 0, sizeof content);
        const std::lock_guard lock(mutex_);
        const auto newest =
            std::find_if(mappings_.rbegin(), mappings_.rend(), [page](const SlowMapping& mapping) {
                return page >= mapping.begin && page < mapping.end;
            });
        if (newest != mappings_.rend()) {
            [[maybe_unused]] const ssize_t count =
                ::pread(newest->file, content, sizeof content, static_cast<off_t>(page - newest->begin));
        }
        uffdio_copy copy{page, reinterpret_cast<std::uintptr_t>(&content), pageSize, 0, 0};
        ::ioctl(faults_, UFFDIO_COPY, &copy);
    }

    int faults_ = -1;
    std::mutex mutex_;
    std::vector<SlowMapping> mappings_;
};

SlowDisk& slowDisk() {
    static auto* disk = new SlowDisk; // its thread goes on to the end
    return *disk;
}

void* rawMap(void* address, std::size_t size, int protection, int flags, int descriptor, off_t offset) {
    // NOLINTNEXTLINE(performance-no-int-to-ptr): the kernel gives an address as a number
    return reinterpret_cast<void*>(::syscall(SYS_mmap, address, size, protection, flags, descriptor, offset));
}

} // namespace

extern "C" {

void* mmap(void* address, size_t size, int protection, int flags, int descriptor, off_t offset) noexcept {
    if (address == nullptr && descriptor >= 0 && offset == 0 && isSlow(descriptor) && slowDisk().isThere()) {
        void* memory =
            rawMap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        if (memory != MAP_FAILED && slowDisk().add(memory, size, descriptor)) {
            return memory;
        }
        if (memory != MAP_FAILED) {
            ::syscall(SYS_munmap, memory, size);
        }
    }
    return rawMap(address, size, protection, flags, descriptor, offset);
}

void* mmap64(void* address, size_t size, int protection, int flags, int descriptor, off64_t offset) noexcept {
    return mmap(address, size, protection, flags, descriptor, offset);
}
}
