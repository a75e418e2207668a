// SPDX-License-Identifier: GPL-3.0-or-later
// A long day with the window: what it takes must not grow with what was done in it.
#include "tests/ui/support/strict_test.h"
#include "tests/ui/window/opened_window.h"
#include "ui/window/explorer.h"

#include <QElapsedTimer>
#include <QEventLoop>
#include <QSignalSpy>

#include <malloc.h>

#include <cstddef>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>

namespace sextant::window {

namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool hasOwnAllocator = false; // the sanitizer's, which keeps what is freed
#else
constexpr bool hasOwnAllocator = true;
#endif

constexpr const char* kArtifact = "stories260K.json"; // 5 layers, 8 heads, with tensors

std::ptrdiff_t countIn(const char* folder) {
    return std::distance(std::filesystem::directory_iterator(folder), {});
}

/// What this process holds.
struct Holding {
    std::ptrdiff_t heap = 0;     ///< bytes that are allocated
    std::ptrdiff_t resident = 0; ///< bytes
    std::ptrdiff_t descriptors = countIn("/proc/self/fd");
    std::ptrdiff_t threads = countIn("/proc/self/task");

    Holding() {
        if (hasOwnAllocator) {
            ::malloc_trim(0);
            const struct mallinfo2 info = ::mallinfo2();
            heap = static_cast<std::ptrdiff_t>(info.uordblks + info.hblkhd);
        }
        std::ifstream status("/proc/self/status");
        for (std::string word; status >> word;) {
            if (word == "VmRSS:" && status >> resident) {
                resident *= 1024;
            }
        }
    }
};

/// Waits until nothing is under way any more: what was let go of is destroyed on other threads.
void settle() {
    for (int i = 0; i < 10; ++i) {
        QTest::qWait(20);
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }
}

/// Does `step` some times to warm up, then `times` times, and expects no more to be held after than before.
/// `perStep` is how many bytes of the heap a step may seem to keep: less than anything of an artifact. There
/// are enough steps for these to exceed what the heap varies by from run to run, a few hundred KiB.
void expectFlat(int warmUp, int times, std::ptrdiff_t perStep, const std::function<void(int)>& step) {
    for (int i = 0; i < warmUp; ++i) {
        step(i);
    }
    settle();
    const Holding before;
    QElapsedTimer time;
    time.start();
    for (int i = 0; i < times && !QTest::currentTestFailed(); ++i) {
        step(i);
    }
    settle();
    QTRY_VERIFY(countIn("/proc/self/task") <= before.threads); // the last workers end in their own time
    const Holding after;
    const auto heap = (after.heap - before.heap) / 1024;
    const auto resident = (after.resident - before.resident) / 1024;
    qInfo("%d times in %lld ms: heap %+td KiB, resident %+td KiB, descriptors %+td, threads %+td", times,
          static_cast<long long>(time.elapsed()), heap, resident, after.descriptors - before.descriptors,
          after.threads - before.threads);
    QVERIFY(after.descriptors <= before.descriptors);
    if (hasOwnAllocator) {
        QVERIFY2(heap * 1024 <= perStep * times, qPrintable(QString::number(heap) + " KiB more"));
        QVERIFY2(resident <= 12 * 1024, qPrintable(QString::number(resident) + " KiB more"));
    }
}

/// Sleeps until the session emits; QTest's own wait looks only every ten milliseconds.
template <typename Signal>
void waitFor(session::Session& session, Signal signal, const std::function<bool()>& isThere) {
    QElapsedTimer time;
    time.start();
    while (!isThere()) {
        QEventLoop loop;
        QObject::connect(&session, signal, &loop, &QEventLoop::quit);
        QTimer::singleShot(1000, &loop, &QEventLoop::quit);
        loop.exec();
        QVERIFY2(time.elapsed() < 20000, "it never came");
    }
}

} // namespace

class TestWindowSoak : public StrictTest {
    Q_OBJECT
private slots:
    void reloads() {
        OpenedWindow opened;
        QVERIFY(opened.open(artifactFile(kArtifact)));
        session::Session& session = opened.session();
        expectFlat(60, 900, 512, [&](int) {
            const std::weak_ptr<const artifact::Artifact> old = session.artifact();
            session.reload();
            waitFor(session, &session::Session::viewChanged, [&] {
                return session.artifact() != old.lock() && opened.shows(artifactFile(kArtifact));
            });
        });
    }

    void anchors() {
        OpenedWindow opened;
        QVERIFY(opened.open(artifactFile(kArtifact)));
        session::Session& session = opened.session();
        // The history of anchors is bounded; it is full after the warm-up.
        expectFlat(600, 4000, 64, [&](int i) {
            session.apply(workspace::ShowAnchor{LayerIndex{i % 5}});
            if (i % 4 == 0) { // else the next one overtakes it
                waitFor(session, &session::Session::viewChanged, [&] { return session.isViewCurrent(); });
            }
        });
    }

    void windowsOpenedAndClosed() {
        const QTemporaryDir folder;
        Explorer explorer(folder.filePath("settings.json"), ThreadBudget(2));
        MainWindow& first =
            explorer.openWindow(opening::ArtifactFiles{artifactFile(kArtifact).toStdString(), {}});
        QTRY_VERIFY(first.session().view() && first.session().view()->hasAngles());
        const auto names = {"kwt1_1head.json", "slm4096.json", "stories260K.json",
                            "tinygpt_vehicle_8L4H.json"};
        expectFlat(12, 50, 8192, [&](int i) {
            const char* name = *std::next(names.begin(), i % 4);
            QPointer<MainWindow> window =
                &explorer.openWindow(opening::ArtifactFiles{artifactFile(name).toStdString(), {}});
            waitFor(window->session(), &session::Session::viewChanged,
                    [&] { return window->session().view() && window->session().view()->hasAngles(); });
            std::weak_ptr<const artifact::Artifact> artifact = window->session().artifact();
            window->close();
            QTRY_VERIFY(window.isNull());
            QTRY_VERIFY2(artifact.expired(), "the artifact of a closed window is still held");
        });
    }

    void artifactsOneAfterTheOther() {
        OpenedWindow opened;
        const auto names = {"kwt1_1head.json", "slm4096.json", "stories260K.json",
                            "tinygpt_vehicle_8L4H.json"};
        expectFlat(40, 300, 2048, [&](int i) {
            const QString file = artifactFile(*std::next(names.begin(), i % 4));
            const std::weak_ptr<const artifact::Artifact> old = opened.session().artifact();
            opened.window->openFile({file.toStdString(), {}});
            waitFor(opened.session(), &session::Session::viewChanged, [&] { return opened.shows(file); });
            QTRY_VERIFY2(old.expired(), "the artifact before is still held");
        });
    }
};

} // namespace sextant::window

QTEST_MAIN(sextant::window::TestWindowSoak)
#include "test_window_soak.moc"
