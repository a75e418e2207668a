// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/try.h"
#include "core/tensor/mapped_file.h"
#include "core/tensor/safetensors_header.h"
#include "core/tensor/tensor_archive.h"

#include <optional>

#include <fmt/format.h>

namespace sextant::tensor {
namespace {

std::optional<ElementType> knownType(const std::string& type) {
    if (type == "F64") {
        return ElementType::Float64;
    }
    if (type == "F32") {
        return ElementType::Float32;
    }
    if (type == "F16") {
        return ElementType::Float16;
    }
    if (type == "BF16") {
        return ElementType::BFloat16;
    }
    if (type == "I64") {
        return ElementType::Int64;
    }
    if (type == "I32") {
        return ElementType::Int32;
    }
    if (type == "I16") {
        return ElementType::Int16;
    }
    return std::nullopt;
}

} // namespace

Result<TensorArchive> readSafetensors(const std::filesystem::path& path) {
    TRY_ASSIGN(const std::shared_ptr<const MappedFile> file, MappedFile::open(path));
    const std::span<const std::byte> bytes = file->bytes();
    TRY_ASSIGN(std::vector<SafetensorsEntry> entries, parseSafetensorsHeader(bytes, path));
    TensorArchive archive;
    archive.tensors.reserve(entries.size());
    for (SafetensorsEntry& entry : entries) {
        const std::optional<ElementType> type = knownType(entry.type);
        if (!type || isInteger(*type)) {
            archive.skipped.push_back({entry.name, fmt::format("a tensor of type {}", entry.type)});
        }
        if (type) {
            std::vector<std::int64_t> strides = contiguousStrides(entry.shape);
            (isInteger(*type) ? archive.integers : archive.tensors)
                .push_back(
                    {std::move(entry.name), TensorView{*type, std::move(entry.shape), std::move(strides),
                                                       bytes.data() + entry.begin, file}});
        }
    }
    return archive;
}

} // namespace sextant::tensor
