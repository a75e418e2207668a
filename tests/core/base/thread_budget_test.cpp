// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/thread_budget.h"

#include <sys/resource.h>

#include <optional>
#include <utility>

#include <gtest/gtest.h>

namespace sextant {
namespace {

TEST(ThreadBudget, LendsWhatIsFreeButAlwaysOne) {
    const ThreadBudget budget(4);
    const ThreadBudget::Lease first = budget.lease(3);
    EXPECT_EQ(first.count(), 3);
    const ThreadBudget::Lease second = budget.lease(3);
    EXPECT_EQ(second.count(), 1);
    EXPECT_EQ(budget.lease(3).count(), 1) << "nothing is free, but no work may wait";
}

TEST(ThreadBudget, TakesBackWhatALeaseHeld) {
    const ThreadBudget budget(4);
    std::optional<ThreadBudget::Lease> over;
    {
        const ThreadBudget::Lease all = budget.lease(4);
        over.emplace(budget.lease(2));
        EXPECT_EQ(over->count(), 1);
    }
    EXPECT_EQ(budget.lease(4).count(), 3) << "the lease beyond the total still counts";
    over.reset();
    EXPECT_EQ(budget.lease(4).count(), 4);
}

TEST(ThreadBudget, CopiesShareTheThreads) {
    const ThreadBudget budget(4);
    const ThreadBudget copy = budget;
    const ThreadBudget::Lease lease = copy.lease(3);
    EXPECT_EQ(budget.lease(4).count(), 1);
}

TEST(ThreadBudget, AMovedLeaseIsGivenBackOnce) {
    const ThreadBudget budget(4);
    {
        ThreadBudget::Lease lease = budget.lease(2);
        const ThreadBudget::Lease moved = std::move(lease);
        EXPECT_EQ(moved.count(), 2);
    }
    EXPECT_EQ(budget.lease(9).count(), 4);
}

TEST(ThreadBudget, HasAtLeastOneThread) {
    EXPECT_EQ(ThreadBudget(0).total(), 1);
    EXPECT_EQ(ThreadBudget(2).lease(0).count(), 1);
}

TEST(ThreadsThatFit, DividesTheMemoryButLeavesOne) {
    EXPECT_EQ(threadsThatFit(100, 350), 3);
    EXPECT_EQ(threadsThatFit(100, 50), 1);
    EXPECT_EQ(threadsThatFit(0, 5), 5);
    EXPECT_EQ(threadsThatFit(1, ~std::uint64_t{0}), 2147483647);
}

TEST(AvailableMemory, IsWhatALimitLeaves) {
    rlimit before{};
    ASSERT_EQ(::getrlimit(RLIMIT_DATA, &before), 0);
    const std::uint64_t unlimited = availableMemory();
    EXPECT_GT(unlimited, std::uint64_t{1} << 20);
    const rlimit none{1, before.rlim_max}; // less than is in use already
    ASSERT_EQ(::setrlimit(RLIMIT_DATA, &none), 0);
    const std::uint64_t limited = availableMemory();
    ::setrlimit(RLIMIT_DATA, &before);
    EXPECT_EQ(limited, 0U);
}

} // namespace
} // namespace sextant
