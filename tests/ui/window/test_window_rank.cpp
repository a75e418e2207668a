// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/support/strict_test.h"
#include "tests/ui/window/opened_window.h"
#include "ui/window/status_area.h"

#include <QCheckBox>
#include <QClipboard>
#include <QFile>
#include <QStandardItemModel>
#include <QTableView>

#include <cmath>

namespace sextant::window {

namespace {

const char* const kArtifact = "tinygpt_vehicle_8L4H.json"; // 8 layers, 4 heads

} // namespace

/// What stands out: how the maps show it, and the list of it.
class TestWindowRank : public StrictTest {
    Q_OBJECT

    static void press(const OpenedWindow& opened, Qt::Key key, Qt::KeyboardModifiers modifiers = {}) {
        QTest::keyClick(opened.window->windowHandle(), key, modifiers);
    }

    /// The control of this name in the page that is on show.
    template <typename Widget>
    static Widget* shown(const OpenedWindow& opened, const QString& name) {
        for (Widget* widget : opened.window->findChildren<Widget*>()) {
            if (widget->accessibleName() == name && widget->isVisible()) {
                return widget;
            }
        }
        return nullptr;
    }

    static QTableView* openRank(const OpenedWindow& opened) {
        opened.window->activateWindow();
        press(opened, Qt::Key_K, Qt::ControlModifier);
        auto* table = opened.named<QTableView>("Rank");
        [&] { QTRY_VERIFY(table->isVisible()); }();
        return table;
    }

private slots:
    void keysChangeHowMapsAreDrawnAndEveryControlFollows() {
        OpenedWindow opened;
        QVERIFY(opened.open(artifactFile(kArtifact)));
        opened.window->activateWindow();
        opened.plots().focusPlot(Qt::OtherFocusReason);
        QVERIFY(opened.session().state().maps.faded);
        QVERIFY(opened.action("Pale within Chance")->isChecked());
        press(opened, Qt::Key_P);
        QVERIFY(!opened.session().state().maps.faded);
        QVERIFY(!opened.action("Pale within Chance")->isChecked());
        for (const QCheckBox* box : opened.window->findChildren<QCheckBox*>()) {
            QVERIFY(!box->text().contains("Pale") || !box->isChecked());
        }
        press(opened, Qt::Key_Z);
        QCOMPARE(opened.session().state().maps.colours, MapColours::Z);
        QCOMPARE(shown<QComboBox>(opened, "Colour by")->currentText(), QStringLiteral("z"));
        opened.session().apply(workspace::ColourMapsBy{MapColours::Value});
        QCOMPARE(shown<QComboBox>(opened, "Colour by")->currentText(), QStringLiteral("value"));
        QVERIFY(!opened.action("Colour Maps by z")->isChecked());
    }

    void theMapOfHeadsShowsWhatIsChosen() {
        OpenedWindow opened;
        QVERIFY(opened.open(artifactFile(kArtifact)));
        opened.window->activateWindow();
        press(opened, Qt::Key_2, Qt::ControlModifier);
        auto* box = shown<QComboBox>(opened, "Shown of every head");
        QVERIFY(box != nullptr);
        box->setFocus();
        for (int i = 0; i < box->count(); ++i) {
            box->setCurrentIndex(i);
            const plots::AlignmentPlot& map = opened.plots().plot(figures::PlotKind::Heads);
            QCOMPARE(QString::fromStdString(map.table().title), map.accessibleName());
            QCOMPARE(map.table().rows.size(), std::size_t{8});
        }
        QCOMPARE(opened.session().state().maps.heads, MapQuantity::MatchingIndex);
    }

    void aMapFillsTheRoomBelowItsControls() {
        OpenedWindow opened;
        QVERIFY(opened.open(artifactFile(kArtifact)));
        for (const auto& [map, kind] : {std::pair(workspace::Map::Layers, figures::PlotKind::Heatmap),
                                        std::pair(workspace::Map::Heads, figures::PlotKind::Heads)}) {
            opened.session().apply(workspace::ShowMap{map});
            const plots::AlignmentPlot& plot = opened.plots().plot(kind);
            QTRY_VERIFY(plot.isVisible());
            QTRY_VERIFY(plot.height() > plot.parentWidget()->height() * 4 / 5);
        }
    }

    void whatTheArtifactLacksIsDisabledWithTheReason() {
        OpenedWindow opened;
        const QString alone = opened.folder.filePath("alone.json");
        QVERIFY(QFile::copy(artifactFile(kArtifact), alone));
        QVERIFY(opened.open(alone));
        opened.session().apply(workspace::ShowMap{workspace::Map::Heads});
        auto* box = shown<QComboBox>(opened, "Shown of every head");
        const auto* items = qobject_cast<QStandardItemModel*>(box->model());
        int disabled = 0;
        for (int i = 0; i < box->count(); ++i) {
            const bool there = items->item(i)->isEnabled();
            disabled += there ? 0 : 1;
            QCOMPARE(
                box->itemData(i, Qt::ToolTipRole).toString().startsWith("This plot needs the tensor file"),
                !there);
        }
        QCOMPARE(disabled, 6);
    }

    void aRowOfTheRankGoesToItsPair() {
        OpenedWindow opened;
        QVERIFY(opened.open(artifactFile(kArtifact)));
        QTableView* table = openRank(opened);
        QCOMPARE(table->model()->rowCount(), 28);
        table->setFocus();
        table->setCurrentIndex(table->model()->index(0, 0));
        const int layer = table->model()->index(0, 0).data().toInt();
        const int other = table->model()->index(0, 1).data().toInt();
        press(opened, Qt::Key_Return);
        QCOMPARE(opened.session().anchor().value, layer);
        QVERIFY(opened.waitForAnchor(layer));
        const QString readout = opened.window->findChild<StatusArea*>()->readout();
        QVERIFY2(readout.startsWith(
                     QStringLiteral("layer %1 and layer %2, mean over heads: cosine ").arg(layer).arg(other)),
                 qPrintable(readout));
    }

    void aRowOfTheHeadsSelectsItsHead() {
        OpenedWindow opened;
        QVERIFY(opened.open(artifactFile(kArtifact)));
        QTableView* table = openRank(opened);
        opened.named<QComboBox>("Listed")->setCurrentIndex(1);
        QCOMPARE(table->model()->rowCount(), 28); // 7 layers of 4 heads
        table->setFocus();
        table->setCurrentIndex(table->model()->index(3, 0));
        const int head = table->model()->index(3, 1).data().toInt();
        press(opened, Qt::Key_Return);
        QCOMPARE(opened.session().head(), HeadSelection(HeadIndex{head}));
        for (auto* box : opened.window->findChildren<QCheckBox*>()) {
            if (box->text().startsWith("O&nly")) {
                QVERIFY(box->text().endsWith(QStringLiteral("head %1").arg(head)));
                box->setChecked(true);
            }
        }
        QCOMPARE(table->model()->rowCount(), 7);
    }

    void theRankIsSortedAndCopied() {
        OpenedWindow opened;
        QVERIFY(opened.open(artifactFile(kArtifact)));
        QTableView* table = openRank(opened);
        opened.named<QComboBox>("Order")->setCurrentIndex(1); // by value
        const auto value = [&](int row) { return table->model()->index(row, 3).data().toDouble(); };
        for (int row = 1; row < table->model()->rowCount(); ++row) {
            QVERIFY(value(row) <= value(row - 1));
        }
        table->setFocus();
        table->selectRow(0);
        press(opened, Qt::Key_C, Qt::ControlModifier);
        const QStringList lines = QApplication::clipboard()->text().split('\n');
        QCOMPARE(lines.size(), 3);
        QVERIFY(lines[0].startsWith("layer\tother layer\tstrongest head\tcosine\t"));
        QCOMPARE(lines[1].split('\t').size(), lines[0].split('\t').size());
        const double copied = lines[1].split('\t')[3].toDouble();
        QVERIFY(std::abs(copied - value(0)) < 1e-3 * std::abs(copied));
    }

    void theRankIsOpenAgainInTheNextWindow() {
        OpenedWindow opened;
        QVERIFY(opened.open(artifactFile(kArtifact)));
        openRank(opened);
        opened.window->close();
        delete opened.window;
        opened.build();
        QTRY_VERIFY(opened.named<QTableView>("Rank") != nullptr);
    }
};

} // namespace sextant::window

QTEST_MAIN(sextant::window::TestWindowRank)
#include "test_window_rank.moc"
