// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/measure/model_folder.h"

#include "core/tensor/tensor_archive.h"

#include <fstream>
#include <iterator>
#include <random>
#include <stdexcept>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace sextant::measure {
namespace {

using Json = nlohmann::json;

const float* rowOf(const std::vector<float>& rows, int row, int width) {
    return rows.data() + static_cast<std::size_t>(row) * static_cast<std::size_t>(width);
}

/// Rows of queries, keys and (zero) values in one tensor, in the order that `next` appends them.
TestTensor fused(const TestModel& model, int layer, bool interleaved) {
    TestTensor tensor{{(model.heads + 2 * model.keyHeads) * model.headDim, model.hidden}, {}};
    const auto append = [&](const float* row) {
        tensor.values.insert(tensor.values.end(), row, row + model.hidden);
    };
    const std::vector<float> zero(static_cast<std::size_t>(model.hidden), 0.0F);
    const auto appendHead = [&](auto rowAt) {
        for (int i = 0; i < model.headDim; ++i) {
            append(rowAt(i));
        }
    };
    const auto query = [&](int h) {
        return [&model, layer, h](int i) { return model.queryRow(layer, h, i); };
    };
    const auto key = [&](int h) { return [&model, layer, h](int i) { return model.keyRow(layer, h, i); }; };
    const auto value = [&](int) { return zero.data(); };
    if (interleaved) {
        for (int h = 0; h < model.heads; ++h) {
            appendHead(query(h));
            appendHead(key(h));
            appendHead(value);
        }
        return tensor;
    }
    for (int h = 0; h < model.heads; ++h) {
        appendHead(query(h));
    }
    for (int h = 0; h < model.keyHeads; ++h) {
        appendHead(key(h));
    }
    for (int h = 0; h < model.keyHeads; ++h) {
        appendHead(value);
    }
    return tensor;
}

TestTensor transposed(const TestTensor& tensor) {
    const std::int64_t rows = tensor.shape[0];
    const std::int64_t columns = tensor.shape[1];
    TestTensor result{{columns, rows}, std::vector<float>(tensor.values.size())};
    for (std::int64_t i = 0; i < rows; ++i) {
        for (std::int64_t j = 0; j < columns; ++j) {
            result.values[static_cast<std::size_t>(j * rows + i)] =
                tensor.values[static_cast<std::size_t>(i * columns + j)];
        }
    }
    return result;
}

Json configOf(const TestModel& model, const std::string& family) {
    if (family == "gpt2") {
        return {{"model_type", "gpt2"},
                {"n_layer", model.layers},
                {"n_head", model.heads},
                {"n_embd", model.hidden}};
    }
    Json config = {{"model_type", family},
                   {"num_hidden_layers", model.layers},
                   {"num_attention_heads", model.heads},
                   {"hidden_size", model.hidden}};
    if (family != "gpt_neox" && family != "opt" && family != "bert") {
        config["num_key_value_heads"] = model.keyHeads;
        config["head_dim"] = model.headDim;
    }
    if (family == "gemma3") {
        config["model_type"] = "gemma3_text";
        return {{"model_type", "gemma3"}, {"text_config", config}};
    }
    return config;
}

} // namespace

const float* TestModel::queryRow(int layer, int head, int i) const {
    return rowOf(query[static_cast<std::size_t>(layer)], head * headDim + i, hidden);
}

const float* TestModel::keyRow(int layer, int keyHead, int i) const {
    return rowOf(key[static_cast<std::size_t>(layer)], keyHead * headDim + i, hidden);
}

TestModel randomModel(int layers, int heads, int keyHeads, int headDim, int hidden) {
    TestModel model{layers, heads, keyHeads, headDim, hidden, {}, {}};
    std::mt19937 generator(7);
    std::normal_distribution<float> normal;
    const auto rows = [&](int count) {
        std::vector<float> values(static_cast<std::size_t>(count) * static_cast<std::size_t>(hidden));
        for (float& value : values) {
            value = normal(generator);
        }
        return values;
    };
    for (int l = 0; l < layers; ++l) {
        model.query.push_back(rows(heads * headDim));
        model.key.push_back(rows(keyHeads * headDim));
    }
    return model;
}

TestFolder inLayout(const TestModel& model, const std::string& family) {
    TestFolder folder;
    folder.config = configOf(model, family).dump();
    const auto add = [&](int l, const std::string& pattern, TestTensor tensor) {
        folder.tensors[fmt::format(fmt::runtime(pattern), l)] = std::move(tensor);
    };
    for (int l = 0; l < model.layers; ++l) {
        const auto layer = static_cast<std::size_t>(l);
        const auto separate = [&](const std::string& query, const std::string& key) {
            add(l, query, {{model.heads * model.headDim, model.hidden}, model.query[layer]});
            add(l, key, {{model.keyHeads * model.headDim, model.hidden}, model.key[layer]});
        };
        if (family == "phi3") {
            add(l, "model.layers.{}.self_attn.qkv_proj.weight", fused(model, l, false));
        } else if (family == "gpt2") {
            add(l, "transformer.h.{}.attn.c_attn.weight", transposed(fused(model, l, false)));
        } else if (family == "gpt_neox") {
            add(l, "gpt_neox.layers.{}.attention.query_key_value.weight", fused(model, l, true));
        } else if (family == "opt") {
            separate("model.decoder.layers.{}.self_attn.q_proj.weight",
                     "model.decoder.layers.{}.self_attn.k_proj.weight");
        } else if (family == "bert") {
            separate("bert.encoder.layer.{}.attention.self.query.weight",
                     "bert.encoder.layer.{}.attention.self.key.weight");
        } else if (family == "gemma3") {
            separate("language_model.model.layers.{}.self_attn.q_proj.weight",
                     "language_model.model.layers.{}.self_attn.k_proj.weight");
            // The tower that looks at images has projections of the same names.
            add(l, "vision_tower.encoder.layers.{}.self_attn.q_proj.weight", {{1, 1}, {1.0F}});
        } else {
            separate("model.layers.{}.self_attn.q_proj.weight", "model.layers.{}.self_attn.k_proj.weight");
        }
    }
    return folder;
}

void writeTensors(const std::filesystem::path& path, const std::map<std::string, TestTensor>& tensors) {
    std::vector<tensor::NamedTensor> named;
    for (const auto& [name, tensor] : tensors) {
        named.push_back(
            {name, tensor::TensorView{tensor::ElementType::Float32, tensor.shape,
                                      tensor::contiguousStrides(tensor.shape),
                                      reinterpret_cast<const std::byte*>(tensor.values.data()), nullptr}});
    }
    if (const Result<void> written = tensor::writeSafetensors(path, named); !written) {
        throw std::runtime_error(describe(written.error()));
    }
}

void writeFolder(const std::filesystem::path& path, const TestFolder& folder, int shards) {
    std::filesystem::create_directories(path);
    writeFile(path / "config.json", folder.config);
    if (shards == 1) {
        writeTensors(path / "model.safetensors", folder.tensors);
        return;
    }
    Json map;
    std::vector<std::map<std::string, TestTensor>> parts(static_cast<std::size_t>(shards));
    std::size_t next = 0;
    for (const auto& [name, tensor] : folder.tensors) {
        const std::size_t part = next++ % parts.size();
        parts[part][name] = tensor;
        map[name] = fmt::format("model-{}.safetensors", part);
    }
    for (std::size_t part = 0; part < parts.size(); ++part) {
        writeTensors(path / fmt::format("model-{}.safetensors", part), parts[part]);
    }
    writeFile(path / "model.safetensors.index.json", Json{{"weight_map", map}}.dump());
}

std::string fileContent(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

void writeFile(const std::filesystem::path& path, const std::string& content) {
    std::ofstream(path, std::ios::binary) << content;
}

} // namespace sextant::measure
