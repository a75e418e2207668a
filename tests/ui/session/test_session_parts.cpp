// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/support/strict_test.h"
#include "ui/session/anchor_history.h"
#include "ui/session/background_disposal.h"
#include "ui/session/background_worker.h"
#include "ui/session/channel.h"
#include "ui/session/recent_files.h"

#include <QCoreApplication>
#include <QTest>

#include <atomic>
#include <chrono>
#include <new>
#include <semaphore>
#include <stdexcept>
#include <thread>

namespace sextant::session {

class TestSessionParts : public StrictTest {
    Q_OBJECT
private slots:
    void historyWalksBackAndForth() {
        AnchorHistory history;
        QVERIFY(!history.canGoBack());
        QVERIFY(!history.canGoForward());
        history.visit(LayerIndex{4});
        history.visit(LayerIndex{2});
        history.visit(LayerIndex{2});
        history.visit(LayerIndex{7});
        QCOMPARE(history.goBack().value, 2);
        QCOMPARE(history.goBack().value, 4);
        QVERIFY(!history.canGoBack());
        QCOMPARE(history.goForward().value, 2);
        QVERIFY(history.canGoForward());
    }

    void visitingFromTheMiddleForgetsWhatLayAhead() {
        AnchorHistory history;
        for (const int layer : {0, 1, 2}) {
            history.visit(LayerIndex{layer});
        }
        history.goBack();
        history.goBack();
        history.visit(LayerIndex{5});
        QVERIFY(!history.canGoForward());
        QCOMPARE(history.goBack().value, 0);
    }

    void historyForgetsLayersThatAreGone() {
        AnchorHistory history;
        for (const int layer : {1, 9, 1, 3}) {
            history.visit(LayerIndex{layer});
        }
        history.limit(4);
        QCOMPARE(history.goBack().value, 1);
        QVERIFY(!history.canGoBack());
    }

    void historyDoesNotGrowForEver() {
        AnchorHistory history;
        for (int i = 0; i < 5000; ++i) {
            history.visit(LayerIndex{i % 2});
        }
        int steps = 0;
        for (; history.canGoBack(); ++steps) {
            history.goBack();
        }
        QCOMPARE(steps, 999);
    }

    void recentFilesAreNewestFirstEachOnce() {
        RecentFiles files;
        files.add("/a.json");
        files.add("/b.json");
        files.add("/a.json");
        QCOMPARE(files.newestFirst(), QStringList({"/a.json", "/b.json"}));
    }

    void recentFilesAreTenAtMost() {
        QStringList many;
        for (int i = 0; i < 30; ++i) {
            many << QStringLiteral("/%1.json").arg(i);
        }
        RecentFiles files(many);
        QCOMPARE(files.newestFirst(), many.mid(0, 10));
        files.add("/new.json");
        QCOMPARE(files.newestFirst().size(), 10);
        QCOMPARE(files.newestFirst().first(), QStringLiteral("/new.json"));
    }

    void messagesArriveInTheReceiversThreadInOrder() {
        QObject receiver;
        Channel channel(&receiver);
        std::vector<int> arrived;
        bool sameThread = true;
        std::thread([&, sender = channel.sender()] {
            for (int i = 0; i < 3; ++i) {
                sender.send([&, i] {
                    arrived.push_back(i);
                    sameThread = sameThread && QThread::currentThread() == receiver.thread();
                });
            }
        }).join();
        QVERIFY(arrived.empty());
        QCoreApplication::processEvents();
        QCOMPARE(arrived, std::vector<int>({0, 1, 2}));
        QVERIFY(sameThread);
    }

    void aClosedChannelDropsMessagesUnderWay() {
        QObject receiver;
        int arrived = 0;
        auto channel = std::make_unique<Channel>(&receiver);
        const auto sender = channel->sender();
        sender.send([&] { ++arrived; });
        channel.reset();
        sender.send([&] { ++arrived; });
        QCoreApplication::processEvents();
        QCOMPARE(arrived, 0);
    }

    void aSenderMayOutliveTheReceiver() {
        auto receiver = std::make_unique<QObject>();
        auto channel = std::make_unique<Channel>(receiver.get());
        const auto sender = channel->sender();
        channel.reset();
        receiver.reset();
        sender.send([] { QFAIL("delivered to nobody"); });
        QCoreApplication::processEvents();
    }

    void theNewestJobReplacesTheWaitingAndStopsTheRunning() {
        std::binary_semaphore begun(0);
        std::binary_semaphore done(0);
        std::atomic<bool> middleRan = false;
        std::atomic<bool> firstWasStopped = false;
        BackgroundWorker worker;
        std::binary_semaphore submitted(0);
        worker.submit(
            [&](const std::stop_token& stop) {
                begun.release();
                submitted.acquire();
                firstWasStopped = stop.stop_requested();
            },
            {});
        begun.acquire();
        worker.submit([&](const std::stop_token&) { middleRan = true; }, {});
        worker.submit([&](const std::stop_token&) { done.release(); }, {});
        submitted.release();
        done.acquire();
        QVERIFY(firstWasStopped);
        QVERIFY(!middleRan);
    }

    void aWorkerStopsItsJobWhenDestroyed() {
        std::binary_semaphore begun(0);
        std::atomic<bool> stopped = false;
        {
            BackgroundWorker worker;
            worker.submit(
                [&](const std::stop_token& stop) {
                    begun.release();
                    while (!stop.stop_requested()) {
                        std::this_thread::yield();
                    }
                    stopped = true;
                },
                {});
            begun.acquire();
        }
        QVERIFY(stopped);
    }

    void aJobThatThrowsIsAnErrorAndTheWorkerGoesOn() {
        std::vector<ErrorCode> codes;
        std::counting_semaphore<> over(0);
        const auto failed = [&](const Error& error) {
            codes.push_back(error.code);
            over.release();
        };
        BackgroundWorker worker;
        worker.submit([](const std::stop_token&) { throw std::bad_alloc(); }, failed);
        over.acquire();
        worker.submit([](const std::stop_token&) { throw std::runtime_error("what nobody expected"); },
                      failed);
        over.acquire();
        worker.submit([&](const std::stop_token&) { over.release(); }, failed);
        over.acquire();
        QCOMPARE(codes, std::vector<ErrorCode>({ErrorCode::OutOfMemory, ErrorCode::Internal}));
    }

    void disposalDestroysElsewhereAndFinishesBeforeItIsGone() {
        std::atomic<int> destroyed = 0;
        std::atomic<bool> elsewhere = false;
        const auto here = std::this_thread::get_id();
        {
            BackgroundDisposal disposal;
            disposal.dispose(nullptr);
            for (int i = 0; i < 3; ++i) {
                disposal.dispose(std::shared_ptr<int>(new int(i), [&](const int* number) {
                    elsewhere = std::this_thread::get_id() != here;
                    ++destroyed;
                    delete number;
                }));
            }
        }
        QCOMPARE(destroyed.load(), 3);
        QVERIFY(elsewhere);
    }

    void disposalOfABoundedPatienceDoesNotWaitForWhatDoesNotEnd() {
        std::binary_semaphore mayEnd(0);
        std::binary_semaphore ended(0);
        std::atomic<bool> waitedForIt = false;
        std::binary_semaphore gone(0);
        std::jthread rescue([&] { // or the test would hang where the destructor waits
            waitedForIt = !gone.try_acquire_for(std::chrono::seconds(20));
            mayEnd.release();
        });
        {
            BackgroundDisposal disposal(std::chrono::milliseconds(0));
            disposal.dispose(std::shared_ptr<int>(new int(1), [&](const int* number) {
                mayEnd.acquire();
                delete number;
                ended.release();
            }));
        }
        gone.release();
        ended.acquire();
        QVERIFY(!waitedForIt);
    }
};

} // namespace sextant::session

QTEST_GUILESS_MAIN(sextant::session::TestSessionParts)
#include "test_session_parts.moc"
