// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/working_folder.h"

#include "tests/core/measure/measure_fixture.h"

#include <sys/stat.h>

namespace sextant::measure {
namespace {

using testing::HasSubstr;

class WorkingFolderTest : public MeasureTest {
protected:
    Result<std::unique_ptr<WorkingFolder>> create() const {
        return WorkingFolder::create(path_, {"journal", "out.json"});
    }
    std::filesystem::path path_ = scratch_ / ".out.measure";
};

TEST_F(WorkingFolderTest, IsClosedToOthers) {
    const mode_t before = ::umask(0);
    const auto folder = create();
    ::umask(before);
    ASSERT_TRUE(folder);
    EXPECT_EQ(std::filesystem::status(path_).permissions(), std::filesystem::perms::owner_all);
}

TEST_F(WorkingFolderTest, ClosesOneOfItsOwnerThatWasOpen) {
    std::filesystem::create_directory(path_);
    std::filesystem::permissions(path_, std::filesystem::perms::all);
    ASSERT_TRUE(create().map([](const auto& folder) { folder->keep(); }));
    EXPECT_EQ(std::filesystem::status(path_).permissions(), std::filesystem::perms::owner_all);
}

TEST_F(WorkingFolderTest, RefusesALinkAndLeavesWhatItPointsTo) {
    std::filesystem::create_directory(scratch_ / "elsewhere");
    writeFile(scratch_ / "elsewhere" / "journal", "untouched");
    std::filesystem::create_directory_symlink(scratch_ / "elsewhere", path_);
    const auto folder = create();
    ASSERT_FALSE(folder);
    EXPECT_THAT(describe(folder.error()), HasSubstr(".out.measure: is in the way"));
    EXPECT_EQ(fileContent(scratch_ / "elsewhere" / "journal"), "untouched");
}

TEST_F(WorkingFolderTest, RefusesAnotherUsersFolder) {
    if (::geteuid() != 0) {
        GTEST_SKIP() << "only root can make one";
    }
    std::filesystem::create_directory(path_);
    writeFile(path_ / "journal", "untouched");
    ASSERT_EQ(::chown(path_.c_str(), 65534, 65534), 0);
    const auto folder = create();
    ASSERT_FALSE(folder);
    EXPECT_THAT(describe(folder.error()), HasSubstr("belongs to another user"));
    EXPECT_EQ(fileContent(path_ / "journal"), "untouched");
}

TEST_F(WorkingFolderTest, RemovesItsOwnFilesOnly) {
    {
        const auto folder = create();
        ASSERT_TRUE(folder);
        writeFile(path_ / "journal", "");
        writeFile(path_ / ".out.0123456789abcdef.partial.json", "");
        writeFile(path_ / "notes.txt", "somebody's");
    }
    EXPECT_FALSE(std::filesystem::exists(path_ / "journal"));
    EXPECT_FALSE(std::filesystem::exists(path_ / ".out.0123456789abcdef.partial.json"));
    EXPECT_EQ(fileContent(path_ / "notes.txt"), "somebody's");
    std::filesystem::remove(path_ / "notes.txt");
    ASSERT_TRUE(create());
    EXPECT_FALSE(std::filesystem::exists(path_)) << "an empty one goes too";
}

TEST_F(WorkingFolderTest, ALinkInItIsNotFollowedByTheMeasurement) {
    writeFolder(scratch_ / "model", inLayout(randomModel(2, 2, 2, 2, 8), "llama"));
    for (const char* name : {"journal", "directions"}) {
        std::filesystem::create_directory(path_);
        writeFile(scratch_ / "victim", "untouched");
        std::filesystem::create_symlink(scratch_ / "victim", path_ / name);
        const auto measured = measure(options("model"), {}, {});
        ASSERT_FALSE(measured) << name;
        EXPECT_EQ(measured.error().code, ErrorCode::WriteFailed);
        EXPECT_EQ(fileContent(scratch_ / "victim"), "untouched");
        std::filesystem::remove_all(path_);
    }
}

} // namespace
} // namespace sextant::measure
