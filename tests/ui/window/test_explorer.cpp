// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/support/strict_test.h"
#include "tests/ui/window/opened_window.h"
#include "ui/window/explorer.h"

#include <QFile>
#include <QScreen>

namespace sextant::window {

namespace {

const char* const kArtifact = "stories260K.json";

opening::ArtifactFiles files(const QString& json) {
    return {json.toStdString(), {}};
}

bool isWithinItsScreen(const MainWindow& window) {
    return window.screen()->availableGeometry().contains(QRect(window.pos(), window.size()));
}

} // namespace

class TestExplorer : public StrictTest {
    Q_OBJECT
private slots:
    void eachFileHasAWindow() {
        const QTemporaryDir folder;
        Explorer explorer(folder.filePath("settings.json"), ThreadBudget(2));
        MainWindow& first =
            explorer.openWindow(opening::ArtifactFiles{artifactFile(kArtifact).toStdString(), {}}, 0);
        MainWindow& second =
            explorer.openWindow(opening::ArtifactFiles{artifactFile("slm4096.json").toStdString(), {}});
        QTRY_VERIFY(first.session().view() && second.session().view());
        QCOMPARE(first.session().anchor().value, 0);
        emit first.newWindowRequested({artifactFile("kwt1_1head.json").toStdString(), {}});
        QTRY_VERIFY(QApplication::topLevelWidgets().count() >= 3);
    }

    void aLocatedTensorFileIsRememberedForTheNextStart() {
        const QTemporaryDir folder;
        const QString alone = folder.filePath("alone.json");
        QVERIFY(QFile::copy(artifactFile(kArtifact), alone));
        const QString tensors = folder.filePath("elsewhere.pt");
        QVERIFY(QFile::copy(artifactFile("stories260K-eigdirs.pt"), tensors));
        {
            Explorer explorer(settingsIn(folder), ThreadBudget(2));
            session::Session& session = explorer.openWindow(files(alone)).session();
            QTRY_VERIFY(session.view() && session.artifact()->tensorError);
            session.locateTensors(tensors.toStdString());
            QTRY_VERIFY(session.view()->hasAngles());
        }
        Explorer next(settingsIn(folder), ThreadBudget(2));
        const session::Session& session = next.openWindow(files(alone)).session();
        QTRY_VERIFY(session.view());
        QVERIFY(!session.artifact()->tensorError);
        QTRY_VERIFY(session.view()->hasAngles());
        QCOMPARE(session.artifact()->tensors->path.string(), tensors.toStdString());
    }

    void furtherWindowsStandAsideButWithinTheScreen() {
        const QTemporaryDir folder;
        putAt(kPlace, folder);
        Explorer explorer(settingsIn(folder), ThreadBudget(2));
        QCOMPARE(explorer.openWindow({}).pos(), kPlace);
        QCOMPARE(explorer.openWindow({}).pos(), kPlace + QPoint(32, 32));
        for (int i = 0; i < 12; ++i) { // farther than the screen is wide
            QVERIFY2(isWithinItsScreen(explorer.openWindow({})), qPrintable(QString::number(i)));
        }
    }

    void theNextStartBeginsWhereTheFirstWindowWas() {
        const QTemporaryDir folder;
        putAt(kPlace, folder);
        for (const bool firstClosesLast : {true, false, true}) {
            Explorer explorer(settingsIn(folder), ThreadBudget(2));
            MainWindow& first = explorer.openWindow({});
            QCOMPARE(first.pos(), kPlace);
            QCOMPARE(first.size(), kSize);
            MainWindow& second = explorer.openWindow({});
            QVERIFY(second.pos() != kPlace);
            (firstClosesLast ? second : first).close();
            (firstClosesLast ? first : second).close();
        }
    }

private:
    static constexpr QPoint kPlace{21, 13};
    static constexpr QSize kSize{700, 560};

    static QString settingsIn(const QTemporaryDir& folder) { return folder.filePath("settings.json"); }

    /// Where the next start finds its first window.
    static void putAt(QPoint place, const QTemporaryDir& folder) {
        Explorer explorer(settingsIn(folder), ThreadBudget(2));
        MainWindow& only = explorer.openWindow({});
        only.resize(kSize);
        only.move(place);
        only.close();
    }
};

} // namespace sextant::window

QTEST_MAIN(sextant::window::TestExplorer)
#include "test_explorer.moc"
