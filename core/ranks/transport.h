// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace sextant::ranks {

using Bytes = std::vector<std::byte>;

/// What one rank sent to this one.
struct Letter {
    int from = 0;
    Bytes bytes;
};

/// Carries letters between the ranks of a run: MPI, or in tests a queue. Letters between two ranks arrive
/// whole and in the order in which they were sent. Used by one thread, the one that made it.
class Transport {
public:
    Transport() = default;
    virtual ~Transport() = default;
    Transport(const Transport&) = delete;
    Transport& operator=(const Transport&) = delete;

    [[nodiscard]] virtual int rank() const = 0;         ///< of this process, in [0, size())
    [[nodiscard]] virtual int size() const = 0;         ///< ranks
    [[nodiscard]] virtual int ranksHere() const = 0;    ///< ranks on this machine, this one among them
    [[nodiscard]] virtual std::string host() const = 0; ///< the name of this machine

    /// Sends without waiting for the other side.
    [[nodiscard]] virtual Result<void> send(int to, Bytes bytes) = 0;

    /// The next letter, if one is there.
    [[nodiscard]] virtual Result<std::optional<Letter>> receive() = 0;

    /// Leaves the run. Waits until every other rank does; where one is known to be `lost`, ends them all with
    /// `status` instead, this process included.
    virtual void close(bool lost, int status) = 0;
};

} // namespace sextant::ranks
