// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/ranks/launch.h"
#include "core/ranks/transport.h"

#include <memory>

namespace sextant::ranks {

/// What the MPI module offers: the function behind openMpi(). The module and the program are built together,
/// so ordinary C++ types may pass; no exception does.
struct MpiDoor {
    Result<std::unique_ptr<Transport>> (*open)(const Launch& launch);
};

/// The name of the module's one exported function, `const MpiDoor* sextantMpiDoor()`.
inline constexpr const char* mpiDoorName = "sextantMpiDoor";

/// Loads the MPI module and joins the other ranks, which all have to do the same; once in a process. Errs
/// with Unsupported where the module is not installed or cannot be loaded, with Internal where MPI knows
/// other ranks than the launcher.
///
///     TRY_ASSIGN(const auto transport, openMpi(launchOf(environmentVariable)));
///     TRY(transport->send(0, bytes));
///     transport->close(/*lost=*/false, 0);
[[nodiscard]] Result<std::unique_ptr<Transport>> openMpi(const Launch& launch);

} // namespace sextant::ranks
