// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/advice.h"

#include <filesystem>
#include <optional>
#include <string>
#include <utility>

#include <tl/expected.hpp>

namespace sextant {

/// What kind of failure it was; the program maps it to an exit status, the window to what it offers.
enum class ErrorCode {
    NotFound,     ///< a file that should be there is not
    Unreadable,   ///< the file is there, but the system will not let us read or map it
    Malformed,    ///< the file is not what its format says (not JSON, truncated, not a torch archive)
    Inconsistent, ///< well formed, but contradicts itself, the other file, or its own size
    Unsupported,  ///< well formed, but of a kind this program does not handle (legacy torch, quantised)
    Usage,        ///< what was asked for cannot be (an anchor out of range)
    WriteFailed,  ///< an output could not be written completely; nothing was left behind
    Cancelled,    ///< the caller asked to stop; not a failure, never shown as one
    OutOfMemory,  ///< there was not enough memory for what was asked
    Internal,     ///< a library threw what nobody expected; the sentence is its own
};

/// An expected failure: what a person is told, where it happened and what may help. Names no option of the
/// command line and no button of the window.
struct Error {
    ErrorCode code = ErrorCode::Malformed;
    std::filesystem::path file; ///< empty when no file is concerned
    std::string place;          ///< key, index or byte inside the file, e.g. `gram[3][1]`; may be empty
    std::string sentence;       ///< one sentence without a full stop at its end
    std::optional<Advice> advice = {};
};

/// "FILE: PLACE: sentence", leaving out what is empty, as displayText() shows it. The advice is not part of
/// it.
[[nodiscard]] std::string describe(const Error& error);

/// Something suspicious in a file that is still usable.
struct Warning {
    std::filesystem::path file;
    std::string place;
    std::string sentence;
};

[[nodiscard]] std::string describe(const Warning& warning);

/// A value, or the Error that stands in its way.
///
///     Result<Config> readConfig(const std::filesystem::path& path) {
///         TRY_ASSIGN(const std::string text, readText(path)); // core/base/try.h: or returns its Error
///         if (text.empty()) {
///             return failure(ErrorCode::Malformed, path, {}, "is empty");
///         }
///         return parse(text);
///     }
template <typename T>
using Result = tl::expected<T, Error>;

/// Shorthand for returning an Error from a function that returns a Result.
[[nodiscard]] tl::unexpected<Error> failure(ErrorCode code, std::filesystem::path file, std::string place,
                                            std::string sentence, std::optional<Advice> advice = {});

/// `error`, said to be of `file` unless it names a file already.
[[nodiscard]] inline Error namingFile(Error error, const std::filesystem::path& file) {
    if (error.file.empty()) {
        error.file = file;
    }
    return error;
}

/// The same for the error of `result`, for work that does not know which file it is done for.
///
///     TRY_ASSIGN(const Table table, namingFile(tableOf(text), path));
template <typename T>
[[nodiscard]] Result<T> namingFile(Result<T> result, const std::filesystem::path& file) {
    if (result) {
        return result;
    }
    return tl::make_unexpected(namingFile(std::move(result).error(), file));
}

} // namespace sextant
