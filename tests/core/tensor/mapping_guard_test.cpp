// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/mapping_guard.h"

#include "core/tensor/mapped_file.h"
#include "tests/core/temporary_folder.h"

#include <atomic>

#include <sys/syscall.h>
#include <unistd.h>

namespace sextant::tensor {
namespace {

std::atomic<int> guardedWhenUnmapped = 0;

} // namespace
} // namespace sextant::tensor

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__) // they have a munmap() of their own

extern "C" int munmap(void* address, std::size_t length) noexcept {
    sextant::tensor::guardedWhenUnmapped +=
        sextant::tensor::isGuarded(static_cast<std::byte*>(address)) ? 1 : 0;
    return static_cast<int>(::syscall(SYS_munmap, address, length));
}

#endif

namespace sextant::tensor {
namespace {

class MappingGuardTest : public TemporaryFolderTest {};

TEST_F(MappingGuardTest, LivesAsLongAsTheFile) {
    const std::byte* first = nullptr;
    {
        const auto file = MappedFile::open(write("some", "content"));
        ASSERT_TRUE(file);
        first = (*file)->bytes().data();
        EXPECT_TRUE(isGuarded(first));
        EXPECT_TRUE(isGuarded(first + 4095)) << "to the end of the page";
    }
    EXPECT_FALSE(isGuarded(first));
}

TEST_F(MappingGuardTest, EndsBeforeTheMapping) {
    guardedWhenUnmapped = 0;
    ASSERT_TRUE(MappedFile::open(write("some", "content")));
    EXPECT_EQ(guardedWhenUnmapped, 0) << "another thread's mapping could get the address while it is guarded";
}

} // namespace
} // namespace sextant::tensor
