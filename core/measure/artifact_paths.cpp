// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/artifact_paths.h"

namespace sextant::measure {

Result<ArtifactPaths> artifactPaths(const std::filesystem::path& output, TensorFormat format) {
    if (output.extension() != ".json") {
        return failure(ErrorCode::Usage, output, {}, "the output's name must end in .json");
    }
    std::error_code code;
    const std::filesystem::path folder = output.has_parent_path() ? output.parent_path() : ".";
    if (!std::filesystem::is_directory(folder, code)) {
        return failure(ErrorCode::WriteFailed, folder, {}, "the folder to write to does not exist");
    }
    const std::filesystem::path tensors = artifact::tensorPathOf(output, format);
    for (const std::filesystem::path& target : {output, tensors}) {
        if (std::filesystem::is_directory(target, code)) {
            return failure(ErrorCode::WriteFailed, target, {}, "is a folder");
        }
    }
    return ArtifactPaths{output, tensors, output.parent_path() / ("." + output.stem().string() + ".measure")};
}

Result<std::filesystem::path> defaultOutput(const std::filesystem::path& model, TensorFormat format) {
    const std::string name = modelNameOf(model);
    const std::string last = name.substr(name.rfind('/') + 1);
    if (last.empty()) {
        return failure(ErrorCode::Usage, model, {}, "has no name to give the artifact", Advice::NameOutput);
    }
    std::filesystem::path output = last + ".json";
    for (const std::filesystem::path& target : {output, artifact::tensorPathOf(output, format)}) {
        std::error_code code;
        if (std::filesystem::exists(std::filesystem::symlink_status(target, code))) {
            return failure(ErrorCode::Usage, target, {},
                           "already exists; it is replaced only if named explicitly", Advice::NameOutput);
        }
    }
    return output;
}

} // namespace sextant::measure
