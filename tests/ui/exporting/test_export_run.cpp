// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/plots/sample_view.h"
#include "tests/ui/support/strict_test.h"
#include "ui/exporting/export_run.h"

#include <QPointer>
#include <QTest>
#include <QThread>

#include <atomic>
#include <chrono>
#include <mutex>
#include <semaphore>
#include <thread>

namespace sextant::exporting {

namespace {

const std::vector<FigureJob> kJobs = {{figures::PlotKind::Heatmap, "a.svg"},
                                      {figures::PlotKind::Residual, "b.svg"},
                                      {figures::PlotKind::Signs, "c.svg"}};

/// A run of kJobs that writes no file: the test sees what would be written, and by whom.
class Watched {
public:
    explicit Watched(const ExportRun::Write& write) {
        FigureOptions options;
        options.format = FigureFormat::Svg;
        run = new ExportRun(test::sampleView({}, 3), kJobs, options, disposal, write, &parent);
        QObject::connect(run, &ExportRun::finished, &parent,
                         [this](const QStringList& names, const QString& reason) {
                             written = names;
                             error = reason;
                             isOver = true;
                         });
    }

    bool wait() {
        return QTest::qWaitFor([this] { return isOver && run.isNull(); }, 60000);
    }

    std::shared_ptr<session::BackgroundDisposal> disposal = std::make_shared<session::BackgroundDisposal>();
    QObject parent;
    QPointer<ExportRun> run;
    QStringList written;
    QString error;
    bool isOver = false;
};

} // namespace

class TestExportRun : public StrictTest {
    Q_OBJECT
private slots:
    void figuresAreWrittenInOrderByAWorker() {
        std::vector<std::string> names; // one worker, and read when it is over
        bool elsewhere = true;
        const QThread* here = QThread::currentThread();
        Watched watched([&](const std::filesystem::path& path, const DrawnFigure& figure) {
            elsewhere = elsewhere && QThread::currentThread() != here && !figure.content.isEmpty();
            names.push_back(path.string());
            return Result<void>{};
        });
        QVERIFY(watched.wait());
        QCOMPARE(watched.error, QString());
        QCOMPARE(watched.written, QStringList({"a.svg", "b.svg", "c.svg"}));
        QCOMPARE(names, std::vector<std::string>({"a.svg", "b.svg", "c.svg"}));
        QVERIFY(elsewhere);
    }

    void theEventLoopTurnsBetweenTwoFigures() {
        std::atomic<int> writes = 0;
        Watched watched([&](const auto&, const auto&) {
            ++writes;
            return Result<void>{};
        });
        std::vector<int> seen; // writes when the event loop came by
        while (!watched.isOver) {
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
            seen.push_back(writes);
        }
        QVERIFY(watched.wait());
        QVERIFY2(seen.size() >= kJobs.size(), "a turn for each figure at least");
    }

    void aFailureEndsTheRunAndIsTold() {
        std::atomic<int> writes = 0;
        Watched watched([&](const std::filesystem::path& path, const DrawnFigure&) -> Result<void> {
            return ++writes == 2 ? failure(ErrorCode::WriteFailed, path, {}, "the disk is full")
                                 : Result<void>{};
        });
        QVERIFY(watched.wait());
        QCOMPARE(writes.load(), 2);
        QCOMPARE(watched.written, QStringList({"a.svg"}));
        QCOMPARE(watched.error, QStringLiteral("b.svg: the disk is full"));
    }

    void anExceptionIsAFailureToo() {
        Watched watched([](const auto&, const auto&) -> Result<void> { throw std::bad_alloc(); });
        QVERIFY(watched.wait());
        QCOMPARE(watched.error, QStringLiteral("a.svg: there is not enough memory"));
    }

    void itsEndDoesNotWaitForAWriteAndBeginsNoOther() {
        std::binary_semaphore begun(0);
        std::binary_semaphore mayEnd(0);
        std::binary_semaphore gone(0);
        std::atomic<int> writes = 0;
        std::atomic<bool> waitedForIt = false;
        const std::jthread rescue([&] { // or the test would hang where the destructor waits
            waitedForIt = !gone.try_acquire_for(std::chrono::seconds(20));
            mayEnd.release();
        });
        {
            Watched watched([&](const auto&, const auto&) {
                ++writes;
                begun.release();
                mayEnd.acquire();
                return Result<void>{};
            });
            QVERIFY(QTest::qWaitFor([&] { return begun.try_acquire(); }, 60000));
            delete watched.run;
            gone.release();
            QVERIFY(!watched.isOver);
        }
        QCOMPARE(writes.load(), 1);
        QVERIFY(!waitedForIt);
    }
};

} // namespace sextant::exporting

QTEST_MAIN(sextant::exporting::TestExportRun)
#include "test_export_run.moc"
