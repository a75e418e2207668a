// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/program.h"

#include <QProcess>

#include <csignal>
#include <cstdint>
#include <fstream>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sextant::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr int kLayers = 24;
constexpr int kWidth = 4096;

/// A model of zeros that nobody measures in a moment; the file has only its header on the disk.
void writeLargeModel(const TemporaryFolder& folder) {
    folder.write("config.json",
                 fmt::format(R"({{"model_type":"llama","num_hidden_layers":{},"num_attention_heads":32,)"
                             R"("hidden_size":{}}})",
                             kLayers, kWidth));
    constexpr std::uint64_t bytes = std::uint64_t{4} * kWidth * kWidth;
    std::string header = "{";
    std::uint64_t offset = 0;
    for (int l = 0; l < kLayers; ++l) {
        for (const char* side : {"q", "k"}) {
            header += fmt::format(R"({}"model.layers.{}.self_attn.{}_proj.weight":{{"dtype":"F32",)"
                                  R"("shape":[{},{}],"data_offsets":[{},{}]}})",
                                  offset > 0 ? "," : "", l, side, kWidth, kWidth, offset, offset + bytes);
            offset += bytes;
        }
    }
    header += "}";
    std::string length(8, '\0');
    for (std::size_t i = 0; i < 8; ++i) {
        length[i] = static_cast<char>(header.size() >> (8 * i) & 0xff);
    }
    const std::filesystem::path path = folder.write("model.safetensors", length + header);
    std::filesystem::resize_file(path, length.size() + header.size() + offset);
}

TEST(Measure, TheLongestNameThatLeavesRoomForItsTensorsIsAName) {
    const TemporaryFolder out;
    const std::string stem(244, 'n');
    const auto measure = [&](const std::string& tensors) {
        return run({"measure", SEXTANT_TEST_DATA "/measure/stories260K", "-o",
                    (out.path() / (stem + ".json")).string(), "--tensors", tensors});
    };
    const Outcome tooLong = measure("safetensors"); // -eigdirs.safetensors makes 264 bytes
    EXPECT_EQ(tooLong.status, 2);
    EXPECT_THAT(tooLong.err, HasSubstr("the name has 264 bytes; the file system allows 255"));
    EXPECT_THAT(out.names(), testing::IsEmpty());
    const Outcome outcome = measure("pt"); // 255
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_THAT(out.names(), ElementsAre(stem + "-eigdirs.pt", stem + ".json"));
}

TEST(Measure, OneIsNotSeveral) {
    const TemporaryFolder out;
    const Outcome outcome =
        run({"measure", SEXTANT_TEST_DATA "/measure/stories260K", "-o", (out.path() / "x.json").string(),
             "--tensors", "safetensors", "--layers", "0", "--heads", "0", "--topk", "1"});
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_THAT(outcome.out, HasSubstr("1 layer, 1 head, head_dim 8, hidden_size 64, 1 direction; "));
}

class MeasureStoppedBy : public testing::TestWithParam<int> {};

TEST_P(MeasureStoppedBy, SaysSoAndLeavesNoArtifact) {
    const TemporaryFolder model;
    writeLargeModel(model);
    const TemporaryFolder out;
    QProcess process;
    process.setStandardInputFile(QProcess::nullDevice());
    process.start(SEXTANT_PROGRAM,
                  {"measure", QString::fromStdString(model.path().string()), "-o",
                   QString::fromStdString((out.path() / "x.json").string()), "--tensors", "safetensors"});
    ASSERT_TRUE(process.waitForStarted());
    while (process.state() == QProcess::Running && !std::filesystem::exists(out.path() / ".x.measure")) {
        process.waitForFinished(1); // or the file of the work is there
    }
    ::kill(static_cast<pid_t>(process.processId()), GetParam());
    ASSERT_TRUE(process.waitForFinished(60000));
    EXPECT_EQ(process.exitStatus(), QProcess::NormalExit);
    EXPECT_EQ(process.exitCode(), 128 + GetParam());
    EXPECT_THAT(process.readAllStandardError().toStdString(), HasSubstr("--resume continues the run"));
    EXPECT_THAT(out.names(), ElementsAre(".x.measure"));
}

INSTANTIATE_TEST_SUITE_P(Signals, MeasureStoppedBy, testing::Values(SIGINT, SIGTERM),
                         [](const auto& instance) {
                             return std::string(instance.param == SIGINT ? "Interrupt" : "Terminate");
                         });

} // namespace
} // namespace sextant::test
