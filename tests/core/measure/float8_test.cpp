// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/measure/dense_model.h"
#include "tests/core/measure/measure_fixture.h"

#include <cmath>
#include <random>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace sextant::measure {
namespace {

using testing::HasSubstr;
using Json = nlohmann::json;

constexpr int blockRows = 3;
constexpr int blockColumns = 5;

/// The number that a byte stands for: sign, 4 bits of exponent with bias 7, 3 of mantissa.
float float8(unsigned byte) {
    const unsigned exponent = (byte >> 3U) & 15U;
    const float mantissa = static_cast<float>(byte & 7U) / 8.0F;
    const float magnitude = exponent == 0
                                ? mantissa * 0x1p-6F
                                : (1.0F + mantissa) * std::exp2(static_cast<float>(exponent) - 7.0F);
    return (byte & 128U) != 0 ? -magnitude : magnitude;
}

/// A safetensors file made by hand: F32 and 8-bit floats.
class Float8File {
public:
    void add(const std::string& name, const char* type, const std::vector<int>& shape,
             const std::string& bytes) {
        header_[name] = {
            {"dtype", type}, {"shape", shape}, {"data_offsets", {data_.size(), data_.size() + bytes.size()}}};
        data_ += bytes;
    }

    std::string content() const {
        const std::string header = header_.dump();
        const auto size = static_cast<std::uint64_t>(header.size());
        return std::string(reinterpret_cast<const char*>(&size), sizeof size) + header + data_;
    }

private:
    Json header_;
    std::string data_;
};

class Float8Test : public MeasureTest {
protected:
    enum class Factors { Blocks, Rows, One, None, Wrong };

    /// A model of 8-bit floats as it is stored; `model` becomes what it stands for.
    void write(TestModel& model, Factors factors) {
        Float8File file;
        for (int l = 0; l < model.layers; ++l) {
            const std::string stem = fmt::format("model.layers.{}.self_attn.", l);
            const auto layer = static_cast<std::size_t>(l);
            add(file, stem + "q_proj.weight", model.query[layer], model.hidden, factors);
            add(file, stem + "k_proj.weight", model.key[layer], model.hidden, factors);
        }
        std::filesystem::create_directories(scratch_ / "model");
        writeFile(scratch_ / "model" / "model.safetensors", file.content());
        writeFile(scratch_ / "model" / "config.json",
                  Json{{"model_type", "llama"},
                       {"num_hidden_layers", model.layers},
                       {"num_attention_heads", model.heads},
                       {"num_key_value_heads", model.keyHeads},
                       {"hidden_size", model.hidden},
                       {"head_dim", model.headDim},
                       {"quantization_config",
                        {{"quant_method", "fp8"}, {"weight_block_size", {blockRows, blockColumns}}}}}
                      .dump());
    }

    void expectRight(Factors factors) {
        TestModel model = randomModel(2, 4, 2, 2, 8);
        write(model, factors);
        const auto artifact = artifactOf(options("model"));
        ASSERT_NE(artifact, nullptr);
        EXPECT_LT(errorsOf(*artifact, denseModel(model)).gram, 1e-12);
        EXPECT_THAT(fileContent(scratch_ / "out.json"), HasSubstr(R"("dtype": "float8_e4m3fn")"));
    }

private:
    void add(Float8File& file, const std::string& name, std::vector<float>& values, int columns,
             Factors factors) {
        const int rows = static_cast<int>(values.size()) / columns;
        const int high = factors == Factors::One ? rows : factors == Factors::Rows ? 1 : blockRows;
        const int wide = factors == Factors::Blocks || factors == Factors::Wrong ? blockColumns : columns;
        const int across = (columns + wide - 1) / wide;
        const int down = (rows + high - 1) / high;
        std::vector<float> scale;
        for (int i = 0; i < across * down; ++i) {
            scale.push_back(0.25F + static_cast<float>(generator_() % 64) / 64.0F);
        }
        std::string bytes;
        for (int i = 0; i < rows * columns; ++i) {
            unsigned byte = generator_() % 256;
            byte = (byte & 127U) == 127U ? 5U : byte; // no NaN
            bytes.push_back(static_cast<char>(byte));
            const int block = i / columns / high * across + i % columns / wide;
            values[static_cast<std::size_t>(i)] = float8(byte) * scale[static_cast<std::size_t>(block)];
        }
        file.add(name, "F8_E4M3", {rows, columns}, bytes);
        if (factors == Factors::Wrong) {
            scale.pop_back();
        }
        const std::string scaleBytes(reinterpret_cast<const char*>(scale.data()), scale.size() * 4);
        if (factors == Factors::Blocks) {
            file.add(name + "_scale_inv", "F32", {down, across}, scaleBytes);
        } else if (factors == Factors::Rows) {
            file.add(name + "_scale", "F32", {down, 1}, scaleBytes);
        } else if (factors == Factors::One) {
            file.add(name + "_scale", "F32", {}, scaleBytes);
        } else if (factors == Factors::Wrong) {
            file.add(name + "_scale_inv", "F32", {static_cast<int>(scale.size())}, scaleBytes);
        }
    }

    std::mt19937 generator_{9};
};

TEST_F(Float8Test, EachBlockIsMultipliedByItsFactor) {
    expectRight(Factors::Blocks);
}

TEST_F(Float8Test, AFactorMayBeThatOfARowOrOfTheWholeTensor) {
    expectRight(Factors::Rows);
    expectRight(Factors::One);
}

TEST_F(Float8Test, WithoutFactorsItIsRefused) {
    TestModel model = randomModel(2, 4, 2, 2, 8);
    write(model, Factors::None);
    EXPECT_THAT(complaint(options("model")),
                HasSubstr("model.layers.0.self_attn.q_proj.weight: is of 8-bit floats, and the factors that "
                          "go with them are missing"));
}

TEST_F(Float8Test, FactorsOfAnotherShapeAreRefused) {
    TestModel model = randomModel(2, 4, 2, 2, 8);
    write(model, Factors::Wrong);
    EXPECT_THAT(complaint(options("model")),
                HasSubstr("q_proj.weight_scale_inv: has shape [5], but [8, 8] in blocks of [3, 5] makes it "
                          "[3, 2]"));
}

TEST_F(Float8Test, AGgufFileIsRefusedByItsName) {
    writeFolder(scratch_ / "model", inLayout(randomModel(2, 4, 2, 2, 8), "llama"));
    std::filesystem::remove(scratch_ / "model" / "model.safetensors");
    writeFile(scratch_ / "model" / "small.gguf", "GGUF");
    EXPECT_THAT(complaint(options("model")),
                HasSubstr("small.gguf is a GGUF file, which is not read, but the files that it was made from "
                          "can be measured"));
}

} // namespace
} // namespace sextant::measure
