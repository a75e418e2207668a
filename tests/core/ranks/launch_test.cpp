// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ranks/launch.h"

#include <map>

#include <gtest/gtest.h>

namespace sextant::ranks {
namespace {

Launch launchWith(const std::map<std::string, std::string>& variables) {
    return launchOf([&variables](const std::string& name) {
        const auto found = variables.find(name);
        return found != variables.end() ? found->second : std::string();
    });
}

void expectLaunch(const std::map<std::string, std::string>& variables, int rank, int size) {
    const Launch launch = launchWith(variables);
    EXPECT_EQ(launch.rank, rank);
    EXPECT_EQ(launch.size, size);
    EXPECT_EQ(launch.isShared(), size > 1);
}

TEST(Launch, OfMpirunIsWhatItSays) {
    expectLaunch({{"OMPI_COMM_WORLD_RANK", "2"}, {"OMPI_COMM_WORLD_SIZE", "4"}, {"PMIX_RANK", "2"}}, 2, 4);
    expectLaunch({{"OMPI_COMM_WORLD_RANK", "0"}, {"OMPI_COMM_WORLD_SIZE", "1"}}, 0, 1);
}

TEST(Launch, OfSrunWithPmixIsTheStep) {
    expectLaunch({{"PMIX_RANK", "3"}, {"SLURM_STEP_NUM_TASKS", "16"}, {"SLURM_PROCID", "3"}}, 3, 16);
    expectLaunch({{"PMI_RANK", "1"}, {"PMI_SIZE", "2"}}, 1, 2);
}

TEST(Launch, OfAJobWithoutMpiIsAlone) {
    // The script of a job for 16 tasks.
    expectLaunch({{"SLURM_JOB_ID", "7"}, {"SLURM_NTASKS", "16"}, {"SLURM_PROCID", "0"}}, 0, 1);
    // A step whose processes Slurm does not connect: each may have a model of its own.
    expectLaunch({{"SLURM_STEP_NUM_TASKS", "4"}, {"SLURM_PROCID", "2"}}, 0, 1);
    expectLaunch({}, 0, 1);
}

TEST(Launch, OfWordsThatMakeNoSenseIsAlone) {
    expectLaunch({{"OMPI_COMM_WORLD_RANK", "4"}, {"OMPI_COMM_WORLD_SIZE", "4"}}, 0, 1);
    expectLaunch({{"OMPI_COMM_WORLD_RANK", "-1"}, {"OMPI_COMM_WORLD_SIZE", "4"}}, 0, 1);
    expectLaunch({{"OMPI_COMM_WORLD_RANK", "1"}, {"OMPI_COMM_WORLD_SIZE", "4x"}}, 0, 1);
    expectLaunch({{"PMIX_RANK", "1"}}, 0, 1);
}

TEST(Launch, ARankHasAtLeastOneThreadAndNoMoreThanItsShare) {
    EXPECT_GE(threadsOfRank(1), 1);
    EXPECT_EQ(threadsOfRank(1'000'000), 1);
    EXPECT_LE(threadsOfRank(2), threadsOfRank(1));
    EXPECT_EQ(coresOutOfReach(1'000'000), 0);
}

} // namespace
} // namespace sextant::ranks
