// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/artifact/artifact_reader.h"
#include "core/tensor/tensor_archive.h"

#include "tests/core/temporary_folder.h"

#include <array>

#include <gmock/gmock.h>

namespace sextant::artifact {
namespace {

using testing::HasSubstr;

class ArtifactPairTest : public TemporaryFolderTest {
protected:
    GramFile gramsNaming(const std::optional<std::string>& eigdirsPath) const {
        GramFile grams;
        grams.path = folder_ / "x.json";
        grams.eigdirsPath = eigdirsPath;
        return grams;
    }
    std::string located(const std::optional<std::string>& eigdirsPath) const {
        const auto path = locateTensorFile(gramsNaming(eigdirsPath));
        return path ? path->lexically_normal().lexically_relative(folder_).string() : "not found";
    }
    std::filesystem::path writeGrams(const std::string& more = "") const {
        return write("x.json",
                     R"({"num_layers":1,"num_heads":1,"head_dim":1,"hidden_size":2,"gram":[[[4]]])" + more +
                         "}");
    }
    void writeTensors(const std::string& name) const {
        static constexpr std::array<float, 2> direction = {1.0f, 0.0f};
        static constexpr std::array<float, 2> eigenvalues = {2.0f, -1.0f};
        const auto viewOf = [](const auto& values, const std::vector<std::int64_t>& shape) {
            tensor::TensorView view;
            view.shape = shape;
            view.strides = tensor::contiguousStrides(shape);
            view.data = reinterpret_cast<const std::byte*>(values.data());
            return view;
        };
        ASSERT_TRUE(tensor::writeSafetensors(folder_ / name, {{"eig_dirs", viewOf(direction, {1, 1, 1, 2})},
                                                              {"sym_eigs", viewOf(eigenvalues, {1, 1, 2})}}));
    }
};

TEST_F(ArtifactPairTest, TheNamedFileIsSoughtFromTheJsonsFolder) {
    write("deep/a.pt", "");
    write("a.pt", "");
    write("x-eigdirs.pt", "");
    EXPECT_EQ(located("deep/a.pt"), "deep/a.pt");
}

TEST_F(ArtifactPairTest, ThenItsNameBesideTheJson) {
    write("a.pt", "");
    write("x-eigdirs.pt", "");
    EXPECT_EQ(located("deep/a.pt"), "a.pt");
    EXPECT_EQ(located("/absent/folder/a.pt"), "a.pt") << "as when a pair was moved together";
}

TEST_F(ArtifactPairTest, ThenTheUsualNames) {
    write("x-eigdirs.safetensors", "");
    EXPECT_EQ(located({}), "x-eigdirs.safetensors");
    EXPECT_EQ(located("deep/a.pt"), "x-eigdirs.safetensors");
    write("x-eigdirs.pt", "");
    EXPECT_EQ(located({}), "x-eigdirs.pt");
    EXPECT_EQ(located(""), "x-eigdirs.pt");
}

TEST_F(ArtifactPairTest, AnAbsolutePathIsTakenAsItIs) {
    const auto path = write("elsewhere/a.pt", "");
    EXPECT_EQ(located(path.string()), "elsewhere/a.pt");
}

TEST_F(ArtifactPairTest, AFolderIsNoTensorFile) {
    write("a.pt/inside", "");
    write("x-eigdirs.pt", "");
    EXPECT_EQ(located("a.pt"), "x-eigdirs.pt");
    EXPECT_EQ(located(".."), "x-eigdirs.pt");
}

TEST_F(ArtifactPairTest, AFolderInPlaceOfTheTensorFileIsCalledAFolder) {
    write("x-eigdirs.pt/inside", "");
    const auto path = locateTensorFile(gramsNaming("a.pt"));
    ASSERT_FALSE(path);
    EXPECT_THAT(path.error().sentence, HasSubstr((folder_ / "x-eigdirs.pt").string() + " (a folder), "));
    EXPECT_THAT(path.error().sentence, HasSubstr((folder_ / "a.pt").string() + ", "));
}

TEST_F(ArtifactPairTest, AWindowsPathIsReducedToItsName) {
    write("a.pt", "");
    EXPECT_EQ(located(R"(C:\runs\deep\a.pt)"), "a.pt");
    EXPECT_EQ(located(R"(C:\runs/deep\a.pt)"), "a.pt");
}

TEST_F(ArtifactPairTest, ASymlinkedJsonLeadsToTheFilesBesideItsTarget) {
    write("store/y.json", "");
    write("store/y-eigdirs.pt", "");
    std::filesystem::create_symlink("store/y.json", folder_ / "x.json");
    EXPECT_EQ(located({}), "store/y-eigdirs.pt");
    write("store/a.pt", "");
    EXPECT_EQ(located("a.pt"), "store/a.pt");
    write("x-eigdirs.pt", "");
    EXPECT_EQ(located({}), "x-eigdirs.pt") << "a file beside the link comes first";
}

TEST_F(ArtifactPairTest, WhereItLookedIsSaidWhenNothingIsThere) {
    const auto path = locateTensorFile(gramsNaming("deep/a.pt"));
    ASSERT_FALSE(path);
    EXPECT_EQ(path.error().code, ErrorCode::NotFound);
    for (const char* name : {"deep/a.pt", "a.pt", "x-eigdirs.pt", "x-eigdirs.safetensors"}) {
        EXPECT_THAT(path.error().sentence, HasSubstr((folder_ / name).string()));
    }
}

TEST_F(ArtifactPairTest, BothFilesAreRead) {
    writeTensors("x-eigdirs.safetensors");
    const auto artifact = readArtifact(writeGrams());
    ASSERT_TRUE(artifact) << describe(artifact.error());
    ASSERT_TRUE((*artifact)->tensors) << describe(*(*artifact)->tensorError);
    EXPECT_FALSE((*artifact)->tensorError);
    EXPECT_EQ((*artifact)->tensors->path, folder_ / "x-eigdirs.safetensors");
    EXPECT_EQ((*artifact)->shape(), (ArtifactShape{1, 1, 1, 2}));
}

TEST_F(ArtifactPairTest, AMissingTensorFileLeavesTheGramsUsable) {
    const auto artifact = readArtifact(writeGrams());
    ASSERT_TRUE(artifact) << describe(artifact.error());
    EXPECT_FALSE((*artifact)->tensors);
    ASSERT_TRUE((*artifact)->tensorError);
    EXPECT_EQ((*artifact)->tensorError->code, ErrorCode::NotFound);
}

TEST_F(ArtifactPairTest, ABadTensorFileLeavesTheGramsUsable) {
    write("x-eigdirs.safetensors", "hello");
    const auto artifact = readArtifact(writeGrams());
    ASSERT_TRUE(artifact) << describe(artifact.error());
    EXPECT_FALSE((*artifact)->tensors);
    EXPECT_EQ((*artifact)->tensorError->file, folder_ / "x-eigdirs.safetensors");
}

TEST_F(ArtifactPairTest, AGivenTensorFileReplacesTheSearch) {
    writeTensors("other.safetensors");
    write("x-eigdirs.safetensors", "hello");
    const auto artifact = readArtifact(writeGrams(), folder_ / "other.safetensors");
    ASSERT_TRUE(artifact);
    ASSERT_TRUE((*artifact)->tensors) << describe(*(*artifact)->tensorError);
    const auto absent = readArtifact(writeGrams(), folder_ / "absent.safetensors");
    ASSERT_TRUE(absent);
    EXPECT_EQ((*absent)->tensorError->code, ErrorCode::NotFound) << "and nothing else is taken instead";
}

TEST_F(ArtifactPairTest, ABadJsonIsAnErrorOfThePair) {
    writeTensors("x-eigdirs.safetensors");
    EXPECT_FALSE(readArtifact(write("x.json", "{}")));
}

TEST_F(ArtifactPairTest, AStopRequestIsObeyed) {
    std::stop_source source;
    source.request_stop();
    const auto artifact = readArtifact(writeGrams(), {}, source.get_token());
    ASSERT_FALSE(artifact);
    EXPECT_EQ(artifact.error().code, ErrorCode::Cancelled);
}

} // namespace
} // namespace sextant::artifact
