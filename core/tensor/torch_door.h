// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/tensor_archive.h"

namespace sextant::tensor {

/// What the torch module offers: the functions behind readThroughTorch() and writeTorchArchive(). The module
/// and the program are built together, so ordinary C++ types may pass; no exception does.
struct TorchDoor {
    Result<TensorArchive> (*read)(const std::filesystem::path& path);
    Result<void> (*write)(const std::filesystem::path& path, const std::vector<NamedTensor>& tensors,
                          const std::stop_token& stop);
};

/// The name of the module's one exported function, `const TorchDoor* sextantTorchDoor()`.
inline constexpr const char* torchDoorName = "sextantTorchDoor";

/// Gives what readTorchArchive() gives, but lets libtorch unpack compressed records and build the tensors;
/// what the file's pickle says is read as there. Loads the torch module.
[[nodiscard]] Result<TensorArchive> readThroughTorch(const std::filesystem::path& path);

} // namespace sextant::tensor
