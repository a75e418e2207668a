// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <filesystem>
#include <functional>
#include <stop_token>
#include <string_view>

namespace sextant {

class OutputFile;

/// Calls `write(temporary path)`. When it succeeds, the file is flushed to the disk, renamed onto `target`,
/// and its folder is flushed; when anything before the rename fails, the temporary file is removed and
/// `target` stays as it was. A symbolic link stays one: the file it points to is replaced. A device or a pipe
/// is written directly.
///
/// The temporary file already exists when `write` is called: empty, in the folder of `target`, with its
/// extension and a random name, created by this call alone, so nothing another user placed there is followed
/// or overwritten.
///
///     TRY(replaceFile("report.txt", text));
[[nodiscard]] Result<void>
replaceFile(const std::filesystem::path& target,
            const std::function<Result<void>(const std::filesystem::path&)>& write);

/// The same for a writer that needs no name: where the file system has files without one, the temporary file
/// is such until it is whole, and nothing is left of it when the program is ended in the middle. `write`
/// need not look at failures. Errs with Cancelled after a stop request.
///
///     TRY(replaceFile("report.txt", stop, [&](OutputFile& file) { file.write(text.data(), text.size()); }));
[[nodiscard]] Result<void> replaceFile(const std::filesystem::path& target, const std::stop_token& stop,
                                       const std::function<void(OutputFile&)>& write);

/// The same for content at hand.
[[nodiscard]] Result<void> replaceFile(const std::filesystem::path& target, std::string_view content);

/// Creates an empty file of a random name beside `target`, with its extension. Never opens an existing file
/// or follows a link. Errs with WriteFailed, naming `target`.
[[nodiscard]] Result<std::filesystem::path> createTemporaryBeside(const std::filesystem::path& target);

/// Flushes a file's content to the disk. Errs with WriteFailed.
[[nodiscard]] Result<void> flushFile(const std::filesystem::path& path);

/// Flushes the names in the folder of `path` to the disk, so that a rename there survives a power failure.
/// Errs with WriteFailed when the disk fails; a file system that cannot flush folders is not an error.
[[nodiscard]] Result<void> flushFolderOf(const std::filesystem::path& path);

} // namespace sextant
