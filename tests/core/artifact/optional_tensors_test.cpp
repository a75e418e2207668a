// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/artifact/artifact_reader.h"
#include "core/artifact/norm_notes.h"
#include "core/tensor/tensor_archive.h"

#include "tests/core/temporary_folder.h"

#include <cstring>
#include <limits>

#include <gmock/gmock.h>

namespace sextant::artifact {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// L = 3, H = 4, r = 2, d = 5, and N = 2 draws for each of the three pairs of layers.
class OptionalTensorsTest : public TemporaryFolderTest {
protected:
    template <typename Value>
    static tensor::TensorView view(const std::vector<Value>& values, std::vector<std::int64_t> shape,
                                   tensor::ElementType type) {
        std::vector<std::int64_t> strides = tensor::contiguousStrides(shape);
        return {type, std::move(shape), std::move(strides), reinterpret_cast<const std::byte*>(values.data()),
                nullptr};
    }

    std::shared_ptr<const TensorFile> read() const {
        std::vector<tensor::NamedTensor> tensors = {
            {"eig_dirs", view(directions_, {3, 4, 1, 5}, tensor::ElementType::Float32)},
            {"sym_eigs", view(eigenvalues_, {3, 4, 4}, tensor::ElementType::Float32)}};
        if (!singularValues_.empty()) {
            tensors.push_back(
                {"sing_vals", view(singularValues_, singularShape_, tensor::ElementType::Float64)});
        }
        if (!grams_.empty()) {
            tensors.push_back({"other_grams", view(grams_, gramsShape_, tensor::ElementType::Float64)});
        }
        if (!heads_.empty()) {
            tensors.push_back({"other_heads", view(heads_, headsShape_, headsType_)});
        }
        const auto path = folder_ / "x-eigdirs.safetensors";
        const auto written = tensor::writeSafetensors(path, tensors);
        EXPECT_TRUE(written) << describe(written.error());
        GramFile grams;
        grams.shape = {3, 4, 2, 5};
        const auto file = readTensorFile(path, grams);
        EXPECT_TRUE(file) << describe(file.error());
        return file ? *file : nullptr;
    }

    /// Why one tensor is left out of an artifact that is otherwise read.
    std::string reason() const {
        const auto file = read();
        if (file == nullptr || file->leftOut.size() != 1) {
            return "not left out";
        }
        EXPECT_EQ(file->eigenvalues.size(), 48u);
        return file->leftOut.front().name + " " + file->leftOut.front().reason;
    }

    std::vector<float> directions_ = std::vector<float>(60, 1.0F);
    std::vector<float> eigenvalues_ = std::vector<float>(48, 1.0F);
    std::vector<double> singularValues_;
    std::vector<std::int64_t> singularShape_ = {3, 4, 2};
    std::vector<double> grams_;
    std::vector<std::int64_t> gramsShape_ = {3, 2};
    std::vector<std::int64_t> heads_;
    std::vector<std::int64_t> headsShape_ = {3, 2, 2};
    tensor::ElementType headsType_ = tensor::ElementType::Int64;
};

class OtherHeadsTest : public OptionalTensorsTest {
protected:
    OtherHeadsTest() {
        grams_ = {0.5, 1.5, 2.5, 3.5, 4.5, 5.5};
        heads_ = {0, 1, 2, 3, 1, 0, 3, 2, 0, 2, 1, 3};
    }
};

TEST_F(OptionalTensorsTest, AreAbsentFromTodaysFiles) {
    const auto file = read();
    ASSERT_NE(file, nullptr);
    EXPECT_THAT(file->singularValuesOf(LayerIndex{1}, HeadIndex{2}, 4), IsEmpty());
    EXPECT_FALSE(file->otherHeads);
    EXPECT_THAT(file->leftOut, IsEmpty());
}

TEST_F(OptionalTensorsTest, SingularValuesAreReadByLayerAndHead) {
    for (int i = 0; i < 24; ++i) {
        singularValues_.push_back(i);
    }
    const auto file = read();
    ASSERT_NE(file, nullptr);
    EXPECT_THAT(file->singularValuesOf(LayerIndex{1}, HeadIndex{2}, 4), ElementsAre(12.0, 13.0));
    EXPECT_THAT(file->leftOut, IsEmpty());
}

TEST_F(OptionalTensorsTest, SingularValuesOfAnotherShapeAreLeftOut) {
    singularValues_.assign(24, 1.0);
    singularShape_ = {3, 2, 4};
    EXPECT_EQ(reason(),
              "sing_vals has shape [3, 2, 4], but must have [3, 4, 2]: [num_layers, num_heads, head_dim]");
}

TEST_F(OtherHeadsTest, AreReadByPairOfLayersAndDraw) {
    const auto file = read();
    ASSERT_NE(file, nullptr);
    ASSERT_TRUE(file->otherHeads);
    EXPECT_EQ(file->otherHeads->draws, 2);
    const std::size_t pair = file->otherHeads->pairOf(LayerIndex{1}, LayerIndex{2});
    EXPECT_EQ(pair, 2u);
    EXPECT_EQ(file->otherHeads->gramOf(pair, 1), 5.5);
    EXPECT_EQ(file->otherHeads->headsOf(pair, 1), (HeadPair{HeadIndex{1}, HeadIndex{3}}));
    EXPECT_EQ(file->otherHeads->pairOf(LayerIndex{0}, LayerIndex{2}), 1u);
}

TEST_F(OtherHeadsTest, HeadsMayBeOfAnyIntegerType) {
    const std::vector<std::int64_t> wide = heads_;
    for (const auto type : {tensor::ElementType::Int32, tensor::ElementType::Int16}) {
        std::vector<std::byte> narrow;
        for (const std::int64_t head : wide) {
            const auto* bytes = reinterpret_cast<const std::byte*>(&head);
            narrow.insert(narrow.end(), bytes, bytes + tensor::elementSize(type));
        }
        narrow.resize(wide.size() * sizeof(std::int64_t));
        std::memcpy(heads_.data(), narrow.data(), narrow.size());
        headsType_ = type;
        const auto file = read();
        ASSERT_NE(file, nullptr);
        ASSERT_TRUE(file->otherHeads);
        EXPECT_EQ(file->otherHeads->headsOf(1, 1), (HeadPair{HeadIndex{3}, HeadIndex{2}}));
    }
}

TEST_F(OtherHeadsTest, HeadsThatDoNotExistAreLeftOut) {
    heads_[5] = 4;
    EXPECT_EQ(reason(), "other_heads names head 4 at [1][0], but there are heads 0 to 3");
    heads_[5] = -1;
    EXPECT_THAT(reason(), HasSubstr("names head -1"));
    heads_[5] = std::numeric_limits<std::int64_t>::max();
    EXPECT_THAT(reason(), HasSubstr("other_heads names head"));
}

TEST_F(OtherHeadsTest, AHeadIsNoOtherHeadOfItself) {
    heads_[3] = 2;
    EXPECT_EQ(reason(), "other_heads pairs head 2 with itself at [0][1]");
}

TEST_F(OtherHeadsTest, HeadsInFloatsAreLeftOut) {
    headsType_ = tensor::ElementType::Float64;
    EXPECT_EQ(reason(), "other_heads is not a tensor of int16, int32 or int64");
}

TEST_F(OtherHeadsTest, OneTensorWithoutTheOtherIsLeftOut) {
    heads_.clear();
    EXPECT_EQ(reason(), "other_grams is unusable without other_heads, which is missing");
    heads_.assign(12, 0);
    grams_.clear();
    EXPECT_EQ(reason(), "other_heads is unusable without other_grams, which is missing");
}

TEST_F(OtherHeadsTest, AnotherNumberOfPairsOrDrawsIsLeftOut) {
    gramsShape_ = {2, 3};
    EXPECT_THAT(reason(), HasSubstr("other_grams has shape [2, 3], but must have [3, any]"));
    gramsShape_ = {3, 2};
    headsShape_ = {3, 1, 4};
    EXPECT_THAT(reason(), HasSubstr("other_heads has shape [3, 1, 4], but must have [3, 2, 2]"));
}

TEST_F(OtherHeadsTest, MoreDrawsThanHeadsAreLeftOut) {
    grams_.assign(15, 0.0);
    gramsShape_ = {3, 5};
    EXPECT_THAT(reason(), HasSubstr("other_grams has 5 draws for each pair of layers"));
}

TEST(NormNotes, SayWhatTheJsonSaysAndNothingMore) {
    GramFile file;
    EXPECT_EQ(normsOf(file).input, NormState::Unknown);
    file.provenance = {{"norms", R"({"input_norm":"folded","q_norm":"not folded","k_norm":"absent"})"}};
    EXPECT_EQ(normsOf(file).input, NormState::Folded);
    EXPECT_EQ(normsOf(file).query, NormState::NotFolded);
    EXPECT_EQ(normsOf(file).key, NormState::Absent);
    for (const char* odd : {"[1]", "\"folded\"", R"({"input_norm":true,"q_norm":"perhaps"})", "null"}) {
        file.provenance = {{"norms", odd}};
        EXPECT_EQ(normsOf(file).input, NormState::Unknown) << odd;
        EXPECT_EQ(normsOf(file).query, NormState::Unknown) << odd;
        EXPECT_EQ(normsOf(file).key, NormState::Unknown) << odd;
    }
}

} // namespace
} // namespace sextant::artifact
