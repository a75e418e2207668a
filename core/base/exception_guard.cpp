// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/exception_guard.h"

#include <exception>
#include <new>
#include <stdexcept>

namespace sextant {
namespace {

Error outOfMemory() {
    return {ErrorCode::OutOfMemory, {}, {}, "there is not enough memory"};
}

} // namespace

Error errorOfCurrentException() {
    try {
        throw;
    } catch (const std::bad_alloc&) {
        return outOfMemory();
    } catch (const std::length_error&) { // a container longer than memory could ever be
        return outOfMemory();
    } catch (const std::exception& exception) {
        return {ErrorCode::Internal, {}, {}, std::string("an unexpected error: ") + exception.what()};
    } catch (...) {
        return {ErrorCode::Internal, {}, {}, "an unexpected error"};
    }
}

} // namespace sextant
