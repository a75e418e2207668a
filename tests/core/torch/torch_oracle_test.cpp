// SPDX-License-Identifier: GPL-3.0-or-later
// What our reader says of a file against what torch itself, asked through Python, says of it.
#include "core/tensor/tensor_archive.h"
#include "core/tensor/torch_door.h"

#include "tests/core/temporary_folder.h"
#include "tests/core/torch/torch_fixture.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gmock/gmock.h>

namespace sextant::tensor {
namespace {

/// Files that torch may read and we refuse, each with the reason.
const std::map<std::string, std::string> refused = {
    {"legacy.pt", "written in the format of torch before 1.6"},
    {"script.pt", "a program, not a dict"},
    {"list.pt", "not a dict"},
    {"tensor.pt", "not a dict"},
    {"evil_root.pt", "a command, not a dict"},
    {"big_endian.pt", "torch 1.13 takes no notice of the byte order, torch 2 swaps the bytes"},
    {"short_record.pt", "torch does not compare the length of a storage with its record"},
};

/// As read_with_torch.py words it.
std::string lineOf(const NamedTensor& named, const std::vector<std::int64_t>& strides) {
    const TensorView& view = named.tensor;
    std::string line = fmt::format("{}: {} [{}] [{}]", named.name, elementName(view.type),
                                   fmt::join(view.shape, ", "), fmt::join(strides, ", "));
    for (const double value : valuesOf(view)) {
        line += std::isnan(value) ? " nan" : fmt::format(" {:.17g}", value);
    }
    return line;
}

std::string textOf(std::vector<std::string> lines) {
    std::sort(lines.begin(), lines.end());
    return fmt::format("{}\n", fmt::join(lines, "\n"));
}

std::string textOf(const TensorArchive& archive) {
    std::vector<std::string> lines;
    std::set<std::string> integers; // they are among what is left out too
    for (const NamedTensor& named : archive.integers) {
        integers.insert(named.name);
        lines.push_back(lineOf(named, named.tensor.strides));
    }
    for (const NamedTensor& named : archive.tensors) {
        lines.push_back(lineOf(named, named.tensor.strides));
    }
    for (const SkippedEntry& entry : archive.skipped) {
        if (!integers.contains(entry.name)) {
            lines.push_back(entry.name + ": left out");
        }
    }
    return textOf(std::move(lines));
}

/// Each tensor is written with its elements side by side.
std::string textOfWritten(const TensorArchive& archive) {
    std::vector<std::string> lines;
    for (const NamedTensor& named : archive.tensors) {
        lines.push_back(lineOf(named, contiguousStrides(named.tensor.shape)));
    }
    return textOf(std::move(lines));
}

/// Shows where two texts differ; whole ones are long.
void expectSame(const std::string& ours, const std::string& torchs, const std::string& file) {
    const auto differ = std::mismatch(ours.begin(), ours.end(), torchs.begin(), torchs.end()).first;
    const auto at = static_cast<std::size_t>(differ - ours.begin());
    constexpr std::size_t around = 80;
    const std::size_t begin = std::max(at, around) - around;
    EXPECT_EQ(ours.substr(begin, 2 * around), torchs.substr(begin, 2 * around)) << file;
}

class TorchOracle : public TemporaryFolderTest {
protected:
    void SetUp() override {
        if (!hasPythonTorch()) {
            GTEST_SKIP() << "needs Python's torch";
        }
    }

    /// What torch says of each file, by its path.
    std::map<std::string, std::string> torchsWords(const std::vector<std::filesystem::path>& files) const {
        std::string list;
        for (const std::filesystem::path& file : files) {
            list += file.string() + "\n";
        }
        const std::filesystem::path output = folder_ / "words";
        const std::string command =
            fmt::format("cd '{0}' && {1} '{2}' '{3}' > '{4}'", folder_.string(), python, SEXTANT_TORCH_ORACLE,
                        write("list", list).string(), output.string());
        EXPECT_EQ(std::system(command.c_str()), 0) << command;
        EXPECT_FALSE(std::filesystem::exists(folder_ / "sextant-was-here")) << "a command was run";
        std::map<std::string, std::string> words;
        std::string* current = nullptr;
        std::ifstream lines(output);
        for (std::string line; std::getline(lines, line);) {
            if (line.starts_with("file ")) {
                current = &words[line.substr(5)];
            } else if (current != nullptr) {
                *current += line + "\n";
            }
        }
        EXPECT_EQ(words.size(), files.size());
        return words;
    }
};

std::vector<std::filesystem::path> everyFixture() {
    std::vector<std::filesystem::path> files;
    for (const char* folder : {"torch", "artifacts", "measure/state_dicts"}) {
        for (const auto& entry :
             std::filesystem::directory_iterator(std::filesystem::path(SEXTANT_TEST_DATA) / folder)) {
            const std::string ending = entry.path().extension();
            if (ending == ".pt" || ending == ".pth" || ending == ".ckpt") {
                files.push_back(entry.path());
            }
        }
    }
    return files;
}

TEST_F(TorchOracle, ReadsTheSameFromEveryFixture) {
    int same = 0;
    for (const auto& [file, words] : torchsWords(everyFixture())) {
        const bool isListed = refused.contains(std::filesystem::path(file).filename());
        for (const auto& [reader, archive] : {std::pair("ours", readTorchArchive(file)),
                                              std::pair("the torch module", readThroughTorch(file))}) {
            if (archive) {
                EXPECT_FALSE(isListed) << file << " is read";
                expectSame(textOf(*archive), words, file + ", read by " + reader);
                ++same;
            } else {
                EXPECT_TRUE(words == "refused\n" || isListed) << describe(archive.error());
            }
        }
    }
    EXPECT_GE(same, 70);
}

TEST_F(TorchOracle, ReadsBackWhatIsWrittenOfEveryFixture) {
    std::map<std::filesystem::path, std::string> written;
    std::vector<std::filesystem::path> files;
    for (const std::filesystem::path& fixture : everyFixture()) {
        if (const auto archive = readTorchArchive(fixture)) {
            files.push_back(folder_ / (std::to_string(files.size()) + ".pt"));
            const auto done = writeTorchArchive(files.back(), archive->tensors);
            ASSERT_TRUE(done) << describe(done.error());
            written.emplace(files.back(), textOfWritten(*archive));
        }
    }
    for (const auto& [file, words] : torchsWords(files)) {
        expectSame(written.at(file), words, file);
    }
    EXPECT_GE(written.size(), 35u);
}

} // namespace
} // namespace sextant::tensor
