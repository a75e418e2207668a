// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomic_file.h"
#include "core/base/output_file.h"
#include "core/tensor/tensor_archive.h"

#include <cstring>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

namespace sextant::tensor {
namespace {

std::string typeName(ElementType type) {
    switch (type) {
    case ElementType::Float16:
        return "F16";
    case ElementType::BFloat16:
        return "BF16";
    case ElementType::Float32:
        return "F32";
    case ElementType::Float64:
        return "F64";
    case ElementType::Int16:
        return "I16";
    case ElementType::Int32:
        return "I32";
    case ElementType::Int64:
        return "I64";
    }
    return {};
}

std::size_t byteCount(const TensorView& tensor) {
    return static_cast<std::size_t>(tensor.elementCount()) * elementSize(tensor.type);
}

/// Length and JSON, padded with spaces so that the tensors start on a multiple of 8 bytes.
std::string headerOf(const std::vector<NamedTensor>& tensors) {
    std::string text = R"({"__metadata__":{"format":"pt"})";
    std::size_t offset = 0;
    for (const NamedTensor& each : tensors) {
        const std::size_t end = offset + byteCount(each.tensor);
        text += fmt::format(R"(,{}:{{"dtype":"{}","shape":[{}],"data_offsets":[{},{}]}})",
                            nlohmann::json(each.name).dump(), typeName(each.tensor.type),
                            fmt::join(each.tensor.shape, ","), offset, end);
        offset = end;
    }
    text += '}';
    text.append((8 - text.size() % 8) % 8, ' ');
    std::string length(8, '\0');
    for (std::size_t i = 0; i < 8; ++i) {
        length[i] = static_cast<char>(text.size() >> (8 * i) & 0xff);
    }
    return length + text;
}

/// Walks dimension `dimension` of a strided tensor whose remaining part starts at `data`, gathering the
/// elements of the innermost one.
void appendStrided(const TensorView& tensor, std::size_t dimension, const std::byte* data, OutputFile& file,
                   std::vector<std::byte>& run) {
    const std::size_t size = elementSize(tensor.type);
    if (dimension == tensor.shape.size()) {
        file.write(data, size);
        return;
    }
    const std::int64_t step = tensor.strides[dimension] * static_cast<std::int64_t>(size);
    const std::int64_t extent = tensor.shape[dimension];
    if (dimension + 1 < tensor.shape.size()) {
        for (std::int64_t i = 0; i < extent; ++i) {
            appendStrided(tensor, dimension + 1, data + i * step, file, run);
        }
        return;
    }
    run.resize(static_cast<std::size_t>(extent) * size);
    for (std::int64_t i = 0; i < extent; ++i) {
        std::memcpy(run.data() + static_cast<std::size_t>(i) * size, data + i * step, size);
    }
    file.write(run.data(), run.size());
}

} // namespace

Result<void> writeSafetensors(const std::filesystem::path& path, const std::vector<NamedTensor>& tensors,
                              const std::stop_token& stop) {
    return replaceFile(path, [&](const std::filesystem::path& temporary) {
        OutputFile file(temporary, stop);
        const std::string header = headerOf(tensors);
        file.write(header.data(), header.size());
        for (const NamedTensor& each : tensors) {
            if (each.tensor.isContiguous()) {
                file.write(each.tensor.data, byteCount(each.tensor));
            } else {
                std::vector<std::byte> run;
                appendStrided(each.tensor, 0, each.tensor.data, file, run);
            }
        }
        return file.close();
    });
}

} // namespace sextant::tensor
