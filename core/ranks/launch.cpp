// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ranks/launch.h"

#include <sched.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

namespace sextant::ranks {
namespace {

struct Names {
    const char* rank;
    const char* size;
};

/// `srun` gives the rank in PMIx's words and the number of processes in its own; in the script of a job,
/// where no step runs, the latter is missing.
constexpr std::array kNames{Names{"OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE"},
                            Names{"PMIX_RANK", "SLURM_STEP_NUM_TASKS"}, Names{"PMI_RANK", "PMI_SIZE"}};

std::optional<int> wholeNumber(const std::string& text) {
    int number = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number);
    return code == std::errc{} && end == text.data() + text.size() && number >= 0 ? std::optional(number)
                                                                                  : std::nullopt;
}

/// Cores of this machine for each of its ranks.
int coresPerRank(int ranksHere) {
    return std::max(1, static_cast<int>(::sysconf(_SC_NPROCESSORS_ONLN)) / ranksHere);
}

/// Cores that this process may run on.
int coresInReach() {
    cpu_set_t cores;
    CPU_ZERO(&cores);
    return ::sched_getaffinity(0, sizeof cores, &cores) == 0 ? CPU_COUNT(&cores) : CPU_SETSIZE;
}

} // namespace

int threadsOfRank(int ranksHere) {
    return std::max(1, std::min(coresPerRank(ranksHere), coresInReach()));
}

int coresOutOfReach(int ranksHere) {
    return coresPerRank(ranksHere) - threadsOfRank(ranksHere);
}

Launch launchOf(const std::function<std::string(const std::string&)>& variable) {
    for (const Names& names : kNames) {
        const std::optional<int> rank = wholeNumber(variable(names.rank));
        const std::optional<int> size = wholeNumber(variable(names.size));
        if (rank && size && *rank < *size) {
            return {*rank, *size};
        }
    }
    return {};
}

} // namespace sextant::ranks
