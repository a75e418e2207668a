// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/measure/model_folder.h"
#include "tests/ui/support/strict_test.h"
#include "tests/ui/window/opened_window.h"
#include "ui/opening/model_opener.h"
#include "ui/opening/recent_menu.h"
#include "ui/session/paths.h"

#include <QFile>
#include <QFileDialog>
#include <QPushButton>
#include <QTreeWidget>

namespace sextant::window {

namespace {

/// Long enough for a machine that is busy with other things.
constexpr int kPatience = 60000;

const char* const kArtifact = "slm4096.json";
const char* const kModel = SEXTANT_TEST_DATA "/measure/stories260K";

void measure(const OpenedWindow& opened, const QString& model, const QString& output) {
    opened.window->findChild<opening::ModelOpener*>()->begin(session::toPath(model), session::toPath(output));
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

    void folderAndArtifactAreAskedFor() {
        OpenedWindow opened;
        const QString model = opened.folder.filePath("small");
        measure::writeFolder(session::toPath(model),
                             measure::inLayout(measure::randomModel(3, 2, 2, 4, 16), "llama"));
        opened.action("Open Model\u2026")->trigger();
        auto* folderDialog = opened.window->findChild<QFileDialog*>();
        QVERIFY(folderDialog != nullptr && folderDialog->isVisible());
        emit folderDialog->fileSelected(model);
        folderDialog->close();
        QTRY_COMPARE(opened.window->findChildren<QFileDialog*>().size(), 1);
        auto* outputDialog = opened.window->findChild<QFileDialog*>();
        QCOMPARE(outputDialog->acceptMode(), QFileDialog::AcceptSave);
        const QString suggested = outputDialog->selectedFiles().first();
        QCOMPARE(suggested, opened.folder.filePath("small.json"));
        emit outputDialog->fileSelected(suggested);
        outputDialog->close();
        QTRY_VERIFY_WITH_TIMEOUT(opened.shows(suggested), kPatience);
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

private:
    QString large() const { return models_.filePath("large"); }

    QTemporaryDir models_;
};

} // namespace sextant::window

QTEST_MAIN(sextant::window::TestModelOpening)
#include "test_model_opening.moc"
