// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/exception_guard.h"

#include <exception>
#include <new>
#include <stdexcept>
#include <system_error>

namespace sextant {
namespace {

Error outOfMemory() {
    return {ErrorCode::OutOfMemory, {}, {}, "there is not enough memory"};
}

Error unexpected(const std::exception& exception) {
    return {ErrorCode::Internal, {}, {}, std::string("an unexpected error: ") + exception.what()};
}

} // namespace

Error errorOfCurrentException() {
    try {
        throw;
    } catch (const std::bad_alloc&) {
        return outOfMemory();
    } catch (const std::length_error&) { // a container longer than memory could ever be
        return outOfMemory();
    } catch (const std::system_error& error) {
        return error.code() == std::errc::resource_unavailable_try_again
                   ? Error{ErrorCode::OutOfMemory, {}, {}, "the system refuses to start another thread"}
                   : unexpected(error);
    } catch (const std::exception& exception) {
        return unexpected(exception);
    } catch (...) {
        return {ErrorCode::Internal, {}, {}, "an unexpected error"};
    }
}

} // namespace sextant
