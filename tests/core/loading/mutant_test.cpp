// SPDX-License-Identifier: GPL-3.0-or-later
// Damaged artifacts, some thousands of them: each is refused with a sentence or read within its bounds. What
// is read out of bounds is noticed where the address sanitizer looks on.
#include "core/artifact/gram_text.h"
#include "core/integrity/gram_checks.h"
#include "core/integrity/wording.h"
#include "core/loading/loading.h"
#include "core/tensor/tensor_archive.h"
#include "core/tensor/torch_listing.h"

#include "tests/core/support/mutants.h"
#include "tests/core/temporary_folder.h"

#include <fstream>
#include <iterator>
#include <span>

#include <gmock/gmock.h>

namespace sextant::loading {
namespace {

using test::Mutants;

std::string contentOf(const std::string& name) {
    std::ifstream file(SEXTANT_TEST_DATA "/artifacts/" + name, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

/// How many mutants were read, and how many refused with a sentence.
struct Fates {
    int read = 0;
    int refused = 0;

    void refuse(const Error& error) {
        ++refused;
        EXPECT_FALSE(error.sentence.empty());
        EXPECT_EQ(describe(error).find('\n'), std::string::npos) << describe(error);
    }
    /// A mutator that spares or breaks everything shows nothing.
    void expectBoth() const {
        EXPECT_GT(read, 20);
        EXPECT_GT(refused, 20);
        testing::Test::RecordProperty("read", read);
        testing::Test::RecordProperty("refused", refused);
    }
};

/// Reads every element, through the strides.
void touch(const tensor::TensorView& view) {
    std::int64_t last = 0;
    for (std::size_t i = 0; i < view.shape.size(); ++i) {
        if (view.shape[i] == 0) {
            return;
        }
        last += (view.shape[i] - 1) * view.strides[i];
    }
    const auto count = static_cast<std::size_t>(last + 1); // no stride is negative
    std::vector<double> values(count);
    tensor::convertToDouble(view.type, view.data, 1, count, values.data());
}

class MutantTest : public TemporaryFolderTest {};

TEST_F(MutantTest, GramFiles) {
    Fates fates;
    for (const auto& [name, seed] : {std::pair{"kwt1_1head.json", 1U}, {"slm4096.json", 2U}}) {
        Mutants mutants(contentOf(name), 300, seed);
        for (int i = 0; i < 2000; ++i) {
            const auto file = artifact::parseGramText("x.json", mutants.next());
            if (!file) {
                fates.refuse(file.error());
                continue;
            }
            ++fates.read;
            const auto layers = static_cast<std::size_t>(file->shape.layers);
            EXPECT_EQ(file->gram.values().size(),
                      layers * layers * static_cast<std::size_t>(file->shape.heads));
            for (const integrity::Check& check : integrity::checkGrams(*file)) {
                EXPECT_FALSE(integrity::sentenceOf(check).empty());
            }
        }
    }
    fates.expectBoth();
}

TEST_F(MutantTest, TorchFiles) {
    Fates fates;
    for (const auto& [name, seed] : {std::pair{"kwt1_1head-eigdirs.pt", 3U}, {"slm4096-eigdirs.pt", 4U}}) {
        Mutants mutants(contentOf(name), 1500, seed);
        for (int i = 0; i < 2000; ++i) {
            const std::string bytes = mutants.next();
            const auto listing = tensor::listTorchArchive("x.pt", std::as_bytes(std::span(bytes)));
            if (!listing) {
                fates.refuse(listing.error());
                continue;
            }
            ++fates.read;
            for (const tensor::ListedTensor& each : listing->tensors) {
                const auto offset =
                    static_cast<std::size_t>(each.storageOffset) * tensor::elementSize(each.type);
                ASSERT_LE(offset, each.storage.size());
                touch({each.type, each.shape, each.strides, each.storage.data() + offset, nullptr});
            }
        }
    }
    fates.expectBoth();
}

TEST_F(MutantTest, SafetensorsFilesOfAnArtifact) {
    const std::vector<float> directions(2 * 2 * 2 * 4, 0.5F);
    const std::vector<float> eigenvalues(2 * 2 * 4, 1.0F);
    const auto viewOf = [](const std::vector<float>& values, const std::vector<std::int64_t>& shape) {
        return tensor::TensorView{tensor::ElementType::Float32, shape, tensor::contiguousStrides(shape),
                                  reinterpret_cast<const std::byte*>(values.data()), nullptr};
    };
    const auto tensors = folder_ / "x-eigdirs.safetensors";
    ASSERT_TRUE(tensor::writeSafetensors(tensors, {{"eig_dirs", viewOf(directions, {2, 2, 2, 4})},
                                                   {"sym_eigs", viewOf(eigenvalues, {2, 2, 4})}}));
    write("x.json", R"({"num_layers":2,"num_heads":2,"head_dim":2,"hidden_size":4,)"
                    R"("gram":[[[4,4],[4,4]],[[4,4],[4,4]]]})");
    std::ifstream file(tensors, std::ios::binary);
    Mutants mutants({std::istreambuf_iterator<char>(file), {}}, 180, 5);
    Fates fates;
    for (int i = 0; i < 500; ++i) {
        write("x-eigdirs.safetensors", mutants.next());
        const auto loaded = load({.json = folder_ / "x.json"});
        ASSERT_TRUE(loaded) << describe(loaded.error());
        if (loaded->artifact->tensorError) {
            fates.refuse(*loaded->artifact->tensorError);
            continue;
        }
        ++fates.read;
        touch(loaded->artifact->tensors->directions);
    }
    fates.expectBoth();
}

} // namespace
} // namespace sextant::loading
