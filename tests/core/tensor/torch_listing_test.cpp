// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/torch_listing.h"

#include <filesystem>
#include <fstream>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sextant::tensor {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::ElementsAreArray;
using testing::Field;
using testing::HasSubstr;

std::string contentOf(const std::string& name) {
    std::ostringstream content;
    content
        << std::ifstream(std::filesystem::path(SEXTANT_TEST_DATA) / "torch" / name, std::ios::binary).rdbuf();
    return content.str();
}

Result<TorchListing> list(std::string_view content, const std::string& name = "x.pt") {
    return listTorchArchive(name, std::as_bytes(std::span(content)));
}

/// A file that torch wrote, and its listing, which points into it.
struct Fixture {
    explicit Fixture(const std::string& name) : content(contentOf(name)), listing(list(content, name)) {}

    std::string content;
    Result<TorchListing> listing;
};

Error errorOf(const std::string& name) {
    const Fixture listed(name);
    EXPECT_FALSE(listed.listing) << name << " was read";
    return listed.listing ? Error{} : listed.listing.error();
}

std::vector<std::string> namesOf(const TorchListing& listing) {
    std::vector<std::string> names;
    for (const ListedTensor& tensor : listing.tensors) {
        names.push_back(tensor.name);
    }
    return names;
}

std::string reasonOf(const TorchListing& listing, const std::string& name) {
    for (const SkippedEntry& entry : listing.skipped) {
        if (entry.name == name) {
            return entry.reason;
        }
    }
    return "not skipped";
}

class TorchListingOfType : public testing::TestWithParam<ElementType> {};

TEST_P(TorchListingOfType, GivesBothTensorsInPlace) {
    const Fixture listed(elementName(GetParam()) + ".pt");
    ASSERT_TRUE(listed.listing) << describe(listed.listing.error());
    ASSERT_THAT(namesOf(*listed.listing), ElementsAre("eig_dirs", "sym_eigs"));
    const ListedTensor& directions = listed.listing->tensors[0];
    EXPECT_EQ(directions.type, GetParam());
    EXPECT_THAT(directions.shape, ElementsAre(2, 1, 2, 4));
    EXPECT_THAT(directions.strides, ElementsAre(8, 8, 4, 1));
    const ListedTensor& eigenvalues = listed.listing->tensors[1];
    std::vector<double> values(8);
    convertToDouble(eigenvalues.type, eigenvalues.storage.data(), 1, values.size(), values.data());
    EXPECT_THAT(values, ElementsAreArray({4.0, -3.0, 2.0, -1.0, 8.0, -6.0, 4.0, -2.0}));
}

INSTANTIATE_TEST_SUITE_P(EveryType, TorchListingOfType,
                         testing::Values(ElementType::Float16, ElementType::BFloat16, ElementType::Float32,
                                         ElementType::Float64),
                         [](const auto& instance) { return elementName(instance.param); });

TEST(TorchListing, ReadsANewerPickleProtocol) {
    const Fixture listed("protocol4.pt");
    ASSERT_TRUE(listed.listing) << describe(listed.listing.error());
    EXPECT_THAT(namesOf(*listed.listing), ElementsAre("eig_dirs", "sym_eigs"));
}

TEST(TorchListing, KeepsStridesAndOffsetsAsTheyAre) {
    const Fixture listed("strided.pt");
    ASSERT_TRUE(listed.listing) << describe(listed.listing.error());
    const std::vector<ListedTensor>& tensors = listed.listing->tensors;
    EXPECT_THAT(tensors[0].strides, ElementsAre(8, 8, 1, 2));
    EXPECT_THAT(tensors[1].strides, ElementsAre(16, 16, 8, 2));
    EXPECT_EQ(tensors[1].storageOffset, 1);
    EXPECT_THAT(tensors[2].shape, ElementsAre(2, 1, 4));
    EXPECT_EQ(tensors[2].strides[0], 0) << "a row that stands for all layers";
}

TEST(TorchListing, ExtraEntriesOfAnyKindAreNamedAndLeftOut) {
    const Fixture listed("extras.pt");
    ASSERT_TRUE(listed.listing) << describe(listed.listing.error());
    const TorchListing& listing = *listed.listing;
    EXPECT_THAT(namesOf(listing),
                ElementsAre("parameter", "3", "nothing", "eig_dirs", "sym_eigs", "nested.inner"));
    EXPECT_EQ(reasonOf(listing, "none"), "None");
    EXPECT_EQ(reasonOf(listing, "large"), "a large integer");
    EXPECT_EQ(reasonOf(listing, "integers"), "an int64 tensor");
    EXPECT_EQ(reasonOf(listing, "complex"), "a complex64 tensor");
    EXPECT_EQ(reasonOf(listing, "sparse"), "a sparse tensor");
    EXPECT_EQ(reasonOf(listing, "size"), "an object of torch.Size");
    EXPECT_EQ(reasonOf(listing, "arguments"), "an object of argparse.Namespace");
    EXPECT_EQ(listing.skipped.size(), 19u);
    EXPECT_THAT(listing.integers, Contains(Field(&ListedTensor::name, "integers")));
}

TEST(TorchListing, OnlyEntriesThatUnusualCodeWouldMakeAreMarked) {
    const Fixture listed("extras.pt");
    ASSERT_TRUE(listed.listing);
    for (const SkippedEntry& entry : listed.listing->skipped) {
        EXPECT_EQ(entry.needsCode, entry.name == "arguments") << entry.name;
    }
}

TEST(TorchListing, AStateDictHasItsOwnNames) {
    const Fixture listed("state_dict.pt");
    ASSERT_TRUE(listed.listing) << describe(listed.listing.error());
    EXPECT_THAT(namesOf(*listed.listing), ElementsAre("weight", "bias"));
}

TEST(TorchListing, ANestedStateDictHasItsOwnNamesAndOtherDictsAPrefix) {
    const Fixture listed("checkpoint.pt");
    ASSERT_TRUE(listed.listing) << describe(listed.listing.error());
    EXPECT_THAT(namesOf(*listed.listing), ElementsAre("weight", "bias", "optimizer.step"));
}

TEST(TorchListing, AnEntryThatWouldRunACommandIsLeftOutAndMarked) {
    const Fixture listed("evil_entry.pt");
    ASSERT_TRUE(listed.listing) << describe(listed.listing.error());
    EXPECT_THAT(namesOf(*listed.listing), ElementsAre("eig_dirs", "sym_eigs"));
    EXPECT_THAT(listed.listing->skipped,
                ElementsAre(AllOf(Field(&SkippedEntry::name, "evil"),
                                  Field(&SkippedEntry::reason, HasSubstr("posix.system")),
                                  Field(&SkippedEntry::needsCode, true))));
}

struct BadFile {
    const char* name;
    ErrorCode code;
    const char* place;
    const char* sentence;
};

class BadTorchFile : public testing::TestWithParam<BadFile> {};

TEST_P(BadTorchFile, IsRefusedInOneClearSentence) {
    const Error error = errorOf(std::string(GetParam().name) + ".pt");
    EXPECT_EQ(error.code, GetParam().code);
    EXPECT_EQ(error.file.filename(), std::string(GetParam().name) + ".pt");
    EXPECT_EQ(error.place, GetParam().place);
    EXPECT_THAT(error.sentence, HasSubstr(GetParam().sentence));
}

constexpr const char* outside = "reach outside of its 4 stored values";

INSTANTIATE_TEST_SUITE_P(
    Fixtures, BadTorchFile,
    testing::Values(BadFile{"evil_root", ErrorCode::Inconsistent, "evil_root/data.pkl",
                            "found an object of posix.system"},
                    BadFile{"list", ErrorCode::Inconsistent, "list/data.pkl",
                            "must hold a dict of tensors, found a list"},
                    BadFile{"tensor", ErrorCode::Inconsistent, "tensor/data.pkl",
                            "must hold a dict of tensors, found a tensor"},
                    BadFile{"legacy", ErrorCode::Unsupported, "", "torch.save(torch.load(file), file)"},
                    BadFile{"script", ErrorCode::Unsupported, "", "TorchScript"},
                    BadFile{"not_torch", ErrorCode::Malformed, "", "no data.pkl"},
                    BadFile{"compressed", ErrorCode::Unsupported, "archive/data.pkl", "compressed"},
                    BadFile{"no_record", ErrorCode::Malformed, "a",
                            "the record archive/data/7 with its values is missing"},
                    BadFile{"short_record", ErrorCode::Inconsistent, "a", outside},
                    BadFile{"too_long", ErrorCode::Inconsistent, "a", outside},
                    BadFile{"stride_too_long", ErrorCode::Inconsistent, "a", outside},
                    BadFile{"overflowing", ErrorCode::Inconsistent, "a", outside},
                    BadFile{"scalar_beyond", ErrorCode::Inconsistent, "a", outside},
                    BadFile{"big_endian", ErrorCode::Unsupported, "big_endian/byteorder",
                            "was not written on a little-endian machine"},
                    BadFile{"endless", ErrorCode::Inconsistent, "a", outside},
                    BadFile{"negative_stride", ErrorCode::Inconsistent, "a", outside},
                    BadFile{"negative_offset", ErrorCode::Inconsistent, "a", outside}),
    [](const auto& instance) { return std::string(instance.param.name); });

TEST(TorchListing, TheLastElementOfAStorageMayBeUsed) {
    const Fixture listed("sound.pt");
    ASSERT_TRUE(listed.listing) << describe(listed.listing.error());
    EXPECT_THAT(listed.listing->tensors, Contains(Field(&ListedTensor::storageOffset, 1)));
}

TEST(TorchListing, EntriesThatTorch2WritesAreKnown) {
    const Fixture dict("torch2_state_dict.pt");
    ASSERT_TRUE(dict.listing) << describe(dict.listing.error());
    EXPECT_THAT(namesOf(*dict.listing),
                ElementsAre("weight", "bias", "parameters.weight", "parameters.bias"));
    for (const ListedTensor& tensor : dict.listing->tensors) {
        const bool isWeight = tensor.name.ends_with("weight");
        EXPECT_EQ(tensor.shape,
                  isWeight ? std::vector<std::int64_t>({3, 2}) : std::vector<std::int64_t>({3}));
    }
    EXPECT_EQ(reasonOf(*dict.listing, "steps"), "an int64 tensor");
    const Fixture types("torch2_types.pt");
    ASSERT_TRUE(types.listing) << describe(types.listing.error());
    EXPECT_EQ(reasonOf(*types.listing, "eight"), "a tensor of a type that is not supported");
    EXPECT_EQ(reasonOf(*types.listing, "unsigned"), "a tensor of a type that is not supported");
}

/// What torch 2 writes beside the values is in the files that are to show that it is no hindrance.
TEST(TorchListing, TheFixturesHoldWhatTorch2Adds) {
    const std::string content = contentOf("torch2_float32.pt");
    const auto directory = ZipDirectory::read("x.pt", std::as_bytes(std::span(content)));
    ASSERT_TRUE(directory) << describe(directory.error());
    EXPECT_NE(directory->find("torch2_float32/byteorder"), nullptr);
    EXPECT_NE(directory->find("torch2_float32/.data/serialization_id"), nullptr);
    const std::string forged = contentOf("torch2_forged.pt");
    const auto later = ZipDirectory::read("x.pt", std::as_bytes(std::span(forged)));
    ASSERT_TRUE(later) << describe(later.error());
    EXPECT_NE(later->find("torch2_forged/.format_version"), nullptr);
    EXPECT_NE(later->find("torch2_forged/.storage_alignment"), nullptr);
}

TEST(TorchListing, AFileThatIsNotAnArchiveIsIdentified) {
    EXPECT_EQ(list("").error().sentence, "is empty");
    EXPECT_THAT(list("hello").error().sentence, HasSubstr("not a torch file"));
    EXPECT_THAT(list("\x80\x02}q\1.").error().sentence, HasSubstr("bare pickle"));
    EXPECT_THAT(list(std::string(257, 'x') + "ustar").error().sentence, HasSubstr("torch before 1.6"));
    EXPECT_THAT(list("version https://git-lfs.github.com/spec/v1\noid sha256:0\n").error().sentence,
                HasSubstr("Git LFS pointer"));
}

TEST(TorchListing, ATruncatedArchiveIsRefused) {
    const std::string whole = contentOf("float32.pt");
    for (std::size_t length = 4; length < whole.size(); ++length) {
        const auto listing = list(whole.substr(0, length));
        ASSERT_FALSE(listing) << length;
        ASSERT_EQ(listing.error().code, ErrorCode::Malformed) << length;
    }
}

/// Whatever stands in the file, a tensor that is handed out lies inside of it.
bool staysInside(const ListedTensor& tensor, const std::string& content) {
    const auto bytes = std::as_bytes(std::span(content));
    const std::byte* begin = bytes.data();
    const std::byte* end = begin + bytes.size();
    std::int64_t last = tensor.storageOffset;
    for (std::size_t i = 0; i < tensor.shape.size(); ++i) {
        if (tensor.shape[i] == 0) {
            return true;
        }
        last += (tensor.shape[i] - 1) * tensor.strides[i];
    }
    const std::byte* first =
        tensor.storage.data() + tensor.storageOffset * static_cast<std::int64_t>(elementSize(tensor.type));
    const std::byte* past =
        tensor.storage.data() + (last + 1) * static_cast<std::int64_t>(elementSize(tensor.type));
    return begin <= first && first <= past && past <= end;
}

class DamagedTorchFile : public testing::TestWithParam<const char*> {};

TEST_P(DamagedTorchFile, NeverLeadsOutsideOfItself) {
    const std::string whole = contentOf(GetParam());
    int refused = 0;
    for (std::size_t at = 0; at < whole.size(); ++at) {
        for (const int flip : {0x01, 0x40, 0x80, 0xff}) {
            std::string damaged = whole;
            damaged[at] = static_cast<char>(damaged[at] ^ flip);
            const Result<TorchListing> listing = list(damaged);
            refused += listing ? 0 : 1;
            for (const ListedTensor& tensor : listing.value_or(TorchListing{}).tensors) {
                ASSERT_TRUE(staysInside(tensor, damaged)) << "byte " << at;
            }
        }
    }
    EXPECT_GT(refused, 0);
}

INSTANTIATE_TEST_SUITE_P(Fixtures, DamagedTorchFile, testing::Values("sound.pt", "protocol4.pt", "extras.pt"),
                         [](const auto& instance) {
                             const std::string name = instance.param;
                             return name.substr(0, name.find('.'));
                         });

} // namespace
} // namespace sextant::tensor
