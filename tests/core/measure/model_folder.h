// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/tensor_view.h"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace sextant::measure {

/// A tensor of a model folder to be written: float32 values in row-major order.
struct TestTensor {
    std::vector<std::int64_t> shape;
    std::vector<float> values;
};

/// W_Q and W_K of a small model, from which folders of every layout are made.
struct TestModel {
    int layers = 3;
    int heads = 4;
    int keyHeads = 4;
    int headDim = 2;
    int hidden = 8;
    std::vector<std::vector<float>> query; ///< per layer [heads * headDim, hidden]
    std::vector<std::vector<float>> key;   ///< per layer [keyHeads * headDim, hidden]

    /// Row i of a head.
    const float* queryRow(int layer, int head, int i) const;
    const float* keyRow(int layer, int keyHead, int i) const;
};

/// Repeatable random weights of the model's sizes.
TestModel randomModel(int layers, int heads, int keyHeads, int headDim, int hidden);

/// The model's tensors and its config.json in the layout of a model family: "llama", "mistral", "qwen2",
/// "qwen3", "gemma", "gemma2", "gemma3", "phi3", "gpt2", "gpt_neox", "opt" or "bert".
struct TestFolder {
    std::map<std::string, TestTensor> tensors;
    std::string config;
};
TestFolder inLayout(const TestModel& model, const std::string& family);

/// Writes config.json and model.safetensors (or `shards` of them, with an index).
void writeFolder(const std::filesystem::path& path, const TestFolder& folder, int shards = 1);

/// Writes one safetensors file.
void writeTensors(const std::filesystem::path& path, const std::map<std::string, TestTensor>& tensors);

std::string fileContent(const std::filesystem::path& path);
void writeFile(const std::filesystem::path& path, const std::string& content);

} // namespace sextant::measure
