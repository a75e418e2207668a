#include "app/exit_status.h"

#include <fmt/format.h>

#include <cstdio>

namespace sextant {

int reportFailure(const Error& error) {
    fmt::print(stderr, "sextant: error: {}\n", describe(error));
    return error.code == ErrorCode::Usage ? kExitUsage : kExitFailure;
}

void reportWarning(const std::string& sentence) {
    fmt::print(stderr, "sextant: warning: {}\n", sentence);
}

} // namespace sextant
