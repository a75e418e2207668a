// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/measure/model_folder.h"
#include "tests/ui/support/strict_test.h"
#include "tests/ui/window/opened_window.h"
#include "ui/opening/model_opener.h"
#include "ui/opening/recent_menu.h"
#include "ui/session/paths.h"

#include <QFile>
#include <QPushButton>
#include <QTreeView>
#include <QTreeWidget>

#include <atomic>
#include <chrono>
#include <semaphore>
#include <vector>

namespace sextant::window {

namespace {

/// Long enough for a machine that is busy with other things.
using test::kPatience;

const char* const kArtifact = "slm4096.json";
const char* const kModel = SEXTANT_TEST_DATA "/measure/stories260K";

void measure(const OpenedWindow& opened, const QString& model, const QString& output) {
    measure::MeasureOptions options;
    options.model = session::toPath(model);
    options.output = session::toPath(output);
    opened.window->findChild<opening::ModelOpener*>()->begin(options);
}

/// Until some of the work is done.
bool waitForProgress(const OpenedWindow& opened) {
    int done = 0;
    const QObject context;
    QObject::connect(opened.window->findChild<opening::ModelOpener*>(),
                     &opening::ModelOpener::activityChanged, &context,
                     [&done](const session::BackgroundActivity& activity) { done = activity.done; });
    return QTest::qWaitFor([&done] { return done > 0; }, kPatience);
}

bool isWorking(const OpenedWindow& opened) {
    return opened.action("Cancel Background Work")->isEnabled();
}

} // namespace

class TestModelOpening : public StrictTest {
    Q_OBJECT
private slots:
    void initTestCase() {
        // Enough work to be stopped in its middle.
        measure::writeFolder(session::toPath(large()),
                             measure::inLayout(measure::randomModel(64, 32, 2, 24, 96), "llama"));
    }

    void aModelIsMeasuredAndItsArtifactOpened() {
        OpenedWindow opened;
        const QString output = opened.folder.filePath("out.json");
        measure(opened, kModel, output);
        QTRY_VERIFY_WITH_TIMEOUT(opened.shows(output), kPatience);
        QVERIFY(opened.session().view()->hasAngles());
        QVERIFY(opened.banner(notices::BannerTopic::Model).contains(output));
        QVERIFY(opened.banner(notices::BannerTopic::Model).contains("out-eigdirs.pt"));
        auto* menu = opened.window->findChild<opening::RecentMenu*>();
        emit menu->aboutToShow();
        QVERIFY(menu->actions().first()->text().contains("out.json"));

        for (QPushButton* button : opened.window->findChildren<QPushButton*>()) {
            if (button->text() == "A&bout It") {
                button->click();
            }
        }
        auto* origins = opened.window->findChild<QTreeWidget*>();
        QVERIFY(origins != nullptr && origins->isVisible());
        QVERIFY(!origins->findItems("layout", Qt::MatchContains | Qt::MatchRecursive).isEmpty());
    }

    void severalAreMeasuredOneAfterTheOtherAndEachIsOpened() {
        OpenedWindow opened;
        std::vector<std::filesystem::path> further;
        connect(opened.window, &MainWindow::newWindowRequested, opened.window,
                [&further](const opening::ArtifactFiles& files) { further.push_back(files.json); });
        const QString first = opened.folder.filePath("first.json");
        const QString second = opened.folder.filePath("second.json");
        measure(opened, kModel, first);
        QVERIFY(opened.named<QTreeView>("Measurements") == nullptr);
        measure(opened, kModel, second);
        auto* queue = opened.named<QTreeView>("Measurements");
        QVERIFY(queue != nullptr && queue->isVisible());
        QCOMPARE(queue->model()->rowCount(), 2);
        QCOMPARE(queue->model()->index(1, 1).data().toString(), QString("waits"));
        QTRY_VERIFY_WITH_TIMEOUT(!further.empty(), kPatience);
        QVERIFY(opened.shows(first));
        QCOMPARE(session::toQString(further.front()), second);
        QCOMPARE(queue->model()->index(1, 1).data().toString(), QString("measured"));

        // The queue is at its end: what is measured now begins another one.
        const QString third = opened.folder.filePath("third.json");
        measure(opened, kModel, third);
        QTRY_VERIFY_WITH_TIMEOUT(opened.shows(third), kPatience);
        QCOMPARE(further.size(), 1U);
    }

    void theNextIsMeasuredWhenOneIsStoppedOrFails() {
        OpenedWindow opened;
        measure(opened, large(), opened.folder.filePath("large.json"));
        measure(opened, opened.folder.path(), opened.folder.filePath("none.json"));
        measure(opened, kModel, opened.folder.filePath("small.json"));
        QVERIFY(waitForProgress(opened));
        opened.action("Cancel Background Work")->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(opened.shows(opened.folder.filePath("small.json")), kPatience);
        const QAbstractItemModel* queue = opened.named<QTreeView>("Measurements")->model();
        QCOMPARE(queue->index(0, 1).data().toString(), QString("stopped"));
        QVERIFY(queue->index(1, 1).data().toString().contains("config.json"));
        QVERIFY(!QFile::exists(opened.folder.filePath("large.json")));
    }

    void aLineOfTheQueueCanBeStoppedRemovedAndTakenUpAgain() {
        OpenedWindow opened;
        measure(opened, large(), opened.folder.filePath("large.json"));
        measure(opened, kModel, opened.folder.filePath("waits.json"));
        auto* queue = opened.named<QTreeView>("Measurements");
        const auto press = [&](int row, const char* button) {
            queue->setCurrentIndex(queue->model()->index(row, 0));
            for (QPushButton* each : queue->parentWidget()->findChildren<QPushButton*>()) {
                if (each->text() == button && each->isEnabled()) {
                    each->click();
                    return true;
                }
            }
            return false;
        };
        QVERIFY(press(1, "Remove"));
        QCOMPARE(queue->model()->rowCount(), 1);
        QVERIFY(waitForProgress(opened));
        QVERIFY(!press(0, "Open") && !press(0, "Go On"));
        QVERIFY(press(0, "Stop"));
        QCOMPARE(queue->model()->index(0, 1).data().toString(), QString("stopped"));
        QVERIFY(press(0, "Go On"));
        QTRY_VERIFY_WITH_TIMEOUT(queue->model()->index(0, 1).data().toString().contains('%'), kPatience);
        QVERIFY(press(0, "Stop"));
        QVERIFY(press(0, "Remove"));
        QCOMPARE(queue->model()->rowCount(), 0);
        QVERIFY(!QFile::exists(opened.folder.filePath("waits.json")));
    }

    void progressIsShownAndCancelStopsIt() {
        OpenedWindow opened;
        QVERIFY(opened.open(artifactFile(kArtifact)));
        const QString output = opened.folder.filePath("out.json");
        measure(opened, large(), output);
        QVERIFY(waitForProgress(opened));
        QVERIFY(isWorking(opened));
        opened.action("Cancel Background Work")->trigger();
        QVERIFY(!isWorking(opened));
        QVERIFY(opened.banner(notices::BannerTopic::Model).contains("stopped"));
        QVERIFY(opened.shows(artifactFile(kArtifact)));
        delete std::exchange(opened.window, nullptr); // the thread has ended
        QVERIFY(!QFile::exists(output));
    }

    void aFolderThatIsNoModelIsToldInTheWindow() {
        OpenedWindow opened;
        QVERIFY(opened.open(artifactFile(kArtifact)));
        const QTemporaryDir empty;
        measure(opened, empty.path(), opened.folder.filePath("out.json"));
        QTRY_VERIFY_WITH_TIMEOUT(opened.banner(notices::BannerTopic::Model).contains("config.json"),
                                 kPatience);
        QVERIFY(QApplication::activeModalWidget() == nullptr);
        QVERIFY(opened.shows(artifactFile(kArtifact)));
        QTRY_VERIFY_WITH_TIMEOUT(!isWorking(opened), kPatience); // its own angles may still be computed
        QVERIFY(!QFile::exists(opened.folder.filePath("out.json")));

        // A model that can be measured takes the message away.
        measure(opened, kModel, opened.folder.filePath("out.json"));
        QVERIFY(opened.banner(notices::BannerTopic::Model).isEmpty());
    }

    void closingTheWindowStopsMeasuring() {
        OpenedWindow opened;
        const QString output = opened.folder.filePath("out.json");
        measure(opened, large(), output);
        QVERIFY(waitForProgress(opened));
        QVERIFY(opened.window->close());
        delete std::exchange(opened.window, nullptr);
        QVERIFY(!QFile::exists(output));
    }

    /// A step of a measurement that cannot be stopped goes on until the test has seen the window go.
    void closingTheWindowDoesNotWaitForAMeasuringStep() {
        OpenedWindow opened;
        delete opened.window;
        std::binary_semaphore begun(0);
        std::binary_semaphore isClosed(0);
        std::atomic<bool> sawTheClosing = false;
        std::atomic<bool> isStopped = false;
        std::atomic<bool> isOver = false;
        auto services = session::BackgroundServices::ofCore();
        services.measure = [&](const measure::MeasureOptions&, const auto&,
                               const std::stop_token& stop) -> Result<measure::MeasuredArtifact> {
            begun.release();
            sawTheClosing = isClosed.try_acquire_for(std::chrono::milliseconds(kPatience));
            isStopped = stop.stop_requested();
            isOver = true;
            return failure(ErrorCode::Cancelled, {}, {}, "the measurement was stopped");
        };
        auto disposal = std::make_shared<session::BackgroundDisposal>();
        opened.build(services, disposal);
        measure(opened, kModel, opened.folder.filePath("out.json"));
        begun.acquire();
        QVERIFY(opened.window->close());
        delete std::exchange(opened.window, nullptr);
        const bool wasOverBefore = isOver;
        isClosed.release();
        disposal.reset(); // waits for the step
        QVERIFY(!wasOverBefore);
        QVERIFY(isOver && sawTheClosing);
        QVERIFY(isStopped);
    }

private:
    QString large() const { return models_.filePath("large"); }

    QTemporaryDir models_;
};

} // namespace sextant::window

QTEST_MAIN(sextant::window::TestModelOpening)
#include "test_model_opening.moc"
