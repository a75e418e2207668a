// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/loading/loading.h"

#include "core/tensor/tensor_archive.h"

#include "tests/core/temporary_folder.h"

#include <array>
#include <new>

#include <gmock/gmock.h>

namespace sextant::loading {
namespace {

using integrity::CheckId;
using integrity::Severity;
using testing::ElementsAre;

class LoadingTest : public TemporaryFolderTest {
protected:
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
    Result<Loaded> loadX(const std::optional<std::filesystem::path>& eigdirs = {}) const {
        return load({.json = folder_ / "x.json", .eigdirs = eigdirs});
    }
};

TEST_F(LoadingTest, BothFilesAreReadAndChecked) {
    writeTensors("x-eigdirs.safetensors");
    writeGrams();
    const auto loaded = loadX();
    ASSERT_TRUE(loaded) << describe(loaded.error());
    const artifact::Artifact& artifact = *loaded->artifact;
    ASSERT_TRUE(artifact.tensors) << describe(*artifact.tensorError);
    EXPECT_FALSE(artifact.tensorError);
    EXPECT_EQ(artifact.tensors->path, folder_ / "x-eigdirs.safetensors");
    EXPECT_EQ(artifact.shape(), (artifact::ArtifactShape{1, 1, 1, 2}));
    EXPECT_EQ(loaded->integrity->of(CheckId::GramFinite).severity, Severity::Passed);
    EXPECT_EQ(loaded->integrity->of(CheckId::DirectionsOrthonormal).severity, Severity::Passed);
    EXPECT_EQ(loaded->integrity->of(CheckId::TensorFileBeside).severity, Severity::Passed);
}

TEST_F(LoadingTest, AMissingTensorFileLeavesTheGramsUsable) {
    writeGrams();
    const auto loaded = loadX();
    ASSERT_TRUE(loaded) << describe(loaded.error());
    EXPECT_FALSE(loaded->artifact->tensors);
    ASSERT_TRUE(loaded->artifact->tensorError);
    EXPECT_EQ(loaded->artifact->tensorError->code, ErrorCode::NotFound);
    EXPECT_EQ(loaded->integrity->of(CheckId::GramFinite).severity, Severity::Passed);
    EXPECT_EQ(loaded->integrity->of(CheckId::DirectionsFinite).severity, Severity::NotApplicable);
}

TEST_F(LoadingTest, ABadTensorFileLeavesTheGramsUsable) {
    write("x-eigdirs.safetensors", "hello");
    writeGrams();
    const auto loaded = loadX();
    ASSERT_TRUE(loaded) << describe(loaded.error());
    EXPECT_FALSE(loaded->artifact->tensors);
    EXPECT_EQ(loaded->artifact->tensorError->file, folder_ / "x-eigdirs.safetensors");
}

TEST_F(LoadingTest, AGivenTensorFileReplacesTheSearch) {
    writeTensors("other.safetensors");
    write("x-eigdirs.safetensors", "hello");
    writeGrams();
    const auto loaded = loadX(folder_ / "other.safetensors");
    ASSERT_TRUE(loaded);
    ASSERT_TRUE(loaded->artifact->tensors) << describe(*loaded->artifact->tensorError);
    EXPECT_EQ(loaded->integrity->of(CheckId::TensorFileBeside).severity, Severity::NotApplicable);
    const auto absent = loadX(folder_ / "absent.safetensors");
    ASSERT_TRUE(absent);
    EXPECT_EQ(absent->artifact->tensorError->code, ErrorCode::NotFound)
        << "and nothing else is taken instead";
}

TEST_F(LoadingTest, ARememberedTensorFileGoesBeforeTheSearchThatFollows) {
    writeTensors("remembered.safetensors");
    writeTensors("x-eigdirs.safetensors");
    writeGrams();
    const auto load = [&](const char* name) {
        const auto loaded = loading::load({.json = folder_ / "x.json", .remembered = folder_ / name});
        return loaded && loaded->artifact->tensors ? loaded->artifact->tensors->path.filename().string() : "";
    };
    EXPECT_EQ(load("remembered.safetensors"), "remembered.safetensors");
    EXPECT_EQ(load("gone.safetensors"), "x-eigdirs.safetensors");
}

TEST_F(LoadingTest, AnEigdirsPathOutOfTheFolderIsFollowedAndNoted) {
    std::filesystem::create_directories(folder_ / "elsewhere");
    std::filesystem::create_directories(folder_ / "runs");
    writeTensors("elsewhere/a.safetensors");
    const auto json = write("runs/x.json", R"({"num_layers":1,"num_heads":1,"head_dim":1,"hidden_size":2,)"
                                           R"("gram":[[[4]]],"eigdirs_path":"../elsewhere/a.safetensors"})");
    const auto loaded = load({.json = json});
    ASSERT_TRUE(loaded);
    ASSERT_TRUE(loaded->artifact->tensors);
    EXPECT_EQ(loaded->integrity->of(CheckId::TensorFileBeside).severity, Severity::Note);
    EXPECT_EQ(loaded->integrity->worst(), Severity::Note);
}

TEST_F(LoadingTest, ABadJsonIsAnErrorOfThePair) {
    writeTensors("x-eigdirs.safetensors");
    write("x.json", "{}");
    EXPECT_FALSE(loadX());
}

TEST_F(LoadingTest, StepsAreToldInTheirOrder) {
    writeTensors("x-eigdirs.safetensors");
    writeGrams();
    std::vector<std::string> steps;
    const Observer observer{
        .begins = [&](const std::filesystem::path& file) { steps.push_back(file.filename().string()); },
        .gramsRead =
            [&](const Loaded& loaded) {
                EXPECT_EQ(loaded.artifact->tensors, nullptr);
                EXPECT_EQ(loaded.integrity->of(CheckId::GramFinite).severity, Severity::Passed);
                steps.emplace_back("grams");
            },
        .tensorsRead =
            [&](const Loaded& loaded) {
                EXPECT_NE(loaded.artifact->tensors, nullptr);
                EXPECT_EQ(loaded.integrity->of(CheckId::DirectionsFinite).severity, Severity::NotApplicable);
                steps.emplace_back("tensors");
            }};
    ASSERT_TRUE(load({.json = folder_ / "x.json"}, observer));
    EXPECT_THAT(steps, ElementsAre("x.json", "grams", "x-eigdirs.safetensors", "tensors"));
}

TEST_F(LoadingTest, GramsAtHandAreNotReadAgain) {
    writeTensors("x-eigdirs.safetensors");
    writeGrams();
    const auto first = loadX();
    ASSERT_TRUE(first);
    std::filesystem::remove(folder_ / "x.json");
    const auto again = load({.json = folder_ / "x.json", .grams = first->artifact->grams});
    ASSERT_TRUE(again) << describe(again.error());
    EXPECT_EQ(again->artifact->grams, first->artifact->grams);
    EXPECT_TRUE(again->artifact->tensors);
}

TEST_F(LoadingTest, AnExceptionIsAnErrorOfTheFileBeingRead) {
    writeTensors("x-eigdirs.safetensors");
    writeGrams();
    Readers readers = Readers::ofFiles();
    readers.tensors = [](const auto&...) -> Result<std::shared_ptr<const artifact::TensorFile>> {
        throw std::bad_alloc();
    };
    const auto loaded = load({.json = folder_ / "x.json"}, {}, {}, readers);
    ASSERT_TRUE(loaded);
    EXPECT_EQ(loaded->artifact->tensorError->code, ErrorCode::OutOfMemory);
    EXPECT_EQ(loaded->artifact->tensorError->file, folder_ / "x-eigdirs.safetensors");
    readers.grams = [](const auto&...) -> Result<std::shared_ptr<const artifact::GramFile>> {
        throw std::bad_alloc();
    };
    const auto failed = load({.json = folder_ / "x.json"}, {}, {}, readers);
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().file, folder_ / "x.json");
}

TEST_F(LoadingTest, AStopRequestIsObeyedAtEveryStep) {
    writeTensors("x-eigdirs.safetensors");
    writeGrams();
    for (int step = 0; step < 3; ++step) {
        std::stop_source source;
        if (step == 0) {
            source.request_stop();
        }
        const auto stopAt = [&](int here) {
            return [&source, here, step](const Loaded&) { here == step&& source.request_stop(); };
        };
        const auto loaded = load({.json = folder_ / "x.json"},
                                 {.gramsRead = stopAt(1), .tensorsRead = stopAt(2)}, source.get_token());
        ASSERT_FALSE(loaded) << step;
        EXPECT_EQ(loaded.error().code, ErrorCode::Cancelled);
    }
}

} // namespace
} // namespace sextant::loading
