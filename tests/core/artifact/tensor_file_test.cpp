// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/artifact/artifact_reader.h"
#include "core/tensor/tensor_archive.h"

#include "tests/core/support/made_tensors.h"
#include "tests/core/temporary_folder.h"

#include <gmock/gmock.h>

namespace sextant::artifact {
namespace {

using test::Tensors;
using testing::ElementsAre;
using testing::HasSubstr;

class TensorFileTest : public TemporaryFolderTest {
protected:
    Result<std::shared_ptr<const TensorFile>> read(const Tensors& tensors,
                                                   const std::stop_token& stop = {}) const {
        const auto path = folder_ / "x-eigdirs.safetensors";
        const auto written = tensor::writeSafetensors(
            path, {{"eig_dirs", tensors.view(tensors.directions, tensors.directionsShape)},
                   {"sym_eigs", tensors.view(tensors.eigenvalues, tensors.eigenvaluesShape)}});
        EXPECT_TRUE(written) << describe(written.error());
        GramFile grams;
        grams.shape = tensors.shape;
        return readTensorFile(path, grams, stop);
    }
    std::string errorOf(const Tensors& tensors) const {
        const auto file = read(tensors);
        return file ? "no error" : file.error().place + ": " + file.error().sentence;
    }
};

TEST_F(TensorFileTest, ReadsTheEigenvaluesAndLeavesTheDirectionsInTheFile) {
    const auto file = read(Tensors(2, 3, 2, 5, 2));
    ASSERT_TRUE(file) << describe(file.error());
    EXPECT_EQ((*file)->topk, 2);
    EXPECT_EQ((*file)->eigenvalueCount, 4);
    EXPECT_THAT((*file)->directions.shape, ElementsAre(2, 3, 2, 5));
    EXPECT_EQ((*file)->eigenvalues.size(), 24u);
    const double* last = (*file)->eigenvaluesOf(LayerIndex{1}, HeadIndex{2}, 3);
    EXPECT_EQ(last[0], 4.0);
    EXPECT_EQ(last[3], -1.0);
    EXPECT_EQ((*file)->entryCount, 2u);
}

TEST_F(TensorFileTest, ShapesThatContradictTheJsonNameTheTensorAndTheDimension) {
    Tensors tensors(2, 3, 2, 5, 2);
    tensors.shape.layers = 3;
    EXPECT_EQ(errorOf(tensors),
              "eig_dirs: has shape [2, 3, 2, 5], which contradicts the JSON: dimension 0 of "
              "[num_layers, num_heads, topk, hidden_size] must be 3");
    tensors.shape = {2, 3, 4, 5};
    EXPECT_EQ(errorOf(tensors), "sym_eigs: has shape [2, 3, 4], which contradicts the JSON: dimension 2 of "
                                "[num_layers, num_heads, 2 * head_dim] must be 8");
}

TEST_F(TensorFileTest, TensorsOfAnotherRankAreRefused) {
    Tensors tensors(2, 3, 2, 5, 2);
    tensors.eigenvaluesShape = {6, 4};
    EXPECT_THAT(errorOf(tensors), HasSubstr("sym_eigs: has 2 dimensions [6, 4], but must have 3"));
}

TEST_F(TensorFileTest, MoreDirectionsThanAnOperatorHasAreRefused) {
    EXPECT_EQ(errorOf(Tensors(1, 2, 2, 8, 5)), "eig_dirs: has 5 directions per head, but an operator of "
                                               "hidden_size 8 and head_dim 2 has at most 4");
    EXPECT_THAT(errorOf(Tensors(1, 2, 8, 4, 5)), HasSubstr("has at most 4"));
    EXPECT_EQ(errorOf(Tensors(1, 2, 2, 8, 4)), "no error");
    EXPECT_EQ(errorOf(Tensors(1, 2, 8, 4, 4)), "no error");
}

TEST_F(TensorFileTest, NoDirectionsAtAllAreRefused) {
    EXPECT_THAT(errorOf(Tensors(2, 3, 2, 5, 0)), HasSubstr("topk, hidden_size] must be at least 1"));
}

TEST_F(TensorFileTest, AStopRequestIsObeyed) {
    std::stop_source source;
    source.request_stop();
    const auto file = read(Tensors(2, 3, 2, 5, 2), source.get_token());
    ASSERT_FALSE(file);
    EXPECT_EQ(file.error().code, ErrorCode::Cancelled);
}

TEST_F(TensorFileTest, TensorsThatAreMissingOrOfWholeNumbersAreNamed) {
    const std::string header = R"({"eig_dirs":{"dtype":"I8","shape":[1],"data_offsets":[0,1]}})";
    const std::string length = {static_cast<char>(header.size()), 0, 0, 0, 0, 0, 0, 0};
    GramFile grams;
    grams.shape = {1, 1, 1, 1};
    const auto file = readTensorFile(write("x.safetensors", length + header + "x"), grams);
    ASSERT_FALSE(file);
    EXPECT_EQ(file.error().place, "eig_dirs");
    EXPECT_THAT(file.error().sentence, HasSubstr("must be a floating-point tensor"));
}

} // namespace
} // namespace sextant::artifact
