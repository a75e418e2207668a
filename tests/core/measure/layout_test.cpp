// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/measure/measure_fixture.h"

#include "core/artifact/artifact_reader.h"
#include "core/checkpoint/weight_layout.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace sextant::measure {
namespace {

using testing::HasSubstr;

class EveryLayout : public MeasureTest, public testing::WithParamInterface<const char*> {};

TEST_P(EveryLayout, GivesTheSameArtifactFromTheSameWeights) {
    const TestModel model = randomModel(3, 4, 4, 2, 8);
    artifactOf(inLayout(model, "llama"), "reference", options("", "reference"));
    artifactOf(inLayout(model, GetParam()), "other", options("", "other"));
    const auto reference = artifact::readGramFile(scratch_ / "reference.json");
    const auto other = artifact::readGramFile(scratch_ / "other.json");
    ASSERT_TRUE(reference && other);
    EXPECT_EQ((*other)->shape, (*reference)->shape);
    EXPECT_EQ((*other)->gram.values(), (*reference)->gram.values());
    EXPECT_EQ((*other)->froSquared, (*reference)->froSquared);
    EXPECT_EQ(fileContent(scratch_ / "other-eigdirs.safetensors"),
              fileContent(scratch_ / "reference-eigdirs.safetensors"));
}

INSTANTIATE_TEST_SUITE_P(Layouts, EveryLayout,
                         testing::Values("mistral", "qwen2", "qwen3", "gemma", "gemma2", "gemma3", "phi3",
                                         "gpt2", "gpt_neox", "opt", "bert"),
                         [](const auto& instance) { return std::string(instance.param); });

TEST(WeightLayout, KnowsEveryModelTypeOnce) {
    std::vector<std::string_view> types;
    for (const checkpoint::WeightLayout& layout : checkpoint::knownLayouts()) {
        types.insert(types.end(), layout.modelTypes.begin(), layout.modelTypes.end());
    }
    for (const std::string_view type : types) {
        EXPECT_EQ(std::count(types.begin(), types.end(), type), 1) << type;
    }
    EXPECT_EQ(checkpoint::layoutOf("no such model"), nullptr);
}

using LayoutTest = MeasureTest;

TEST_F(LayoutTest, ShardsGiveTheSameAsOneFile) {
    const TestFolder folder = inLayout(randomModel(3, 4, 2, 2, 8), "llama");
    artifactOf(folder, "one", options("", "one"));
    writeFolder(scratch_ / "three", folder, 3);
    artifactOf(options("three", "three"));
    EXPECT_EQ(fileContent(scratch_ / "one-eigdirs.safetensors"),
              fileContent(scratch_ / "three-eigdirs.safetensors"));
}

TEST_F(LayoutTest, TheIndexSaysWhichOfTwoShardsIsMeant) {
    const TestFolder folder = inLayout(randomModel(3, 4, 2, 2, 8), "llama");
    artifactOf(folder, "one", options("", "one"));
    writeFolder(scratch_ / "two", folder, 2);
    const auto index = nlohmann::json::parse(fileContent(scratch_ / "two" / "model.safetensors.index.json"));
    for (int part = 0; part < 2; ++part) { // each shard gets false copies of what belongs to the other
        std::map<std::string, TestTensor> tensors = folder.tensors;
        for (auto& [name, tensor] : tensors) {
            if (index["weight_map"][name] != fmt::format("model-{}.safetensors", part)) {
                std::fill(tensor.values.begin(), tensor.values.end(), 1.0F);
            }
        }
        writeTensors(scratch_ / "two" / fmt::format("model-{}.safetensors", part), tensors);
    }
    artifactOf(options("two", "two"));
    EXPECT_EQ(fileContent(scratch_ / "one-eigdirs.safetensors"),
              fileContent(scratch_ / "two-eigdirs.safetensors"));
}

/// A family has a default, but a small model made with its code may share out its hidden size instead.
TEST_F(LayoutTest, WeightsDecideOnAHeadDimThatIsNotGiven) {
    const TestModel model = randomModel(2, 4, 2, 2, 8);
    artifactOf(inLayout(model, "llama"), "llama", options("", "llama"));
    for (const char* family : {"qwen3", "gemma2"}) {
        TestFolder folder = inLayout(model, family);
        auto config = nlohmann::json::parse(folder.config);
        config.erase("head_dim");
        folder.config = config.dump();
        artifactOf(folder, family, options("", family));
        EXPECT_EQ(fileContent(scratch_ / "llama-eigdirs.safetensors"),
                  fileContent(scratch_ / fmt::format("{}-eigdirs.safetensors", family)));
    }
}

/// Where the norm follows the attention its bias is not among what reaches the projections.
TEST_F(LayoutTest, NamesTheBiasesThatReachTheProjections) {
    TestFolder folder = inLayout(randomModel(1, 2, 2, 2, 4), "opt");
    auto named = [&] {
        writeFolder(scratch_ / "opt", folder);
        const auto measured = measure(options("opt"), {}, {});
        return measured ? measured->biasesIgnored : std::vector<std::string>{describe(measured.error())};
    };
    const std::string prefix = "model.decoder.layers.";
    folder.tensors[prefix + "0.self_attn.q_proj.bias"] = {{4}, {1, 1, 1, 1}};
    folder.tensors[prefix + "0.self_attn_layer_norm.bias"] = {{4}, {1, 1, 1, 1}};
    EXPECT_THAT(named(), testing::ElementsAre(prefix + "{layer}.self_attn.q_proj.bias",
                                              prefix + "{layer}.self_attn_layer_norm.bias"));
    auto config = nlohmann::json::parse(folder.config);
    config["do_layer_norm_before"] = false;
    folder.config = config.dump();
    EXPECT_THAT(named(), testing::ElementsAre(prefix + "{layer}.self_attn.q_proj.bias"));
}

TEST_F(LayoutTest, FusedRowsShareOutGroupedHeads) {
    const TestModel model = randomModel(2, 6, 2, 2, 8);
    artifactOf(inLayout(model, "llama"), "llama", options("", "llama"));
    artifactOf(inLayout(model, "phi3"), "phi3", options("", "phi3"));
    EXPECT_EQ(fileContent(scratch_ / "llama-eigdirs.safetensors"),
              fileContent(scratch_ / "phi3-eigdirs.safetensors"));
}

TEST_F(LayoutTest, AnUnknownOneIsToldByWhatItHasAndMeasuredByPatterns) {
    TestFolder folder = inLayout(randomModel(2, 2, 2, 2, 8), "llama");
    std::map<std::string, TestTensor> renamed;
    for (auto& [name, tensor] : folder.tensors) {
        std::string other = name;
        other.replace(other.find("self_attn"), 9, "attn");
        renamed[other] = std::move(tensor);
    }
    folder.tensors = std::move(renamed);
    folder.config =
        R"({"model_type":"novel","num_hidden_layers":2,"num_attention_heads":2,"hidden_size":8,"head_dim":2})";
    writeFolder(scratch_ / "novel", folder);
    MeasureOptions novel = options("novel");
    EXPECT_THAT(complaint(novel), testing::AllOf(HasSubstr("\"novel\" is not a known layout"),
                                                 HasSubstr("model.layers.{layer}.attn.q_proj.weight")));
    EXPECT_EQ(adviceFor(novel), Advice::NameProjections);
    novel.queryPattern = "model.layers.{layer}.attn.q_proj.weight";
    EXPECT_THAT(complaint(novel), HasSubstr("only one of the two projections"));
    EXPECT_EQ(adviceFor(novel), Advice::NameProjections);
    novel.keyPattern = "model.layers.0.attn.k_proj.weight";
    EXPECT_THAT(complaint(novel), HasSubstr("has no {layer}"));
    novel.keyPattern = "model.layers.{layer}.no_such.weight";
    EXPECT_THAT(complaint(novel),
                HasSubstr("model.layers.0.no_such.weight: no tensor has this name, which was given for W_K"));
    EXPECT_EQ(adviceFor(novel), Advice::CorrectKeyPattern);
    std::swap(novel.queryPattern, novel.keyPattern);
    EXPECT_THAT(complaint(novel),
                HasSubstr("model.layers.0.no_such.weight: no tensor has this name, which was given for W_Q"));
    EXPECT_EQ(adviceFor(novel), Advice::CorrectQueryPattern);
    novel.queryPattern = novel.keyPattern;
    novel.keyPattern = "model.layers.{layer}.attn.k_proj.weight";
    EXPECT_NE(artifactOf(novel), nullptr);
}

/// A gain on the input multiplies columns: the artifact is that of weights multiplied beforehand.
TEST_F(LayoutTest, FoldsTheGainsThatAModelHas) {
    TestModel model = randomModel(2, 2, 2, 2, 4);
    TestFolder plain = inLayout(model, "gemma3");
    const std::vector<float> input = {0.5F, -0.25F, 1.0F, 0.0F};
    const std::vector<float> query = {1.0F, -0.5F};
    for (int l = 0; l < 2; ++l) {
        const std::string layer = "language_model.model.layers." + std::to_string(l);
        plain.tensors[layer + ".input_layernorm.weight"] = {{4}, input};
        plain.tensors[layer + ".self_attn.q_norm.weight"] = {{2}, query};
        plain.tensors[layer + ".self_attn.k_norm.weight"] = {{2}, {0.0F, 0.0F}};
        plain.tensors[layer + ".self_attn.q_proj.bias"] = {{4}, {1, 1, 1, 1}};
    }
    for (std::size_t l = 0; l < 2; ++l) {
        for (std::size_t i = 0; i < 16; ++i) {
            model.query[l][i] *= (1.0F + input[i % 4]) * (1.0F + query[i / 4 % 2]); // Gemma's gains are 1 + w
            model.key[l][i] *= 1.0F + input[i % 4];
        }
    }
    const auto expected = artifactOf(inLayout(model, "llama"), "multiplied", options("", "multiplied"));
    MeasureOptions folding = options("", "folded");
    folding.foldNorms = true;
    const auto folded = artifactOf(plain, "plain", folding);
    ASSERT_TRUE(expected && folded);
    for (std::size_t i = 0; i < expected->grams->gram.values().size(); ++i) {
        // The weights multiplied beforehand were rounded to floats.
        EXPECT_NEAR(folded->grams->gram.values()[i], expected->grams->gram.values()[i], 1e-4);
    }
    EXPECT_THAT(fileContent(scratch_ / "folded.json"), HasSubstr("\"norms_not_folded\": []"));
    const auto measured = measure(options("plain", "unfolded"), {}, {});
    ASSERT_TRUE(measured);
    EXPECT_THAT(measured->normsNotFolded,
                testing::ElementsAre("language_model.model.layers.{layer}.input_layernorm.weight",
                                     "language_model.model.layers.{layer}.self_attn.q_norm.weight",
                                     "language_model.model.layers.{layer}.self_attn.k_norm.weight"));
    EXPECT_THAT(measured->biasesIgnored,
                testing::ElementsAre("language_model.model.layers.{layer}.self_attn.q_proj.bias"));
}

} // namespace
} // namespace sextant::measure
