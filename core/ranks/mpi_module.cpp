// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ranks/mpi_door.h"

#include <dlfcn.h>

#include <filesystem>
#include <vector>

#include <fmt/format.h>

namespace sextant::ranks {
namespace {

constexpr const char* moduleName = "libsextant_mpi.so";

/// Of Open MPI 4 and 5. The module is not linked with it, but finds it loaded.
constexpr const char* libraryName = "libmpi.so.40";

/// Beside the program, so that both can be moved together.
std::vector<std::filesystem::path> modulePlaces() {
    std::error_code code;
    const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", code);
    const std::filesystem::path prefix = program.parent_path().parent_path();
    return {prefix / "lib" / "sextant" / moduleName,
            prefix / SEXTANT_LIBRARY_DIRECTORY / "sextant" / moduleName};
}

tl::unexpected<Error> notThere(const Launch& launch, const std::string& reason) {
    return failure(ErrorCode::Unsupported, {}, {},
                   fmt::format("{} processes were started to work together, which needs the MPI module; {}",
                               launch.size, reason));
}

} // namespace

Result<std::unique_ptr<Transport>> openMpi(const Launch& launch) {
    for (const std::filesystem::path& module : modulePlaces()) {
        if (std::error_code code; !std::filesystem::exists(module, code)) {
            continue;
        }
        // Open MPI loads parts of itself that look for the rest among everyone's symbols.
        if (::dlopen(libraryName, RTLD_LAZY | RTLD_GLOBAL | RTLD_NODELETE) == nullptr) {
            return notThere(launch, fmt::format("Open MPI cannot be loaded ({})", ::dlerror()));
        }
        void* handle = ::dlopen(module.c_str(), RTLD_LAZY | RTLD_LOCAL | RTLD_NODELETE);
        void* entry = handle != nullptr ? ::dlsym(handle, mpiDoorName) : nullptr;
        if (entry != nullptr) {
            return reinterpret_cast<const MpiDoor* (*)()>(entry)()->open(launch);
        }
        const char* reason = ::dlerror();
        return notThere(
            launch, fmt::format("it cannot be loaded ({})", reason != nullptr ? reason : module.string()));
    }
    return notThere(launch, fmt::format("it is not installed as {}", modulePlaces().back().string()));
}

} // namespace sextant::ranks
