// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/tensor/tensor_view.h"

#include <filesystem>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace sextant::tensor {

struct NamedTensor {
    std::string name;
    TensorView tensor;
};

/// An entry of a tensor file that is not a floating-point tensor; kept by name so that an error can tell.
struct SkippedEntry {
    std::string name;
    std::string reason;     ///< what it is, e.g. "an int8 tensor"
    bool needsCode = false; ///< only code that the file names, and that is never run, could make it
};

/// The tensors of one file, still in that file: a torch archive and a safetensors file both give this.
struct TensorArchive {
    std::vector<NamedTensor> tensors;
    std::vector<SkippedEntry> skipped;

    /// nullptr when there is none of that name.
    const TensorView* find(std::string_view name) const;
};

/// Reads a `.safetensors` file in place (memory-mapped). Errs with the byte or the tensor's name when the
/// header is longer than the file, is not JSON, or names offsets that are out of range, overlap or contradict
/// the shape.
Result<TensorArchive> readSafetensors(const std::filesystem::path& path);

/// Writes tensors, in the given order, as one safetensors file; a contiguous view is written without a copy.
/// Written aside and renamed when complete. Cancelled soon after a stop request.
[[nodiscard]] Result<void> writeSafetensors(const std::filesystem::path& path,
                                            const std::vector<NamedTensor>& tensors,
                                            const std::stop_token& stop = {});

/// Reads a `.pt` file (a zip archive written by torch.save of a dict, flat or nested in the known
/// `state_dict` way) in place, through the torch module, which is loaded on the first call. Never executes
/// what a pickle asks for. The legacy (pre-1.6) format is ErrorCode::Unsupported, and the sentence says how
/// to convert it.
Result<TensorArchive> readTorchArchive(const std::filesystem::path& path);

/// Loads the torch module, which takes half a second, so that it is there when a file needs it. What fails is
/// said by the read or the write.
void loadTorchModule();

/// Writes a dict of tensors that `torch.load(path, weights_only=True)` opens. Written aside and renamed when
/// complete. Same tensors, same bytes. Cancelled soon after a stop request.
[[nodiscard]] Result<void> writeTorchArchive(const std::filesystem::path& path,
                                             const std::vector<NamedTensor>& tensors,
                                             const std::stop_token& stop = {});

} // namespace sextant::tensor
