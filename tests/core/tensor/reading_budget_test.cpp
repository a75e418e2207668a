// SPDX-License-Identifier: GPL-3.0-or-later
// Small files that ask for much: each is refused with a sentence.
#include "core/base/reading_budget.h"
#include "core/tensor/safetensors_header.h"
#include "core/tensor/torch_listing.h"

#include "tests/core/support/zip_archive.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace sextant::tensor {
namespace {

using test::littleEndian;
using test::pickledTensor;
using test::pickledText;
using test::torchFile;
using test::zipOf;
using testing::HasSubstr;

Result<TorchListing> listed(const std::string& content) {
    return listTorchArchive("x.pt", std::as_bytes(std::span(content)));
}

std::string complaintAbout(const std::string& content) {
    const auto listing = listed(content);
    return listing ? "no error" : describe(listing.error());
}

std::string repeated(const std::string& text, std::size_t times) {
    std::string all;
    all.reserve(text.size() * times);
    for (std::size_t i = 0; i < times; ++i) {
        all += text;
    }
    return all;
}

TEST(ReadingBudget, ATensorWithinItIsRead) {
    const auto listing = listed(torchFile("}" + pickledText("a") + pickledTensor({1}, {1}) + "s"));
    ASSERT_TRUE(listing) << describe(listing.error());
    ASSERT_EQ(listing->tensors.size(), 1u);
    EXPECT_EQ(listing->tensors[0].name, "a");
}

TEST(ReadingBudget, APrefixThatThousandsOfEntriesShareIsNotCopiedWithoutEnd) {
    const std::string prefix(100'000, 'x');
    std::string inner = "}(";
    for (int i = 0; i < 1000; ++i) {
        inner += pickledText(std::to_string(i)) + "N";
    }
    EXPECT_THAT(complaintAbout(torchFile("}" + pickledText(prefix) + inner + "us")),
                HasSubstr("archive/data.pkl: the names and shapes of its entries take more than"));
}

TEST(ReadingBudget, ANameThatThousandsOfEntriesShareIsNotCopiedWithoutEnd) {
    const std::string key = pickledText(std::string(100'000, 'x')) + "q\x01";
    EXPECT_THAT(complaintAbout(torchFile("}(" + key + "N" + repeated("h\x01N", 1000) + "u")),
                HasSubstr("the names and shapes of its entries take more than"));
}

TEST(ReadingBudget, AShapeThatManyEntriesShareIsNotCopiedWithoutEnd) {
    const std::vector<std::uint32_t> ones(ReadingBudget::rank, 1);
    // A pickle of a megabyte may have that many entries.
    const std::string longName = pickledText(std::string(1 << 20, 'x')) + "N";
    const std::string tensor = longName + pickledText("a") + "q\x01" + pickledTensor(ones, ones) + "q\x02";
    EXPECT_THAT(complaintAbout(torchFile("}(" + tensor + repeated("h\x01h\x02", 30'000) + "u")),
                HasSubstr("the names and shapes of its entries take more than"));
}

TEST(ReadingBudget, DimensionsBeyondAnyTensorAreNotTaken) {
    const std::vector<std::uint32_t> many(ReadingBudget::rank + 1, 1);
    const auto listing = listed(torchFile("}" + pickledText("a") + pickledTensor(many, many) + "s"));
    ASSERT_TRUE(listing);
    EXPECT_EQ(listing->tensors.size(), 0u);
    ASSERT_EQ(listing->skipped.size(), 1u);
    EXPECT_EQ(listing->skipped[0].reason, "a tensor of 65 dimensions, of which 64 are supported");
    const std::vector<std::uint32_t> most(ReadingBudget::rank, 1);
    EXPECT_EQ(listed(torchFile("}" + pickledText("a") + pickledTensor(most, most) + "s"))->tensors.size(),
              1u);
}

TEST(ReadingBudget, DictsAreNotFollowedWithoutEnd) {
    const auto nested = [](std::size_t depth) {
        return torchFile("}" + repeated(pickledText("a") + "}", depth - 1) + std::string(depth - 1, 's'));
    };
    EXPECT_EQ(complaintAbout(nested(ReadingBudget::depth)), "no error");
    EXPECT_THAT(complaintAbout(nested(ReadingBudget::depth + 1)),
                HasSubstr("dicts are nested deeper than 64 levels"));
    EXPECT_THAT(complaintAbout(nested(30'000)), HasSubstr("dicts are nested deeper than 64 levels"));
}

TEST(ReadingBudget, APickleMakesNoMoreValuesThanItsTensorsCouldNeed) {
    constexpr std::size_t bytes = 1 << 20;
    for (const char* opcode : {"N", ")", "(", "2"}) {
        EXPECT_THAT(complaintAbout(torchFile("N" + repeated(opcode, bytes))),
                    HasSubstr("the pickle makes more values than its tensors could need"))
            << opcode;
    }
    EXPECT_THAT(complaintAbout(torchFile("Nr" + littleEndian(0xfffffff0, 4))), HasSubstr("the pickle"));
}

TEST(ReadingBudget, ALongNameOfAClassIsNotCopied) {
    const std::string name = pickledText(std::string(2000, 'x'));
    EXPECT_THAT(complaintAbout(torchFile(name + name + "\x93")), HasSubstr("the pickle is damaged here"));
    const std::string shorter = pickledText(std::string(500, 'x'));
    EXPECT_THAT(complaintAbout(torchFile(shorter + shorter + "\x93")), HasSubstr("must hold a dict"));
}

TEST(ReadingBudget, EntriesAreCounted) {
    const std::size_t count = ReadingBudget::entries(0) + 2000;
    EXPECT_THAT(
        complaintAbout(torchFile("}(" + pickledText("a") + "q\x01N" + repeated("h\x01N", count) + "u")),
        HasSubstr("it holds more than"));
}

TEST(ReadingBudget, RecordsAreCounted) {
    std::vector<std::pair<std::string, std::string>> records(ReadingBudget::entries(1 << 30) + 1);
    for (std::size_t i = 0; i < records.size(); ++i) {
        records[i].first = std::to_string(i);
    }
    EXPECT_THAT(complaintAbout(zipOf(records)), HasSubstr("the archive has more than 131072 records"));
}

TEST(ReadingBudget, ABombIsNotUnpacked) {
    std::string content = torchFile("N");
    // The records are called deflated ones that unpack to much, in their directory alone: nothing unpacks
    // them.
    for (std::size_t at = content.find("PK\x01\x02"); at != std::string::npos;
         at = content.find("PK\x01\x02", at + 1)) {
        content[at + 10] = 8;
        content.replace(at + 24, 4, littleEndian(1 << 30, 4));
    }
    bool unpacked = false;
    const auto listing = listTorchArchive("x.pt", std::as_bytes(std::span(content)),
                                          [&](const ZipRecord&) -> Result<std::span<const std::byte>> {
                                              unpacked = true;
                                              return std::span<const std::byte>();
                                          });
    ASSERT_FALSE(listing);
    EXPECT_THAT(listing.error().sentence, HasSubstr("compressed more than 64-fold"));
    EXPECT_FALSE(unpacked);
}

std::string safetensors(const std::string& header) {
    return littleEndian(header.size(), 8) + header;
}

std::string complaintAboutHeader(const std::string& header) {
    const std::string content = safetensors(header);
    const auto entries = parseSafetensorsHeader(std::as_bytes(std::span(content)), "x.safetensors");
    return entries ? "no error" : describe(entries.error());
}

std::string emptyTensors(std::size_t count, const std::string& prefix = {}) {
    std::string header = "{";
    for (std::size_t i = 0; i < count; ++i) {
        header += fmt::format("{}\"{}{}\":{{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}}",
                              i > 0 ? "," : "", prefix, i);
    }
    return header + "}";
}

TEST(ReadingBudget, TensorsInAHeaderAreCounted) {
    EXPECT_EQ(complaintAboutHeader(emptyTensors(60'000)), "no error");
    EXPECT_THAT(complaintAboutHeader(emptyTensors(ReadingBudget::entries(1 << 30) + 1)),
                HasSubstr("the header names more than 131072 tensors"));
}

TEST(ReadingBudget, NamesInAHeaderAreCounted) {
    EXPECT_THAT(complaintAboutHeader(emptyTensors(30, std::string(1 << 20, 'x'))),
                HasSubstr("the names in the header have more than"));
}

TEST(ReadingBudget, DimensionsInAHeaderAreCounted) {
    const auto shaped = [](std::size_t rank) {
        return complaintAboutHeader(R"({"w":{"dtype":"F32","data_offsets":[0,0],"shape":[0)" +
                                    repeated(",1", rank - 1) + "]}}");
    };
    EXPECT_EQ(shaped(64), "no error");
    EXPECT_THAT(shaped(300'000), HasSubstr("w: has more than 64 dimensions"));
}

TEST(ReadingBudget, AHeaderIsNotLongerThanTheFormatAllows) {
    const std::string content = littleEndian(ReadingBudget::safetensorsHeader + 1, 8) +
                                std::string(ReadingBudget::safetensorsHeader + 1, ' ');
    const auto entries = parseSafetensorsHeader(std::as_bytes(std::span(content)), "x.safetensors");
    ASSERT_FALSE(entries);
    EXPECT_THAT(entries.error().sentence, HasSubstr("the format allows 104857600"));
}

} // namespace
} // namespace sextant::tensor
