// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/mapped_file.h"

#include "tests/core/temporary_folder.h"

#include <cmath>
#include <csignal>
#include <cstring>

#include <sys/stat.h>

namespace sextant::tensor {
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

TEST_F(MappedFileTest, WhatIsCutOffAfterwardsReadsAsNotANumber) {
    guardMappings();
    const std::size_t length = 9000000; // more than one piece of what stands in
    const auto path = write("some", std::string(length, 'x'));
    const auto mapped = MappedFile::open(path);
    const auto other = MappedFile::open(write("other", "content"));
    ASSERT_TRUE(mapped && other);
    std::filesystem::resize_file(path, 5000);
    const auto bytes = (*mapped)->bytes();
    EXPECT_EQ(static_cast<char>(bytes[0]), 'x');
    EXPECT_EQ(static_cast<char>(bytes[4999]), 'x');
    for (std::size_t at = length; at-- > 8192;) {
        ASSERT_EQ(bytes[at], std::byte{0xff}) << at;
    }
    float gone = 0.0f;
    std::memcpy(&gone, bytes.data() + 100000, sizeof gone);
    EXPECT_TRUE(std::isnan(gone));
    EXPECT_EQ(static_cast<char>((*other)->bytes()[0]), 'c');
}

using MappedFileDeathTest = MappedFileTest;

TEST_F(MappedFileDeathTest, OtherBusErrorsEndTheProgramAsBefore) {
    guardMappings();
    const auto mapped = MappedFile::open(write("some", "content"));
    ASSERT_TRUE(mapped);
    EXPECT_DEATH(std::raise(SIGBUS), "");
}

TEST_F(MappedFileTest, OpeningInstallsNoHandler) {
    struct sigaction before {};
    struct sigaction after {};
    ::sigaction(SIGBUS, nullptr, &before);
    ASSERT_TRUE(MappedFile::open(write("some", "content")));
    ::sigaction(SIGBUS, nullptr, &after);
    EXPECT_EQ(before.sa_sigaction, after.sa_sigaction) << "signals are the program's, not a library's";
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

TEST_F(MappedFileTest, ALinkThatLeadsNowhereSaysWhereTo) {
    std::filesystem::create_symlink("../../blobs/0a1b2c", folder_ / "config.json");
    const auto file = MappedFile::open(folder_ / "config.json");
    ASSERT_FALSE(file);
    EXPECT_EQ(file.error().code, ErrorCode::NotFound);
    EXPECT_EQ(file.error().sentence, "is a link to ../../blobs/0a1b2c, which is missing");
}

TEST_F(MappedFileTest, AFolderIsUnreadable) {
    const auto mapped = MappedFile::open(folder_);
    ASSERT_FALSE(mapped);
    EXPECT_EQ(mapped.error().code, ErrorCode::Unreadable);
    EXPECT_NE(mapped.error().sentence.find("folder"), std::string::npos);
}

TEST_F(MappedFileTest, APipeIsRefusedWithoutWaitingForAWriter) {
    ASSERT_EQ(::mkfifo((folder_ / "pipe").c_str(), 0600), 0);
    const auto mapped = MappedFile::open(folder_ / "pipe");
    ASSERT_FALSE(mapped);
    EXPECT_EQ(mapped.error().sentence, "is not a regular file");
}

TEST_F(MappedFileTest, AnEmptyNameIsCalledThat) {
    const auto mapped = MappedFile::open("");
    ASSERT_FALSE(mapped);
    EXPECT_NE(mapped.error().sentence.find("name"), std::string::npos);
}

TEST_F(MappedFileTest, ADeviceIsUnreadable) {
    const auto mapped = MappedFile::open("/dev/null");
    ASSERT_FALSE(mapped);
    EXPECT_EQ(mapped.error().code, ErrorCode::Unreadable);
}

} // namespace
} // namespace sextant::tensor
