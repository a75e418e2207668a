// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/pair_placement.h"

#include "core/base/atomic_file.h"
#include "core/base/try.h"

#include <algorithm>
#include <tuple>
#include <vector>

#include <fmt/format.h>

namespace sextant::measure {
namespace {

/// A step to take back.
struct Move {
    std::filesystem::path from;
    std::filesystem::path to;
};

/// std::filesystem::rename() with our error, which names the file of the pair and not the working file.
Result<void> renameFile(const std::filesystem::path& from, const std::filesystem::path& to) {
    std::error_code code;
    std::filesystem::rename(from, to, code);
    if (code) {
        const bool former = to.filename() == kFormerJson || to.filename() == kFormerTensors;
        return failure(ErrorCode::WriteFailed, former ? from : to, {},
                       fmt::format("cannot put the finished file in place ({})", code.message()));
    }
    return {};
}

/// A file or a link of the name; a folder in the way is not moved aside but lets the rename fail.
bool isOldFile(const std::filesystem::path& path) {
    std::error_code code;
    const auto status = std::filesystem::symlink_status(path, code);
    return std::filesystem::exists(status) && !std::filesystem::is_directory(status);
}

} // namespace

Result<void> putPairInPlace(const ArtifactPaths& paths) {
    std::vector<Move> undo;
    const auto move = [&undo](const std::filesystem::path& from, const std::filesystem::path& to) {
        Result<void> moved = renameFile(from, to);
        if (moved) {
            undo.push_back({to, from});
        }
        return moved;
    };
    const auto moveAll = [&]() -> Result<void> {
        const std::filesystem::path& folder = paths.workingFolder;
        // The JSON first and last: tensors are never beside a JSON that is not theirs.
        if (isOldFile(paths.json)) {
            TRY(move(paths.json, folder / kFormerJson));
        }
        if (isOldFile(paths.tensors)) {
            TRY(move(paths.tensors, folder / kFormerTensors));
        }
        TRY(move(folder / paths.tensors.filename(), paths.tensors));
        return move(folder / paths.json.filename(), paths.json);
    };
    Result<void> moved = moveAll();
    if (!moved) {
        std::ranges::reverse(undo);
        for (const Move& back : undo) {
            std::ignore = renameFile(back.from, back.to); // the first failure is what is reported
        }
        return moved;
    }
    for (const char* former : {kFormerJson, kFormerTensors}) {
        std::error_code absent;
        std::filesystem::remove(paths.workingFolder / former, absent);
    }
    return flushFolderOf(paths.json);
}

void restoreFormerPair(const ArtifactPaths& paths) {
    const std::filesystem::path formerJson = paths.workingFolder / kFormerJson;
    const std::filesystem::path formerTensors = paths.workingFolder / kFormerTensors;
    std::error_code code;
    if (std::filesystem::exists(paths.json, code) || !std::filesystem::exists(formerJson, code)) {
        return;
    }
    if (!std::filesystem::exists(formerTensors, code) || renameFile(formerTensors, paths.tensors)) {
        std::ignore = renameFile(formerJson, paths.json);
    }
}

} // namespace sextant::measure
