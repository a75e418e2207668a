// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/parallel.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <new>
#include <semaphore>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace sextant {
namespace {

TEST(ParallelFor, DoesEveryIndexOnce) {
    for (const int threads : {1, 2, 7}) {
        for (const int count : {0, 1, 2, 1000}) {
            std::vector<std::atomic<int>> done(static_cast<std::size_t>(count));
            EXPECT_TRUE(parallelFor(count, threads, {}, [&](int i) { ++done[static_cast<std::size_t>(i)]; }));
            for (const std::atomic<int>& times : done) {
                ASSERT_EQ(times, 1);
            }
        }
    }
}

TEST(ParallelFor, OneThreadIsTheCallersAndGoesInOrder) {
    std::vector<int> order;
    const std::thread::id caller = std::this_thread::get_id();
    EXPECT_TRUE(parallelFor(5, 1, {}, [&](int i) {
        EXPECT_EQ(std::this_thread::get_id(), caller);
        order.push_back(i);
    }));
    EXPECT_EQ(order, (std::vector<int>{0, 1, 2, 3, 4}));
}

TEST(ParallelFor, UsesAsManyThreadsAsAsked) {
    // Each index waits until all three have begun, which takes three threads. A minute is given up after, so
    // that fewer threads fail the test and do not hang it.
    std::mutex mutex;
    std::condition_variable changed;
    int begun = 0;
    EXPECT_TRUE(parallelFor(3, 3, {}, [&](int) {
        std::unique_lock lock(mutex);
        ++begun;
        changed.notify_all();
        EXPECT_TRUE(changed.wait_for(lock, std::chrono::minutes(1), [&] { return begun == 3; }));
    }));
}

TEST(ParallelFor, BeginsNothingAfterAStopRequest) {
    std::stop_source source;
    std::vector<int> done;
    EXPECT_FALSE(parallelFor(100, 1, source.get_token(), [&](int i) {
        done.push_back(i);
        if (i == 3) {
            source.request_stop();
        }
    }));
    EXPECT_EQ(done, (std::vector<int>{0, 1, 2, 3}));
}

TEST(ParallelFor, AStopRequestAfterTheLastIndexChangesNothing) {
    std::stop_source source;
    EXPECT_TRUE(parallelFor(3, 1, source.get_token(), [&](int i) {
        if (i == 2) {
            source.request_stop();
        }
    }));
}

TEST(ParallelFor, AStopRequestBeforeLeavesEverythingUndone) {
    std::stop_source source;
    source.request_stop();
    EXPECT_FALSE(parallelFor(3, 2, source.get_token(), [](int) { FAIL(); }));
}

TEST(ParallelFor, AnExceptionEndsTheWorkAndReachesTheCaller) {
    int begun = 0;
    EXPECT_THROW(static_cast<void>(parallelFor(1000, 1, {},
                                               [&](int i) {
                                                   ++begun;
                                                   if (i == 3) {
                                                       throw std::bad_alloc();
                                                   }
                                               })),
                 std::bad_alloc);
    EXPECT_EQ(begun, 4);
}

/// Releases the semaphore when the thread that holds it has ended.
struct ReleaseAtThreadEnd {
    std::binary_semaphore* semaphore = nullptr;
    ~ReleaseAtThreadEnd() {
        if (semaphore != nullptr) {
            semaphore->release();
        }
    }
};

TEST(ParallelFor, AnExceptionOfOneThreadKeepsTheOthersFromBeginningMore) {
    // The caller's thread holds on to its index until the other thread has thrown and ended.
    const std::thread::id caller = std::this_thread::get_id();
    std::binary_semaphore over(0);
    std::atomic<int> begun{0};
    EXPECT_THROW(static_cast<void>(parallelFor(1000, 2, {},
                                               [&](int) {
                                                   ++begun;
                                                   if (std::this_thread::get_id() == caller) {
                                                       EXPECT_TRUE(
                                                           over.try_acquire_for(std::chrono::minutes(1)));
                                                       return;
                                                   }
                                                   static thread_local ReleaseAtThreadEnd atEnd;
                                                   atEnd.semaphore = &over;
                                                   throw std::bad_alloc();
                                               })),
                 std::bad_alloc);
    EXPECT_LE(begun, 2); // 1 where the other thread has thrown before the caller's began
}

TEST(DefaultThreadCount, IsAtLeastOne) {
    EXPECT_GE(defaultThreadCount(), 1);
}

} // namespace
} // namespace sextant
