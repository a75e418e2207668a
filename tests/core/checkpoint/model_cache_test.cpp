// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/model_cache.h"
#include "tests/core/temporary_folder.h"

#include <filesystem>
#include <map>

#include <sys/stat.h>

#include <gmock/gmock.h>

namespace sextant::checkpoint {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

EnvironmentVariable environment(std::map<std::string, std::string> values) {
    return [values = std::move(values)](const std::string& name) {
        const auto found = values.find(name);
        return found == values.end() ? std::string() : found->second;
    };
}

TEST(ModelCacheFolder, IsWhereTheHubsOwnLibraryKeepsIt) {
    const std::map<std::string, std::string> home = {{"HOME", "/users/ada"}};
    const auto with = [&](std::map<std::string, std::string> values) {
        values.insert(home.begin(), home.end());
        return modelCacheFolder(environment(std::move(values))).string();
    };
    EXPECT_EQ(with({}), "/users/ada/.cache/huggingface/hub");
    EXPECT_EQ(with({{"XDG_CACHE_HOME", "/fast"}}), "/fast/huggingface/hub");
    EXPECT_EQ(with({{"HF_HOME", "/hf"}, {"XDG_CACHE_HOME", "/fast"}}), "/hf/hub");
    EXPECT_EQ(with({{"HUGGINGFACE_HUB_CACHE", "/old"}, {"HF_HOME", "/hf"}}), "/old");
    EXPECT_EQ(with({{"HF_HUB_CACHE", "/new"}, {"HUGGINGFACE_HUB_CACHE", "/old"}, {"HF_HOME", "/hf"}}),
              "/new");
    EXPECT_EQ(with({{"HF_HUB_CACHE", ""}}), "/users/ada/.cache/huggingface/hub");
}

TEST(ModelCacheFolder, ExpandsTildeAndVariables) {
    const auto of = [](const std::string& value) {
        return modelCacheFolder(
                   environment({{"HF_HUB_CACHE", value}, {"HOME", "/users/ada"}, {"USER", "ada"}}))
            .string();
    };
    EXPECT_EQ(of("~"), "/users/ada");
    EXPECT_EQ(of("~/models"), "/users/ada/models");
    EXPECT_EQ(of("/scratch/$USER/hub"), "/scratch/ada/hub");
    EXPECT_EQ(of("/scratch/${USER}s/hub"), "/scratch/adas/hub");
    EXPECT_EQ(of("/a/$UNSET/${UNSET}/${USER"), "/a/$UNSET/${UNSET}/${USER");
    EXPECT_EQ(of("/costs/$"), "/costs/$");
    EXPECT_EQ(of("~eve/hub"), "~eve/hub");
}

TEST(ModelName, IsOnePartOrTwo) {
    for (const char* name : {"gpt2", "Qwen/Qwen3-4B", "EleutherAI/pythia-70m", "a/b.c_d-1"}) {
        EXPECT_TRUE(isModelName(name)) << name;
    }
    for (const char* name : {"", "/", "/gpt2", "a/", "a/b/c", "../a", "a/..", "a--b/c", "./a", "a b", "-a",
                             "a/b.", "a/b\n", "~/a"}) {
        EXPECT_FALSE(isModelName(name)) << name;
    }
}

/// A cache with one model of one snapshot: config.json is a link to its blob.
class ModelCacheTest : public TemporaryFolderTest {
protected:
    ModelCacheTest() {
        write("models--Qwen--Qwen3-4B/refs/main", "abc123\n");
        write("models--Qwen--Qwen3-4B/blobs/blob1", "{}");
        link("abc123", "config.json", "blob1");
    }

    std::filesystem::path repository() const { return folder_ / "models--Qwen--Qwen3-4B"; }
    std::filesystem::path snapshot(const std::string& commit) const {
        return repository() / "snapshots" / commit;
    }

    void link(const std::string& commit, const std::string& name, const std::string& blob) const {
        std::filesystem::create_directories(snapshot(commit));
        std::filesystem::create_symlink("../../blobs/" + blob, snapshot(commit) / name);
    }

    std::string complaint(const std::string& name, const std::string& revision = {}) const {
        const auto found = cachedSnapshot(folder_, name, revision);
        return found ? "no error" : describe(found.error());
    }
};

TEST_F(ModelCacheTest, FindsTheSnapshotThatMainNames) {
    link("def456", "config.json", "blob1"); // an older one
    const auto found = cachedSnapshot(folder_, "Qwen/Qwen3-4B", {});
    ASSERT_TRUE(found) << describe(found.error());
    EXPECT_EQ(*found, snapshot("abc123"));
}

TEST_F(ModelCacheTest, FindsARevisionByItsNameOrItsCommit) {
    link("def456", "config.json", "blob1");
    write("models--Qwen--Qwen3-4B/refs/refs/pr/7", "def456");
    for (const char* revision : {"refs/pr/7", "def456"}) {
        const auto found = cachedSnapshot(folder_, "Qwen/Qwen3-4B", revision);
        ASSERT_TRUE(found) << describe(found.error());
        EXPECT_EQ(*found, snapshot("def456"));
    }
    EXPECT_THAT(complaint("Qwen/Qwen3-4B", "step1000"),
                AllOf(HasSubstr("step1000"), HasSubstr("main, refs/pr/7, abc123, def456")));
}

TEST_F(ModelCacheTest, TakesTheOnlySnapshotWhereNoRevisionIsMain) {
    std::filesystem::remove_all(repository() / "refs");
    const auto found = cachedSnapshot(folder_, "Qwen/Qwen3-4B", {});
    ASSERT_TRUE(found) << describe(found.error());
    EXPECT_EQ(*found, snapshot("abc123"));
    link("def456", "config.json", "blob1");
    const auto several = cachedSnapshot(folder_, "Qwen/Qwen3-4B", {});
    ASSERT_FALSE(several);
    EXPECT_THAT(describe(several.error()), HasSubstr("abc123, def456"));
    EXPECT_EQ(several.error().advice, Advice::ChooseRevision);
}

TEST_F(ModelCacheTest, SaysWhatItHasInPlaceOfAModelThatItLacks) {
    EXPECT_THAT(complaint("qwen3-4b"),
                AllOf(HasSubstr("nothing is downloaded"), HasSubstr("it has Qwen/Qwen3-4B")));
    EXPECT_THAT(complaint("Qwen/Other"), AllOf(HasSubstr(folder_.string()), Not(HasSubstr("it has"))));
}

TEST_F(ModelCacheTest, SaysThatASnapshotIsMissing) {
    std::filesystem::remove_all(snapshot("abc123"));
    EXPECT_THAT(complaint("Qwen/Qwen3-4B"),
                AllOf(HasSubstr("snapshots/abc123"), HasSubstr("the snapshot of revision main is missing")));
    std::filesystem::remove_all(repository() / "refs");
    write("models--Qwen--Qwen3-4B/blobs/blob2.incomplete", "half");
    EXPECT_THAT(complaint("Qwen/Qwen3-4B"),
                AllOf(HasSubstr("holds no snapshot"), HasSubstr("blob2.incomplete")));
}

TEST_F(ModelCacheTest, NeverLeavesTheFolderOfTheModel) {
    write("secret/config.json", "{}");
    for (const char* revision : {"../../secret", "/etc", "..", "a/../../b", "."}) {
        EXPECT_THAT(complaint("Qwen/Qwen3-4B", revision), HasSubstr("is not the name of a revision"));
    }
    for (const char* content : {"../../secret", "", "\n", "abc/123", "a b"}) {
        write("models--Qwen--Qwen3-4B/refs/main", content);
        EXPECT_THAT(complaint("Qwen/Qwen3-4B"), HasSubstr("refs/main: does not name a snapshot")) << content;
    }
    write("models--Qwen--Qwen3-4B/refs/main", std::string(1 << 20, 'a'));
    EXPECT_THAT(complaint("Qwen/Qwen3-4B"), HasSubstr("refs/main: does not name a snapshot"));
    EXPECT_THAT(complaint("../secret"), HasSubstr("is neither a folder nor a model"));
}

TEST_F(ModelCacheTest, DoesNotWaitForAPipeInPlaceOfAReference) {
    std::filesystem::remove(repository() / "refs" / "main");
    ASSERT_EQ(::mkfifo((repository() / "refs" / "main").c_str(), 0600), 0);
    EXPECT_TRUE(cachedSnapshot(folder_, "Qwen/Qwen3-4B", {}));
}

TEST_F(ModelCacheTest, AFolderOfThatNameWins) {
    write("here/Qwen/Qwen3-4B/config.json", "{}");
    const auto former = std::filesystem::current_path();
    std::filesystem::current_path(folder_ / "here");
    const auto found = findModel(folder_, "Qwen/Qwen3-4B", {});
    const auto ofRevision = findModel(folder_, "Qwen/Qwen3-4B", "main");
    std::filesystem::current_path(former);
    ASSERT_TRUE(found);
    EXPECT_EQ(*found, "Qwen/Qwen3-4B");
    ASSERT_FALSE(ofRevision);
    EXPECT_EQ(ofRevision.error().code, ErrorCode::Usage);
    const auto cached = findModel(folder_, "Qwen/Qwen3-4B", "main");
    ASSERT_TRUE(cached);
    EXPECT_EQ(*cached, snapshot("abc123"));
}

TEST_F(ModelCacheTest, ListsWhatItHolds) {
    write("models--gpt2/blobs/weights.incomplete", "12345");
    write("datasets--a--b/refs/main", "x");
    write("models--", "a file");
    write("version.txt", "1");
    write("models--Qwen--Qwen3-4B/blobs/blob2", "123456");
    link("abc123", "model.safetensors", "blob2");
    const auto models = cachedModels(folder_);
    ASSERT_TRUE(models);
    ASSERT_EQ(models->size(), 2U);
    EXPECT_EQ(models->front().name, "Qwen/Qwen3-4B");
    EXPECT_EQ(models->front().bytes, 2U + 6U + 7U) << "blobs and refs; links count for nothing";
    ASSERT_TRUE(models->front().snapshot);
    EXPECT_EQ(*models->front().snapshot, snapshot("abc123"));
    EXPECT_EQ(models->back().name, "gpt2");
    ASSERT_FALSE(models->back().snapshot);
    EXPECT_THAT(describe(models->back().snapshot.error()), HasSubstr("weights.incomplete"));
    const auto none = cachedModels(folder_ / "nowhere");
    ASSERT_FALSE(none);
    EXPECT_THAT(describe(none.error()), HasSubstr("no model is cached"));
}

TEST_F(ModelCacheTest, NamesASnapshotAfterItsModel) {
    EXPECT_EQ(modelNameOf(snapshot("abc123")), "Qwen/Qwen3-4B");
    EXPECT_EQ(modelNameOf(snapshot("abc123") / ""), "Qwen/Qwen3-4B");
    EXPECT_EQ(modelNameOf(folder_ / "a" / ".." / "gpt2.v1"), "gpt2.v1");
    EXPECT_EQ(modelNameOf(write("nano.v2.pt", "")), "nano.v2") << "a file loses its extension";
    EXPECT_EQ(modelNameOf(folder_ / "other" / "snapshots" / "abc123"), "abc123");
}

} // namespace
} // namespace sextant::checkpoint
