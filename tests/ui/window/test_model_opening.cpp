#include "tests/core/measure/model_folder.h"
#include "tests/ui/support/strict_test.h"
#include "tests/ui/window/opened_window.h"
#include "ui/session/paths.h"
#include "ui/window/model_opener.h"
#include "ui/window/recent_menu.h"

#include <QFile>
#include <QFileDialog>
#include <QPushButton>
#include <QTreeWidget>

namespace sextant {

namespace {

/// Long enough for a machine that is busy with other things.
constexpr int kPatience = 60000;

const char* const kArtifact = "slm4096.json";
const char* const kModel = SEXTANT_TEST_DATA "/measure/stories260K";

void measure(const OpenedWindow& opened, const QString& model, const QString& output) {
    opened.window->findChild<ModelOpener*>()->begin(toPath(model), toPath(output));
}

/// Until some of the work is done.
bool waitForProgress(const OpenedWindow& opened) {
    int done = 0;
    const QObject context;
    QObject::connect(opened.window->findChild<ModelOpener*>(), &ModelOpener::activityChanged, &context,
                     [&done](const BackgroundActivity& activity) { done = activity.done; });
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
        writeFolder(toPath(large()), inLayout(randomModel(64, 32, 2, 24, 96), "llama"));
    }

    void aModelIsMeasuredAndItsArtifactOpened() {
        OpenedWindow opened;
        const QString output = opened.folder.filePath("out.json");
        measure(opened, kModel, output);
        QTRY_VERIFY_WITH_TIMEOUT(opened.shows(output), kPatience);
        QVERIFY(opened.session().view()->eigenspaces.has_value());
        QVERIFY(opened.banner(BannerTopic::Model).contains(output));
        QVERIFY(opened.banner(BannerTopic::Model).contains("out-eigdirs.pt"));
        auto* menu = opened.window->findChild<RecentMenu*>();
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
        writeFolder(toPath(model), inLayout(randomModel(3, 2, 2, 4, 16), "llama"));
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
        QVERIFY(opened.banner(BannerTopic::Model).contains("stopped"));
        QVERIFY(opened.shows(artifactFile(kArtifact)));
        delete std::exchange(opened.window, nullptr); // the thread has ended
        QVERIFY(!QFile::exists(output));
    }

    void aFolderThatIsNoModelIsToldInTheWindow() {
        OpenedWindow opened;
        QVERIFY(opened.open(artifactFile(kArtifact)));
        const QTemporaryDir empty;
        measure(opened, empty.path(), opened.folder.filePath("out.json"));
        QTRY_VERIFY_WITH_TIMEOUT(opened.banner(BannerTopic::Model).contains("config.json"), kPatience);
        QVERIFY(QApplication::activeModalWidget() == nullptr);
        QVERIFY(opened.shows(artifactFile(kArtifact)));
        QVERIFY(!isWorking(opened));
        QVERIFY(!QFile::exists(opened.folder.filePath("out.json")));

        // A model that can be measured takes the message away.
        measure(opened, kModel, opened.folder.filePath("out.json"));
        QVERIFY(opened.banner(BannerTopic::Model).isEmpty());
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

} // namespace sextant

QTEST_MAIN(sextant::TestModelOpening)
#include "test_model_opening.moc"
