// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>

namespace sextant::ranks {

/// What a launcher of MPI programs says of this process. Without one it is rank 0 of 1.
struct Launch {
    int rank = 0;
    int size = 1;

    /// True when several processes are to do one job.
    [[nodiscard]] bool isShared() const { return size > 1; }
};

/// Reads the environment: the words of Open MPI's mpirun, of `srun --mpi=pmix`, and of launchers that speak
/// PMI (`srun --mpi=pmi2`, mpiexec of others). A job of Slurm alone is none: neither its script nor a plain
/// `srun` connects processes. `variable` gives a variable's value, empty when it is not set.
[[nodiscard]] Launch launchOf(const std::function<std::string(const std::string&)>& variable);

/// Threads that a rank works with unless told otherwise: its share of the machine's cores where `ranksHere`
/// ranks share them, but no more than it may run on; at least 1.
[[nodiscard]] int threadsOfRank(int ranksHere);

/// Cores of a rank's share that the launcher keeps it from using; 0 when it may use them all.
[[nodiscard]] int coresOutOfReach(int ranksHere);

} // namespace sextant::ranks
