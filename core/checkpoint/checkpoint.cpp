// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/checkpoint.h"

#include "core/base/try.h"
#include "core/checkpoint/digest.h"
#include "core/checkpoint/float8.h"
#include "core/checkpoint/model_cache.h"
#include "core/checkpoint/shard_index.h"
#include "core/tensor/lfs_pointer.h"
#include "core/tensor/mapped_file.h"
#include "core/tensor/safetensors_header.h"
#include "core/tensor/tensor_archive.h"

#include <sys/stat.h>

#include <algorithm>
#include <cstring>
#include <set>

#include <fmt/format.h>

namespace sextant::checkpoint {
namespace {

bool isSafetensors(const std::filesystem::path& path) {
    return path.extension() == ".safetensors";
}

std::int64_t nanosecondsOf(const timespec& time) {
    return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

/// The size, time and digest of a file to be read. Detects a Git LFS pointer in its place.
Result<CheckpointFile> describeFile(const std::filesystem::path& path) {
    TRY_ASSIGN(const auto file, tensor::MappedFile::open(path));
    const std::span<const std::byte> bytes = file->bytes();
    if (tensor::isLfsPointer(bytes)) {
        return tl::make_unexpected(tensor::lfsPointerError(path));
    }
    constexpr std::size_t describedByTorch = std::size_t{1} << 20;
    const auto header = isSafetensors(path) ? tensor::safetensorsHeaderBytes(bytes)
                                            : bytes.first(std::min(bytes.size(), describedByTorch));
    struct stat status {};
    ::stat(path.c_str(), &status);
    return CheckpointFile{path.filename().string(), bytes.size(), digestOf(header),
                          std::max(nanosecondsOf(status.st_mtim), nanosecondsOf(status.st_ctim))};
}

/// What to add to the error when a folder has weights under other names.
std::string strayWeights(const std::filesystem::path& folder) {
    std::set<std::string> names; // directories are listed in no particular order
    std::string quantised;
    std::error_code code;
    for (std::filesystem::directory_iterator entry(folder, code), end; !code && entry != end;
         entry.increment(code)) {
        const std::filesystem::path& path = entry->path();
        if (isSafetensors(path) || path.extension() == ".bin") {
            names.insert(path.filename().string());
        }
        if (path.extension() == ".gguf" && quantised.empty()) {
            quantised = path.filename().string();
        }
    }
    if (names.empty() && !quantised.empty()) {
        return fmt::format("; {} is a GGUF file, which is not read, but the files that it was made from can "
                           "be measured",
                           quantised);
    }
    return names.empty() ? ""
                         : fmt::format("; {} exists, but without an index it is unknown which files "
                                       "belong together",
                                       *names.begin());
}

/// The shard of each tensor as an index names it, a plain file name.
Result<std::map<std::string, std::string>> shardsOf(const std::filesystem::path& indexPath) {
    TRY_ASSIGN(const auto file, tensor::MappedFile::open(indexPath));
    const std::span<const std::byte> bytes = file->bytes();
    if (tensor::isLfsPointer(bytes)) {
        return tl::make_unexpected(tensor::lfsPointerError(indexPath));
    }
    return parseShardIndex(indexPath, {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

} // namespace

Result<Checkpoint> Checkpoint::open(const std::filesystem::path& folder, const std::filesystem::path& file) {
    Checkpoint checkpoint;
    checkpoint.folder_ = folder;
    // A link that leads nowhere is there, and the error that it leads to says where to.
    const auto has = [&](const std::string& name) {
        std::error_code code;
        return std::filesystem::exists(std::filesystem::symlink_status(folder / name, code));
    };
    if (!file.empty()) {
        const std::string name = file.filename().string();
        if (file.has_parent_path() && file.parent_path().lexically_normal() != folder.lexically_normal()) {
            return failure(ErrorCode::Usage, file, {}, "is not in the model's folder");
        }
        TRY(file.extension() == ".json" ? checkpoint.addShards(name) : checkpoint.add(name, {}));
        return checkpoint;
    }
    for (const std::string single : {"model.safetensors", "pytorch_model.bin"}) {
        const std::string index = single + ".index.json";
        if (has(single)) {
            TRY(checkpoint.add(single, {}));
            if (has(index)) {
                checkpoint.passOver(index);
            }
            return checkpoint;
        }
        if (has(index)) {
            TRY(checkpoint.addShards(index));
            return checkpoint;
        }
    }
    return failure(ErrorCode::NotFound, folder, {},
                   "holds no weights: no model.safetensors, model.safetensors.index.json, "
                   "pytorch_model.bin or pytorch_model.bin.index.json" +
                       strayWeights(folder));
}

void Checkpoint::passOver(const std::string& indexName) {
    passedOver_ = indexName;
    Checkpoint rival;
    rival.folder_ = folder_;
    if (rival.addShards(indexName)) { // what is not whole could not be meant
        rival_ = std::make_shared<const Checkpoint>(std::move(rival));
    }
}

Result<void> Checkpoint::refuseContradiction(const std::string& name) const {
    const CheckpointTensor* mine = find(name);
    const CheckpointTensor* other = rival_ == nullptr ? nullptr : rival_->find(name);
    if (mine == nullptr || other == nullptr || fileOf(name) == rival_->fileOf(name)) {
        return {};
    }
    const auto bytes = [](const tensor::TensorView& view) {
        return static_cast<std::size_t>(view.elementCount()) * tensor::elementSize(view.type);
    };
    const bool isSame = mine->unusable == other->unusable && mine->view.type == other->view.type &&
                        mine->view.shape == other->view.shape && mine->view.strides == other->view.strides &&
                        (!mine->unusable.empty() || !mine->view.isContiguous() ||
                         std::memcmp(mine->view.data, other->view.data, bytes(mine->view)) == 0);
    return isSame ? Result<void>{}
                  : failure(ErrorCode::Inconsistent, fileOf(name), name,
                            fmt::format("differs from the tensor of this name in {}, which {} lists",
                                        rival_->fileOf(name).filename().string(), passedOver_),
                            Advice::ChooseWeights);
}

Result<void> Checkpoint::add(const std::string& fileName, const std::map<std::string, std::string>& shardOf) {
    const std::filesystem::path path = folder_ / fileName;
    TRY_ASSIGN(CheckpointFile file, describeFile(path));
    TRY_ASSIGN(tensor::TensorArchive archive,
               isSafetensors(path) ? tensor::readSafetensors(path) : tensor::readTorchArchive(path));
    const std::size_t index = files_.size();
    files_.push_back(std::move(file));
    const auto keep = [&](std::string& name, CheckpointTensor tensor) {
        const auto home = shardOf.find(name);
        if (home != shardOf.end() && home->second == fileName) {
            tensors_.insert_or_assign(std::move(name), Entry{std::move(tensor), index});
        } else { // two shards may hold the same name: the index decides
            tensors_.emplace(std::move(name), Entry{std::move(tensor), index});
        }
    };
    for (tensor::NamedTensor& each : archive.tensors) {
        keep(each.name, {std::move(each.tensor)});
    }
    std::map<std::string, tensor::TensorView> float8;
    if (isSafetensors(path) && !archive.skipped.empty()) {
        TRY_ASSIGN(float8, float8Tensors(path));
    }
    for (tensor::SkippedEntry& each : archive.skipped) {
        if (each.integer) {
            integers_.insert_or_assign(each.name, *each.integer);
        }
        const auto found = float8.find(each.name);
        keep(each.name, found == float8.end()
                            ? CheckpointTensor{{}, std::move(each.reason)}
                            : CheckpointTensor{found->second, std::move(each.reason), true});
    }
    return {};
}

Result<void> Checkpoint::addShards(const std::string& indexName) {
    const std::filesystem::path indexPath = folder_ / indexName;
    using Shards = std::map<std::string, std::string>;
    TRY_ASSIGN(const Shards shardOf, shardsOf(indexPath));
    std::set<std::string> shards;
    for (const auto& [tensor, shard] : shardOf) {
        shards.insert(shard);
    }
    std::error_code code;
    for (const std::string& shard : shards) {
        if (!std::filesystem::exists(std::filesystem::symlink_status(folder_ / shard, code))) {
            return failure(ErrorCode::NotFound, folder_ / shard, {},
                           fmt::format("this shard, listed in {}, is missing", indexName) +
                               unfinishedDownloadNote(folder_));
        }
        TRY(add(shard, shardOf));
    }
    return {};
}

const CheckpointTensor* Checkpoint::find(const std::string& name) const {
    const auto found = tensors_.find(name);
    return found == tensors_.end() ? nullptr : &found->second.tensor;
}

std::filesystem::path Checkpoint::fileOf(const std::string& name) const {
    const auto found = tensors_.find(name);
    return found == tensors_.end() ? folder_ : folder_ / files_[found->second.file].name;
}

std::vector<std::string> Checkpoint::names() const {
    std::vector<std::string> names;
    for (const auto& [name, entry] : tensors_) {
        names.push_back(name);
    }
    return names;
}

} // namespace sextant::checkpoint
