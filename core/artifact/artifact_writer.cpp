// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/artifact/artifact_writer.h"

#include "core/base/output_file.h"
#include "core/tensor/tensor_archive.h"

#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace sextant::artifact {
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

tensor::NamedTensor tensorOf(std::string name, std::vector<std::int64_t> shape, const void* data,
                             tensor::ElementType type = tensor::ElementType::Float32) {
    std::vector<std::int64_t> strides = tensor::contiguousStrides(shape);
    return {std::move(name), tensor::TensorView{type, std::move(shape), std::move(strides),
                                                static_cast<const std::byte*>(data), nullptr}};
}

} // namespace

Result<void> writeGramFile(const std::filesystem::path& path, const GramContent& content,
                           const std::vector<std::string>& provenance, const std::stop_token& stop) {
    const ArtifactShape& shape = content.shape;
    GramText text(path, stop);
    text.member(fmt::format("\"{}\": {}", keys::layers, shape.layers));
    text.member(fmt::format("\"{}\": {}", keys::heads, shape.heads));
    text.member(fmt::format("\"{}\": {}", keys::headDim, shape.headDim));
    text.member(fmt::format("\"{}\": {}", keys::hiddenSize, shape.hiddenSize));
    for (const std::string& member : provenance) {
        text.member(member);
    }
    const nlohmann::json name = content.tensorFileName;
    text.member(fmt::format("\"{}\": {}", keys::eigdirsPath,
                            name.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)));
    text.member(fmt::format("\"{}\": [", keys::froSquared));
    for (int l = 0; l < shape.layers; ++l) {
        text.raw(l > 0 ? ",\n  " : "");
        text.numbers(content.froSquared.data() + static_cast<std::ptrdiff_t>(l) * shape.heads, shape.heads);
    }
    text.raw("]");
    text.member(fmt::format("\"{}\": [", keys::gram));
    for (int l = 0; l < shape.layers; ++l) {
        text.raw(l > 0 ? ",\n  [" : "[");
        for (int m = 0; m < shape.layers; ++m) {
            text.raw(m > 0 ? ",\n   " : "");
            text.numbers(content.gram.heads(LayerIndex{l}, LayerIndex{m}), shape.heads);
        }
        text.raw("]");
    }
    text.raw("]");
    return text.close();
}

Result<void> writeTensorFile(const std::filesystem::path& path, TensorFormat format,
                             const TensorContent& content, const std::stop_token& stop) {
    const ArtifactShape& shape = content.shape;
    std::vector<tensor::NamedTensor> tensors = {
        tensorOf(keys::directions, {shape.layers, shape.heads, content.topk, shape.hiddenSize},
                 content.directions.data()),
        tensorOf(keys::eigenvalues, {shape.layers, shape.heads, 2 * shape.headDim},
                 content.eigenvalues.data())};
    if (!content.singularValues.empty()) {
        tensors.push_back(tensorOf(keys::singularValues, {shape.layers, shape.heads, shape.headDim},
                                   content.singularValues.data()));
    }
    std::vector<std::int64_t> heads;
    if (!content.otherGrams.empty()) {
        const std::int64_t pairs = std::int64_t{shape.layers} * (shape.layers - 1) / 2;
        const std::int64_t draws = static_cast<std::int64_t>(content.otherGrams.size()) / pairs;
        for (const HeadPair& pair : content.otherHeads) {
            heads.insert(heads.end(), {pair.first.value, pair.second.value});
        }
        tensors.push_back(tensorOf(keys::otherGrams, {pairs, draws}, content.otherGrams.data(),
                                   tensor::ElementType::Float64));
        tensors.push_back(
            tensorOf(keys::otherHeads, {pairs, draws, 2}, heads.data(), tensor::ElementType::Int64));
    }
    return format == TensorFormat::Torch ? tensor::writeTorchArchive(path, tensors, stop)
                                         : tensor::writeSafetensors(path, tensors, stop);
}

} // namespace sextant::artifact
