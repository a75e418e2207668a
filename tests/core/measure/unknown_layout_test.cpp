// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/measure/family_folder.h"
#include "tests/core/measure/measure_fixture.h"

#include <array>
#include <random>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace sextant::measure {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr const char* novelConfig =
    R"({"model_type":"novel","num_hidden_layers":2,"num_attention_heads":4,"hidden_size":8})";

class UnknownLayoutTest : public MeasureTest {
protected:
    /// A model of an unknown type with queries and keys in one tensor.
    TestFolder fused(const TestModel& model, Cut cut) const {
        TestFolder folder;
        folder.config = novelConfig;
        for (int l = 0; l < model.layers; ++l) {
            folder.tensors[fmt::format("h.{}.attn.qkv.weight", l)] = cutTensor(model, l, cut);
        }
        return folder;
    }

    MeasureOptions named(const std::string& model) const {
        MeasureOptions measureOptions = options(model);
        measureOptions.queryPattern = measureOptions.keyPattern = "h.{layer}.attn.qkv.weight";
        return measureOptions;
    }
};

TEST_F(UnknownLayoutTest, ItsPackingIsNeverGuessed) {
    writeFolder(scratch_ / "model", fused(randomModel(2, 4, 4, 2, 8), Cut::Heads));
    EXPECT_THAT(
        complaint(named("model")),
        AllOf(
            HasSubstr(
                "h.{layer}.attn.qkv.weight: holds queries and keys, but it is unknown how a \"novel\" model "
                "packs them"),
            HasSubstr("rows ("), HasSubstr("columns ("), HasSubstr("per-head ("), HasSubstr("grouped ("),
            HasSubstr("blocks (")));
    EXPECT_EQ(adviceFor(named("model")), Advice::ChoosePacking);
}

TEST_F(UnknownLayoutTest, EveryPackingCanBeChosen) {
    const TestModel model = randomModel(2, 4, 4, 2, 8);
    artifactOf(inLayout(model, "llama"), "llama", options("", "reference"));
    for (const auto& [cut, name] :
         {std::pair{Cut::Parts, "rows"}, std::pair{Cut::Conv1D, "columns"}, std::pair{Cut::Heads, "per-head"},
          std::pair{Cut::Groups, "grouped"}, std::pair{Cut::Quarter, "blocks"}}) {
        writeFolder(scratch_ / name, fused(model, cut));
        MeasureOptions measureOptions = named(name);
        measureOptions.packing = checkpoint::packingNamed(name);
        ASSERT_NE(artifactOf(measureOptions), nullptr) << name;
        EXPECT_EQ(fileContent(scratch_ / "out-eigdirs.safetensors"),
                  fileContent(scratch_ / "reference-eigdirs.safetensors"))
            << name;
    }
}

TEST_F(UnknownLayoutTest, PackingsThatCannotBeAreRefused) {
    TestFolder folder = fused(randomModel(2, 4, 2, 2, 8), Cut::Groups);
    auto config = nlohmann::json::parse(novelConfig);
    config["num_key_value_heads"] = 2;
    folder.config = config.dump();
    writeFolder(scratch_ / "model", folder);
    MeasureOptions measureOptions = named("model");
    measureOptions.packing = checkpoint::Packing::InterleavedPerHead;
    EXPECT_THAT(complaint(measureOptions),
                HasSubstr("num_key_value_heads: is 2, but a tensor packed per head"));
    measureOptions.packing = checkpoint::Packing::StackedColumns;
    EXPECT_THAT(complaint(measureOptions), HasSubstr("has shape [16, 8], but config.json makes it [8, 16]"));
    measureOptions.queryPattern.clear();
    measureOptions.keyPattern.clear();
    EXPECT_THAT(complaint(measureOptions), HasSubstr("none is named"));
    folder = inLayout(randomModel(2, 4, 2, 2, 8), "phi3");
    writeFolder(scratch_ / "phi3", folder);
    measureOptions.model = scratch_ / "phi3";
    EXPECT_THAT(complaint(measureOptions), HasSubstr("\"phi3\" models are packed \"rows\""));
}

/// A square tensor fits rows and columns alike; its bias does not.
TEST_F(UnknownLayoutTest, ABiasOrAnOutputProjectionThatContradictsIsRefused) {
    TestFolder folder = fused(randomModel(2, 4, 4, 2, 8), Cut::Parts);
    folder.tensors["h.1.attn.qkv.bias"] = {{8}, std::vector<float>(8, 1.0F)};
    writeFolder(scratch_ / "model", folder);
    MeasureOptions measureOptions = named("model");
    measureOptions.packing = checkpoint::Packing::StackedRows;
    EXPECT_THAT(complaint(measureOptions),
                HasSubstr("h.1.attn.qkv.bias: has shape [8], but the weight beside "
                          "it has 24 outputs"));
    folder.tensors.erase("h.1.attn.qkv.bias");
    folder.tensors["h.0.attn.out_proj.weight"] = {{4, 4}, std::vector<float>(16, 1.0F)};
    writeFolder(scratch_ / "model", folder);
    EXPECT_THAT(complaint(measureOptions),
                HasSubstr("h.0.attn.out_proj.weight: has shape [4, 4], but 4 heads "
                          "of 2 give 8"));
}

TEST_F(UnknownLayoutTest, WhatItsNormsAreIsUnknownAndNothingIsFoldedInSilence) {
    writeFolder(scratch_ / "model", fused(randomModel(2, 4, 4, 2, 8), Cut::Parts));
    MeasureOptions measureOptions = named("model");
    measureOptions.packing = checkpoint::Packing::StackedRows;
    measureOptions.foldNorms = true;
    EXPECT_THAT(complaint(measureOptions), HasSubstr("it is unknown which gains to multiply in"));
    measureOptions.foldNorms = false;
    const auto measured = measure(measureOptions, {}, {});
    ASSERT_TRUE(measured);
    EXPECT_FALSE(measured->normsAreKnown);
    EXPECT_THAT(fileContent(scratch_ / "out.json"), AllOf(HasSubstr(R"("norms_not_folded": "unknown")"),
                                                          HasSubstr(R"("biases_ignored": "unknown")")));
}

TEST_F(UnknownLayoutTest, PatternsKeepWhatTheTypeIsKnownFor) {
    TestFolder folder = inLayout(randomModel(2, 4, 2, 2, 8), "qwen3");
    for (int l = 0; l < 2; ++l) {
        const std::string layer = "model.layers." + std::to_string(l);
        folder.tensors[layer + ".input_layernorm.weight"] = {{8}, std::vector<float>(8, 2.0F)};
        folder.tensors[layer + ".self_attn.q_norm.weight"] = {{2}, {3.0F, 4.0F}};
        folder.tensors[layer + ".self_attn.k_proj.bias"] = {{4}, {1, 1, 1, 1}};
    }
    writeFolder(scratch_ / "model", folder);
    MeasureOptions byType = options("model", "by-type");
    byType.foldNorms = true;
    ASSERT_TRUE(measure(byType, {}, {}));
    MeasureOptions byName = options("model", "by-name");
    byName.foldNorms = true;
    byName.queryPattern = "model.layers.{layer}.self_attn.q_proj.weight";
    byName.keyPattern = "model.layers.{layer}.self_attn.k_proj.weight";
    const auto measured = measure(byName, {}, {});
    ASSERT_TRUE(measured) << describe(measured.error());
    EXPECT_EQ(fileContent(scratch_ / "by-name-eigdirs.safetensors"),
              fileContent(scratch_ / "by-type-eigdirs.safetensors"));
    EXPECT_THAT(measured->biasesIgnored, ElementsAre("model.layers.{layer}.self_attn.k_proj.bias"));
}

TEST_F(UnknownLayoutTest, OneThatFollowsAKnownSchemeIsMeasuredWithANotice) {
    TestFolder folder = inLayout(randomModel(2, 4, 4, 2, 8), "llama");
    folder.config = novelConfig;
    writeFolder(scratch_ / "model", folder);
    const auto measured = measure(options("model"), {}, {});
    ASSERT_TRUE(measured) << describe(measured.error());
    EXPECT_THAT(measured->notices, ElementsAre(HasSubstr("a \"novel\" model is not in the table")));
    EXPECT_FALSE(measured->normsAreKnown);
}

/// The names of clip's end with those of llama: one scheme, not two.
TEST_F(UnknownLayoutTest, NamesThatEndWithAnothersFollowOneScheme) {
    const TestFolder llama = inLayout(randomModel(2, 4, 4, 2, 8), "llama");
    TestFolder folder{{}, novelConfig};
    for (const auto& [name, tensor] : llama.tensors) {
        folder.tensors["encoder." + name.substr(std::string("model.").size())] = tensor;
    }
    EXPECT_NE(artifactOf(folder, "model", options("")), nullptr);
}

TEST_F(UnknownLayoutTest, AnEncoderOrADecoderCanBeChosen) {
    const TestFolder llama = inLayout(randomModel(2, 4, 4, 2, 8), "llama");
    TestFolder folder{{}, novelConfig};
    for (const auto& [name, tensor] : llama.tensors) {
        const std::string rest = name.substr(std::string("model.").size());
        folder.tensors["decoder." + rest] = tensor;
        TestTensor doubled = tensor;
        for (float& value : doubled.values) {
            value *= 2.0F;
        }
        folder.tensors["encoder." + rest] = doubled;
    }
    writeFolder(scratch_ / "model", folder);
    EXPECT_THAT(complaint(options("model")), HasSubstr("several stacks of layers: encoder, decoder"));
    MeasureOptions measureOptions = options("model");
    measureOptions.config.tower = "encoder";
    const auto encoder = artifactOf(measureOptions);
    measureOptions.config.tower = "decoder";
    const auto decoder = artifactOf(measureOptions);
    ASSERT_TRUE(encoder && decoder);
    EXPECT_DOUBLE_EQ(encoder->grams->gram(LayerIndex{0}, LayerIndex{0}, HeadIndex{0}),
                     16.0 * decoder->grams->gram(LayerIndex{0}, LayerIndex{0}, HeadIndex{0}));
}

/// Those of the decoder would pass for it where only they have names that are known.
TEST_F(UnknownLayoutTest, AStackIsNeverMeasuredByTheNamesOfAnother) {
    const TestModel model = randomModel(2, 4, 4, 2, 8);
    TestFolder folder{{},
                      R"({"model_type":"novel","is_encoder_decoder":true,"num_layers":2,)"
                      R"("num_decoder_layers":2,"d_model":8,"num_heads":4})"};
    for (int l = 0; l < 2; ++l) {
        const auto layer = static_cast<std::size_t>(l);
        for (const char* stem :
             {"encoder.block.{}.layer.0.NovelAttention.", "decoder.block.{}.layer.0.SelfAttention."}) {
            const std::string prefix = fmt::format(fmt::runtime(stem), l);
            folder.tensors[prefix + "q.weight"] = {{8, 8}, model.query[layer]};
            folder.tensors[prefix + "k.weight"] = {{8, 8}, model.key[layer]};
        }
    }
    writeFolder(scratch_ / "model", folder);
    MeasureOptions measureOptions = options("model");
    measureOptions.config.tower = "encoder";
    EXPECT_THAT(complaint(measureOptions), HasSubstr("\"novel_encoder\" is not a known layout"));
    auto config = nlohmann::json::parse(folder.config);
    config.erase("model_type");
    folder.config = config.dump();
    writeFolder(scratch_ / "nameless", folder);
    measureOptions = options("nameless");
    measureOptions.config.tower = "encoder";
    EXPECT_THAT(complaint(measureOptions), HasSubstr("model_type: is missing; names that suggest attention"));
    measureOptions.config.tower = "decoder";
    EXPECT_NE(artifactOf(measureOptions), nullptr);
}

/// Both towers of a siglip may have the same sizes: nothing but the names tells them apart.
TEST_F(UnknownLayoutTest, AKnownStackIsNeverMeasuredByTheNamesOfAnother) {
    const TestModel model = randomModel(2, 4, 4, 2, 8);
    TestFolder folder;
    for (int l = 0; l < 2; ++l) {
        const auto layer = static_cast<std::size_t>(l);
        const std::string stem = fmt::format("text_model.encoder.layers.{}.self_attn.", l);
        folder.tensors[stem + "q_proj.weight"] = {{8, 8}, model.query[layer]};
        folder.tensors[stem + "k_proj.weight"] = {{8, 8}, model.key[layer]};
    }
    const nlohmann::json sizes = {{"num_hidden_layers", 2}, {"num_attention_heads", 4}, {"hidden_size", 8}};
    folder.config =
        nlohmann::json{{"model_type", "siglip"}, {"text_config", sizes}, {"vision_config", sizes}}.dump();
    writeFolder(scratch_ / "siglip", folder);
    MeasureOptions siglip = options("siglip");
    siglip.config.tower = "vision";
    EXPECT_THAT(complaint(siglip), HasSubstr("is missing, where clip_vision_model models keep W_Q"));
    siglip.config.tower = "text";
    EXPECT_NE(artifactOf(siglip), nullptr);
}

TEST_F(UnknownLayoutTest, SeveralStacksOfOneSchemeAreNotChosenAmong) {
    const TestFolder one = inLayout(randomModel(2, 4, 4, 2, 8), "llama");
    TestFolder two{{}, novelConfig};
    for (const auto& [name, tensor] : one.tensors) {
        two.tensors["left." + name] = tensor;
        two.tensors["right." + name] = tensor;
    }
    writeFolder(scratch_ / "model", two);
    EXPECT_THAT(complaint(options("model")),
                HasSubstr("it is ambiguous which one is meant: left.model., right.model."));
}

TEST_F(UnknownLayoutTest, ClipNamesItsTowersAndMeasuresTheOneAskedFor) {
    const TestModel model = randomModel(2, 4, 4, 2, 8);
    TestFolder folder;
    for (const char* tower : {"text", "vision"}) {
        for (int l = 0; l < 2; ++l) {
            const auto layer = static_cast<std::size_t>(l);
            const std::string stem = fmt::format("{}_model.encoder.layers.{}.self_attn.", tower, l);
            const float factor = *tower == 't' ? 1.0F : 2.0F;
            std::vector<float> query = model.query[layer];
            for (float& value : query) {
                value *= factor;
            }
            folder.tensors[stem + "q_proj.weight"] = {{8, 8}, query};
            folder.tensors[stem + "k_proj.weight"] = {{8, 8}, model.key[layer]};
        }
    }
    const nlohmann::json sizes = {{"num_hidden_layers", 2}, {"num_attention_heads", 4}, {"hidden_size", 8}};
    folder.config =
        nlohmann::json{{"model_type", "clip"}, {"text_config", sizes}, {"vision_config", sizes}}.dump();
    writeFolder(scratch_ / "clip", folder);
    MeasureOptions clip = options("clip");
    EXPECT_THAT(complaint(clip), HasSubstr("\"clip\" models have several stacks of layers: text, vision"));
    EXPECT_EQ(adviceFor(clip), Advice::ChooseTower);
    clip.config.tower = "audio";
    EXPECT_THAT(complaint(clip), HasSubstr("audio_config: is missing; the model has text, vision"));
    clip.config.tower = "text";
    const auto text = artifactOf(clip);
    clip.config.tower = "vision";
    const auto vision = artifactOf(clip);
    ASSERT_TRUE(text && vision);
    EXPECT_DOUBLE_EQ(vision->grams->gram(LayerIndex{0}, LayerIndex{0}, HeadIndex{0}),
                     4.0 * text->grams->gram(LayerIndex{0}, LayerIndex{0}, HeadIndex{0}));
}

TEST_F(UnknownLayoutTest, AConfigLackingSizesCanBeGivenThem) {
    TestFolder folder = inLayout(randomModel(2, 4, 4, 2, 8), "llama");
    folder.config = R"({"model_type":"llama","num_attention_heads":4,"rope_theta":Infinity})";
    writeFolder(scratch_ / "model", folder);
    MeasureOptions measureOptions = options("model");
    EXPECT_THAT(complaint(measureOptions), HasSubstr("gives no num_hidden_layers under any name in use"));
    EXPECT_EQ(adviceFor(measureOptions), Advice::SetConfigValue);
    measureOptions.config.values = {{"num_hidden_layers", "2"}, {"hidden_size", "8"}};
    EXPECT_NE(artifactOf(measureOptions), nullptr);
    measureOptions.config.values = {{"num_hidden_layers", "two"}, {"hidden_size", "8"}};
    measureOptions.output = scratch_ / "other.json";
    const auto refused = measure(measureOptions, {}, {});
    ASSERT_FALSE(refused);
    EXPECT_THAT(describe(refused.error()), HasSubstr("num_hidden_layers: is \"two\""));
}

TEST_F(UnknownLayoutTest, OfTwoSourcesTheSingleFileCountsUnlessTheyDiffer) {
    const TestFolder folder = inLayout(randomModel(2, 4, 2, 2, 8), "llama");
    writeFolder(scratch_ / "model", folder, 2);
    writeTensors(scratch_ / "model" / "model.safetensors", folder.tensors);
    const auto measured = measure(options("model", "same"), {}, {});
    ASSERT_TRUE(measured) << describe(measured.error());
    EXPECT_THAT(measured->notices, ElementsAre("model.safetensors was read; the shards of "
                                               "model.safetensors.index.json beside it were not"));
    TestFolder other = folder;
    other.tensors["model.layers.1.self_attn.k_proj.weight"].values[3] += 1.0F;
    writeTensors(scratch_ / "model" / "model.safetensors", other.tensors);
    EXPECT_THAT(complaint(options("model")),
                AllOf(HasSubstr("model.safetensors: model.layers.1.self_attn.k_proj.weight: differs"),
                      HasSubstr("model-"), HasSubstr("model.safetensors.index.json lists")));
    MeasureOptions chosen = options("model", "chosen");
    chosen.weights = "model.safetensors.index.json";
    ASSERT_TRUE(measure(chosen, {}, {}));
    EXPECT_EQ(fileContent(scratch_ / "chosen-eigdirs.safetensors"),
              fileContent(scratch_ / "same-eigdirs.safetensors"));
    chosen.weights = "model.safetensors";
    EXPECT_TRUE(measure(chosen, {}, {}));
}

TEST_F(UnknownLayoutTest, QuantisedWeightsAreRefusedByTheirMethod) {
    TestFolder folder = inLayout(randomModel(2, 4, 4, 2, 8), "llama");
    auto config = nlohmann::json::parse(folder.config);
    config["quantization_config"] = {{"quant_method", "gptq"}};
    folder.config = config.dump();
    const auto node = folder.tensors.extract("model.layers.0.self_attn.q_proj.weight");
    folder.tensors["model.layers.0.self_attn.q_proj.qweight"] = node.mapped();
    writeFolder(scratch_ / "model", folder);
    EXPECT_THAT(complaint(options("model")),
                HasSubstr("quantised weights, which cannot be measured (config.json: gptq)"));
}

/// Whatever a config says, the answer is numbers or a sentence.
TEST_F(UnknownLayoutTest, MutatedConfigsAreMeasuredOrRefusedWithASentence) {
    writeFolder(scratch_ / "model", inLayout(randomModel(2, 4, 4, 2, 8), "llama"));
    const std::array<std::string, 4> good = {
        R"({"model_type":"llama","num_hidden_layers":2,"num_attention_heads":4,)"
        R"("hidden_size":8,"text_config":null,"quantization_config":{"weight_block_size":[1,128]}})",
        R"({"model_type":"gemma4_text","num_hidden_layers":2,"num_attention_heads":[4,4],"hidden_size":8,)"
        R"("num_kv_shared_layers":1,"global_head_dim":4,"num_nextn_predict_layers":1})",
        R"({"model_type":"deepseek_v3","num_hidden_layers":2,"num_attention_heads":4,"hidden_size":8,)"
        R"("q_lora_rank":2,"kv_lora_rank":2,"qk_nope_head_dim":1,"qk_rope_head_dim":1,"v_head_dim":2})",
        R"({"model_type":"x","encoder_layers":2,"decoder_layers":2,"d_model":8,"encoder":{},)"
        R"("vision_config":{"depth":2},"thinker_config":{"text_config":{"model_type":"llama"}}})"};
    std::mt19937 generator(11);
    for (int round = 0; round < 400; ++round) {
        std::string config = good[generator() % good.size()];
        for (int change = 0; change < 3; ++change) {
            const std::size_t at = generator() % config.size();
            constexpr std::string_view alphabet = "{}[]\",:0123456789-eaNI \x80";
            config[at] = alphabet[generator() % alphabet.size()];
        }
        writeFile(scratch_ / "model" / "config.json", config);
        MeasureOptions measureOptions = options("model");
        measureOptions.config.tower =
            std::array<const char*, 4>{"", "encoder", "vision", "text"}[generator() % 4];
        const auto measured = measure(measureOptions, {}, {});
        ASSERT_TRUE(measured || measured.error().code != ErrorCode::Internal) << config;
        ASSERT_TRUE(measured || !measured.error().sentence.empty()) << config;
    }
}

} // namespace
} // namespace sextant::measure
