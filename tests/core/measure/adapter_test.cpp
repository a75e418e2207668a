// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/measure/dense_model.h"
#include "tests/core/measure/measure_fixture.h"

#include <cmath>
#include <functional>

#include <fmt/format.h>

namespace sextant::measure {
namespace {

using testing::AllOf;
using testing::HasSubstr;

constexpr int rank = 3;

std::vector<float> values(std::int64_t count, int seed) {
    std::vector<float> list;
    for (std::int64_t i = 0; i < count; ++i) {
        list.push_back(static_cast<float>((i * 29 + seed * 17) % 47 - 23) / 32.0F);
    }
    return list;
}

/// A and B of one weight, and what they add to it.
struct Pair {
    TestTensor down; ///< [rank, in]
    TestTensor up;   ///< [out, rank]

    Pair(std::int64_t outputs, std::int64_t inputs, int seed)
        : down{{rank, inputs}, values(rank * inputs, seed)},
          up{{outputs, rank}, values(outputs * rank, seed + 1)} {}

    /// Adds scale * (B A)[output] to a row.
    void addTo(float* row, int output, double scale) const {
        const auto width = static_cast<int>(down.shape[1]);
        for (int j = 0; j < width; ++j) {
            double sum = 0.0;
            for (int t = 0; t < rank; ++t) {
                sum += static_cast<double>(up.values[static_cast<std::size_t>(output * rank + t)]) *
                       down.values[static_cast<std::size_t>(t * width + j)];
            }
            row[j] = static_cast<float>(row[j] + scale * sum);
        }
    }
};

constexpr const char* usualConfig =
    R"({"peft_type":"LORA","base_model_name_or_path":"BASE","r":3,"lora_alpha":6})";

class AdapterTest : public MeasureTest {
protected:
    /// Writes the base and an adapter of these tensors beside it.
    MeasureOptions write(const TestFolder& base, const std::map<std::string, TestTensor>& tensors,
                         std::string config = usualConfig) const {
        writeFolder(scratch_ / "base", base);
        std::filesystem::create_directories(scratch_ / "adapter");
        if (const std::size_t at = config.find("BASE"); at != std::string::npos) {
            config.replace(at, 4, (scratch_ / "base").string());
        }
        writeFile(scratch_ / "adapter" / "adapter_config.json", config);
        writeTensors(scratch_ / "adapter" / "adapter_model.safetensors", tensors);
        return options("adapter");
    }

    void expectModel(const MeasureOptions& measureOptions, const TestModel& merged) const {
        const auto artifact = artifactOf(measureOptions);
        ASSERT_NE(artifact, nullptr);
        EXPECT_LT(errorsOf(*artifact, denseModel(merged)).gram, 1e-6) << "the merged weights are floats";
    }

    const TestModel model_ = randomModel(2, 4, 2, 2, 8);
};

std::string partName(int layer, const std::string& module, const char* part) {
    return fmt::format("base_model.model.model.layers.{}.self_attn.{}.{}.weight", layer, module, part);
}

/// An adapter of all queries and keys of a llama model, and the model once it is merged.
struct LlamaAdapter {
    std::map<std::string, TestTensor> tensors;
    TestModel merged;

    LlamaAdapter(const TestModel& model, double scale, const char* downPart = "lora_A",
                 const char* upPart = "lora_B")
        : merged(model) {
        for (int l = 0; l < model.layers; ++l) {
            const auto add = [&](const char* module, std::vector<float>& weight, int seed) {
                const auto outputs = static_cast<int>(weight.size()) / model.hidden;
                const Pair pair(outputs, model.hidden, seed);
                tensors[partName(l, module, downPart)] = pair.down;
                tensors[partName(l, module, upPart)] = pair.up;
                for (int o = 0; o < outputs; ++o) {
                    pair.addTo(weight.data() + static_cast<std::ptrdiff_t>(o) * model.hidden, o, scale);
                }
            };
            add("q_proj", merged.query[static_cast<std::size_t>(l)], 4 * l);
            add("k_proj", merged.key[static_cast<std::size_t>(l)], 4 * l + 2);
        }
    }
};

TEST_F(AdapterTest, IsAddedToItsBaseWithAlphaOverRank) {
    const LlamaAdapter adapter(model_, 2.0);
    const MeasureOptions measureOptions = write(inLayout(model_, "llama"), adapter.tensors);
    expectModel(measureOptions, adapter.merged);
    EXPECT_THAT(fileContent(scratch_ / "out.json"),
                AllOf(HasSubstr(R"("model": "adapter")"),
                      HasSubstr(R"("adapter": {"name":"adapter","base":"base")")));
}

TEST_F(AdapterTest, MayBeRankStabilised) {
    const LlamaAdapter adapter(model_, 6.0 / std::sqrt(3.0));
    expectModel(
        write(
            inLayout(model_, "llama"), adapter.tensors,
            R"({"peft_type":"LORA","base_model_name_or_path":"BASE","r":3,"lora_alpha":6,"use_rslora":true})"),
        adapter.merged);
}

TEST_F(AdapterTest, MayHaveAnAlphaOfItsOwnForAModule) {
    LlamaAdapter adapter(model_, 2.0);
    adapter.merged.key = LlamaAdapter(model_, 1.0).merged.key;
    expectModel(write(inLayout(model_, "llama"), adapter.tensors,
                      R"({"peft_type":"LORA","base_model_name_or_path":"BASE","r":3,"lora_alpha":6.0,)"
                      R"("alpha_pattern":{"self_attn.k_proj":3},"rank_pattern":{"v_proj":16}})"),
                adapter.merged);
}

TEST_F(AdapterTest, MayBeSavedWithItsNameInTheNames) {
    const LlamaAdapter adapter(model_, 2.0, "lora_A.default", "lora_B.default");
    expectModel(write(inLayout(model_, "llama"), adapter.tensors), adapter.merged);
}

TEST_F(AdapterTest, FindsABaseWhoseNamesHaveAnotherBeginning) {
    const LlamaAdapter adapter(model_, 2.0);
    TestFolder bare = inLayout(model_, "llama");
    std::map<std::string, TestTensor> shorter;
    for (auto& [name, tensor] : bare.tensors) {
        shorter[name.starts_with("model.") ? name.substr(6) : name] = std::move(tensor);
    }
    bare.tensors = std::move(shorter);
    expectModel(write(bare, adapter.tensors), adapter.merged);
}

TEST_F(AdapterTest, IsAddedBeforeGainsAreFolded) {
    LlamaAdapter adapter(model_, 2.0);
    TestFolder base = inLayout(model_, "llama");
    for (int l = 0; l < model_.layers; ++l) {
        const TestTensor gain{{model_.hidden}, values(model_.hidden, l)};
        base.tensors[fmt::format("model.layers.{}.input_layernorm.weight", l)] = gain;
        for (auto* side : {&adapter.merged.query, &adapter.merged.key}) {
            std::vector<float>& weight = (*side)[static_cast<std::size_t>(l)];
            for (std::size_t i = 0; i < weight.size(); ++i) {
                weight[i] *= gain.values[i % static_cast<std::size_t>(model_.hidden)];
            }
        }
    }
    MeasureOptions folded = write(base, adapter.tensors);
    folded.foldNorms = true;
    expectModel(folded, adapter.merged);
}

/// One tensor that holds queries and keys has one pair; where its outputs lie depends on the packing.
TEST_F(AdapterTest, IsAddedToFusedTensors) {
    const TestModel model = randomModel(2, 4, 4, 2, 8);
    const int all = 3 * model.heads * model.headDim;
    struct Case {
        const char* layout;
        const char* module;
        std::function<int(int side, int head, int i)> output;
    };
    const std::vector<Case> cases = {
        {"gpt2", "transformer.h.{}.attn.c_attn",
         [](int side, int head, int i) { return side * 8 + head * 2 + i; }},
        {"gpt_neox", "gpt_neox.layers.{}.attention.query_key_value",
         [](int side, int head, int i) { return head * 6 + side * 2 + i; }},
    };
    for (const Case& each : cases) {
        SCOPED_TRACE(each.layout);
        TestModel merged = model;
        std::map<std::string, TestTensor> tensors;
        for (int l = 0; l < model.layers; ++l) {
            const Pair pair(all, model.hidden, 5 + l);
            const std::string module = "base_model.model." + fmt::format(fmt::runtime(each.module), l);
            tensors[module + ".lora_A.weight"] = pair.down;
            tensors[module + ".lora_B.weight"] = pair.up;
            for (int h = 0; h < model.heads; ++h) {
                for (int i = 0; i < model.headDim; ++i) {
                    const std::ptrdiff_t row = std::ptrdiff_t{h * model.headDim + i} * model.hidden;
                    pair.addTo(merged.query[static_cast<std::size_t>(l)].data() + row, each.output(0, h, i),
                               2.0);
                    pair.addTo(merged.key[static_cast<std::size_t>(l)].data() + row, each.output(1, h, i),
                               2.0);
                }
            }
        }
        expectModel(write(inLayout(model, each.layout), tensors), merged);
        std::filesystem::remove_all(scratch_ / "base");
    }
}

TEST_F(AdapterTest, FindsItsBaseInTheCacheOrWhereAPersonSays) {
    const LlamaAdapter adapter(model_, 2.0);
    MeasureOptions measureOptions = write(
        inLayout(model_, "llama"), adapter.tensors,
        R"({"peft_type":"LORA","base_model_name_or_path":"org/base","r":3,"lora_alpha":6,"revision":"v1"})");
    measureOptions.cache = scratch_ / "hub";
    EXPECT_THAT(complaint(measureOptions),
                AllOf(HasSubstr("is an adapter, and its base org/base"), HasSubstr("nothing is downloaded")));
    EXPECT_EQ(adviceFor(measureOptions), Advice::NameBase);
    const auto repository = scratch_ / "hub" / "models--org--base";
    std::filesystem::create_directories(repository / "snapshots");
    std::filesystem::create_directories(repository / "refs");
    writeFile(repository / "refs" / "v1", "0a1b2c");
    std::filesystem::rename(scratch_ / "base", repository / "snapshots" / "0a1b2c");
    expectModel(measureOptions, adapter.merged);
    measureOptions.base = repository / "snapshots" / "0a1b2c";
    measureOptions.cache.clear();
    measureOptions.output = scratch_ / "second.json";
    expectModel(measureOptions, adapter.merged);
}

TEST_F(AdapterTest, OfOtherPartsLeavesTheOperatorsAndSaysSo) {
    std::map<std::string, TestTensor> tensors;
    tensors[partName(0, "v_proj", "lora_A")] = {{rank, 8}, values(rank * 8, 1)};
    tensors[partName(0, "v_proj", "lora_B")] = {{4, rank}, values(4 * rank, 2)};
    TestFolder base = inLayout(model_, "llama");
    base.tensors["model.layers.0.self_attn.v_proj.weight"] = {{4, 8}, values(32, 3)};
    const auto measured = measure(write(base, tensors), {}, {});
    ASSERT_TRUE(measured) << describe(measured.error());
    EXPECT_THAT(measured->notices, testing::Contains(HasSubstr("changes neither queries nor keys")));
}

TEST_F(AdapterTest, OfAnotherKindIsRefusedByItsName) {
    const LlamaAdapter adapter(model_, 2.0);
    const auto complaintOf = [&](const std::string& members) {
        return complaint(write(inLayout(model_, "llama"), adapter.tensors,
                               R"({"base_model_name_or_path":"BASE","r":3,"lora_alpha":6,)" + members + "}"));
    };
    EXPECT_THAT(complaintOf(R"("peft_type":"IA3")"), HasSubstr("is a IA3 adapter"));
    EXPECT_THAT(complaintOf(R"("task_type":"CAUSAL_LM")"), HasSubstr("has no peft_type"));
    EXPECT_THAT(complaintOf(R"("peft_type":"LORA","use_dora":true)"), HasSubstr("DoRA"));
    EXPECT_THAT(complaintOf(R"("peft_type":"LORA","layer_replication":[[0,4],[2,5]])"),
                HasSubstr("repeats layers"));
    EXPECT_THAT(complaintOf(R"("peft_type":"LORA","init_lora_weights":"pissa_niter_16")"),
                HasSubstr("initialized with \"pissa_niter_16\""));
    EXPECT_THAT(complaintOf(R"("peft_type":"LORA","alpha_pattern":{"^model\\.layers":3})"),
                HasSubstr("alpha_pattern: \"^model\\.layers\" is more than the name"));
    EXPECT_THAT(complaintOf(R"("peft_type":"LORA","lora_alpha":"six")"),
                HasSubstr("lora_alpha: is not a number"));
}

TEST_F(AdapterTest, ThatDoesNotFitItsBaseIsRefused) {
    const auto complaintOf = [&](const std::function<void(std::map<std::string, TestTensor>&)>& spoil) {
        LlamaAdapter adapter(model_, 2.0);
        spoil(adapter.tensors);
        return complaint(write(inLayout(model_, "llama"), adapter.tensors));
    };
    const std::string down = partName(1, "k_proj", "lora_A");
    const std::string up = partName(1, "k_proj", "lora_B");
    EXPECT_THAT(complaintOf([&](auto& tensors) { tensors.erase(up); }),
                HasSubstr("has a lora_A without a lora_B"));
    EXPECT_THAT(complaintOf([&](auto& tensors) { tensors.erase(down); }),
                HasSubstr("has a lora_B without a lora_A"));
    EXPECT_THAT(complaintOf([&](auto& tensors) {
                    tensors[down] = {{2, 8}, values(16, 1)};
                }),
                HasSubstr("does not fit the rank 3"));
    EXPECT_THAT(complaintOf([&](auto& tensors) {
                    tensors[down] = {{3, 7}, values(21, 1)};
                }),
                HasSubstr("the adapter has 4 outputs and 7 inputs"));
    EXPECT_THAT(complaintOf([&](auto& tensors) {
                    tensors[up] = {{3, 4, 1}, values(12, 1)};
                }),
                HasSubstr("must be a matrix"));
    EXPECT_THAT(complaintOf([&](auto& tensors) { tensors[up].values[4] = std::nanf(""); }),
                HasSubstr("k_proj.lora_B.weight[1][1]: is nan"));
    EXPECT_THAT(
        complaintOf([&](auto& tensors) {
            tensors[partName(7, "q_proj", "lora_A")] = tensors[down];
            tensors[partName(7, "q_proj", "lora_B")] = tensors[up];
        }),
        HasSubstr("layers.7.self_attn.q_proj: is changed by the adapter, but there is no such weight"));
    EXPECT_THAT(
        complaintOf([&](auto& tensors) {
            tensors["base_model.model.model.layers.0.self_attn.q_proj.weight"] = {{8, 8}, values(64, 1)};
        }),
        HasSubstr("replaces a weight of the base"));
    EXPECT_THAT(complaintOf([&](auto& tensors) {
                    tensors.clear();
                    tensors["x"] = {{1}, {1.0F}};
                }),
                HasSubstr("no pair of lora_A and lora_B"));
}

TEST_F(AdapterTest, BesideAWholeModelNeedsAChoice) {
    const LlamaAdapter adapter(model_, 2.0);
    MeasureOptions measureOptions = write(inLayout(model_, "llama"), adapter.tensors);
    writeFolder(scratch_ / "adapter", inLayout(model_, "llama"));
    EXPECT_THAT(complaint(measureOptions),
                HasSubstr("holds a whole model, model.safetensors, and an adapter"));
    EXPECT_EQ(adviceFor(measureOptions), Advice::ChooseWeights);
    measureOptions.weights = "model.safetensors";
    expectModel(measureOptions, model_);
    measureOptions.weights = "adapter_model.safetensors";
    measureOptions.output = scratch_ / "second.json";
    expectModel(measureOptions, adapter.merged);
}

TEST_F(AdapterTest, WithoutABaseIsRefused) {
    const LlamaAdapter adapter(model_, 2.0);
    EXPECT_THAT(complaint(write(inLayout(model_, "llama"), adapter.tensors,
                                R"({"peft_type":"LORA","r":3,"lora_alpha":6})")),
                HasSubstr("names no base"));
    EXPECT_THAT(
        complaint(write(inLayout(model_, "llama"), adapter.tensors,
                        R"({"peft_type":"LORA","r":3,"lora_alpha":6,"base_model_name_or_path":"/no/such"})")),
        HasSubstr("its base /no/such: does not exist"));
    writeFolder(scratch_ / "model", inLayout(model_, "llama"));
    MeasureOptions plain = options("model");
    plain.base = scratch_ / "base";
    EXPECT_THAT(complaint(plain), HasSubstr("is not an adapter"));
}

} // namespace
} // namespace sextant::measure
