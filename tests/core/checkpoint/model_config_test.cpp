// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/model_config.h"

#include <gmock/gmock.h>

namespace sextant::checkpoint {
namespace {

using testing::HasSubstr;

ModelConfig configOf(const std::string& text, const std::string& tower = {}) {
    ConfigWish wish;
    wish.tower = tower;
    const auto config = parseModelConfig("config.json", text, wish);
    EXPECT_TRUE(config) << config.error().sentence;
    return config.value_or(ModelConfig());
}

std::string complaintAbout(const std::string& text, const std::string& tower = {}) {
    ConfigWish wish;
    wish.tower = tower;
    const auto config = parseModelConfig("config.json", text, wish);
    return config ? std::string() : config.error().place + ": " + config.error().sentence;
}

TEST(ModelConfig, ADecoderThatIsHalfOfAnotherModelHasItsOwnCounts) {
    const ModelConfig config = configOf(
        R"({"model_type":"vision-encoder-decoder","encoder":{"model_type":"donut-swin","embed_dim":64},)"
        R"("decoder":{"model_type":"mbart","d_model":64,"encoder_layers":12,"decoder_layers":4,)"
        R"("encoder_attention_heads":8,"decoder_attention_heads":16,"num_hidden_layers":12}})",
        "decoder");
    EXPECT_EQ(config.modelType, "mbart_decoder");
    EXPECT_EQ(config.layers, 4);
    EXPECT_EQ(config.heads, 16);
}

TEST(ModelConfig, OfAModelWithImagesTheTextIsHalved) {
    const ModelConfig config = configOf(
        R"({"model_type":"instructblip","is_encoder_decoder":true,"text_config":{"model_type":"t5",)"
        R"("is_encoder_decoder":true,"d_model":64,"num_heads":4,"num_layers":6,"num_decoder_layers":7}})",
        "decoder");
    EXPECT_EQ(config.modelType, "t5_decoder");
    EXPECT_EQ(config.layers, 7);
}

TEST(ModelConfig, TheCountsOfAHalfMayBeginWithItsName) {
    const std::string moonshine =
        R"({"model_type":"moonshine","is_encoder_decoder":true,"hidden_size":64,"encoder_num_hidden_layers":6,)"
        R"("encoder_num_attention_heads":8,"decoder_num_hidden_layers":5,"decoder_num_attention_heads":4})";
    EXPECT_EQ(configOf(moonshine, "encoder").layers, 6);
    EXPECT_EQ(configOf(moonshine, "encoder").heads, 8);
    EXPECT_EQ(configOf(moonshine, "decoder").layers, 5);
    EXPECT_EQ(configOf(moonshine, "decoder").heads, 4);
}

TEST(ModelConfig, AModelWithoutLayersOfItsOwnNamesItsParts) {
    EXPECT_THAT(complaintAbout(R"({"model_type":"vibevoice","decoder_config":{"model_type":"qwen2",)"
                               R"("num_hidden_layers":2,"hidden_size":8},"acoustic_vae_dim":64})"),
                HasSubstr("a \"vibevoice\" model has its layers in a part: decoder"));
    EXPECT_THAT(complaintAbout(R"({"model_type":"csm","depth_decoder_config":{"num_hidden_layers":2},)"
                               R"("backbone_config":{"num_hidden_layers":4}})"),
                HasSubstr("\"csm\" models have several stacks of layers: backbone, depth_decoder"));
    ConfigWish wish;
    wish.values = {{"num_hidden_layers", "3"}};
    EXPECT_TRUE(parseModelConfig(
        "config.json", R"({"model_type":"x","hidden_size":8,"tokenizer_config":{"model_type":"y"}})", wish));
    EXPECT_THAT(complaintAbout(R"({"model_type":"resnet","hidden_sizes":[8,16]})"),
                HasSubstr("gives no num_hidden_layers"));
}

TEST(ModelConfig, APartIsFoundBesideThatWhichHoldsTheText) {
    const ModelConfig config = configOf(
        R"({"model_type":"qwen2_5_omni","thinker_config":{"text_config":{"num_hidden_layers":3}},)"
        R"("talker_config":{"model_type":"qwen2_5_omni_talker","num_hidden_layers":2,"hidden_size":8}})",
        "talker");
    EXPECT_EQ(config.layers, 2);
    EXPECT_EQ(config.modelType, "qwen2_5_omni_talker");
}

TEST(ModelConfig, NormsMayFollowTheAttention) {
    const std::string rest = R"("model_type":"x","num_hidden_layers":2,"hidden_size":8})";
    EXPECT_TRUE(configOf("{" + rest).normalisesBefore);
    EXPECT_FALSE(configOf(R"({"norm_after":true,)" + rest).normalisesBefore);
    EXPECT_FALSE(configOf(R"({"do_layer_norm_before":false,)" + rest).normalisesBefore);
    EXPECT_FALSE(configOf(R"({"conv_dim":[512],)" + rest).normalisesBefore);
}

TEST(ModelConfig, TheKindsOfLayersSayHowManyThereAre) {
    const std::string rest = R"(,"model_type":"nemotron_h","hidden_size":8,"num_attention_heads":2})";
    EXPECT_EQ(configOf(R"({"layers_block_type":["mamba","moe","attention"])" + rest).layers, 3);
    EXPECT_EQ(configOf(R"({"hybrid_override_pattern":"M-M*")" + rest).layers, 4);
    EXPECT_EQ(configOf(R"({"num_hidden_layers":2,"layer_types":["a","b","c"])" + rest).layers, 2);
    EXPECT_EQ(configOf(R"({"layers_block_type":null,"hybrid_override_pattern":"M*")" + rest).layers, 2);
    EXPECT_THAT(complaintAbout(R"({"layer_types":[])" + rest), HasSubstr("gives no num_hidden_layers"));
}

} // namespace
} // namespace sextant::checkpoint
