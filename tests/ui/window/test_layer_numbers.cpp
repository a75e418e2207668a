// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/support/strict_test.h"
#include "tests/ui/window/opened_window.h"
#include "ui/exporting/figure_export.h"
#include "ui/headline/headline_text.h"
#include "ui/panels/figure_table_model.h"
#include "ui/plots/layer_ticker.h"
#include "ui/session/paths.h"
#include "ui/window/status_area.h"
#include "ui/workbench/layer_box.h"

#include <QFile>
#include <QLineEdit>

namespace sextant::window {

namespace {

/// An artifact of five layers that are 3, 7, 11, 15 and 19 of their model.
QString writeArtifact(const QTemporaryDir& folder) {
    QFile original(artifactFile("stories260K.json"));
    [&] { QVERIFY(original.open(QIODevice::ReadOnly)); }();
    QByteArray text = original.readAll();
    text.insert(text.indexOf('{') + 1, R"("layer_numbers":[3,7,11,15,19],)");
    QFile copy(folder.filePath("some.json"));
    [&] { QVERIFY(copy.open(QIODevice::WriteOnly) && copy.write(text) == text.size()); }();
    QFile::copy(artifactFile("stories260K-eigdirs.pt"), folder.filePath("stories260K-eigdirs.pt"));
    return copy.fileName();
}

} // namespace

class TestLayerNumbers : public StrictTest {
    Q_OBJECT
private slots:
    void theWindowShowsTheNumbersOfTheModel() {
        OpenedWindow opened;
        const QTemporaryDir folder;
        QVERIFY(opened.open(writeArtifact(folder)));
        const auto view = opened.session().view();
        QCOMPARE(view->anchor.value, 4);
        QCOMPARE(headline::headlineText(*view).context.left(15), QString("Anchor layer 19"));
        QVERIFY(opened.plots().currentPlot().accessibleDescription().contains("anchor layer 19"));
        QVERIFY(exporting::figureFileName(*view, figures::PlotKind::Heatmap, exporting::FigureFormat::Png)
                    .contains("anchor19"));

        panels::FigureTableModel table;
        table.setTable(opened.plots().currentPlot().table());
        QCOMPARE(table.data(table.index(1, 0), Qt::DisplayRole).toString(), QString("7"));
        QCOMPARE(table.headerData(1, Qt::Vertical, Qt::DisplayRole).toInt(), 7);
    }

    void theAnchorBoxTakesTheNumbersOfTheModel() {
        OpenedWindow opened;
        const QTemporaryDir folder;
        QVERIFY(opened.open(writeArtifact(folder)));
        auto* box = opened.named<workbench::LayerBox>("Anchor layer");
        QCOMPARE(box->cleanText(), QString("19"));
        opened.action("Go to Layer")->trigger();
        QTest::keyClicks(box, "7");
        QTest::keyClick(box, Qt::Key_Return);
        QVERIFY(opened.waitForAnchor(1));
        QCOMPARE(box->cleanText(), QString("7"));
        // There is no layer 8: the box goes back.
        opened.action("Go to Layer")->trigger();
        QTest::keyClicks(box, "8");
        QTest::keyClick(box, Qt::Key_Return);
        QCOMPARE(box->cleanText(), QString("7"));
        QCOMPARE(opened.shownAnchor(), 1);
        box->stepUp();
        QVERIFY(opened.waitForAnchor(2));
        QCOMPARE(box->cleanText(), QString("11"));
    }

    void anAnchorAskedForIsANumberOfTheModel() {
        OpenedWindow opened;
        const QTemporaryDir folder;
        const QString artifact = writeArtifact(folder);
        opened.session().open(session::toPath(artifact), {}, 15);
        QTRY_VERIFY_WITH_TIMEOUT(opened.shows(artifact), 20000);
        QCOMPARE(opened.shownAnchor(), 3);
        opened.session().open(session::toPath(artifact), {}, 4);
        QTRY_VERIFY_WITH_TIMEOUT(
            opened.banner(notices::BannerTopic::Failure).contains("the layers are 3, 7, 11, 15, 19"), 20000);
    }

    void axesAreLabelledWithTheNumbersOfTheModel() {
        plots::LayerTicker ticker;
        ticker.setNumbers(LayerNumbers({3, 7, 11, 15, 19}));
        ticker.setScale(5, 500.0, 20.0);
        QVector<double> ticks;
        QVector<QString> labels;
        ticker.generate(QCPRange(-0.5, 4.5), QLocale::c(), 'f', 0, ticks, nullptr, &labels);
        QCOMPARE(labels, QVector<QString>({"3", "7", "11", "15", "19"}));
    }
};

} // namespace sextant::window

QTEST_MAIN(sextant::window::TestLayerNumbers)
#include "test_layer_numbers.moc"
