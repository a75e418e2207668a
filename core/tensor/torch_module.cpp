// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/thread_budget.h"
#include "core/tensor/torch_door.h"

#include <dlfcn.h>

#include <cstdint>
#include <vector>

#include <fmt/format.h>

namespace sextant::tensor {
namespace {

constexpr const char* moduleName = "libsextant_torch.so";

/// The address space that torch and the libraries it is linked with take before they do anything. Where it is
/// missing, some of them abort the program and others try for ever.
constexpr std::uint64_t moduleMemory = std::uint64_t{512} << 20;

bool isLoaded(const std::filesystem::path& module) {
    void* handle = ::dlopen(module.c_str(), RTLD_LAZY | RTLD_LOCAL | RTLD_NOLOAD);
    return handle != nullptr && ::dlclose(handle) == 0;
}

/// The module is installed beside the program, so both can be moved together.
std::vector<std::filesystem::path> modulePlaces() {
    std::error_code code;
    const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", code);
    const std::filesystem::path prefix = program.parent_path().parent_path();
    return {prefix / "lib" / "sextant" / moduleName,
            prefix / SEXTANT_LIBRARY_DIRECTORY / "sextant" / moduleName};
}

/// Loading is left to the system, which does it once, under its own lock, however often it is asked; the
/// module then stays until the program ends, because tensors handed out are released by its code. Errors name
/// `file`, for which the module was needed, and say it by `need`.
Result<const TorchDoor*> openDoor(const std::filesystem::path& file, const char* need) {
    for (const std::filesystem::path& module : modulePlaces()) {
        if (std::error_code code; !std::filesystem::exists(module, code)) {
            continue;
        }
        if (!isLoaded(module) && availableMemory() < moduleMemory) {
            return failure(
                ErrorCode::Unsupported, file, {},
                fmt::format("{} the torch module, which needs {} MB of memory that the system does "
                            "not give",
                            need, moduleMemory >> 20));
        }
        void* handle = ::dlopen(module.c_str(), RTLD_LAZY | RTLD_LOCAL | RTLD_NODELETE);
        void* entry = handle != nullptr ? ::dlsym(handle, torchDoorName) : nullptr;
        if (entry != nullptr) {
            return reinterpret_cast<const TorchDoor* (*)()>(entry)();
        }
        const char* reason = ::dlerror();
        return failure(ErrorCode::Unsupported, file, {},
                       fmt::format("{} the torch module, which cannot be loaded ({})", need,
                                   reason != nullptr ? reason : module.string()));
    }
    return failure(ErrorCode::Unsupported, file, {},
                   fmt::format("{} the torch module, which is not installed as {}", need,
                               modulePlaces().back().string()));
}

} // namespace

Result<TensorArchive> readThroughTorch(const std::filesystem::path& path) {
    return openDoor(path, "has compressed records (torch.save(torch.load(file), file) stores them plainly); "
                          "reading them needs")
        .and_then([&](const TorchDoor* door) { return door->read(path); });
}

Result<void> writeTorchArchive(const std::filesystem::path& path, const std::vector<NamedTensor>& tensors,
                               const std::stop_token& stop) {
    return openDoor(path, "needs").and_then([&](const TorchDoor* door) {
        return door->write(path, tensors, stop);
    });
}

} // namespace sextant::tensor
