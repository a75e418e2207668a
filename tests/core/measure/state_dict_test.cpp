// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/measure/dense_model.h"
#include "tests/core/measure/measure_fixture.h"

#include <limits>

namespace sextant::measure {
namespace {

using testing::AllOf;
using testing::HasSubstr;

/// The weights that make_state_dicts.py stores.
std::vector<float> pattern(int rows, int hidden, int seed) {
    std::vector<float> values;
    for (int i = 0; i < rows * hidden; ++i) {
        values.push_back(static_cast<float>((i * 37 + seed * 53) % 101 - 50) / 64.0F);
    }
    return values;
}

TestModel patternModel(int keyHeads) {
    TestModel model{
        .layers = 2, .heads = 4, .keyHeads = keyHeads, .headDim = 2, .hidden = 8, .query = {}, .key = {}};
    for (int l = 0; l < model.layers; ++l) {
        model.query.push_back(pattern(model.heads * model.headDim, model.hidden, 2 * l));
        model.key.push_back(pattern(keyHeads * model.headDim, model.hidden, 2 * l + 1));
    }
    return model;
}

std::filesystem::path saved(const std::string& name) {
    return std::filesystem::path(SEXTANT_TEST_DATA) / "measure" / "state_dicts" / name;
}

void expectDense(const artifact::Artifact& artifact, const TestModel& model) {
    const DenseErrors errors = errorsOf(artifact, denseModel(model));
    EXPECT_LT(errors.gram, 1e-12);
    EXPECT_LT(errors.eigenvalue, 1e-6);
    EXPECT_LT(errors.direction, 1e-6);
}

class StateDictTest : public MeasureTest {
protected:
    MeasureOptions optionsFor(const std::filesystem::path& file) const {
        MeasureOptions measureOptions = options("");
        measureOptions.model = file;
        return measureOptions;
    }

    /// Measures it and compares it with dense operators.
    void expectTheModel(const MeasureOptions& measureOptions, int keyHeads) const {
        const auto artifact = artifactOf(measureOptions);
        ASSERT_NE(artifact, nullptr);
        EXPECT_EQ(artifact->grams->shape.layers, 2);
        expectDense(*artifact, patternModel(keyHeads));
    }
};

TEST_F(StateDictTest, OfNanoGptBringsItsSizesAlong) {
    expectTheModel(optionsFor(saved("nanogpt.pt")), 4);
}

TEST_F(StateDictTest, OfLlama2CBringsItsSizesAlong) {
    expectTheModel(optionsFor(saved("llama2c.pt")), 2);
}

TEST_F(StateDictTest, OfLlamaItselfTakesTheFileOfSizesBesideIt) {
    MeasureOptions measureOptions = optionsFor(saved("consolidated.00.pth"));
    EXPECT_THAT(complaint(measureOptions),
                AllOf(HasSubstr("consolidated.00.pth"), HasSubstr("num_hidden_layers")));
    EXPECT_EQ(adviceFor(measureOptions), Advice::SetConfigValue);
    measureOptions.config.file = saved("params.json");
    expectTheModel(measureOptions, 2);
}

TEST_F(StateDictTest, OfLightningTakesSizesByHand) {
    MeasureOptions measureOptions = optionsFor(saved("lightning.ckpt"));
    EXPECT_THAT(complaint(measureOptions), HasSubstr("lightning.ckpt: gives no num_hidden_layers"));
    measureOptions.config.values = {{"model_type", "llama"},
                                    {"num_hidden_layers", "2"},
                                    {"hidden_size", "8"},
                                    {"num_attention_heads", "4"},
                                    {"num_key_value_heads", "2"}};
    expectTheModel(measureOptions, 2);
}

TEST_F(StateDictTest, OfTransformerLensNeedsNoSizes) {
    expectTheModel(optionsFor(saved("lens.pt")), 4);
    expectTheModel(optionsFor(saved("lens_grouped.pt")), 2);
    expectTheModel(optionsFor(saved("lens_stacked.pt")), 4);
}

TEST_F(StateDictTest, LayersThatOneTensorLacksAreNotCountedOut) {
    MeasureOptions claimed = optionsFor(saved("lens_stacked.pt"));
    claimed.config.values.emplace_back("num_hidden_layers", "16777216");
    const auto refused = measure(claimed, {}, {});
    ASSERT_FALSE(refused);
    EXPECT_THAT(describe(refused.error()), HasSubstr("W_Q: does not hold 16777216 layers"));
}

TEST_F(StateDictTest, FoldsTheGainsOfItsScript) {
    TestModel model = patternModel(2);
    for (int l = 0; l < 2; ++l) {
        for (std::vector<float>* side :
             {&model.query[static_cast<std::size_t>(l)], &model.key[static_cast<std::size_t>(l)]}) {
            for (std::size_t i = 0; i < side->size(); ++i) {
                (*side)[i] *= 1.0F + (static_cast<float>(l) + static_cast<float>(i % 8)) / 8.0F;
            }
        }
    }
    for (const char* name : {"llama2c.pt", "lens_grouped.pt"}) {
        MeasureOptions measureOptions = optionsFor(saved(name));
        measureOptions.foldNorms = true;
        const auto artifact = artifactOf(measureOptions);
        ASSERT_NE(artifact, nullptr);
        SCOPED_TRACE(name);
        expectDense(*artifact, model);
    }
    MeasureOptions bare = optionsFor(saved("lens_stacked.pt"));
    bare.foldNorms = true;
    const auto refused = measure(bare, {}, {});
    ASSERT_FALSE(refused);
    EXPECT_THAT(describe(refused.error()), HasSubstr("it is unknown which gains to multiply in"));
}

TEST_F(StateDictTest, AFileOfAModelFolderHasTheSizesBesideIt) {
    const TestModel model = randomModel(2, 4, 2, 2, 8);
    writeFolder(scratch_ / "model", inLayout(model, "llama"));
    std::filesystem::rename(scratch_ / "model" / "model.safetensors",
                            scratch_ / "model" / "step-100.safetensors");
    const auto artifact = artifactOf(optionsFor(scratch_ / "model" / "step-100.safetensors"));
    ASSERT_NE(artifact, nullptr);
    expectDense(*artifact, model);
}

TEST_F(StateDictTest, AFileIsNamedAfterItself) {
    const auto artifact = artifactOf(optionsFor(saved("nanogpt.pt")));
    ASSERT_NE(artifact, nullptr);
    EXPECT_THAT(
        fileContent(scratch_ / "out.json"),
        AllOf(HasSubstr(R"("model": "nanogpt")"), HasSubstr(R"("layout": "gpt2")"),
              HasSubstr(R"("norms_not_folded": ["model._orig_mod.transformer.h.{layer}.ln_1.weight"])")));
}

TEST_F(StateDictTest, WrongSizesAreRefused) {
    MeasureOptions measureOptions = optionsFor(saved("nanogpt.pt"));
    measureOptions.config.values = {{"n_head", "3"}};
    EXPECT_THAT(complaint(measureOptions), HasSubstr("not a multiple of 3 heads"));
    measureOptions.config.values = {{"n_layer", "1"}};
    EXPECT_THAT(complaint(measureOptions), HasSubstr("says only 1 layers"));
    measureOptions.config.values = {{"n_layer", "3"}};
    EXPECT_THAT(complaint(measureOptions), HasSubstr("transformer.h.2.attn.c_attn.weight: is missing"));
    measureOptions = optionsFor(saved("nanogpt.pt"));
    measureOptions.weights = "other.pt";
    EXPECT_THAT(complaint(measureOptions), HasSubstr("is a file of weights itself"));
    measureOptions = optionsFor(saved("params.json"));
    EXPECT_THAT(complaint(measureOptions), HasSubstr("weight_map"));
    measureOptions = optionsFor(saved("make_state_dicts.py"));
    EXPECT_THAT(complaint(measureOptions), HasSubstr("is not a torch file"));
}

TEST_F(StateDictTest, MatricesOfOtherShapesAreNotTakenForTransformerLens) {
    // [H, d, r] with keys of another width, and matrices where a head is missing.
    const TestTensor query{{2, 4, 2}, std::vector<float>(16, 1.0F)};
    writeTensors(
        scratch_ / "a.safetensors",
        {{"blocks.0.attn.W_Q", query}, {"blocks.0.attn.W_K", {{2, 4, 1}, std::vector<float>(8, 1.0F)}}});
    EXPECT_THAT(complaint(optionsFor(scratch_ / "a.safetensors")),
                AllOf(HasSubstr("blocks.0.attn.W_K"), HasSubstr("has shape [2, 4, 1]")));
    writeTensors(scratch_ / "b.safetensors", {{"blocks.0.attn.W_Q", {{4, 2}, std::vector<float>(8, 1.0F)}},
                                              {"blocks.0.attn.W_K", {{4, 2}, std::vector<float>(8, 1.0F)}}});
    EXPECT_THAT(complaint(optionsFor(scratch_ / "b.safetensors")), HasSubstr("gives no num_hidden_layers"));
}

TEST_F(StateDictTest, NamesTheElementThatIsNotFinite) {
    std::vector<float> values(16, 1.0F);
    values[13] = std::numeric_limits<float>::quiet_NaN();
    writeTensors(scratch_ / "a.safetensors",
                 {{"blocks.0.attn.W_Q", {{2, 4, 2}, values}},
                  {"blocks.0.attn.W_K", {{2, 4, 2}, std::vector<float>(16, 1.0F)}}});
    EXPECT_THAT(complaint(optionsFor(scratch_ / "a.safetensors")), HasSubstr("W_Q[1][2][1] is nan"));
}

} // namespace
} // namespace sextant::measure
