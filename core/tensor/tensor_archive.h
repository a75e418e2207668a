// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/tensor/tensor_view.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace sextant::tensor {

struct NamedTensor {
    std::string name;
    TensorView tensor;
};

/// An entry of a tensor file that is not a floating-point tensor; kept so that an error can name it.
struct SkippedEntry {
    std::string name;
    std::string reason;     ///< what it is, e.g. "an int8 tensor"
    bool needsCode = false; ///< only code that the file names, and that is never run, could make it
    std::optional<std::int64_t> integer = {}; ///< its value, when it is an integer of a torch archive
};

/// The tensors of a torch archive or a safetensors file, read in place.
struct TensorArchive {
    std::vector<NamedTensor> tensors; ///< of floating-point types
    std::vector<SkippedEntry> skipped;
    std::vector<NamedTensor> integers; ///< of whole numbers, where sound; each is among `skipped` too

    /// Among `tensors`; nullptr when none has that name.
    [[nodiscard]] const TensorView* find(std::string_view name) const;

    /// Among `integers`; nullptr when none has that name.
    [[nodiscard]] const TensorView* findIntegers(std::string_view name) const;
};

/// Reads a `.safetensors` file in place (memory-mapped). Errs with the byte or the tensor's name when the
/// header is longer than the file, is not JSON, exceeds ReadingBudget, or names offsets that are out of
/// range, overlap or contradict the shape.
///
///     const auto archive = readSafetensors("model.safetensors");
///     if (archive) { const TensorView* embedding = archive->find("wte.weight"); ... }
[[nodiscard]] Result<TensorArchive> readSafetensors(const std::filesystem::path& path);

/// Writes tensors, in the given order, as one safetensors file; a contiguous view is written without a copy.
/// Written aside and renamed when complete. Cancelled soon after a stop request.
[[nodiscard]] Result<void> writeSafetensors(const std::filesystem::path& path,
                                            const std::vector<NamedTensor>& tensors,
                                            const std::stop_token& stop = {});

/// Reads a `.pt` file (a zip archive written by torch.save of a dict, flat or nested in the known
/// `state_dict` way) in place, without libtorch. Never executes what a pickle asks for.
/// Files with compressed records are left to the torch module. ErrorCode::Unsupported for the legacy
/// (pre-1.6) format, for compressed records without the module, both with a sentence on how to convert the
/// file, and for files from big-endian machines. Errs when the file exceeds ReadingBudget.
///
///     const auto archive = readTorchArchive("x-eigdirs.pt");
///     if (archive) { const TensorView* directions = archive->find("eig_dirs"); ... }
[[nodiscard]] Result<TensorArchive> readTorchArchive(const std::filesystem::path& path);

/// Writes a dict of tensors that `torch.load(path, weights_only=True)` opens. Written aside and renamed when
/// complete. Same tensors, same bytes. Cancelled soon after a stop request. Loads the torch module on the
/// first call, which takes half a second; ErrorCode::Unsupported when it is not installed.
[[nodiscard]] Result<void> writeTorchArchive(const std::filesystem::path& path,
                                             const std::vector<NamedTensor>& tensors,
                                             const std::stop_token& stop = {});

} // namespace sextant::tensor
