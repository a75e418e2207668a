// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/support/strict_test.h"
#include "tests/ui/window/opened_window.h"
#include "ui/opening/recent_menu.h"

#include <QDropEvent>
#include <QFile>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <semaphore>
#include <utility>

namespace sextant::window {

namespace {

const char* const kArtifact = "stories260K.json";

void drop(QWidget* window, const QStringList& paths) {
    QMimeData data;
    QList<QUrl> urls;
    for (const QString& path : paths) {
        urls << QUrl::fromLocalFile(path);
    }
    data.setUrls(urls);
    QDragEnterEvent enter(QPoint(50, 50), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(window, &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent event(QPointF(50, 50), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(window, &event);
}

QStringList recentNames(const OpenedWindow& opened) {
    auto* menu = opened.window->findChild<opening::RecentMenu*>();
    emit menu->aboutToShow();
    QStringList names;
    for (const QAction* action : menu->actions()) {
        names << action->text();
    }
    return names;
}

} // namespace

class TestWindowFiles : public StrictTest {
    Q_OBJECT
private slots:
    void aFileThatFailsIsToldInTheWindowAndTheOldOneStays() {
        OpenedWindow opened;
        QVERIFY(opened.open(artifactFile(kArtifact)));
        opened.window->openFile({"/nowhere/none.json", {}});
        QTRY_VERIFY(!opened.banner(notices::BannerTopic::Failure).isEmpty());
        QVERIFY(opened.banner(notices::BannerTopic::Failure).contains("/nowhere/none.json"));
        QVERIFY(opened.shows(artifactFile(kArtifact)));
        QVERIFY(QApplication::activeModalWidget() == nullptr);

        // A banner can be dismissed, and a file that opens takes it away.
        opened.window->openFile({"/nowhere/none.json", {}});
        QVERIFY(opened.open(artifactFile("slm4096.json")));
        QVERIFY(opened.banner(notices::BannerTopic::Failure).isEmpty());
    }

    void aReloadThatFailsSaysThatTheOldIsShown() {
        OpenedWindow opened;
        const QString json = opened.folder.filePath("gone.json");
        QVERIFY(QFile::copy(artifactFile(kArtifact), json));
        QVERIFY(opened.open(json));
        QVERIFY(QFile::remove(json));
        opened.action("Reload")->trigger();
        QTRY_VERIFY(
            opened.banner(notices::BannerTopic::Failure).contains("Showing the previously loaded data."));
    }

    void aBannerIsDismissed() {
        OpenedWindow opened;
        opened.window->openFile({"/nowhere/none.json", {}});
        QTRY_VERIFY(!opened.banner(notices::BannerTopic::Failure).isEmpty());
        for (QPushButton* button :
             opened.window->findChild<notices::BannerArea*>()->findChildren<QPushButton*>()) {
            if (button->text() == "Dismiss") {
                button->click();
            }
        }
        QVERIFY(opened.banner(notices::BannerTopic::Failure).isEmpty());
    }

    void aMissingTensorFileIsToldAndLocated() {
        OpenedWindow opened;
        const QString alone = opened.folder.filePath("alone.json");
        QVERIFY(QFile::copy(artifactFile(kArtifact), alone));
        QVERIFY(opened.open(alone));
        QVERIFY(!opened.banner(notices::BannerTopic::Tensors).isEmpty());
        QVERIFY(!opened.session().view()->hasAngles());
        drop(opened.window, {artifactFile("stories260K-eigdirs.pt")});
        // A tensor file with its JSON beside it means that pair.
        QTRY_VERIFY(opened.shows(artifactFile(kArtifact)));

        QVERIFY(opened.open(alone));
        const QString tensors = opened.folder.filePath("tensors.pt");
        QVERIFY(QFile::copy(artifactFile("stories260K-eigdirs.pt"), tensors));
        drop(opened.window, {tensors});
        QTRY_VERIFY(opened.session().view()->hasAngles());
        QVERIFY(opened.shows(alone));
        QVERIFY(opened.banner(notices::BannerTopic::Tensors).isEmpty());
    }

    void droppedArtifactsOpenHereAndInFurtherWindows() {
        OpenedWindow opened;
        QSignalSpy further(opened.window, &MainWindow::newWindowRequested);
        drop(opened.window, {artifactFile(kArtifact), artifactFile("slm4096.json")});
        QTRY_VERIFY(opened.shows(artifactFile(kArtifact)));
        QCOMPARE(further.size(), 1);
        QCOMPARE(further[0][0].value<opening::ArtifactFiles>().json.string(),
                 artifactFile("slm4096.json").toStdString());
    }

    void aDroppedFolderStandsForItsArtifacts() {
        OpenedWindow opened;
        QVERIFY(QDir(opened.folder.path()).mkdir("some"));
        const QString json = opened.folder.filePath("some/x.json");
        QVERIFY(QFile::copy(artifactFile(kArtifact), json));
        QVERIFY(
            QFile::copy(artifactFile("stories260K-eigdirs.pt"), opened.folder.filePath("some/x-eigdirs.pt")));
        drop(opened.window, {opened.folder.filePath("some")});
        QTRY_VERIFY(opened.shows(json));
    }

    void whatHoldsNoArtifactIsTold() {
        OpenedWindow opened;
        QFile text(opened.folder.filePath("notes.txt"));
        QVERIFY(text.open(QIODevice::WriteOnly));
        text.close();
        drop(opened.window, {text.fileName()});
        QVERIFY(!opened.banner(notices::BannerTopic::Failure).isEmpty());
    }

    void recentFilesAreRemembered() {
        OpenedWindow opened;
        QCOMPARE(recentNames(opened), QStringList("No recent files"));
        QVERIFY(opened.open(artifactFile(kArtifact)));
        QVERIFY(opened.open(artifactFile("slm4096.json")));
        QVERIFY(recentNames(opened)[0].contains("slm4096.json"));
        QVERIFY(recentNames(opened)[1].contains("stories260K.json"));

        opened.window->findChild<opening::RecentMenu*>()->actions()[1]->trigger();
        QTRY_VERIFY(opened.shows(artifactFile(kArtifact)));
        QVERIFY(recentNames(opened)[0].contains("stories260K.json"));

        const QAction* first = opened.window->findChild<opening::RecentMenu*>()->actions()[0];
        QVERIFY(first->toolTip().startsWith("<qt>")); // so that it is not guessed what the name is

        // A file that cannot be opened is not among them.
        opened.window->openFile({"/nowhere/none.json", {}});
        QTRY_VERIFY(!opened.banner(notices::BannerTopic::Failure).isEmpty());
        QVERIFY(!recentNames(opened)[0].contains("none.json"));
    }

    void aNameThatReordersIsShownEscaped() {
        OpenedWindow opened;
        const QString odd = opened.folder.filePath(QStringLiteral("a\u202e<b>.json"));
        QVERIFY(QFile::copy(artifactFile(kArtifact), odd));
        QVERIFY(opened.open(odd));
        QVERIFY(opened.window->windowTitle().contains("a\\u202e<b>.json"));
        QVERIFY(recentNames(opened)[0].contains("a\\u202e<b>.json"));
        QVERIFY(!opened.banner(notices::BannerTopic::Tensors).contains(QChar(0x202e)));
    }

    void aModelsNameThatReordersIsShownEscaped() {
        OpenedWindow opened;
        QFile artifact(artifactFile(kArtifact));
        QVERIFY(artifact.open(QIODevice::ReadOnly));
        QByteArray json = artifact.readAll();
        const QByteArray name = R"("model": "stories260K")";
        QVERIFY(json.contains(name));
        QFile odd(opened.folder.filePath("odd.json"));
        QVERIFY(odd.open(QIODevice::WriteOnly));
        odd.write(json.replace(name, QStringLiteral("\"model\": \"m\u202e<b>\"").toUtf8()));
        odd.close();
        QVERIFY(opened.open(odd.fileName()));
        QVERIFY2(opened.window->windowTitle().startsWith("m\\u202e<b> - odd.json"),
                 qPrintable(opened.window->windowTitle()));
    }

    void aTensorFileIsRememberedForTheNextStart() {
        OpenedWindow opened;
        const QString alone = opened.folder.filePath("alone.json");
        QVERIFY(QFile::copy(artifactFile(kArtifact), alone));
        const QString tensors = opened.folder.filePath("elsewhere.pt");
        QVERIFY(QFile::copy(artifactFile("stories260K-eigdirs.pt"), tensors));
        QVERIFY(opened.open(alone));
        opened.session().locateTensors(tensors.toStdString());
        QTRY_VERIFY(opened.session().view()->hasAngles());
        delete opened.window;
        opened.build();
        QVERIFY(opened.open(alone));
        QVERIFY(opened.session().view()->hasAngles());

        // One that is gone is no reason not to search.
        QVERIFY(QFile::rename(tensors, opened.folder.filePath("alone-eigdirs.pt")));
        delete opened.window;
        opened.build();
        QVERIFY(opened.open(alone));
        QVERIFY(opened.session().view()->hasAngles());
    }

    void aWindowStaysWhereItIsHoweverOftenItIsOpened() {
        OpenedWindow opened;
        opened.window->resize(700, 560);
        opened.window->move(23, 17);
        const QPoint place = opened.window->pos();
        const QSize size = opened.window->size();
        for (int i = 0; i < 4; ++i) {
            opened.window->close();
            delete opened.window;
            opened.build();
            QCOMPARE(opened.window->pos(), place);
            QCOMPARE(opened.window->size(), size);
        }
    }

    void theWindowComesBackAsItWas() {
        OpenedWindow opened;
        opened.window->resize(777, 707);
        opened.plots().restoreSplitterStates({});
        opened.action("Numbers")->trigger();
        opened.action("Fit Colours to the Data")->trigger();
        const auto splitters = opened.plots().splitterStates();
        opened.window->close();
        delete opened.window;
        opened.build();
        QCOMPARE(opened.window->size(), QSize(777, 707));
        QCOMPARE(opened.plots().splitterStates(), splitters);
        QVERIFY(opened.action("Numbers")->isChecked());
        QVERIFY(opened.action("Fit Colours to the Data")->isChecked());
    }

    void theDemoOpensAndIsNobodysRecentFile() {
        OpenedWindow opened;
        QVERIFY(opened.action("Open Demo")->isEnabled());
        opened.action("Open Demo")->trigger();
        QTRY_VERIFY(opened.session().view() && opened.session().isViewCurrent());
        QVERIFY(opened.window->windowTitle().contains("stories260K.json"));
        QCOMPARE(recentNames(opened), QStringList("No recent files"));
    }

    /// What is read is let go of in the background, and nobody hears of it.
    void closingWhileReadingIsQuiet() {
        OpenedWindow opened;
        delete opened.window;
        std::binary_semaphore begun(0);
        std::atomic<bool> isStopped = false;
        auto services = session::BackgroundServices::ofCore();
        services.readers.grams =
            [&](const std::filesystem::path& path,
                const std::stop_token& stop) -> Result<std::shared_ptr<const artifact::GramFile>> {
            begun.release();
            std::mutex mutex;
            std::unique_lock lock(mutex);
            std::condition_variable_any never;
            never.wait_for(lock, stop, std::chrono::milliseconds(test::kPatience), [] { return false; });
            isStopped = stop.stop_requested();
            return failure(ErrorCode::Cancelled, path, {}, "reading was stopped");
        };
        auto disposal = std::make_shared<session::BackgroundDisposal>();
        const std::weak_ptr<session::BackgroundDisposal> disposed = disposal;
        opened.build(services, std::move(disposal));
        opened.window->openFile({artifactFile(kArtifact).toStdString(), {}});
        begun.acquire();
        QVERIFY(opened.window->close());
        QVERIFY(opened.banner(notices::BannerTopic::Failure).isEmpty());
        delete std::exchange(opened.window, nullptr);
        QVERIFY(disposed.expired()); // it ends when all that was handed to it is gone
        QVERIFY(isStopped);
        QCoreApplication::processEvents();
        for (const QWidget* widget : QApplication::topLevelWidgets()) {
            QVERIFY2(!widget->isVisible(), widget->metaObject()->className());
        }
    }
};

} // namespace sextant::window

QTEST_MAIN(sextant::window::TestWindowFiles)
#include "test_window_files.moc"
