// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/artifact/artifact_names.h"
#include "core/artifact/artifact_reader.h"

#include "tests/core/temporary_folder.h"

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

TEST_F(ArtifactPairTest, AFolderIsPassedOver) {
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

TEST_F(ArtifactPairTest, AFileElsewhereLiesOutside) {
    const auto json = write("runs/x.json", "");
    EXPECT_FALSE(liesOutside(json, write("runs/a.pt", "")));
    EXPECT_FALSE(liesOutside(json, write("runs/deep/a.pt", "")));
    EXPECT_TRUE(liesOutside(json, write("a.pt", "")));
    EXPECT_TRUE(liesOutside(json, folder_ / "runs/../a.pt"));
    EXPECT_TRUE(liesOutside(json, write("runs2/a.pt", ""))) << "a name may begin like another";
}

TEST_F(ArtifactPairTest, ALinkedFolderLiesWhereItLeads) {
    const auto json = write("runs/x.json", "");
    write("store/a.pt", "");
    write("store/y.json", "");
    std::filesystem::create_directory_symlink("../store", folder_ / "runs/deep");
    EXPECT_TRUE(liesOutside(json, folder_ / "runs/deep/a.pt"));
    std::filesystem::create_symlink("../store/y.json", folder_ / "runs/linked.json");
    EXPECT_FALSE(liesOutside(folder_ / "runs/linked.json", folder_ / "store/a.pt"));
    EXPECT_FALSE(liesOutside(folder_ / "runs/linked.json", write("runs/b.pt", ""))) << "beside the link";
    std::filesystem::create_symlink("../store/a.pt", folder_ / "runs/a.pt");
    EXPECT_FALSE(liesOutside(json, folder_ / "runs/a.pt")) << "a person put the link there";
}

TEST(ArtifactNames, TheTensorFileIsNamedAfterTheJson) {
    EXPECT_EQ(tensorPathOf("runs/m.v2.json", TensorFormat::Torch), "runs/m.v2-eigdirs.pt");
    EXPECT_EQ(tensorPathOf("m.json", TensorFormat::Safetensors), "m-eigdirs.safetensors");
    EXPECT_EQ(gramPathOf("runs/m.v2-eigdirs.pt"), "runs/m.v2.json");
    EXPECT_EQ(gramPathOf("m-eigdirs.safetensors"), "m.json");
    EXPECT_EQ(gramPathOf("m.pt"), std::nullopt);
    EXPECT_EQ(gramPathOf("-eigdirs.pt"), std::nullopt) << "a name of nothing";
}

} // namespace
} // namespace sextant::artifact
