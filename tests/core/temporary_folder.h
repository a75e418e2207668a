// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include <unistd.h>

#include <gtest/gtest.h>

namespace sextant {

/// A test with a folder of its own, removed afterwards.
class TemporaryFolderTest : public testing::Test {
protected:
    TemporaryFolderTest() {
        const testing::TestInfo* test = testing::UnitTest::GetInstance()->current_test_info();
        folder_ = std::filesystem::temp_directory_path() /
                  ("sextant-" + std::to_string(::getpid()) + "-" + test->name());
        std::filesystem::create_directories(folder_);
    }
    ~TemporaryFolderTest() override { std::filesystem::remove_all(folder_); }

    std::filesystem::path write(const std::string& name, std::string_view content) const {
        std::filesystem::create_directories((folder_ / name).parent_path());
        std::ofstream(folder_ / name, std::ios::binary) << content;
        return folder_ / name;
    }

    std::filesystem::path folder_;
};

} // namespace sextant
