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
        const QString file = folder.filePath("sextant.ini");
        {
            Settings settings(file);
            settings.setWindowLayout({"geometry", "state", {"table"}, {"left", "right"}});
            settings.setRecentFiles(RecentFiles({"/with space, and comma.json", "/b.json"}));
            settings.setPlotChoices({16, true});
            settings.setExportChoices({"svg", {1200, 700}, 3.0, "dark", "/out"});
        }
        const Settings settings(file);
        QCOMPARE(settings.windowLayout().geometry, QByteArray("geometry"));
        QCOMPARE(settings.windowLayout().state, QByteArray("state"));
        QCOMPARE(settings.windowLayout().openPanels, QStringList("table"));
        QCOMPARE(settings.windowLayout().splitters, QList<QByteArray>({"left", "right"}));
        QCOMPARE(settings.recentFiles().newestFirst(),
                 QStringList({"/with space, and comma.json", "/b.json"}));
        QCOMPARE(settings.plotChoices().signTop, 16);
        QVERIFY(settings.plotChoices().fitColours);
        QCOMPARE(settings.exportChoices().format, QStringLiteral("svg"));
        QCOMPARE(settings.exportChoices().size, QSize(1200, 700));
        QCOMPARE(settings.exportChoices().scale, 3.0);
        QCOMPARE(settings.exportChoices().background, QStringLiteral("dark"));
        QCOMPARE(settings.exportChoices().folder, QStringLiteral("/out"));
    }

    void aFirstRunHasDefaults() {
        const QTemporaryDir folder;
        const Settings settings(folder.filePath("none.ini"));
        QVERIFY(settings.windowLayout().geometry.isEmpty());
        QVERIFY(settings.recentFiles().newestFirst().isEmpty());
        QCOMPARE(settings.plotChoices().signTop, 0);
        QCOMPARE(settings.exportChoices().size, QSize(900, 600));
    }

    void absurdValuesReadAsDefaults() {
        const QTemporaryDir folder;
        const QString path = folder.filePath("sextant.ini");
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("[export]\nsize=@Size(-4 900000)\nscale=nan\n[plots]\nsignTop=-3\nfitColours=maybe\n"
                   "[window]\nversion=999\ngeometry=x\n");
        file.close();
        const Settings settings(path);
        QCOMPARE(settings.exportChoices().size, QSize(900, 600));
        QCOMPARE(settings.exportChoices().scale, 2.0);
        QCOMPARE(settings.plotChoices().signTop, 0);
        QVERIFY(settings.windowLayout().geometry.isEmpty());
    }

    void theFileIsBelowTheConfigurationFolder() {
        const QTemporaryDir folder;
        const QByteArray before = qgetenv("XDG_CONFIG_HOME");
        qputenv("XDG_CONFIG_HOME", folder.path().toUtf8());
        QCOMPARE(Settings::defaultFile(), folder.filePath("sextant/sextant.ini"));
        qputenv("XDG_CONFIG_HOME", before);
    }
};

} // namespace sextant::session

QTEST_GUILESS_MAIN(sextant::session::TestSettings)
#include "test_settings.moc"
