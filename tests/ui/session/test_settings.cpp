// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/support/strict_test.h"
#include "ui/session/settings.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

namespace sextant::session {

class TestSettings : public StrictTest {
    Q_OBJECT
private slots:
    void everythingSurvivesARestart() {
        const QTemporaryDir folder;
        const QString file = folder.filePath("settings.json");
        {
            Settings settings(file);
            settings.setWindowLayout({{30, 40}, {900, 700}, true, "state", {"table"}, {"left", "right"}});
            settings.setRecentFiles(RecentFiles({"/with space, and comma.json", "/b.json"}));
            workspace::ViewState state;
            state.signTop = 16;
            state.colours = workspace::ColourRange::Fitted;
            state.anchors = {LayerIndex{5}};
            settings.rememberChoices(state);
            settings.setExportChoices({"svg", {1200, 700}, 3.0, "dark", "/out"});
        }
        const Settings settings(file);
        QCOMPARE(settings.windowLayout().position, QPoint(30, 40));
        QCOMPARE(settings.windowLayout().size, QSize(900, 700));
        QVERIFY(settings.windowLayout().maximized);
        QCOMPARE(settings.windowLayout().state, QByteArray("state"));
        QCOMPARE(settings.windowLayout().openPanels, QStringList("table"));
        QCOMPARE(settings.windowLayout().splitters, QList<QByteArray>({"left", "right"}));
        QCOMPARE(settings.recentFiles().newestFirst(),
                 QStringList({"/with space, and comma.json", "/b.json"}));
        workspace::ViewState first; // the anchor belongs to its artifact
        first.signTop = 16;
        first.colours = workspace::ColourRange::Fitted;
        QVERIFY(settings.firstState() == first);
        QCOMPARE(settings.exportChoices().format, QStringLiteral("svg"));
        QCOMPARE(settings.exportChoices().size, QSize(1200, 700));
        QCOMPARE(settings.exportChoices().scale, 3.0);
        QCOMPARE(settings.exportChoices().background, QStringLiteral("dark"));
        QCOMPARE(settings.exportChoices().folder, QStringLiteral("/out"));
    }

    void aFirstRunHasDefaults() {
        const QTemporaryDir folder;
        const Settings settings(folder.filePath("none.json"));
        QVERIFY(settings.windowLayout().size.isEmpty());
        QVERIFY(settings.recentFiles().newestFirst().isEmpty());
        QVERIFY(settings.firstState() == workspace::ViewState());
        QCOMPARE(settings.exportChoices().size, QSize(900, 600));
    }

    void absurdValuesReadAsDefaults() {
        const QTemporaryDir folder;
        const QString path = folder.filePath("settings.json");
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        // Not a raw string, behind which moc finds no class.
        file.write("{\"export/size\": {\"width\": -4, \"height\": 900000}, \"export/scale\": \"nan\","
                   "\"view/firstState\": \"{\\\"signTop\\\":-3}\", \"window/version\": 999,"
                   "\"window/size\": \"x\", \"tensorFiles\": \"odd\", \"recentFiles\": {\"x\": []}, "
                   "\"export/format\": null}");
        file.close();
        const Settings settings(path);
        QCOMPARE(settings.exportChoices().size, QSize(900, 600));
        QCOMPARE(settings.exportChoices().scale, 2.0);
        QCOMPARE(settings.exportChoices().format, QStringLiteral("png"));
        QVERIFY(settings.firstState() == workspace::ViewState());
        QVERIFY(!settings.tensorFileOf("odd"));
        QVERIFY(settings.windowLayout().size.isEmpty());
        QVERIFY(settings.recentFiles().newestFirst().isEmpty());
    }

    void aFileThatIsNotJsonReadsAsDefaults() {
        const QTemporaryDir folder;
        const QString path = folder.filePath("settings.json");
        for (const QByteArray& text :
             {QByteArray(), QByteArray("[1]"), QByteArray("{\"a\""), QByteArray(4096, '\0')}) {
            QFile file(path);
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(text);
            file.close();
            Settings settings(path);
            QVERIFY(settings.recentFiles().newestFirst().isEmpty());
            settings.setRecentFiles(RecentFiles({"/a.json"}));
            QCOMPARE(settings.recentFiles().newestFirst(), QStringList("/a.json"));
            QVERIFY(QFile::remove(path) || text.isEmpty());
        }
    }

    void aTensorFileIsRememberedPerArtifact() {
        const QTemporaryDir folder;
        const QString file = folder.filePath("settings.json");
        {
            Settings settings(file);
            settings.rememberTensorFile("/a.json", "/first.pt");
            settings.rememberTensorFile("/b, with comma.json", "/b.pt");
            settings.rememberTensorFile("/a.json", "/second.pt");
        }
        Settings settings(file);
        QCOMPARE(settings.tensorFileOf("/a.json").value_or(""), QStringLiteral("/second.pt"));
        QCOMPARE(settings.tensorFileOf("/b, with comma.json").value_or(""), QStringLiteral("/b.pt"));
        QVERIFY(!settings.tensorFileOf("/second.pt"));
        for (int i = 0; i < 60; ++i) {
            settings.rememberTensorFile(QStringLiteral("/%1.json").arg(i), "/x.pt");
        }
        QVERIFY(settings.tensorFileOf("/59.json") && settings.tensorFileOf("/10.json"));
        QVERIFY(!settings.tensorFileOf("/a.json"));
    }

    void theFileIsBelowTheConfigurationFolder() {
        const QTemporaryDir folder;
        const QByteArray before = qgetenv("XDG_CONFIG_HOME");
        qputenv("XDG_CONFIG_HOME", folder.path().toUtf8());
        QCOMPARE(Settings::defaultFile(), folder.filePath("sextant/settings.json"));
        qputenv("XDG_CONFIG_HOME", before);
    }
};

} // namespace sextant::session

QTEST_GUILESS_MAIN(sextant::session::TestSettings)
#include "test_settings.moc"
