// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/measure/family_folder.h"
#include "tests/core/measure/measure_fixture.h"

#include "core/checkpoint/weight_layout.h"

#include <cstdlib>
#include <set>

#include <fmt/format.h>

namespace sextant::measure {
namespace {

constexpr double mostGramError = 1e-12;
constexpr double mostOtherError = 1e-5; // eigenvalues and directions are stored as floats

void expectSmall(const DenseErrors& errors) {
    EXPECT_LT(errors.gram, mostGramError);
    EXPECT_LT(errors.eigenvalue, mostOtherError);
    EXPECT_LT(errors.direction, mostOtherError);
}

/// Four heads show every packing but that in blocks: a block of one head would look alike in any order.
TestModel modelFor(const FamilyCase& family) {
    return family.cut == Cut::Quarter ? randomModel(2, 8, 8, 2, 16)
                                      : randomModel(2, 4, family.keyHeads, 2, 8);
}

class EveryFamily : public MeasureTest, public testing::WithParamInterface<FamilyCase> {
protected:
    MeasureOptions optionsFor(const FamilyCase& family) const {
        MeasureOptions measureOptions = options("family", "family-artifact");
        measureOptions.config.tower = family.tower;
        return measureOptions;
    }
};

TEST_P(EveryFamily, GivesTheDenseOperatorsWithoutAnyOption) {
    const FamilyCase& family = GetParam();
    const TestModel model = modelFor(family);
    const auto artifact = artifactOf(inFamily(model, family), "family", optionsFor(family));
    ASSERT_NE(artifact, nullptr);
    EXPECT_EQ(artifact->grams->shape.layers, 2);
    expectSmall(errorsOf(*artifact, denseModel(model)));
}

TEST_P(EveryFamily, FoldsTheGainsItHas) {
    const FamilyCase& family = GetParam();
    const TestModel model = modelFor(family);
    TestFolder folder = inFamily(model, family);
    DenseModel dense = denseModel(model);
    addGains(model, family, folder, dense);
    MeasureOptions measureOptions = optionsFor(family);
    measureOptions.foldNorms = true;
    writeFolder(scratch_ / "family", folder);
    const auto measured = measure(measureOptions, {}, {});
    ASSERT_TRUE(measured) << describe(measured.error());
    EXPECT_TRUE(measured->normsNotFolded.empty());
    const auto loaded = loading::load({.json = measured->json});
    ASSERT_TRUE(loaded);
    expectSmall(errorsOf(*loaded->artifact, dense));
}

/// A wrapper of the whole model, of compilation or of parallel training puts its word before every name.
TEST_P(EveryFamily, IsFoundBehindAnyPrefix) {
    const FamilyCase& family = GetParam();
    const TestModel model = modelFor(family);
    TestFolder folder = inFamily(model, family);
    std::map<std::string, TestTensor> wrapped;
    for (auto& [name, tensor] : folder.tensors) {
        wrapped["module." + name] = std::move(tensor);
    }
    folder.tensors = std::move(wrapped);
    const auto artifact = artifactOf(folder, "family", optionsFor(family));
    ASSERT_NE(artifact, nullptr);
    expectSmall(errorsOf(*artifact, denseModel(model)));
}

std::string testName(const testing::TestParamInfo<FamilyCase>& instance) {
    std::string name = instance.param.label;
    for (char& c : name) {
        c = std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
    }
    return name;
}

INSTANTIATE_TEST_SUITE_P(Families, EveryFamily, testing::ValuesIn(familyCases().begin(), familyCases().end()),
                         testName);

std::string cutText(Cut cut) {
    switch (cut) {
    case Cut::Two:
        return "separate";
    case Cut::Gated:
        return "separate, with gates";
    case Cut::Parts:
        return "rows";
    case Cut::Conv1D:
        return "columns";
    case Cut::Heads:
        return "per-head";
    case Cut::Groups:
        return "grouped";
    case Cut::Quarter:
        return "blocks";
    }
    return {};
}

std::string gainText(const FamilyCase& family) {
    const bool isNormed = *family.norm != '\0';
    const bool isHeadNormed = family.headGains != HeadGains::None;
    const std::string where = isNormed && isHeadNormed ? "input, queries, keys"
                              : isNormed               ? "input"
                              : isHeadNormed           ? "queries, keys"
                                                       : "none";
    return family.gainIsOnePlusWeight ? where + ": 1 + weight" : where;
}

/// The page of the guide; every line of its table is a case that the tests above measure.
std::string guidePage() {
    std::string page =
        "# Models\n\n"
        "`sextant measure` reads these without any option. Each line is tested with a small checkpoint in "
        "the "
        "layout of the family's own code;\nthe error is the largest difference of a gram from that of dense "
        "operators, relative to their norms, also with the gains folded in.\nEigenvalues and directions are "
        "compared too.\n\n"
        "| Model type | Queries and keys | Packing | Gains | Error |\n| --- | --- | --- | --- | --- |\n";
    for (const FamilyCase& family : familyCases()) {
        std::string names = fmt::format("`{}`", family.query);
        if (*family.key != '\0') {
            names += fmt::format(", `{}`", family.key);
        }
        for (std::size_t at = 0; (at = names.find("{}", at)) != std::string::npos;) {
            names.replace(at, 2, "{layer}");
        }
        page += fmt::format("| {} | {} | {} | {} | < {:.0e} |\n", family.label, names, cutText(family.cut),
                            gainText(family), mostGramError);
    }
    return page + R"(
For a model with several stacks, the name after the comma is the `--tower` to choose. `deepseek_v2`, `deepseek_v3`, `deepseek_v32`, `kimi_k2`,
`kimi_linear`, `minicpm3`, `mistral4`, `glm4_moe_lite` and `glm_moe_dsa` use multi-head latent attention: W_Q and W_K of a head are the products
of their factors, with the non-rotary rows before the rotary ones. In hybrid models (`jamba`, `qwen3_next`, `nemotron_h`, `zamba`, ...) only the
layers with attention are measured; where layers differ in size (`gemma4`, `mimo_v2_flash`, `nemotron-nas`), only those of one size. The artifact
lists the layers measured. A model whose layers add to an attention that they share, as some of `zamba2` do, is refused.

Weights are read as float64, float32, float16, bfloat16, and as 8-bit floats with their factors (`weight_scale_inv`, `weight_scale`).
Other quantised weights (GPTQ, AWQ, bitsandbytes, GGUF) are refused: the model that they were made from can be measured.

Any other type is measured when the names of the stack that is meant follow one known scheme of separate projections, and `sextant measure` says
so; the names of another stack are never taken for it. Else `--q-pattern` and `--k-pattern` name the tensors; where one holds both, `--packing`
says how.
)";
}

TEST(Guide, ShowsTheFamiliesThatAreTested) {
    const std::filesystem::path page = std::filesystem::path(SEXTANT_GUIDE) / "models.md";
    if (std::getenv("SEXTANT_WRITE_GUIDE") != nullptr) {
        std::filesystem::create_directories(page.parent_path());
        writeFile(page, guidePage());
    }
    EXPECT_EQ(fileContent(page), guidePage()) << "write it with SEXTANT_WRITE_GUIDE=1";
}

} // namespace
} // namespace sextant::measure
