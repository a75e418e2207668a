// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/measure/dense_model.h"
#include "tests/core/measure/measure_fixture.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace sextant::measure {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using Json = nlohmann::json;

/// The layers of `dense` at these places.
DenseModel rowsOf(const DenseModel& dense, const std::vector<int>& places) {
    DenseModel rows{static_cast<int>(places.size()), dense.heads, {}, {}};
    for (const int l : places) {
        for (int h = 0; h < dense.heads; ++h) {
            rows.query.push_back(dense.query[dense.cell(l, h)]);
            rows.key.push_back(dense.key[dense.cell(l, h)]);
        }
    }
    return rows;
}

class SomeLayersTest : public MeasureTest {
protected:
    /// Adds the projections of layer `place` of `model` as those of `layer`.
    static void addLayer(TestFolder& folder, const TestModel& model, int place, int layer,
                         const std::string& stem = "model.layers.{}.self_attn.") {
        const std::string prefix = fmt::format(fmt::runtime(stem), layer);
        const auto index = static_cast<std::size_t>(place);
        folder.tensors[prefix + "q_proj.weight"] = {{model.heads * model.headDim, model.hidden},
                                                    model.query[index]};
        folder.tensors[prefix + "k_proj.weight"] = {{model.keyHeads * model.headDim, model.hidden},
                                                    model.key[index]};
    }

    static Json configOf(const char* type, int layers, const TestModel& model) {
        return {{"model_type", type},
                {"num_hidden_layers", layers},
                {"hidden_size", model.hidden},
                {"num_attention_heads", model.heads},
                {"num_key_value_heads", model.keyHeads},
                {"head_dim", model.headDim}};
    }

    static void expectRows(const artifact::Artifact& artifact, const DenseModel& dense) {
        ASSERT_EQ(artifact.grams->shape.layers, dense.layers);
        EXPECT_LT(errorsOf(artifact, dense).gram, 1e-12);
    }

    std::string json() const { return fileContent(scratch_ / "out.json"); }
};

TEST_F(SomeLayersTest, OnlyThoseWithAttentionAreMeasuredAndTheArtifactSaysWhichTheyAre) {
    const TestModel model = randomModel(2, 4, 2, 2, 8);
    TestFolder folder;
    addLayer(folder, model, 0, 1);
    addLayer(folder, model, 1, 4);
    folder.tensors["model.layers.0.mamba.in_proj.weight"] = {{1, 1}, {1.0F}};
    folder.config = configOf("jamba", 6, model).dump();
    const auto artifact = artifactOf(folder, "jamba", options(""));
    ASSERT_NE(artifact, nullptr);
    expectRows(*artifact, denseModel(model));
    EXPECT_THAT(json(), HasSubstr(R"("layer_numbers": [1,4])"));

    MeasureOptions last = options("jamba");
    last.layers = {4};
    const auto one = artifactOf(last);
    ASSERT_NE(one, nullptr);
    expectRows(*one, rowsOf(denseModel(model), {1}));
    EXPECT_THAT(json(), HasSubstr(R"("layer_numbers": [4])"));
}

TEST_F(SomeLayersTest, OneWithoutAttentionCannotBeChosen) {
    const TestModel model = randomModel(2, 4, 2, 2, 8);
    TestFolder folder;
    addLayer(folder, model, 0, 1);
    addLayer(folder, model, 1, 4);
    folder.config = configOf("jamba", 6, model).dump();
    writeFolder(scratch_ / "jamba", folder);
    MeasureOptions measureOptions = options("jamba");
    measureOptions.layers = {1, 2};
    EXPECT_THAT(complaint(measureOptions),
                HasSubstr("layer 2 is not one that can be measured; the model has layer 1, 4"));
}

/// A config may say anything of layers; what is there is what counts.
TEST_F(SomeLayersTest, ConfigsThatClaimMillionsOfLayersAreAnsweredAtOnce) {
    const TestModel model = randomModel(2, 4, 2, 2, 8);
    TestFolder dense = inLayout(model, "llama");
    Json config = Json::parse(dense.config);
    config["num_hidden_layers"] = 16777216;
    dense.config = config.dump();
    writeFolder(scratch_ / "llama", dense);
    EXPECT_THAT(complaint(options("llama")), HasSubstr("model.layers.2.self_attn.q_proj.weight: is missing"));

    TestFolder folder;
    addLayer(folder, model, 0, 1);
    addLayer(folder, model, 1, 4);
    folder.config = configOf("jamba", 16777216, model).dump();
    const auto artifact = artifactOf(folder, "jamba", options(""));
    ASSERT_NE(artifact, nullptr);
    expectRows(*artifact, denseModel(model));
}

TEST_F(SomeLayersTest, NamedTensorsNeedOnlyBeInTheLayersThatAreChosen) {
    const TestModel model = randomModel(2, 4, 2, 2, 8);
    TestFolder folder;
    addLayer(folder, model, 0, 1);
    addLayer(folder, model, 1, 4);
    folder.config = configOf("novel", 6, model).dump();
    writeFolder(scratch_ / "novel", folder);
    MeasureOptions measureOptions = options("novel");
    measureOptions.queryPattern = "model.layers.{layer}.self_attn.q_proj.weight";
    measureOptions.keyPattern = "model.layers.{layer}.self_attn.k_proj.weight";
    EXPECT_THAT(complaint(measureOptions), HasSubstr("no tensor has this name, which was given for W_Q"));
    measureOptions.layers = {1, 4};
    const auto artifact = artifactOf(measureOptions);
    ASSERT_NE(artifact, nullptr);
    expectRows(*artifact, denseModel(model));
}

TEST_F(SomeLayersTest, ALayerLackingItsKeysIsAGap) {
    const TestModel model = randomModel(2, 4, 2, 2, 8);
    TestFolder folder;
    addLayer(folder, model, 0, 0);
    addLayer(folder, model, 1, 3);
    folder.tensors.erase("model.layers.3.self_attn.k_proj.weight");
    folder.config = configOf("bamba", 4, model).dump();
    writeFolder(scratch_ / "bamba", folder);
    EXPECT_THAT(complaint(options("bamba")), HasSubstr("model.layers.3.self_attn.k_proj.weight: is missing"));
}

TEST_F(SomeLayersTest, ALayerLackingQueriesIsAGapWhereEveryLayerHasAttention) {
    TestFolder folder = inLayout(randomModel(3, 4, 2, 2, 8), "llama");
    folder.tensors.erase("model.layers.1.self_attn.q_proj.weight");
    writeFolder(scratch_ / "llama", folder);
    EXPECT_THAT(complaint(options("llama")), HasSubstr("model.layers.1.self_attn.q_proj.weight: is missing"));
}

/// Four layers see a window; two see everything, with fewer and longer keys.
class TwoSizesTest : public SomeLayersTest {
protected:
    TwoSizesTest() {
        for (const int l : {0, 1, 3, 4}) {
            addLayer(folder_, narrow_, l > 1 ? l - 1 : l, l);
        }
        addLayer(folder_, wide_, 0, 2);
        addLayer(folder_, wide_, 1, 5);
        Json config = configOf("gemma4_text", 6, narrow_);
        config["global_head_dim"] = wide_.headDim;
        config["num_global_key_value_heads"] = wide_.keyHeads;
        folder_.config = config.dump();
        writeFolder(scratch_ / "gemma4", folder_);
    }

    TestModel narrow_ = randomModel(4, 4, 2, 2, 8);
    TestModel wide_ = randomModel(2, 4, 1, 4, 8);
    TestFolder folder_;
};

TEST_F(TwoSizesTest, TheSizeThatMostLayersHaveIsMeasuredAndTheOthersAreNamed) {
    const auto measured = measure(options("gemma4"), {}, {});
    ASSERT_TRUE(measured) << describe(measured.error());
    EXPECT_THAT(measured->notices,
                ElementsAre(HasSubstr("the layers 2, 5 have 4 heads, 1 key heads, head_dim 4")));
    const auto loaded = loading::load({.json = measured->json});
    ASSERT_TRUE(loaded);
    expectRows(*loaded->artifact, denseModel(narrow_));
    EXPECT_THAT(json(), HasSubstr(R"("layer_numbers": [0,1,3,4])"));
}

TEST_F(TwoSizesTest, TheOthersAreMeasuredWhenTheyAreChosen) {
    MeasureOptions measureOptions = options("gemma4");
    measureOptions.layers = {2, 5};
    const auto artifact = artifactOf(measureOptions);
    ASSERT_NE(artifact, nullptr);
    expectRows(*artifact, denseModel(wide_));
}

TEST_F(TwoSizesTest, LayersOfBothSizesAreNotMeasuredTogether) {
    MeasureOptions measureOptions = options("gemma4");
    measureOptions.layers = {1, 2};
    EXPECT_THAT(complaint(measureOptions),
                HasSubstr("layer 1 has 4 heads, 2 key heads, head_dim 2, but layer 2 has 4 heads, 1 key "
                          "heads, head_dim 4"));
}

TEST_F(SomeLayersTest, HeadCountsMayBeListedForEachLayer) {
    const TestModel most = randomModel(2, 4, 2, 2, 8);
    TestFolder folder;
    for (int l = 0; l < 3; ++l) {
        const TestModel model = l == 1 ? randomModel(1, 6, 3, 2, 8) : most;
        TestTensor tensor{{(model.heads + 2 * model.keyHeads) * model.headDim, model.hidden}, {}};
        const auto place = static_cast<std::size_t>(l == 2 ? 1 : 0);
        for (const auto* rows : {&model.query[place], &model.key[place], &model.key[place]}) {
            tensor.values.insert(tensor.values.end(), rows->begin(), rows->end());
        }
        folder.tensors[fmt::format("transformer.layers.{}.attn.qkv_proj.weight", l)] = tensor;
    }
    folder.config = R"({"model_type":"openelm","num_transformer_layers":3,"model_dim":8,"head_dim":2,)"
                    R"("num_query_heads":[4,6,4],"num_kv_heads":[2,3,2]})";
    const auto artifact = artifactOf(folder, "openelm", options(""));
    ASSERT_NE(artifact, nullptr);
    expectRows(*artifact, denseModel(most));
    EXPECT_THAT(json(), HasSubstr(R"("layer_numbers": [0,2])"));
}

TEST_F(SomeLayersTest, HeadCountsOfEachLayerMayStandBesideTheirNumber) {
    const TestModel most = randomModel(2, 6, 2, 2, 8);
    TestFolder folder;
    addLayer(folder, most, 0, 0);
    addLayer(folder, randomModel(1, 4, 2, 2, 8), 0, 1);
    addLayer(folder, most, 1, 2);
    Json config = configOf("laguna", 3, randomModel(1, 4, 2, 2, 8));
    config["num_attention_heads_per_layer"] = {6, 4, 6};
    folder.config = config.dump();
    const auto artifact = artifactOf(folder, "laguna", options(""));
    ASSERT_NE(artifact, nullptr);
    expectRows(*artifact, denseModel(most));
    EXPECT_THAT(json(), HasSubstr(R"("layer_numbers": [0,2])"));
}

TEST_F(SomeLayersTest, ALayerCountMayBeThatOfTheListOfTheirKinds) {
    const TestModel model = randomModel(1, 4, 2, 2, 8);
    for (const Json& kinds : {Json{{"layers_block_type", {"mamba", "moe", "attention"}}},
                              Json{{"hybrid_override_pattern", "M-*"}}}) {
        TestFolder folder;
        addLayer(folder, model, 0, 2, "backbone.layers.{}.mixer.");
        Json config = configOf("nemotron_h", 3, model);
        config.erase("num_hidden_layers");
        config.update(kinds);
        folder.config = config.dump();
        const auto artifact = artifactOf(folder, "hybrid", options(""));
        ASSERT_NE(artifact, nullptr);
        expectRows(*artifact, denseModel(model));
    }
}

TEST_F(SomeLayersTest, HeadsOfValuesMayBeSmallerThanThoseOfKeys) {
    const TestModel wide = randomModel(2, 4, 1, 3, 8);
    TestFolder folder;
    addLayer(folder, wide, 0, 0);
    addLayer(folder, randomModel(1, 4, 2, 3, 8), 0, 1);
    addLayer(folder, wide, 1, 2);
    for (int l = 0; l < 3; ++l) {
        folder.tensors[fmt::format("model.layers.{}.self_attn.o_proj.weight", l)] = {
            {8, 4 * 2}, std::vector<float>(64, 1000.0F)};
    }
    Json config = configOf("mimo_v2_flash", 3, wide);
    config["v_head_dim"] = 5;
    folder.config = config.dump();
    writeFolder(scratch_ / "other", folder);
    EXPECT_THAT(complaint(options("other")), HasSubstr("has shape [8, 8], but 4 heads of 5 give 20"));
    config["v_head_dim"] = 2;
    folder.config = config.dump();
    const auto artifact = artifactOf(folder, "mimo", options(""));
    ASSERT_NE(artifact, nullptr);
    expectRows(*artifact, denseModel(wide));
}

TEST_F(SomeLayersTest, LayersThatUseTheKeysOfOthersAreLeftOutWithANotice) {
    const TestModel model = randomModel(4, 4, 2, 2, 8);
    TestFolder folder;
    for (int l = 0; l < 4; ++l) {
        addLayer(folder, model, l, l, "model.language_model.layers.{}.self_attn.");
    }
    Json text = configOf("gemma3n_text", 4, model);
    text["num_kv_shared_layers"] = 1;
    folder.config = Json{{"model_type", "gemma3n"}, {"text_config", text}}.dump();
    writeFolder(scratch_ / "gemma3n", folder);
    const auto measured = measure(options("gemma3n"), {}, {});
    ASSERT_TRUE(measured) << describe(measured.error());
    EXPECT_THAT(measured->notices,
                ElementsAre("the layers from 3 on use the keys of others and are left out"));
    const auto loaded = loading::load({.json = measured->json});
    ASSERT_TRUE(loaded);
    expectRows(*loaded->artifact, rowsOf(denseModel(model), {0, 1, 2}));
}

TEST_F(SomeLayersTest, LayersThatPredictFurtherTokensAreLeftOutWithANotice) {
    TestFolder folder = inLayout(randomModel(3, 4, 2, 2, 8), "llama");
    Json config = Json::parse(folder.config);
    config["model_type"] = "glm4_moe";
    config["num_hidden_layers"] = 2;
    config["num_nextn_predict_layers"] = 1;
    folder.config = config.dump();
    writeFolder(scratch_ / "glm", folder);
    const auto measured = measure(options("glm"), {}, {});
    ASSERT_TRUE(measured) << describe(measured.error());
    EXPECT_EQ(measured->shape.layers, 2);
    EXPECT_THAT(measured->notices, ElementsAre(HasSubstr("the layers from 2 on, which predict")));
}

TEST_F(SomeLayersTest, AttentionThatAlsoSeesTheEmbeddingIsTwiceAsWide) {
    const TestModel model = randomModel(1, 4, 4, 4, 16);
    TestFolder folder;
    addLayer(folder, model, 0, 2, "model.layers.{}.shared_transf.self_attn.");
    folder.config = R"({"model_type":"zamba","num_hidden_layers":4,"hidden_size":8,"num_attention_heads":4,)"
                    R"("attention_head_dim":4})";
    const auto artifact = artifactOf(folder, "zamba", options(""));
    ASSERT_NE(artifact, nullptr);
    EXPECT_EQ(artifact->grams->shape.hiddenSize, 16);
    expectRows(*artifact, denseModel(model));
}

TEST_F(SomeLayersTest, SharedAttentionIsMeasuredUnlessEachLayerAddsToIt) {
    const TestModel model = randomModel(2, 4, 4, 4, 16);
    TestFolder folder;
    addLayer(folder, model, 0, 1, "model.layers.{}.shared_transformer.self_attn.");
    addLayer(folder, model, 1, 3, "model.layers.{}.shared_transformer.self_attn.");
    folder.config = R"({"model_type":"zamba2","num_hidden_layers":6,"hidden_size":8,"num_attention_heads":4,)"
                    R"("kv_channels":2})";
    TestFolder adapted = folder;
    adapted.tensors["model.layers.1.shared_transformer.self_attn.linear_q_adapter_list.0.0.weight"] = {
        {2, 16}, std::vector<float>(32, 1.0F)};
    writeFolder(scratch_ / "adapted", adapted);
    EXPECT_THAT(complaint(options("adapted")),
                HasSubstr("is added to the shared attention in one layer alone"));
    MeasureOptions named = options("adapted");
    named.queryPattern = "model.layers.{layer}.shared_transformer.self_attn.q_proj.weight";
    named.keyPattern = "model.layers.{layer}.shared_transformer.self_attn.k_proj.weight";
    EXPECT_THAT(complaint(named), HasSubstr("is added to the shared attention in one layer alone"));

    const auto artifact = artifactOf(folder, "zamba2", options(""));
    ASSERT_NE(artifact, nullptr);
    expectRows(*artifact, denseModel(model));
    EXPECT_THAT(json(), HasSubstr(R"("layer_numbers": [1,3])"));
}

/// The configs of models within others leave out what the type's own code has; llava 1.5 all of it.
TEST_F(SomeLayersTest, SizesThatAConfigWithinAnotherLeavesOutAreThoseOfItsType) {
    const TestModel model = randomModel(2, 4, 4, 2, 8);
    TestFolder folder;
    addLayer(folder, model, 0, 0, "language_model.model.layers.{}.self_attn.");
    folder.config = R"({"model_type":"llava","text_config":{"model_type":"llama","num_hidden_layers":1}})";
    writeFolder(scratch_ / "llava", folder);
    EXPECT_THAT(complaint(options("llava")),
                HasSubstr("config.json makes it [4096, 4096] (32 heads, 32 key heads, head_dim 128"));
}

} // namespace
} // namespace sextant::measure
