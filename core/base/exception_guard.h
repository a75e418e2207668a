// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <filesystem>
#include <type_traits>
#include <utility>

namespace sextant {

/// The Error for the exception that is being handled: OutOfMemory for std::bad_alloc and std::length_error,
/// else Internal with the exception's own text. Call it in a catch block.
[[nodiscard]] Error errorOfCurrentException();

namespace detail {
template <typename T>
struct ResultOf {
    using Type = Result<T>;
};
template <typename T>
struct ResultOf<Result<T>> {
    using Type = Result<T>;
};
} // namespace detail

/// Runs `work` and returns what it returns, or the Error for what it throws. Every thread that we start runs
/// its work behind this guard: an exception that leaves a thread ends the program.
///
///     Result<Table> table = withoutExceptions([&] { return readTable(path); });
template <typename Work>
[[nodiscard]] auto withoutExceptions(Work&& work) ->
    typename detail::ResultOf<std::invoke_result_t<Work>>::Type {
    try {
        if constexpr (std::is_void_v<std::invoke_result_t<Work>>) {
            std::forward<Work>(work)();
            return {};
        } else {
            return std::forward<Work>(work)();
        }
    } catch (...) {
        return tl::make_unexpected(errorOfCurrentException());
    }
}

/// The same for work on `file`: an error that names no file names this one.
template <typename Work>
[[nodiscard]] auto withoutExceptions(const std::filesystem::path& file, Work&& work) {
    return namingFile(withoutExceptions(std::forward<Work>(work)), file);
}

} // namespace sextant
