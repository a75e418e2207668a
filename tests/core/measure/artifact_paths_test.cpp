// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/artifact_paths.h"
#include "tests/core/temporary_folder.h"

#include <gmock/gmock.h>

namespace sextant::measure {
namespace {

using testing::HasSubstr;

/// With the scratch folder as the current one.
class DefaultOutputTest : public TemporaryFolderTest {
protected:
    DefaultOutputTest() : former_(std::filesystem::current_path()) { std::filesystem::current_path(folder_); }
    ~DefaultOutputTest() override { std::filesystem::current_path(former_); }

    static std::string outputFor(const std::filesystem::path& model) {
        const auto output = defaultOutput(model, TensorFormat::Torch);
        return output ? output->string() : describe(output.error());
    }

private:
    std::filesystem::path former_;
};

TEST_F(DefaultOutputTest, BearsTheNameOfTheModelInTheCurrentFolder) {
    EXPECT_EQ(outputFor("/models/gpt2"), "gpt2.json");
    EXPECT_EQ(outputFor("/models/gpt2/"), "gpt2.json");
    EXPECT_EQ(outputFor("/models/llama-3.1/."), "llama-3.1.json");
    EXPECT_EQ(outputFor("/hub/models--Qwen--Qwen3-4B/snapshots/0a1b2c"), "Qwen3-4B.json");
    EXPECT_EQ(outputFor("."), folder_.filename().string() + ".json");
    write("nano.pt", "");
    EXPECT_EQ(outputFor("nano.pt"), "nano.json");
    EXPECT_THAT(outputFor("/"), HasSubstr("has no name"));
}

TEST_F(DefaultOutputTest, ReplacesNothing) {
    write("gpt2.json", "{}");
    write("bert-eigdirs.pt", "");
    for (const char* model : {"/models/gpt2", "/models/bert"}) {
        const auto output = defaultOutput(model, TensorFormat::Torch);
        ASSERT_FALSE(output);
        EXPECT_EQ(output.error().code, ErrorCode::Usage);
        EXPECT_EQ(output.error().advice, Advice::NameOutput);
        EXPECT_THAT(describe(output.error()), HasSubstr("already exists"));
    }
    EXPECT_TRUE(defaultOutput("/models/bert", TensorFormat::Safetensors)) << "writes another file";
}

} // namespace
} // namespace sextant::measure
