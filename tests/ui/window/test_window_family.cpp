// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/support/strict_test.h"
#include "tests/ui/window/opened_window.h"
#include "ui/plots/plot_canvas.h"

#include <QCheckBox>
#include <QLabel>
#include <QPushButton>
#include <QTableView>

namespace sextant::window {

/// The tab that shows what the layers share.
class TestWindowFamily : public StrictTest {
    Q_OBJECT

    static bool showsFamily(const OpenedWindow& opened) {
        opened.action("What the Layers Share")->trigger();
        return QTest::qWaitFor([&] { return opened.session().view()->family != nullptr; }, 10000);
    }

    static QTableView& table(const OpenedWindow& opened) {
        return *opened.named<QTableView>("What the layers share, head by head");
    }

private slots:
    void showsEveryHeadInATableThatSelectsIt() {
        OpenedWindow opened;
        QVERIFY(opened.open(artifactFile("tinygpt_vehicle_8L4H.json")));
        QVERIFY(showsFamily(opened));
        QTableView& heads = table(opened);
        QCOMPARE(heads.model()->rowCount(), 5); // the mean, then four heads
        QCOMPARE(heads.currentIndex().row(), 0);
        heads.scrollTo(heads.model()->index(3, 1));
        const QRect row = heads.visualRect(heads.model()->index(3, 1));
        QTest::mouseClick(heads.viewport(), Qt::LeftButton, {}, row.center());
        QCOMPARE(opened.session().head(), HeadSelection(HeadIndex{2}));
        opened.session().apply(workspace::ShowHead{HeadIndex{0}});
        QCOMPARE(heads.model()->index(heads.currentIndex().row(), 0).data().toString(), "0");
        QVERIFY(!opened.named<QLabel>("What the layers share")->text().isEmpty());
    }

    void sortsByNumbers() {
        OpenedWindow opened;
        QVERIFY(opened.open(artifactFile("tinygpt_vehicle_8L4H.json")));
        QVERIFY(showsFamily(opened));
        QTableView& heads = table(opened);
        heads.sortByColumn(2, Qt::DescendingOrder);
        double before = 1e300;
        for (int row = 0; row < heads.model()->rowCount(); ++row) {
            const double value = heads.model()->index(row, 2).data().toDouble();
            QVERIFY(value <= before);
            before = value;
        }
        QCOMPARE(opened.session().head(), HeadSelection()); // sorting selects nothing
    }

    void itsPlotsAreOfTheSameFamily() {
        OpenedWindow opened;
        QVERIFY(opened.open(artifactFile("tinygpt_vehicle_8L4H.json")));
        QVERIFY(showsFamily(opened));
        const auto rows = [&](figures::PlotKind kind) { return opened.plots().plot(kind).table().rows; };
        const auto values = rows(figures::PlotKind::Eigenvalues);
        QCOMPARE(values.size(), std::size_t{9});
        QCOMPARE(values[1][0], opened.session().view()->family->ofMean.dimension.eigenvalues[0]);
        QCOMPARE(rows(figures::PlotKind::Anchors).size(), std::size_t{8});
        QCOMPARE(opened.plots().currentPlot().kind(), figures::PlotKind::Eigenvalues);
        // A click there picks no layer, and zooming it leaves the layers' axis alone.
        plots::AlignmentPlot& plot = opened.plots().plot(figures::PlotKind::Anchors);
        plot.grab();
        QTest::mouseClick(&plot, Qt::LeftButton, {}, plot.rect().center());
        QCOMPARE(opened.session().anchor().value, 7);
    }

    void theSwitchFramesTheBlocksOnTheMap() {
        OpenedWindow opened;
        QVERIFY(opened.open(artifactFile("tinygpt_vehicle_8L4H.json")));
        QVERIFY(showsFamily(opened));
        QCheckBox* shown = nullptr;
        for (QCheckBox* box : opened.window->findChildren<QCheckBox*>()) {
            shown = box->text().contains("depth") ? box : shown;
        }
        QVERIFY(shown != nullptr);
        shown->click();
        QVERIFY(opened.session().state().depthBlocks);
        QVERIFY(opened.action("Draw Depth Blocks")->isChecked());
        opened.action("Draw Depth Blocks")->trigger();
        QVERIFY(!shown->isChecked());
    }

    void suggestsTheNextAnchorAndAddsIt() {
        OpenedWindow opened;
        QVERIFY(opened.open(artifactFile("tinygpt_vehicle_8L4H.json")));
        opened.action("Suggest Next Anchor")->trigger();
        const auto banner = [&] { return opened.banner(notices::BannerTopic::Suggestion); };
        QTRY_VERIFY(banner().contains("to the mean R"));
        QPushButton* add = nullptr;
        for (QPushButton* button : opened.window->findChildren<QPushButton*>()) {
            add = button->text().startsWith("Add Layer") && button->isVisible() ? button : add;
        }
        QVERIFY(add != nullptr);
        add->click();
        QCOMPARE(opened.session().state().anchors.size(), std::size_t{2});
        QVERIFY(banner().isEmpty()); // it was for one anchor
    }
};

} // namespace sextant::window

QTEST_MAIN(sextant::window::TestWindowFamily)
#include "test_window_family.moc"
