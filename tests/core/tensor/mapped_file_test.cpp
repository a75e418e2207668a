#include "core/tensor/mapped_file.h"

#include "tests/core/temporary_folder.h"

#include <cstring>

namespace sextant {
namespace {

class MappedFileTest : public TemporaryFolderTest {};

TEST_F(MappedFileTest, ShowsEveryByte) {
    const std::string content = std::string("a\0b", 3) + std::string(5000, 'x');
    const auto mapped = MappedFile::open(write("some", content));
    ASSERT_TRUE(mapped) << describe(mapped.error());
    ASSERT_EQ((*mapped)->bytes().size(), content.size());
    EXPECT_EQ(std::memcmp((*mapped)->bytes().data(), content.data(), content.size()), 0);
}

TEST_F(MappedFileTest, StaysReadableAfterTheFileIsRemoved) {
    const auto path = write("some", "content");
    const auto mapped = MappedFile::open(path);
    ASSERT_TRUE(mapped);
    std::filesystem::remove(path);
    EXPECT_EQ(static_cast<char>((*mapped)->bytes()[0]), 'c');
}

TEST_F(MappedFileTest, AnEmptyFileIsAnEmptySpan) {
    const auto mapped = MappedFile::open(write("empty", ""));
    ASSERT_TRUE(mapped) << describe(mapped.error());
    EXPECT_TRUE((*mapped)->bytes().empty());
}

TEST_F(MappedFileTest, AMissingFileIsNotFoundAndNamed) {
    const auto mapped = MappedFile::open(folder_ / "absent");
    ASSERT_FALSE(mapped);
    EXPECT_EQ(mapped.error().code, ErrorCode::NotFound);
    EXPECT_EQ(mapped.error().file, folder_ / "absent");
}

TEST_F(MappedFileTest, AFolderIsUnreadable) {
    const auto mapped = MappedFile::open(folder_);
    ASSERT_FALSE(mapped);
    EXPECT_EQ(mapped.error().code, ErrorCode::Unreadable);
    EXPECT_NE(mapped.error().sentence.find("folder"), std::string::npos);
}

TEST_F(MappedFileTest, ADeviceIsUnreadable) {
    const auto mapped = MappedFile::open("/dev/null");
    ASSERT_FALSE(mapped);
    EXPECT_EQ(mapped.error().code, ErrorCode::Unreadable);
}

} // namespace
} // namespace sextant
