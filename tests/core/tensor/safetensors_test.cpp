// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/safetensors_header.h"
#include "core/tensor/tensor_archive.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <span>
#include <string>

#include <unistd.h>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sextant::tensor {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string file(const std::string& header, std::size_t dataBytes) {
    std::string text(8, '\0');
    for (std::size_t i = 0; i < 8; ++i) {
        text[i] = static_cast<char>(header.size() >> (8 * i) & 0xff);
    }
    return text + header + std::string(dataBytes, '\1');
}

Result<std::vector<SafetensorsEntry>> parse(const std::string& content) {
    return parseSafetensorsHeader(std::as_bytes(std::span(content)), "model.safetensors");
}

/// The sentence of the error that `content` gives.
std::string complaint(const std::string& content) {
    const auto entries = parse(content);
    return entries ? "no error" : describe(entries.error());
}

TEST(SafetensorsHeader, GivesEveryTensorWithItsPlaceInTheFile) {
    const std::string header = R"({"__metadata__":{"format":"pt"},)"
                               R"("b":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},)"
                               R"("a":{"dtype":"BF16","shape":[],"data_offsets":[24,26]}})";
    const auto entries = parse(file(header, 26));
    ASSERT_TRUE(entries) << describe(entries.error());
    ASSERT_EQ(entries->size(), 2u);
    EXPECT_EQ((*entries)[0].name, "b");
    EXPECT_THAT((*entries)[0].shape, ElementsAre(2, 3));
    EXPECT_EQ((*entries)[0].begin, 8 + header.size());
    EXPECT_EQ((*entries)[1].name, "a");
    EXPECT_EQ((*entries)[1].end - (*entries)[1].begin, 2u);
}

TEST(SafetensorsHeader, NamesWhatIsWrong) {
    const auto one = [](const std::string& entry) { return file("{\"w\":" + entry + "}", 16); };
    EXPECT_THAT(complaint(""), HasSubstr("only 0 bytes"));
    EXPECT_THAT(complaint("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n"),
                HasSubstr("Git LFS pointer"));
    EXPECT_THAT(complaint(std::string(8, '\xff') + "{}"), HasSubstr("header claims"));
    EXPECT_THAT(complaint(file("{\"w\":", 0)), HasSubstr("not valid JSON"));
    EXPECT_THAT(complaint(file("{\"w\xff\":1}", 0)), HasSubstr("not valid JSON"));
    EXPECT_THAT(complaint(file("[1]", 0)), HasSubstr("not a JSON object"));
    EXPECT_THAT(complaint(one("7")), HasSubstr("w: the header does not give"));
    EXPECT_THAT(complaint(one(R"({"dtype":"F32","shape":[-4],"data_offsets":[0,16]})")),
                HasSubstr("does not give"));
    EXPECT_THAT(complaint(one(R"({"dtype":"F32","shape":[4.0],"data_offsets":[0,16]})")),
                HasSubstr("does not give"));
    EXPECT_THAT(complaint(one(R"({"dtype":"F32","shape":[4],"data_offsets":[0]})")),
                HasSubstr("does not give"));
    EXPECT_THAT(complaint(one(R"({"dtype":"F32","shape":[4],"data_offsets":[4,20]})")), HasSubstr("outside"));
    EXPECT_THAT(complaint(one(R"({"dtype":"F32","shape":[4],"data_offsets":[16,0]})")), HasSubstr("outside"));
    EXPECT_THAT(complaint(one(R"({"dtype":"F32","shape":[5],"data_offsets":[0,16]})")),
                HasSubstr("does not fit"));
    EXPECT_THAT(complaint(file(R"({"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},)"
                               R"("v":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}})",
                               16)),
                HasSubstr("v: its bytes overlap those of w"));
    EXPECT_THAT(complaint(file(R"({"w":{"dtype":"I8","shape":[2],"data_offsets":[0,2]},)"
                               R"("w":{"dtype":"I8","shape":[2],"data_offsets":[2,4]}})",
                               4)),
                HasSubstr("w: is named twice"));
}

TEST(SafetensorsHeader, EveryByteOfTheDataBelongsToATensor) {
    const auto two = [](int begin, std::size_t bytes) {
        return file(fmt::format(R"({{"w":{{"dtype":"F32","shape":[2],"data_offsets":[0,8]}},)"
                                R"("v":{{"dtype":"F32","shape":[1],"data_offsets":[{},{}]}}}})",
                                begin, begin + 4),
                    bytes);
    };
    EXPECT_TRUE(parse(two(8, 12)));
    EXPECT_THAT(complaint(two(12, 16)), HasSubstr("v: data bytes 8 to 12 belong to no tensor"));
    EXPECT_THAT(complaint(two(8, 20)), HasSubstr("data bytes 12 to 20 belong to no tensor"));
}

TEST(SafetensorsHeader, NeitherATensorNorWhatIsSaidOfItIsGivenTwice) {
    EXPECT_THAT(complaint(file(R"({"w":{"dtype":"F32","dtype":"I32","shape":[1],"data_offsets":[0,4]}})", 4)),
                HasSubstr("w.dtype: is named twice"));
    EXPECT_TRUE(parse(file(R"({"w":{"dtype":"I8","shape":[1],"data_offsets":[0,1]},)"
                           R"("dtype":{"dtype":"I8","shape":[1],"data_offsets":[1,2]}})",
                           2)));
}

TEST(SafetensorsHeader, ANulEndsNothing) {
    const std::string header = R"({"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})";
    EXPECT_EQ(complaint(file(header + "  ", 4)), "no error") << "spaces may pad the header";
    for (const std::string& tail : {std::string(1, '\0'), std::string("\0x", 2), std::string("\0{}", 3)}) {
        EXPECT_THAT(
            complaint(file(header + tail, 4)),
            HasSubstr(fmt::format("byte {}: the header is not valid JSON: expected nothing more, found "
                                  "byte 0x00",
                                  8 + header.size())));
    }
}

TEST(SafetensorsHeader, WhatIsSaidBesidesTheFormatIsPassedOver) {
    const auto with = [](const std::string& more) {
        return complaint(file(R"({"w":{"dtype":"F32",)" + more + R"("shape":[1],"data_offsets":[0,4]}})", 4));
    };
    EXPECT_EQ(with(R"("note":null,)"), "no error");
    EXPECT_EQ(with(R"("note":[1,[2,{"shape":[3]}],"a"],)"), "no error");
    EXPECT_EQ(with(R"("note":{"dtype":{"dtype":1},"shape":"b"},)"), "no error");
    EXPECT_THAT(with(R"("shape":[1],)"), HasSubstr("w.shape: is named twice"));
    EXPECT_THAT(with(R"("shape":{},)"), HasSubstr("does not give"));
    EXPECT_THAT(with(R"("dtype":["F32"],)"), HasSubstr("w.dtype: is named twice"));
    EXPECT_THAT(complaint(file(R"({"w":{"dtype":["F32"],"shape":[1],"data_offsets":[0,4]}})", 4)),
                HasSubstr("does not give"));
    EXPECT_THAT(complaint(file(R"({"w":{"dtype":"F32","shape":[[1]],"data_offsets":[0,4]}})", 4)),
                HasSubstr("does not give"));
    EXPECT_THAT(complaint(file(R"({"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4,4]}})", 4)),
                HasSubstr("does not give"));
    EXPECT_THAT(complaint(file(R"({"__metadata__":{},"__metadata__":{}})", 0)), HasSubstr("is named twice"));
    EXPECT_THAT(complaint(file("\xEF\xBB\xBF{}", 0)),
                HasSubstr("byte 8: the header begins with a byte order"));
}

TEST(SafetensorsHeader, MetadataMapsTextToText) {
    for (const char* metadata :
         {"1", "null", "[]", "\"pt\"", R"({"a":1})", R"({"a":{}})", R"({"a":"b","c":null})"}) {
        EXPECT_THAT(complaint(file(fmt::format(R"({{"__metadata__":{}}})", metadata), 0)),
                    HasSubstr("__metadata__: must map text to text"))
            << metadata;
    }
    EXPECT_EQ(complaint(file(R"({"__metadata__":{"a":"b"}})", 0)), "no error");
}

TEST(SafetensorsHeader, DoesNotMultiplyExtentsUnchecked) {
    const auto shaped = [](const std::string& shape, const std::string& type) {
        return file(R"({"w":{"dtype":")" + type + R"(","shape":)" + shape + R"(,"data_offsets":[0,0]}})", 0);
    };
    EXPECT_THAT(complaint(shaped("[4294967296,4294967296]", "F32")), HasSubstr("does not fit"));
    EXPECT_THAT(complaint(shaped("[18446744073709551615]", "F32")), HasSubstr("does not fit"));
    EXPECT_THAT(complaint(shaped("[0,4294967296,4294967296]", "F16")), HasSubstr("does not fit"));
    EXPECT_TRUE(parse(shaped("[0,1000]", "F16")));
}

TEST(SafetensorsHeader, SurvivesDeepNesting) {
    EXPECT_THAT(complaint(file("{\"w\":" + std::string(200000, '['), 0)), HasSubstr("does not give"));
    EXPECT_THAT(complaint(file(R"({"w":{"x":)" + std::string(200000, '['), 0)),
                HasSubstr("byte 200018: the header is not valid JSON: it ends before it is complete"));
    const std::string deep = std::string(500000, '[') + std::string(500000, ']');
    EXPECT_THAT(complaint(file(R"({"w":{"dtype":"F32","shape":)" + deep + R"(,"data_offsets":[0,4]}})", 4)),
                HasSubstr("w: the header does not give"));
}

class SafetensorsFileTest : public testing::Test {
protected:
    SafetensorsFileTest() { std::filesystem::create_directories(folder_); }
    ~SafetensorsFileTest() override { std::filesystem::remove_all(folder_); }

    std::filesystem::path folder_ =
        std::filesystem::temp_directory_path() / ("sextant-safetensors-" + std::to_string(::getpid()));
};

TEST_F(SafetensorsFileTest, ReadsBackWhatItWrote) {
    const std::array<double, 3> doubles = {1.5, -2.25, 1e300};
    const std::array<float, 6> floats = {1, 2, 3, 4, 5, 6};
    const auto view = [](ElementType type, std::vector<std::int64_t> shape, const void* data) {
        auto strides = contiguousStrides(shape);
        return TensorView{type, std::move(shape), std::move(strides), static_cast<const std::byte*>(data),
                          nullptr};
    };
    TensorView transposed = view(ElementType::Float32, {2, 3}, floats.data());
    std::swap(transposed.shape[0], transposed.shape[1]);
    std::swap(transposed.strides[0], transposed.strides[1]);
    const auto path = folder_ / "t.safetensors";
    ASSERT_TRUE(writeSafetensors(path, {{"z", view(ElementType::Float64, {3}, doubles.data())},
                                        {"empty", view(ElementType::Float16, {0, 4}, doubles.data())},
                                        {"a", transposed}}));

    const auto archive = readSafetensors(path);
    ASSERT_TRUE(archive) << describe(archive.error());
    ASSERT_EQ(archive->tensors.size(), 3u);
    EXPECT_EQ(archive->tensors[0].name, "z");
    EXPECT_TRUE(std::ranges::equal(std::span(archive->find("z")->data, sizeof doubles),
                                   std::as_bytes(std::span(doubles))));
    EXPECT_THAT(archive->find("empty")->shape, ElementsAre(0, 4));
    const TensorView* a = archive->find("a");
    EXPECT_THAT(a->shape, ElementsAre(3, 2));
    std::array<float, 6> read{};
    convertToFloat(a->type, a->data, 1, 6, read.data());
    EXPECT_THAT(read, ElementsAre(1, 4, 2, 5, 3, 6));
}

TEST_F(SafetensorsFileTest, KeepsTheNamesOfTensorsThatAreNotFloats) {
    const auto path = folder_ / "t.safetensors";
    std::ofstream(path, std::ios::binary)
        << file(R"({"w":{"dtype":"F8_E4M3","shape":[3],"data_offsets":[0,3]},)"
                R"("x":{"dtype":"F4","shape":[2],"data_offsets":[3,4]},)"
                R"("y":{"dtype":"A name that no sentence can hold","shape":[2],"data_offsets":[4,5]}})",
                5);
    const auto archive = readSafetensors(path);
    ASSERT_TRUE(archive) << describe(archive.error());
    EXPECT_TRUE(archive->tensors.empty());
    ASSERT_EQ(archive->skipped.size(), 3u);
    EXPECT_EQ(archive->skipped[0].name, "w");
    EXPECT_EQ(archive->skipped[0].reason, "a tensor of type F8_E4M3");
    EXPECT_EQ(archive->skipped[2].reason, "a tensor of type unknown");
}

TEST_F(SafetensorsFileTest, SaysWhichFileIsMissingOrCannotBeWritten) {
    const auto absent = readSafetensors(folder_ / "absent.safetensors");
    ASSERT_FALSE(absent);
    EXPECT_EQ(absent.error().code, ErrorCode::NotFound);
    const auto written = writeSafetensors(folder_ / "no-folder" / "t.safetensors", {});
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().code, ErrorCode::WriteFailed);
    EXPECT_EQ(written.error().file, folder_ / "no-folder" / "t.safetensors");
}

} // namespace
} // namespace sextant::tensor
