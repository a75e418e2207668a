// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/tensor_archive.h"

#include <filesystem>
#include <fstream>
#include <sstream>

#include <gmock/gmock.h>

namespace sextant::tensor {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

std::filesystem::path torchFixture(const std::string& name) {
    return std::filesystem::path(SEXTANT_TEST_DATA) / "torch" / name;
}

std::vector<double> contiguousValues(const TensorView& view) {
    std::vector<double> values(static_cast<std::size_t>(view.elementCount()));
    EXPECT_TRUE(view.isContiguous());
    convertToDouble(view.type, view.data, 1, values.size(), values.data());
    return values;
}

class TorchFileOfTheArtifact : public testing::TestWithParam<const char*> {};

TEST_P(TorchFileOfTheArtifact, IsReadWithItsValues) {
    const auto archive = readTorchArchive(torchFixture(GetParam()));
    ASSERT_TRUE(archive) << describe(archive.error());
    const TensorView* directions = archive->find("eig_dirs");
    ASSERT_NE(directions, nullptr);
    EXPECT_THAT(directions->shape, ElementsAre(2, 1, 2, 4));
    EXPECT_THAT(contiguousValues(*directions),
                ElementsAre(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15));
    const TensorView* eigenvalues = archive->find("sym_eigs");
    ASSERT_NE(eigenvalues, nullptr);
    EXPECT_THAT(contiguousValues(*eigenvalues), ElementsAre(4, -3, 2, -1, 8, -6, 4, -2));
}

INSTANTIATE_TEST_SUITE_P(Fixtures, TorchFileOfTheArtifact,
                         testing::Values("float16.pt", "bfloat16.pt", "float32.pt", "float64.pt",
                                         "protocol4.pt", "torch2_float16.pt", "torch2_bfloat16.pt",
                                         "torch2_float32.pt", "torch2_float64.pt", "torch2_forged.pt",
                                         "torch2_types.pt"),
                         [](const auto& instance) {
                             const std::string name = instance.param;
                             return name.substr(0, name.find('.'));
                         });

TEST(TorchArchiveReader, ViewsBeginAtTheirOffset) {
    const auto archive = readTorchArchive(torchFixture("sound.pt"));
    ASSERT_TRUE(archive) << describe(archive.error());
    EXPECT_THAT(contiguousValues(*archive->find("a")), ElementsAre(1, 2, 3));
}

TEST(TorchArchiveReader, ViewsOutliveTheirArchive) {
    TensorView directions;
    {
        const auto archive = readTorchArchive(torchFixture("float32.pt"));
        ASSERT_TRUE(archive);
        directions = *archive->find("eig_dirs");
    }
    EXPECT_EQ(contiguousValues(directions)[15], 15.0);
}

TEST(TorchArchiveReader, ErrorsNameTheFile) {
    EXPECT_EQ(readTorchArchive(torchFixture("absent.pt")).error().code, ErrorCode::NotFound);
    EXPECT_EQ(readTorchArchive(torchFixture("")).error().code, ErrorCode::Unreadable);
    const auto bigEndian = readTorchArchive(torchFixture("big_endian.pt"));
    ASSERT_FALSE(bigEndian);
    EXPECT_EQ(bigEndian.error().file, torchFixture("big_endian.pt"));
}

TEST(TorchArchiveReader, CompressedRecordsSayWhatToDoWithoutTorch) {
    if (SEXTANT_HAS_TORCH) {
        GTEST_SKIP() << "the torch module reads them";
    }
    const auto archive = readTorchArchive(torchFixture("deflated.pt"));
    ASSERT_FALSE(archive);
    EXPECT_EQ(archive.error().code, ErrorCode::Unsupported);
    EXPECT_THAT(archive.error().sentence,
                HasSubstr("torch.save(torch.load(file), file) stores them plainly"));
}

/// libtorch takes half a second to load: no reading may cost that.
TEST(TorchArchiveReader, ReadingLoadsNoTorch) {
    ASSERT_TRUE(readTorchArchive(torchFixture("float32.pt")));
    std::ostringstream maps;
    maps << std::ifstream("/proc/self/maps").rdbuf();
    ASSERT_THAT(maps.str(), HasSubstr("test_")) << "lists what is loaded";
    EXPECT_THAT(maps.str(), Not(HasSubstr("torch.so")));
    EXPECT_THAT(maps.str(), Not(HasSubstr("libtorch")));
}

} // namespace
} // namespace sextant::tensor
