// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/artifact_writer.h"

#include "core/base/output_file.h"
#include "core/tensor/mapped_file.h"
#include "core/tensor/tensor_archive.h"

#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace sextant::measure {
namespace {

/// The JSON as it is written, a row of numbers at a time.
class GramText {
public:
    GramText(const std::filesystem::path& path, const std::stop_token& stop) : file_(path, stop) {}

    void member(const std::string& text) {
        raw(std::exchange(first_, false) ? "{" : ",\n ");
        raw(text);
    }

    /// `count` numbers as a list; more lists may follow inside the enclosing one.
    void numbers(const double* values, int count) {
        fmt::memory_buffer text;
        text.push_back('[');
        for (int i = 0; i < count; ++i) {
            fmt::format_to(std::back_inserter(text), "{}{}", i > 0 ? ", " : "", values[i]);
        }
        text.push_back(']');
        raw({text.data(), text.size()});
    }

    void raw(std::string_view text) {
        buffer_ += text;
        if (buffer_.size() > bufferSize) {
            flush();
        }
    }

    Result<void> close() {
        raw("}\n");
        flush();
        return file_.close();
    }

private:
    static constexpr std::size_t bufferSize = std::size_t{1} << 20;

    void flush() {
        file_.write(buffer_.data(), buffer_.size());
        buffer_.clear();
    }

    OutputFile file_;
    std::string buffer_;
    bool first_ = true;
};

tensor::NamedTensor floatTensor(std::string name, std::vector<std::int64_t> shape, const void* data) {
    std::vector<std::int64_t> strides = tensor::contiguousStrides(shape);
    return {std::move(name),
            tensor::TensorView{tensor::ElementType::Float32, std::move(shape), std::move(strides),
                               static_cast<const std::byte*>(data), nullptr}};
}

} // namespace

Result<ArtifactPaths> artifactPaths(const std::filesystem::path& output, TensorFormat format) {
    if (output.extension() != ".json") {
        return failure(ErrorCode::Usage, output, {}, "the output's name must end in .json");
    }
    std::error_code code;
    const std::filesystem::path folder = output.has_parent_path() ? output.parent_path() : ".";
    if (!std::filesystem::is_directory(folder, code)) {
        return failure(ErrorCode::WriteFailed, folder, {}, "the folder to write to does not exist");
    }
    const std::string stem = output.stem().string();
    const char* extension = format == TensorFormat::Torch ? ".pt" : ".safetensors";
    const std::filesystem::path tensors = output.parent_path() / (stem + "-eigdirs" + extension);
    for (const std::filesystem::path& target : {output, tensors}) {
        if (std::filesystem::is_directory(target, code)) {
            return failure(ErrorCode::WriteFailed, target, {}, "is a folder");
        }
    }
    return ArtifactPaths{output, tensors, output.parent_path() / ("." + stem + ".measure")};
}

Result<void> writeGramFile(const std::filesystem::path& path, const artifact::ArtifactShape& shape,
                           const std::vector<std::string>& provenance, const std::string& tensorFileName,
                           const MeasuredNumbers& numbers, const std::stop_token& stop) {
    GramText text(path, stop);
    text.member(fmt::format("\"num_layers\": {}", shape.layers));
    text.member(fmt::format("\"num_heads\": {}", shape.heads));
    text.member(fmt::format("\"head_dim\": {}", shape.headDim));
    text.member(fmt::format("\"hidden_size\": {}", shape.hiddenSize));
    for (const std::string& member : provenance) {
        text.member(member);
    }
    text.member(
        "\"eigdirs_path\": " +
        nlohmann::json(tensorFileName).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
    text.member("\"fro_sq\": [");
    for (int l = 0; l < shape.layers; ++l) {
        text.raw(l > 0 ? ",\n  " : "");
        text.numbers(numbers.froSquared().data() + static_cast<std::ptrdiff_t>(l) * shape.heads, shape.heads);
    }
    text.raw("]");
    text.member("\"gram\": [");
    for (int l = 0; l < shape.layers; ++l) {
        text.raw(l > 0 ? ",\n  [" : "[");
        for (int m = 0; m < shape.layers; ++m) {
            text.raw(m > 0 ? ",\n   " : "");
            text.numbers(numbers.gram().heads(LayerIndex{l}, LayerIndex{m}), shape.heads);
        }
        text.raw("]");
    }
    text.raw("]");
    return text.close();
}

Result<void> writeTensorFile(const std::filesystem::path& path, TensorFormat format,
                             const artifact::ArtifactShape& shape, int topk,
                             const std::filesystem::path& directionsFile, const MeasuredNumbers& numbers,
                             const std::stop_token& stop) {
    const auto directions = tensor::MappedFile::open(directionsFile);
    if (!directions) {
        return tl::make_unexpected(directions.error());
    }
    const std::vector<tensor::NamedTensor> tensors = {
        floatTensor("eig_dirs", {shape.layers, shape.heads, topk, shape.hiddenSize},
                    (*directions)->bytes().data()),
        floatTensor("sym_eigs", {shape.layers, shape.heads, 2 * shape.headDim},
                    numbers.eigenvalues().data())};
    return format == TensorFormat::Torch ? tensor::writeTorchArchive(path, tensors, stop)
                                         : tensor::writeSafetensors(path, tensors, stop);
}

} // namespace sextant::measure
