// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>

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

/// An expected failure: what a person is told, and where it was.
struct Error {
    ErrorCode code = ErrorCode::Malformed;
    std::filesystem::path file; ///< empty when no file is concerned
    std::string place;          ///< key, index or byte inside the file, e.g. `gram[3][1]`; may be empty
    std::string sentence;       ///< one sentence without a full stop at its end
};

/// "FILE: PLACE: sentence", leaving out what is empty; control characters become question marks.
std::string describe(const Error& error);

/// Something suspicious in a file that is still usable; same fields, shown and not obeyed.
struct Warning {
    std::filesystem::path file;
    std::string place;
    std::string sentence;
};

std::string describe(const Warning& warning);

template <typename T>
using Result = tl::expected<T, Error>;

/// Shorthand for returning an Error from a function that returns a Result.
tl::unexpected<Error> failure(ErrorCode code, std::filesystem::path file, std::string place,
                              std::string sentence);

} // namespace sextant
