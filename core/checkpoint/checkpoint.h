// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/tensor/tensor_view.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace sextant::checkpoint {

/// One file of a checkpoint, as the provenance names it.
struct CheckpointFile {
    std::string name;
    std::uint64_t size = 0;
    std::string headerDigest; ///< SHA-256 of what describes the tensors; see Checkpoint::open()
    /// The later of the times of its content and of its inode, which nothing sets back: to notice a change
    /// between a run and its resumption; not provenance.
    std::int64_t changedNanoseconds = 0;
};

/// A tensor of a checkpoint; its elements lie in a mapped file.
struct CheckpointTensor {
    tensor::TensorView view;
    /// Why it is not a floating-point tensor, e.g. "a tensor of type I8"; empty when it is one.
    std::string unusable = {};
};

/// The tensors of a model folder, all still in their files.
///
///     TRY_ASSIGN(const Checkpoint checkpoint, Checkpoint::open("Qwen3-4B"));
///     const CheckpointTensor* norm = checkpoint.find("model.norm.weight"); // nullptr when absent
class Checkpoint {
public:
    /// Opens `model.safetensors`, else the shards of `model.safetensors.index.json`, else
    /// `pytorch_model.bin`, else the shards of `pytorch_model.bin.index.json`. Errs when there is none, when
    /// a shard is missing, or when a file is not sound. The header digest of a safetensors file is that of
    /// its length and header, of a torch file that of its first MiB, where its pickle lies.
    static Result<Checkpoint> open(const std::filesystem::path& folder);

    /// nullptr when there is none of that name.
    const CheckpointTensor* find(const std::string& name) const;

    /// "FILE" that holds the tensor, or the folder.
    std::filesystem::path fileOf(const std::string& name) const;

    const std::filesystem::path& folder() const { return folder_; }
    const std::vector<CheckpointFile>& files() const { return files_; }

    /// Every name, sorted.
    std::vector<std::string> names() const;

private:
    struct Entry {
        CheckpointTensor tensor;
        std::size_t file = 0;
    };

    /// `shardOf` tells of tensors in which file they belong; empty for a single file.
    Result<void> add(const std::string& fileName, const std::map<std::string, std::string>& shardOf);
    Result<void> addShards(const std::string& indexName);

    std::filesystem::path folder_;
    std::vector<CheckpointFile> files_;
    std::map<std::string, Entry> tensors_;
};

} // namespace sextant::checkpoint
