// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace sextant::measure {

/// The folder of a run's unfinished files. Only its owner may enter it. At the end of its life the files with
/// the names it was given are removed, and the folder too when nothing else is in it, unless told to keep it.
class WorkingFolder {
public:
    /// Creates the folder, or takes over one that the same user made. Errs with WriteFailed when a file, a
    /// symbolic link or another user's folder has its name, or when it cannot be created. `names` are the
    /// files that runs make in it.
    [[nodiscard]] static Result<std::unique_ptr<WorkingFolder>> create(const std::filesystem::path& path,
                                                                       std::vector<std::string> names);

    ~WorkingFolder();
    WorkingFolder(const WorkingFolder&) = delete;
    WorkingFolder& operator=(const WorkingFolder&) = delete;

    void keep() { kept_ = true; }
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }
    [[nodiscard]] std::filesystem::path operator/(const std::filesystem::path& name) const {
        return path_ / name;
    }

private:
    WorkingFolder(std::filesystem::path path, std::vector<std::string> names)
        : path_(std::move(path)),
          names_(std::move(names)) {}

    std::filesystem::path path_;
    std::vector<std::string> names_;
    bool kept_ = false;
};

} // namespace sextant::measure
