#include "core/tensor/torch_door.h"

#include <dlfcn.h>

#include <array>

#include <fmt/format.h>

namespace sextant {
namespace {

constexpr const char* moduleName = "libsextant_torch.so";

/// The module lies beside the program: in the build tree, in an installation, or wherever both were moved to.
Result<std::filesystem::path> locateModule() {
    std::error_code code;
    const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", code);
    const std::filesystem::path prefix = program.parent_path().parent_path();
    const std::array candidates = {prefix / "lib" / "sextant" / moduleName,
                                   prefix / SEXTANT_LIBRARY_DIRECTORY / "sextant" / moduleName};
    for (const std::filesystem::path& candidate : candidates) {
        if (std::filesystem::exists(candidate, code)) {
            return candidate;
        }
    }
    return failure(ErrorCode::NotFound, candidates.front(), {},
                   "the module that reads and writes torch files is not installed");
}

/// Loading is left to the system, which does it once, under its own lock, however often it is asked; the
/// module then stays until the program ends, because tensors handed out are released by its code.
Result<const TorchDoor*> openDoor() {
    const Result<std::filesystem::path> module = locateModule();
    if (!module) {
        return tl::make_unexpected(module.error());
    }
    void* handle = ::dlopen(module->c_str(), RTLD_LAZY | RTLD_LOCAL | RTLD_NODELETE);
    void* entry = handle != nullptr ? ::dlsym(handle, torchDoorName) : nullptr;
    if (entry == nullptr) {
        const char* reason = ::dlerror();
        return failure(ErrorCode::Unreadable, *module, {},
                       fmt::format("the module that reads and writes torch files cannot be loaded ({})",
                                   reason != nullptr ? reason : "no reason given"));
    }
    return reinterpret_cast<const TorchDoor* (*)()>(entry)();
}

} // namespace

Result<TensorArchive> readTorchArchive(const std::filesystem::path& path) {
    return openDoor().and_then([&](const TorchDoor* door) { return door->read(path); });
}

Result<void> writeTorchArchive(const std::filesystem::path& path, const std::vector<NamedTensor>& tensors) {
    return openDoor().and_then([&](const TorchDoor* door) { return door->write(path, tensors); });
}

} // namespace sextant
