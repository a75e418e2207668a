// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/measure/dense_model.h"
#include "tests/core/measure/measure_fixture.h"

#include <random>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace sextant::measure {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using Matrix = Eigen::MatrixXd;

constexpr int layers = 2;
constexpr int heads = 3;
constexpr int hidden = 12;
constexpr int plain = 3; ///< dimensions of a head that no position rotates
constexpr int rotated = 2;
constexpr int value = 4;
constexpr int queryRank = 5;
constexpr int keyRank = 4;

/// Factors of every layer as the modelling code has them, and the dense W_Q and W_K that they make.
class LatentAttentionTest : public MeasureTest {
protected:
    /// Without a rank queries come from one tensor.
    TestFolder model(bool hasQueryRank, bool folded, DenseModel& dense) {
        dense = {layers, heads, {}, {}};
        TestFolder folder;
        for (int l = 0; l < layers; ++l) {
            const std::string stem = fmt::format("model.layers.{}.", l);
            const Matrix query = hasQueryRank ? lowRankQuery(folder, stem, folded)
                                              : add(folder, stem + "self_attn.q_proj.weight",
                                                    heads * (plain + rotated), hidden);
            const Matrix inner =
                add(folder, stem + "self_attn.kv_a_proj_with_mqa.weight", keyRank + rotated, hidden);
            const Matrix outer =
                add(folder, stem + "self_attn.kv_b_proj.weight", heads * (plain + value), keyRank);
            const Matrix rank = gain(folder, stem + "self_attn.kv_a_layernorm.weight", keyRank, folded);
            const Matrix input = gain(folder, stem + "input_layernorm.weight", hidden, folded);
            add(folder, stem + "self_attn.o_proj.weight", hidden, heads * value);
            for (int h = 0; h < heads; ++h) {
                Matrix key(plain + rotated, hidden);
                key.topRows(plain) =
                    outer.middleRows(h * (plain + value), plain) * rank * inner.topRows(keyRank);
                key.bottomRows(rotated) = inner.bottomRows(rotated);
                dense.query.emplace_back(query.middleRows(h * (plain + rotated), plain + rotated) * input);
                dense.key.emplace_back(key * input);
            }
        }
        nlohmann::json config = {{"model_type", "deepseek_v3"},  {"num_hidden_layers", layers},
                                 {"num_attention_heads", heads}, {"num_key_value_heads", heads},
                                 {"hidden_size", hidden},        {"q_lora_rank", nullptr},
                                 {"kv_lora_rank", keyRank},      {"qk_nope_head_dim", plain},
                                 {"qk_rope_head_dim", rotated},  {"v_head_dim", value}};
        if (hasQueryRank) {
            config["q_lora_rank"] = queryRank;
        }
        folder.config = config.dump();
        return folder;
    }

    void expectRight(bool hasQueryRank, bool folded) {
        DenseModel dense;
        const TestFolder folder = model(hasQueryRank, folded, dense);
        MeasureOptions measureOptions = options("");
        measureOptions.foldNorms = folded;
        const auto artifact = artifactOf(folder, "model", measureOptions);
        ASSERT_NE(artifact, nullptr);
        EXPECT_EQ(artifact->grams->shape.headDim, plain + rotated);
        const DenseErrors errors = errorsOf(*artifact, dense);
        EXPECT_LT(errors.gram, 1e-12);
        EXPECT_LT(errors.eigenvalue, 1e-5);
        EXPECT_LT(errors.direction, 1e-5);
    }

private:
    Matrix lowRankQuery(TestFolder& folder, const std::string& stem, bool folded) {
        const Matrix inner = add(folder, stem + "self_attn.q_a_proj.weight", queryRank, hidden);
        const Matrix outer =
            add(folder, stem + "self_attn.q_b_proj.weight", heads * (plain + rotated), queryRank);
        return outer * gain(folder, stem + "self_attn.q_a_layernorm.weight", queryRank, folded) * inner;
    }

    Matrix add(TestFolder& folder, const std::string& name, int rows, int columns) {
        TestTensor tensor{{rows, columns}, {}};
        Matrix matrix(rows, columns);
        for (int i = 0; i < rows; ++i) {
            for (int j = 0; j < columns; ++j) {
                tensor.values.push_back(normal_(generator_));
                matrix(i, j) = tensor.values.back();
            }
        }
        folder.tensors[name] = std::move(tensor);
        return matrix;
    }

    /// The gains as a diagonal, or the identity where they are not folded.
    Matrix gain(TestFolder& folder, const std::string& name, int size, bool folded) {
        const Matrix values = add(folder, name, 1, size);
        folder.tensors[name].shape = {size};
        return folded ? Matrix(values.row(0).asDiagonal()) : Matrix(Matrix::Identity(size, size));
    }

    std::mt19937 generator_{3};
    std::normal_distribution<float> normal_;
};

TEST_F(LatentAttentionTest, ProjectionsAreTheProductsOfTheirFactors) {
    expectRight(true, false);
}

TEST_F(LatentAttentionTest, GainsBetweenTheFactorsAreFoldedToo) {
    expectRight(true, true);
}

TEST_F(LatentAttentionTest, QueriesMayBeOfOneTensor) {
    expectRight(false, false);
    expectRight(false, true);
}

TEST_F(LatentAttentionTest, ValuesAreAsWideAsTheHiddenSizeAllowsWhereTheTypeSaysNothingElse) {
    DenseModel dense;
    TestFolder folder = model(true, false, dense);
    auto config = nlohmann::json::parse(folder.config);
    config["model_type"] = "minicpm3";
    config.erase("v_head_dim");
    folder.config = config.dump();
    const auto artifact = artifactOf(folder, "model", options(""));
    ASSERT_NE(artifact, nullptr);
    EXPECT_LT(errorsOf(*artifact, dense).gram, 1e-12);
}

TEST_F(LatentAttentionTest, AModelOfTheFamilyMayDoWithoutIt) {
    const TestModel whole = randomModel(layers, heads, heads, 4, hidden);
    TestFolder folder = inLayout(whole, "llama");
    auto config = nlohmann::json::parse(folder.config);
    config.update({{"model_type", "deepseek_v2"},
                   {"use_mla", false},
                   {"kv_lora_rank", nullptr},
                   {"q_lora_rank", nullptr},
                   {"qk_nope_head_dim", 0},
                   {"qk_rope_head_dim", 0},
                   {"v_head_dim", 0}});
    folder.config = config.dump();
    const auto artifact = artifactOf(folder, "model", options(""));
    ASSERT_NE(artifact, nullptr);
    EXPECT_LT(errorsOf(*artifact, denseModel(whole)).gram, 1e-12);
}

TEST_F(LatentAttentionTest, GainsThatAreNotFoldedAreNamed) {
    DenseModel dense;
    writeFolder(scratch_ / "model", model(true, false, dense));
    const auto measured = measure(options("model"), {}, {});
    ASSERT_TRUE(measured) << describe(measured.error());
    EXPECT_THAT(measured->normsNotFolded,
                ElementsAre("model.layers.{layer}.input_layernorm.weight",
                            "model.layers.{layer}.self_attn.q_a_layernorm.weight",
                            "model.layers.{layer}.self_attn.kv_a_layernorm.weight"));
}

TEST_F(LatentAttentionTest, AFactorOfAnotherSizeIsRefused) {
    DenseModel dense;
    TestFolder folder = model(true, false, dense);
    TestTensor& inner = folder.tensors["model.layers.1.self_attn.kv_a_proj_with_mqa.weight"];
    inner = {{keyRank, hidden}, std::vector<float>(static_cast<std::size_t>(keyRank * hidden), 1.0F)};
    writeFolder(scratch_ / "model", folder);
    EXPECT_THAT(complaint(options("model")),
                HasSubstr("model.layers.1.self_attn.kv_a_proj_with_mqa.weight: has shape [4, 12], but "
                          "config.json makes it [6, 12]"));
}

TEST_F(LatentAttentionTest, ANumberThatIsNotFiniteIsNamedWhereverItIs) {
    DenseModel dense;
    TestFolder folder = model(true, false, dense);
    folder.tensors["model.layers.0.self_attn.kv_a_proj_with_mqa.weight"].values[13] =
        std::numeric_limits<float>::quiet_NaN();
    writeFolder(scratch_ / "model", folder);
    EXPECT_THAT(complaint(options("model")),
                HasSubstr("model.layers.0.self_attn.kv_a_proj_with_mqa.weight[1][1] is nan"));
}

} // namespace
} // namespace sextant::measure
