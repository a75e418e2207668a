// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/measure/measure_fixture.h"

#include "core/base/reading_budget.h"

#include <cmath>
#include <limits>

namespace sextant::measure {
namespace {

using testing::AllOf;
using testing::HasSubstr;

class BadModelTest : public MeasureTest {
protected:
    TestFolder good_ = inLayout(randomModel(2, 2, 2, 2, 8), "llama");

    /// What is said of the good model after `change`.
    template <typename Change>
    std::string complaintAfter(const Change& change) {
        TestFolder folder = good_;
        std::filesystem::remove_all(scratch_ / "model");
        change(folder);
        writeFolder(scratch_ / "model", folder);
        return complaint(options("model"));
    }

    std::string complaintAboutConfig(const std::string& config) {
        return complaintAfter([&](TestFolder& folder) { folder.config = config; });
    }
};

TEST_F(BadModelTest, FoldersThatAreNoModel) {
    EXPECT_THAT(complaint(options("absent")), HasSubstr("absent: the folder does not exist"));
    writeFile(scratch_ / "file", "weights");
    EXPECT_THAT(complaint(options("file")), HasSubstr("file: is not a torch file"));
    std::filesystem::create_directories(scratch_ / "empty");
    EXPECT_THAT(complaint(options("empty")), HasSubstr("config.json: there is no such file"));
    std::filesystem::create_directories(scratch_ / "nested" / "config.json");
    EXPECT_THAT(complaint(options("nested")), HasSubstr("config.json: is a folder"));
    writeFile(scratch_ / "empty" / "config.json", good_.config);
    EXPECT_THAT(complaint(options("empty")), HasSubstr("holds no weights"));
    MeasureOptions elsewhere = options("empty");
    elsewhere.output = scratch_ / "no such folder" / "a.json";
    EXPECT_THAT(complaint(elsewhere), HasSubstr("the folder to write to does not exist"));
    elsewhere.output = scratch_ / "a.txt";
    EXPECT_THAT(complaint(elsewhere), HasSubstr("must end in .json"));
}

TEST_F(BadModelTest, OutputsWithSomethingInTheirPlace) {
    writeFolder(scratch_ / "model", good_);
    MeasureOptions measureOptions = options("model", "a");
    std::filesystem::create_directories(scratch_ / "a-eigdirs.safetensors");
    EXPECT_THAT(complaint(measureOptions), HasSubstr("a-eigdirs.safetensors: is a folder"));
    std::filesystem::remove(scratch_ / "a-eigdirs.safetensors");
    writeFile(scratch_ / ".a.measure", "");
    EXPECT_THAT(complaint(measureOptions), HasSubstr(".a.measure: is in the way"));
    EXPECT_FALSE(std::filesystem::exists(scratch_ / "a.json"));
    measureOptions.output = scratch_ / (std::string(251, 'a') + ".json"); // its working folder has no room
    EXPECT_THAT(complaint(measureOptions), HasSubstr("the name has 256 bytes; the file system allows 255"));
}

TEST_F(BadModelTest, OutputsThatWouldTakeThePlaceOfTheModel) {
    writeFolder(scratch_ / "model", good_, 2);
    MeasureOptions measureOptions = options("model");
    for (const char* name : {"config.json", "model.safetensors.index.json"}) {
        measureOptions.output = scratch_ / "model" / name;
        EXPECT_THAT(complaint(measureOptions), HasSubstr(std::string(name) + ": belongs to the model"));
    }
    EXPECT_EQ(fileContent(scratch_ / "model" / "config.json"), good_.config);
}

TEST_F(BadModelTest, GainsThatAFirstLayerLacks) {
    TestFolder folder = good_;
    folder.tensors["model.layers.1.input_layernorm.weight"] = {{8}, std::vector<float>(8, 1.0F)};
    writeFolder(scratch_ / "model", folder);
    MeasureOptions folding = options("model");
    folding.foldNorms = true;
    EXPECT_THAT(complaint(folding), HasSubstr("model.layers.0.input_layernorm.weight: is missing"));
}

TEST_F(BadModelTest, ConfigsThatCannotBe) {
    EXPECT_THAT(complaintAboutConfig("{"), HasSubstr("byte 1: the JSON ends here before it is complete"));
    EXPECT_THAT(complaintAboutConfig("{}x"), HasSubstr("byte 2: is not valid JSON"));
    EXPECT_THAT(complaintAboutConfig("{}" + std::string(1, '\0')), HasSubstr("byte 2: is not valid JSON"));
    EXPECT_THAT(complaintAboutConfig("{" + std::string(ReadingBudget::configBytes, ' ') + "}"),
                HasSubstr("of more than 4194304 is not read"));
    EXPECT_THAT(complaintAboutConfig(""), HasSubstr("config.json: is empty"));
    EXPECT_THAT(complaintAboutConfig("version https://git-lfs.github.com/spec/v1\n"),
                HasSubstr("Git LFS pointer"));
    EXPECT_THAT(complaintAboutConfig("[]"), HasSubstr("is not a JSON object"));
    const auto with = [](const std::string& more) {
        return R"({"model_type":"llama","num_hidden_layers":2,"hidden_size":8,)" + more + "}";
    };
    EXPECT_THAT(complaintAboutConfig(with(R"("num_attention_heads":0)")),
                HasSubstr("num_attention_heads: is 0"));
    EXPECT_THAT(complaintAboutConfig(with(R"("num_attention_heads":1e99)")),
                HasSubstr("num_attention_heads: is 1e+99"));
    EXPECT_THAT(complaintAboutConfig(with(R"("num_attention_heads":1e999)")),
                HasSubstr("num_attention_heads: is \"1e999\", but must be a whole number"));
    EXPECT_THAT(complaintAboutConfig(with(R"("num_attention_heads":[2])")),
                HasSubstr("num_attention_heads: is a list, but must be a whole number"));
    EXPECT_THAT(complaintAboutConfig(with(R"("num_attention_heads":"2")")),
                HasSubstr("must be a whole number"));
    EXPECT_THAT(complaintAboutConfig(with(R"("num_attention_heads":3)")),
                HasSubstr("is not a multiple of 3 heads"));
    EXPECT_THAT(complaintAboutConfig(with(R"("num_attention_heads":2,"num_key_value_heads":3)")),
                HasSubstr("cannot be divided among"));
    EXPECT_THAT(complaintAboutConfig(with(R"("num_attention_heads":4)")),
                HasSubstr("has shape [4, 8], but config.json makes it [8, 8]"));
    EXPECT_THAT(complaintAboutConfig(R"({"model_type":"llama","num_hidden_layers":1,"hidden_size":8,)"
                                     R"("num_attention_heads":2,"head_dim":2})"),
                HasSubstr("config.json says only 1 layers"));
    EXPECT_THAT(complaintAboutConfig(R"({"model_type":"llama","num_hidden_layers":3,"hidden_size":8,)"
                                     R"("num_attention_heads":2,"head_dim":2})"),
                HasSubstr("layers.2.self_attn.q_proj.weight: is missing"));
    EXPECT_THAT(
        complaintAboutConfig(R"({"model_type":"t5","is_encoder_decoder":true,"d_model":8,"num_layers":2})"),
        HasSubstr("\"t5\" models have several stacks of layers: encoder, decoder"));
    EXPECT_THAT(complaintAboutConfig(R"({"model_type":"resnet","hidden_sizes":[8,16]})"),
                HasSubstr("no attention"));
}

TEST_F(BadModelTest, ConfigsWhoseValuesNoSentenceCanHold) {
    const auto layers = [](const std::string& value) {
        return R"({"model_type":"llama","hidden_size":8,"num_attention_heads":2,"num_hidden_layers":)" +
               value + "}";
    };
    EXPECT_THAT(complaintAboutConfig(layers(std::string(500000, '[') + std::string(500000, ']'))),
                HasSubstr("num_hidden_layers: is a list"));
    std::string accents;
    for (int i = 0; i < 100; ++i) {
        accents += "\u00e9";
    }
    EXPECT_THAT(complaintAboutConfig(layers('"' + accents + '"')), HasSubstr(R"(\u00e9\u0...)"));
    EXPECT_THAT(complaintAboutConfig(layers("null")), HasSubstr("gives no num_hidden_layers"));
}

TEST_F(BadModelTest, EncoderDecodersThatDoNotSayTheyAre) {
    EXPECT_THAT(complaintAboutConfig(R"({"model_type":"bart","encoder_layers":2,"decoder_layers":2})"),
                HasSubstr("\"bart\" models have several stacks of layers: encoder, decoder"));
    EXPECT_THAT(complaintAboutConfig(R"({"encoder":{"hidden_size":8},"decoder":{"n_embd":8}})"),
                HasSubstr("model_type: is missing, and the model has several stacks of layers: decoder, "
                          "encoder"));
    EXPECT_THAT(complaintAfter([](TestFolder& folder) {
                    folder.config = R"({"model_type":"t5","d_model":2,"num_layers":1,"num_heads":1})";
                    folder.tensors = {
                        {"encoder.block.0.layer.0.SelfAttention.q.weight", {{2, 2}, {1, 2, 3, 4}}},
                        {"decoder.block.0.layer.0.SelfAttention.q.weight", {{2, 2}, {1, 2, 3, 4}}}};
                }),
                HasSubstr("the model has several stacks of layers: encoder, decoder"));
}

TEST_F(BadModelTest, WeightsThatAreQuantisedByName) {
    EXPECT_THAT(complaintAfter([](TestFolder& folder) {
                    const auto node = folder.tensors.extract("model.layers.0.self_attn.q_proj.weight");
                    folder.tensors["model.layers.0.self_attn.q_proj.qweight"] = node.mapped();
                }),
                AllOf(HasSubstr("model.safetensors: model.layers.0.self_attn.q_proj.qweight"),
                      HasSubstr("quantised")));
}

TEST_F(BadModelTest, ModelsWithoutAttention) {
    EXPECT_THAT(complaintAfter([](TestFolder& folder) {
                    folder.config = R"({"model_type":"convnet","num_hidden_layers":2,"hidden_size":8})";
                    folder.tensors = {{"stages.0.conv.weight", {{1}, {1}}}};
                }),
                HasSubstr("no tensor name suggests attention"));
}

TEST_F(BadModelTest, WeightsThatAreNotNumbers) {
    const auto poisoned = [](float value) {
        return [value](TestFolder& folder) {
            folder.tensors["model.layers.1.self_attn.k_proj.weight"].values[19] = value;
        };
    };
    EXPECT_THAT(complaintAfter(poisoned(std::nanf(""))),
                HasSubstr("model.layers.1.self_attn.k_proj.weight[2][3] is nan"));
    EXPECT_THAT(complaintAfter(poisoned(-std::numeric_limits<float>::infinity())),
                HasSubstr("[2][3] is -inf"));
}

TEST_F(BadModelTest, ShardsThatAreMissing) {
    writeFolder(scratch_ / "model", good_, 2);
    std::filesystem::remove(scratch_ / "model" / "model-1.safetensors");
    EXPECT_THAT(
        complaint(options("model")),
        HasSubstr("model-1.safetensors: this shard, listed in model.safetensors.index.json, is missing"));
    for (const char* map : {R"({"weight_map":{"a":"../secret"}})", R"({"weight_map":{"a":".."}})"}) {
        writeFile(scratch_ / "model" / "model.safetensors.index.json", map);
        EXPECT_THAT(complaint(options("model")), HasSubstr("not the name of a file beside the index"));
    }
    writeFile(scratch_ / "model" / "model.safetensors.index.json", "{}");
    EXPECT_THAT(complaint(options("model")), HasSubstr("weight_map"));
    writeFile(scratch_ / "model" / "model.safetensors.index.json",
              "version https://git-lfs.github.com/spec/v1");
    EXPECT_THAT(complaint(options("model")), HasSubstr("index.json: is a Git LFS pointer"));
    std::filesystem::remove(scratch_ / "model" / "model.safetensors.index.json");
    EXPECT_THAT(complaint(options("model")),
                AllOf(HasSubstr("holds no weights"), HasSubstr("model-0.safetensors exists")));
}

TEST_F(BadModelTest, ALinkToAMissingBlobIsNamed) {
    writeFolder(scratch_ / "model", good_);
    const auto weights = scratch_ / "model" / "model.safetensors";
    std::filesystem::remove(weights);
    std::filesystem::create_symlink("../../blobs/0a1b2c", weights);
    EXPECT_THAT(complaint(options("model")),
                HasSubstr("model.safetensors: is a link to ../../blobs/0a1b2c, which is missing"));
    std::filesystem::remove(weights);
    writeFolder(scratch_ / "model", good_, 2);
    std::filesystem::remove(scratch_ / "model" / "model-1.safetensors");
    std::filesystem::create_symlink("../../blobs/3d4e5f", scratch_ / "model" / "model-1.safetensors");
    EXPECT_THAT(complaint(options("model")),
                HasSubstr("model-1.safetensors: is a link to ../../blobs/3d4e5f, which is missing"));
}

TEST_F(BadModelTest, FilesThatAreNotWeights) {
    writeFolder(scratch_ / "model", good_);
    const auto weights = scratch_ / "model" / "model.safetensors";
    const std::string content = fileContent(weights);
    writeFile(weights, "version https://git-lfs.github.com/spec/v1\noid sha256:0\n");
    EXPECT_THAT(complaint(options("model")), HasSubstr("Git LFS pointer"));
    writeFile(weights, content.substr(0, content.size() - 1));
    EXPECT_THAT(complaint(options("model")), HasSubstr("truncated"));
    writeFile(weights, content.substr(0, 40));
    EXPECT_THAT(complaint(options("model")), HasSubstr("header claims"));
    std::string quantised = content;
    for (std::size_t at = 0; (at = quantised.find("\"F32\"", at)) != std::string::npos;) {
        quantised.replace(at, 5, "\"I32\"");
    }
    writeFile(weights, quantised);
    EXPECT_THAT(complaint(options("model")),
                AllOf(HasSubstr("I32"), HasSubstr("quantised weights cannot be measured")));
}

TEST_F(BadModelTest, AFolderThatCannotBeWrittenTo) {
    if (::geteuid() == 0) {
        GTEST_SKIP() << "root writes anywhere";
    }
    writeFolder(scratch_ / "model", good_);
    std::filesystem::create_directories(scratch_ / "read-only");
    std::filesystem::permissions(scratch_ / "read-only",
                                 std::filesystem::perms::owner_read | std::filesystem::perms::owner_exec);
    MeasureOptions measureOptions = options("model");
    measureOptions.output = scratch_ / "read-only" / "a.json";
    EXPECT_THAT(complaint(measureOptions), HasSubstr("cannot be written to"));
}

} // namespace
} // namespace sextant::measure
