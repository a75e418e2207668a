// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/artifact/artifact_reader.h"
#include "core/loading/loading.h"
#include "core/tensor/tensor_archive.h"
#include "core/tensor/torch_door.h"

#include "tests/core/temporary_folder.h"
#include "tests/core/torch/torch_fixture.h"

#include <csignal>
#include <cstdlib>
#include <cstring>
#include <numeric>
#include <sstream>
#include <thread>

#include <sys/resource.h>

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace sextant::tensor {
namespace {

using testing::ElementsAre;
using testing::ElementsAreArray;
using testing::HasSubstr;

std::string contentOf(const std::filesystem::path& path) {
    std::ostringstream content;
    content << std::ifstream(path, std::ios::binary).rdbuf();
    return content.str();
}

TensorView viewOf(const std::vector<float>& values, std::vector<std::int64_t> shape) {
    TensorView view;
    view.shape = std::move(shape);
    view.strides = contiguousStrides(view.shape);
    view.data = reinterpret_cast<const std::byte*>(values.data());
    return view;
}

class TorchArchiveOfType : public testing::TestWithParam<ElementType> {};

TEST_P(TorchArchiveOfType, IsReadInPlace) {
    for (const char* writer : {"", "torch2_"}) {
        const auto archive = readTorchArchive(fixture(writer + elementName(GetParam()) + ".pt"));
        ASSERT_TRUE(archive) << describe(archive.error());
        const TensorView* directions = archive->find("eig_dirs");
        ASSERT_NE(directions, nullptr);
        EXPECT_EQ(directions->type, GetParam());
        EXPECT_THAT(directions->shape, ElementsAre(2, 1, 2, 4));
        EXPECT_TRUE(directions->isContiguous());
        std::vector<double> counting(16);
        std::iota(counting.begin(), counting.end(), 0.0);
        EXPECT_EQ(valuesOf(*directions), counting);
    }
}

INSTANTIATE_TEST_SUITE_P(EveryType, TorchArchiveOfType,
                         testing::Values(ElementType::Float16, ElementType::BFloat16, ElementType::Float32,
                                         ElementType::Float64),
                         [](const auto& instance) { return elementName(instance.param); });

TEST(ReadTorchArchive, ViewsOfOneStorageShowTheirOwnPart) {
    const auto archive = readTorchArchive(fixture("torch2_strided.pt"));
    ASSERT_TRUE(archive) << describe(archive.error());
    std::vector<double> counting(16);
    std::iota(counting.begin(), counting.end(), 0.0);
    EXPECT_THAT(archive->find("eig_dirs")->strides, ElementsAre(8, 8, 1, 2));
    EXPECT_EQ(valuesOf(*archive->find("eig_dirs")), counting);
    EXPECT_THAT(valuesOf(*archive->find("sym_eigs")), ElementsAre(4, -3, 2, -1, 8, -6, 4, -2));
    EXPECT_THAT(valuesOf(*archive->find("every_second")), ElementsAre(4, 2, 8, 4));
    EXPECT_THAT(valuesOf(*archive->find("expanded")), ElementsAre(4, -3, 2, -1, 4, -3, 2, -1));
    EXPECT_THAT(valuesOf(*archive->find("scalar")), ElementsAre(-3));
}

TEST(ReadTorchArchive, StridedTensorsShowTheirElementsInOrder) {
    const auto archive = readTorchArchive(fixture("strided.pt"));
    ASSERT_TRUE(archive) << describe(archive.error());
    std::vector<double> counting(16);
    std::iota(counting.begin(), counting.end(), 0.0);
    EXPECT_FALSE(archive->find("eig_dirs")->isContiguous());
    EXPECT_EQ(valuesOf(*archive->find("eig_dirs")), counting);
    EXPECT_THAT(valuesOf(*archive->find("expanded")),
                ElementsAreArray({0.0, 1.0, 2.0, 3.0, 0.0, 1.0, 2.0, 3.0}));
    const std::vector<double> everySecond = valuesOf(*archive->find("every_second"));
    for (std::size_t i = 0; i < everySecond.size(); ++i) {
        EXPECT_EQ(everySecond[i], static_cast<double>(2 * i + 1));
    }
}

/// The module takes another way to the bytes: torch's zip reader finds and unpacks the records, and torch
/// makes the tensors. What the pickle says comes from our own reader in both; torch_oracle_test.cpp compares
/// that.
TEST(ReadTorchArchive, TheTorchModuleFindsTheSameBytes) {
    int same = 0;
    for (const auto& entry : std::filesystem::directory_iterator(fixture(""))) {
        if (entry.path().extension() != ".pt") {
            continue;
        }
        const auto ours = readTorchArchive(entry.path());
        const auto theirs = readThroughTorch(entry.path());
        ASSERT_EQ(ours.has_value(), theirs.has_value()) << entry.path();
        const TensorArchive none;
        const TensorArchive& left = ours ? *ours : none;
        const TensorArchive& right = theirs ? *theirs : none;
        ASSERT_EQ(left.tensors.size(), right.tensors.size()) << entry.path();
        EXPECT_EQ(left.skipped.size(), right.skipped.size()) << entry.path();
        for (std::size_t i = 0; i < left.tensors.size(); ++i) {
            EXPECT_EQ(left.tensors[i].name, right.tensors[i].name);
            EXPECT_EQ(left.tensors[i].tensor.type, right.tensors[i].tensor.type);
            EXPECT_EQ(left.tensors[i].tensor.shape, right.tensors[i].tensor.shape);
            EXPECT_EQ(valuesOf(left.tensors[i].tensor), valuesOf(right.tensors[i].tensor)) << entry.path();
            ++same;
        }
    }
    EXPECT_GE(same, 20);
}

TEST(ReadTorchArchive, CompressedRecordsAreUnpackedByTorch) {
    const auto archive = readTorchArchive(fixture("deflated.pt"));
    ASSERT_TRUE(archive) << describe(archive.error());
    const auto plain = readTorchArchive(fixture("float32.pt"));
    ASSERT_TRUE(plain);
    ASSERT_EQ(archive->tensors.size(), plain->tensors.size());
    for (const NamedTensor& named : plain->tensors) {
        EXPECT_EQ(valuesOf(*archive->find(named.name)), valuesOf(named.tensor)) << named.name;
    }
    const auto another = readTorchArchive(fixture("compressed.pt"));
    ASSERT_TRUE(another) << describe(another.error());
    EXPECT_THAT(valuesOf(*another->find("a")), ElementsAre(0, 1, 2, 3));
}

TEST(ReadTorchArchive, AnEmptyTensorIsKept) {
    const auto archive = readTorchArchive(fixture("extras.pt"));
    ASSERT_TRUE(archive) << describe(archive.error());
    EXPECT_THAT(archive->find("nothing")->shape, ElementsAre(0, 3));
    EXPECT_THAT(archive->find("3")->shape, ElementsAre()) << "a scalar";
}

TEST(ReadTorchArchive, TensorsOutliveTheirArchive) {
    TensorView directions;
    {
        const auto archive = readTorchArchive(fixture("float32.pt"));
        ASSERT_TRUE(archive);
        directions = *archive->find("eig_dirs");
    }
    EXPECT_EQ(valuesOf(directions)[15], 15.0);
}

TEST(ReadTorchArchive, ManyThreadsMayAskAtOnce) {
    std::atomic<int> read{0};
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < 8; ++i) {
            threads.emplace_back(
                [&] { read += readTorchArchive(fixture("float32.pt")).has_value() ? 1 : 0; });
        }
    }
    EXPECT_EQ(read, 8);
}

TEST(ReadTorchArchive, WhatAPickleAsksForIsNeverDone) {
    for (const char* name : {"evil_root.pt", "evil_entry.pt", "evil_directions.pt"}) {
        (void)readTorchArchive(fixture(name));
        EXPECT_FALSE(std::filesystem::exists("sextant-was-here")) << name;
    }
}

TEST(ReadTorchArchive, ErrorsAreTyped) {
    EXPECT_EQ(readTorchArchive(fixture("absent.pt")).error().code, ErrorCode::NotFound);
    EXPECT_EQ(readTorchArchive(fixture("legacy.pt")).error().code, ErrorCode::Unsupported);
    EXPECT_EQ(readTorchArchive(fixture("not_torch.pt")).error().code, ErrorCode::Malformed);
    EXPECT_EQ(readTorchArchive(fixture("too_long.pt")).error().code, ErrorCode::Inconsistent);
    EXPECT_EQ(readTorchArchive(fixture("")).error().code, ErrorCode::Unreadable);
}

class TorchArchiveFile : public TemporaryFolderTest {
protected:
    std::filesystem::path path() const { return folder_ / "x.pt"; }
};

TEST_F(TorchArchiveFile, DamageNeverLeadsToACrash) {
    const std::string whole = contentOf(fixture("sound.pt"));
    for (std::size_t at = 0; at < whole.size(); ++at) {
        std::string damaged = whole;
        damaged[at] = static_cast<char>(damaged[at] ^ 0x41);
        const auto archive = readTorchArchive(write("x.pt", damaged));
        for (const NamedTensor& named : archive.value_or(TensorArchive{}).tensors) {
            ASSERT_LE(valuesOf(named.tensor).size(), 4u);
        }
    }
}

TEST_F(TorchArchiveFile, WhatIsWrittenIsReadAgain) {
    const std::vector<float> directions = {1, 2, 3, 4, 5, 6};
    const std::vector<float> eigenvalues = {-7.5f};
    ASSERT_TRUE(writeTorchArchive(
        path(), {{"eig_dirs", viewOf(directions, {3, 2})}, {"sym_eigs", viewOf(eigenvalues, {1, 1, 1})}}));
    const auto archive = readTorchArchive(path());
    ASSERT_TRUE(archive) << describe(archive.error());
    ASSERT_EQ(archive->tensors.size(), 2u);
    EXPECT_EQ(archive->tensors[0].name, "eig_dirs") << "in the given order";
    EXPECT_THAT(archive->tensors[0].tensor.shape, ElementsAre(3, 2));
    EXPECT_THAT(valuesOf(archive->tensors[0].tensor), ElementsAre(1, 2, 3, 4, 5, 6));
    EXPECT_THAT(valuesOf(archive->tensors[1].tensor), ElementsAre(-7.5));
}

TEST_F(TorchArchiveFile, EveryTypeAndStrideIsWritten) {
    for (const char* name :
         {"float16.pt", "bfloat16.pt", "float32.pt", "float64.pt", "strided.pt", "extras.pt"}) {
        const auto original = readTorchArchive(fixture(name));
        ASSERT_TRUE(original);
        const auto written = writeTorchArchive(path(), original->tensors);
        ASSERT_TRUE(written) << describe(written.error());
        const auto copy = readTorchArchive(path());
        ASSERT_TRUE(copy) << describe(copy.error());
        ASSERT_EQ(copy->tensors.size(), original->tensors.size());
        for (std::size_t i = 0; i < copy->tensors.size(); ++i) {
            EXPECT_EQ(copy->tensors[i].name, original->tensors[i].name);
            EXPECT_EQ(copy->tensors[i].tensor.type, original->tensors[i].tensor.type);
            EXPECT_EQ(copy->tensors[i].tensor.shape, original->tensors[i].tensor.shape);
            EXPECT_EQ(valuesOf(copy->tensors[i].tensor), valuesOf(original->tensors[i].tensor));
        }
    }
}

TEST_F(TorchArchiveFile, SameTensorsGiveSameBytes) {
    const std::vector<float> values(1000, 0.25f);
    ASSERT_TRUE(writeTorchArchive(folder_ / "a.pt", {{"a", viewOf(values, {10, 100})}}));
    ASSERT_TRUE(writeTorchArchive(folder_ / "b.pt", {{"a", viewOf(values, {10, 100})}}));
    EXPECT_EQ(contentOf(folder_ / "a.pt"), contentOf(folder_ / "b.pt"));
}

TEST_F(TorchArchiveFile, ADiskThatIsFullLeavesTheOldFile) {
    write("x.pt", "old");
    const std::vector<float> values(100000, 0.25f);
    std::signal(SIGXFSZ, SIG_IGN);
    rlimit before{};
    ::getrlimit(RLIMIT_FSIZE, &before);
    for (const rlim_t size : {0, 100, 1000, 200000, 400000}) {
        const rlimit limit{size, before.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &limit);
        const auto written = writeTorchArchive(path(), {{"a", viewOf(values, {100000})}});
        ::setrlimit(RLIMIT_FSIZE, &before);
        ASSERT_FALSE(written) << size;
        EXPECT_EQ(written.error().code, ErrorCode::WriteFailed);
        EXPECT_EQ(written.error().file, path());
        EXPECT_THAT(written.error().sentence, HasSubstr("File too large"));
        EXPECT_EQ(contentOf(path()), "old");
    }
    std::signal(SIGXFSZ, SIG_DFL);
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder_), {}), 1);
}

TEST_F(TorchArchiveFile, AFolderThatIsNotThereIsAnError) {
    const auto written = writeTorchArchive(folder_ / "absent" / "x.pt", {});
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().code, ErrorCode::WriteFailed);
}

TEST_F(TorchArchiveFile, PythonOpensWhatIsWrittenWithoutTrustingIt) {
    if (!hasPythonTorch()) {
        GTEST_SKIP() << "needs Python's torch";
    }
    const auto original = readTorchArchive(fixture("bfloat16.pt"));
    ASSERT_TRUE(original);
    std::vector<NamedTensor> tensors = original->tensors;
    const std::vector<float> values = {1.5f, 2.5f};
    tensors.push_back({"float \"x\"", viewOf(values, {2})});
    ASSERT_TRUE(writeTorchArchive(path(), tensors));
    write("check.py",
          fmt::format("import torch\n"
                      "read = torch.load('{}', weights_only=True)\n"
                      "assert type(read) is dict and list(read) == ['eig_dirs', 'sym_eigs', 'float \"x\"']\n"
                      "assert read['eig_dirs'].dtype == torch.bfloat16\n"
                      "assert read['eig_dirs'].flatten().tolist() == list(range(16))\n"
                      "assert read['sym_eigs'].shape == (2, 1, 4)\n"
                      "assert read['float \"x\"'].tolist() == [1.5, 2.5]\n",
                      path().string()));
    EXPECT_EQ(std::system((python + " " + (folder_ / "check.py").string()).c_str()), 0);
}

TEST(ReadArtifact, OpensPairsOfRealWeights) {
    for (const char* name : {"kwt1_1head", "slm4096", "stories260K", "tinygpt_vehicle_8L4H"}) {
        const auto loaded = loading::load(
            {.json = std::filesystem::path(SEXTANT_TEST_DATA) / "artifacts" / (std::string(name) + ".json")});
        ASSERT_TRUE(loaded) << describe(loaded.error());
        const artifact::Artifact& artifact = *loaded->artifact;
        ASSERT_TRUE(artifact.tensors) << describe(*artifact.tensorError);
        EXPECT_EQ(artifact.tensors->topk, 8);
        EXPECT_EQ(artifact.tensors->eigenvalueCount, 2 * artifact.shape().headDim);
        EXPECT_EQ(loaded->integrity->worst(), integrity::Severity::Passed) << name;
    }
}

/// The grams that go with the fixtures' tensors.
artifact::GramFile gramsOfFixtures() {
    artifact::GramFile grams;
    grams.shape = {2, 1, 2, 4};
    return grams;
}

TEST(ReadTensorFile, ReadsEveryTypeToTheSameEigenvalues) {
    for (const char* name :
         {"float16.pt", "bfloat16.pt", "float32.pt", "float64.pt", "protocol4.pt", "strided.pt",
          "torch2_float16.pt", "torch2_bfloat16.pt", "torch2_float32.pt", "torch2_float64.pt",
          "torch2_forged.pt", "torch2_strided.pt", "torch2_types.pt"}) {
        const auto file = artifact::readTensorFile(fixture(name), gramsOfFixtures());
        ASSERT_TRUE(file) << describe(file.error());
        EXPECT_THAT((*file)->eigenvalues, ElementsAreArray({4.0, -3.0, 2.0, -1.0, 8.0, -6.0, 4.0, -2.0}))
            << name;
    }
}

TEST(ReadTensorFile, AnEntryThatWouldRunACommandIsKeptByName) {
    const auto file = artifact::readTensorFile(fixture("evil_entry.pt"), gramsOfFixtures());
    ASSERT_TRUE(file) << describe(file.error());
    ASSERT_EQ((*file)->codeEntries.size(), 1u);
    EXPECT_EQ((*file)->codeEntries[0].name, "evil");
    EXPECT_EQ((*file)->codeEntries[0].reason, "an object of posix.system");
}

TEST(ReadTensorFile, DirectionsThatAreACommandAreAnError) {
    const auto file = artifact::readTensorFile(fixture("evil_directions.pt"), gramsOfFixtures());
    ASSERT_FALSE(file);
    EXPECT_EQ(describe(file.error()),
              fixture("evil_directions.pt").string() +
                  ": eig_dirs: must be a floating-point tensor, found an object of posix.system");
}

TEST(ReadTensorFile, MissingAndMisshapenTensorsAreNamed) {
    const auto missing = artifact::readTensorFile(fixture("no_eigenvalues.pt"), gramsOfFixtures());
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().place, "sym_eigs");
    EXPECT_EQ(missing.error().sentence, "this tensor is missing");
    const auto rank = artifact::readTensorFile(fixture("wrong_rank.pt"), gramsOfFixtures());
    ASSERT_FALSE(rank);
    EXPECT_EQ(rank.error().place, "eig_dirs");
    EXPECT_THAT(rank.error().sentence, HasSubstr("has 3 dimensions [2, 2, 4], but must have 4"));
}

} // namespace
} // namespace sextant::tensor
