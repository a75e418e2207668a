// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/artifact/artifact_writer.h"
#include "core/tensor/tensor_archive.h"

#include "tests/core/temporary_folder.h"

#include <gmock/gmock.h>

namespace sextant::artifact {
namespace {

constexpr ArtifactShape kShape{2, 3, 2, 5};
constexpr int kTopk = 2;

class StoppedWriterTest : public TemporaryFolderTest {
protected:
    StoppedWriterTest() {
        write("old", "old");
        stop_.request_stop();
    }

    /// What was there is as it was, and nothing lies beside it.
    void expectNothingWritten(const Result<void>& written) const {
        ASSERT_FALSE(written) << "the stop request was not seen";
        EXPECT_EQ(written.error().code, ErrorCode::Cancelled) << describe(written.error());
        for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
            EXPECT_EQ(entry.path(), path());
        }
        std::string content;
        std::getline(std::ifstream(path()), content);
        EXPECT_EQ(content, "old");
    }

    Result<void> writeTensors(TensorFormat format, const std::stop_token& stop) const {
        const std::vector<float> directions(2 * 3 * kTopk * 5, 1.0f);
        const std::vector<float> eigenvalues(2 * 3 * 4, 1.0f);
        return writeTensorFile(path(), format,
                               {kShape, kTopk, std::as_bytes(std::span(directions)), eigenvalues}, stop);
    }

    std::filesystem::path path() const { return folder_ / "old"; }

    std::stop_source stop_;
};

TEST_F(StoppedWriterTest, WritesNoTensorFile) {
    expectNothingWritten(writeTensors(TensorFormat::Safetensors, stop_.get_token()));
    EXPECT_TRUE(writeTensors(TensorFormat::Safetensors, {}));
}

TEST_F(StoppedWriterTest, WritesNoTorchArchive) {
    const Result<void> unstopped = writeTensors(TensorFormat::Torch, {});
    if (!unstopped && unstopped.error().code == ErrorCode::Unsupported) {
        GTEST_SKIP() << describe(unstopped.error());
    }
    ASSERT_TRUE(unstopped) << describe(unstopped.error());
    write("old", "old");
    expectNothingWritten(writeTensors(TensorFormat::Torch, stop_.get_token()));
}

TEST_F(StoppedWriterTest, WritesNoTensorsOfAModel) {
    const std::vector<float> values(12, 1.0f);
    const tensor::TensorView plain{
        tensor::ElementType::Float32, {3, 4}, {4, 1}, std::as_bytes(std::span(values)).data(), nullptr};
    tensor::TensorView transposed = plain;
    transposed.strides = {1, 3};
    for (const tensor::TensorView& view : {plain, transposed}) {
        expectNothingWritten(tensor::writeSafetensors(path(), {{"t", view}}, stop_.get_token()));
    }
}

/// It is written to a place that the caller renames from, so only the rest of its content is missing.
TEST_F(StoppedWriterTest, WritesNoGrams) {
    const LayerPairTable gram(kShape.layers, kShape.heads);
    const std::vector<double> froSquared(2 * 3, 1.0);
    const GramContent content{kShape, gram, froSquared, "t.pt"};
    const auto grams = folder_ / "x.json";
    const Result<void> written = writeGramFile(grams, content, {}, stop_.get_token());
    ASSERT_FALSE(written) << "the stop request was not seen";
    EXPECT_EQ(written.error().code, ErrorCode::Cancelled);
    EXPECT_EQ(std::filesystem::file_size(grams), 0U);
    EXPECT_TRUE(writeGramFile(grams, content, {}));
    EXPECT_GT(std::filesystem::file_size(grams), 0U);
}

} // namespace
} // namespace sextant::artifact
