// SPDX-License-Identifier: GPL-3.0-or-later
// A library to be loaded before the program (LD_PRELOAD) that lets one system call fail, or kills the program
// in it:
//   SEXTANT_FAIL_CALL   write, fsync, rename, unlink or mmap, each with its variants; or thread: from the one
//                       of that number on, none can be started; or cut: a file that is mapped loses all of
//                       its bytes right after
//   SEXTANT_FAIL_NUMBER which of them, counted from 1
//   SEXTANT_FAIL_PATH   counts only calls on files whose path contains this
//   SEXTANT_FAIL_MARK   a file that is created when the call has failed
//   SEXTANT_FAIL_KILLS  when set, the program is killed instead, a write after half of its bytes
// Raw system calls do the rest, so the library needs nothing of what it replaces but of threads.

#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace {

std::atomic<long> calls{0};

const char* setting(const char* name) {
    const char* value = std::getenv(name);
    return value != nullptr ? value : "";
}

void makeMark() {
    const long mark = ::syscall(SYS_openat, AT_FDCWD, setting("SEXTANT_FAIL_MARK"), O_CREAT | O_WRONLY, 0600);
    ::syscall(SYS_close, mark);
}

/// True when this call is the one that must fail.
bool mustFail(const char* call, const char* path) {
    if (std::strcmp(setting("SEXTANT_FAIL_CALL"), call) != 0 ||
        std::strstr(path, setting("SEXTANT_FAIL_PATH")) == nullptr ||
        ++calls != std::atol(setting("SEXTANT_FAIL_NUMBER"))) {
        return false;
    }
    makeMark();
    return true;
}

/// Ends the program as a power cut does: nothing of it runs any more.
void killIfAsked() {
    if (*setting("SEXTANT_FAIL_KILLS") != '\0') {
        ::syscall(SYS_kill, ::getpid(), SIGKILL);
    }
}

/// The path of an open file, null-terminated.
struct PathOf {
    explicit PathOf(int descriptor) {
        char link[64];
        std::snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
        const ssize_t length = ::readlink(link, text, sizeof text - 1);
        text[length > 0 ? length : 0] = '\0';
    }
    char text[4096];
};

/// The same for a call on an open file.
bool mustFail(const char* call, int descriptor) {
    return mustFail(call, PathOf(descriptor).text);
}

long failWith(int code) {
    killIfAsked();
    errno = code;
    return -1;
}

} // namespace

extern "C" {

ssize_t write(int descriptor, const void* bytes, size_t size) {
    if (mustFail("write", descriptor)) {
        if (*setting("SEXTANT_FAIL_KILLS") != '\0') {
            ::syscall(SYS_write, descriptor, bytes, size / 2);
        }
        return failWith(ENOSPC);
    }
    return ::syscall(SYS_write, descriptor, bytes, size);
}

ssize_t pwrite(int descriptor, const void* bytes, size_t size, off_t offset) {
    return mustFail("write", descriptor) ? failWith(ENOSPC)
                                         : ::syscall(SYS_pwrite64, descriptor, bytes, size, offset);
}

ssize_t pwrite64(int descriptor, const void* bytes, size_t size, off64_t offset) {
    return pwrite(descriptor, bytes, size, offset);
}

int fsync(int descriptor) {
    return static_cast<int>(mustFail("fsync", descriptor) ? failWith(EIO) : ::syscall(SYS_fsync, descriptor));
}

int fdatasync(int descriptor) {
    return static_cast<int>(mustFail("fsync", descriptor) ? failWith(EIO)
                                                          : ::syscall(SYS_fdatasync, descriptor));
}

int pthread_create(pthread_t* thread, const pthread_attr_t* attributes, void* (*start)(void*),
                   void* argument) noexcept {
    static const bool isAsked = std::strcmp(setting("SEXTANT_FAIL_CALL"), "thread") == 0;
    if (isAsked && ++calls >= std::atol(setting("SEXTANT_FAIL_NUMBER"))) {
        makeMark();
        return EAGAIN;
    }
    static const auto create =
        reinterpret_cast<decltype(&pthread_create)>(::dlsym(RTLD_NEXT, "pthread_create"));
    return create(thread, attributes, start, argument);
}

int unlink(const char* path) noexcept {
    return static_cast<int>(mustFail("unlink", path) ? failWith(EACCES)
                                                     : ::syscall(SYS_unlinkat, AT_FDCWD, path, 0));
}

int rename(const char* from, const char* to) noexcept {
    return static_cast<int>(mustFail("rename", to)
                                ? failWith(EACCES)
                                : ::syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0));
}

void* mmap(void* address, size_t size, int protection, int flags, int descriptor, off_t offset) noexcept {
    if (descriptor >= 0 && mustFail("mmap", descriptor)) {
        failWith(ENOMEM);
        return MAP_FAILED;
    }
    const long given = ::syscall(SYS_mmap, address, size, protection, flags, descriptor, offset);
    // NOLINTNEXTLINE(performance-no-int-to-ptr): the kernel gives an address as a number
    auto* mapped = reinterpret_cast<void*>(given);
    if (descriptor >= 0 && mustFail("cut", descriptor)) {
        ::syscall(SYS_truncate, PathOf(descriptor).text, 0);
    }
    return mapped;
}

void* mmap64(void* address, size_t size, int protection, int flags, int descriptor, off64_t offset) noexcept {
    return mmap(address, size, protection, flags, descriptor, offset);
}
}
