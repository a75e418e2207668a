// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/model_argument.h"

#include "core/checkpoint/model_cache.h"

#include <pwd.h>
#include <unistd.h>

#include <cstdlib>

namespace sextant::app {

std::string environmentVariable(const std::string& name) {
    if (const char* value = std::getenv(name.c_str())) {
        return value;
    }
    const passwd* user = name == "HOME" ? ::getpwuid(::getuid()) : nullptr;
    return user != nullptr && user->pw_dir != nullptr ? user->pw_dir : "";
}

std::filesystem::path modelCache() {
    return checkpoint::modelCacheFolder(environmentVariable);
}

Result<std::filesystem::path> modelArgument(const std::filesystem::path& model, const std::string& revision) {
    return checkpoint::findModel(modelCache(), model, revision);
}

bool meansModel(const std::filesystem::path& argument) {
    std::error_code code;
    const std::filesystem::file_status status = std::filesystem::status(argument, code);
    if (std::filesystem::exists(status)) {
        return std::filesystem::is_directory(status);
    }
    return checkpoint::isModelName(argument.string()) &&
           checkpoint::isCached(modelCache(), argument.string());
}

} // namespace sextant::app
