// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/artifact/artifact_names.h"

#include <string>
#include <string_view>

namespace sextant::artifact {
namespace {

constexpr std::string_view tensorSuffix = "-eigdirs";

} // namespace

const char* extensionOf(TensorFormat format) {
    return format == TensorFormat::Torch ? ".pt" : ".safetensors";
}

std::filesystem::path tensorPathOf(const std::filesystem::path& json, TensorFormat format) {
    std::string name = json.stem().string();
    name += tensorSuffix;
    name += extensionOf(format);
    return json.parent_path() / name;
}

std::optional<std::filesystem::path> gramPathOf(const std::filesystem::path& tensors) {
    const std::string stem = tensors.stem().string();
    if (stem.size() <= tensorSuffix.size() || !stem.ends_with(tensorSuffix)) {
        return std::nullopt;
    }
    return tensors.parent_path() / (stem.substr(0, stem.size() - tensorSuffix.size()) + ".json");
}

} // namespace sextant::artifact
