// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/plots/shown_plot.h"
#include "tests/ui/support/strict_test.h"

#include <QApplication>
#include <QSignalSpy>

using namespace sextant;
using namespace sextant::plots;
using test::moveTo;
using test::place;
using test::sampleView;
using test::shownPlot;
using test::wheel;

Q_DECLARE_METATYPE(sextant::figures::PlotKind)
Q_DECLARE_METATYPE(sextant::LayerIndex)

class PlotTest : public StrictTest {
    Q_OBJECT

    static constexpr int kDoubleClick = 20; ///< milliseconds

    static int layerOf(const QSignalSpy& spy, int call = 0) {
        return spy.at(call).at(0).value<LayerIndex>().value;
    }

private slots:
    void aClickPicksTheLayerUnderIt_data() {
        QTest::addColumn<figures::PlotKind>("kind");
        for (const figures::PlotKind kind :
             {figures::PlotKind::Residual, figures::PlotKind::Signs, figures::PlotKind::Angles}) {
            QTest::newRow(figures::plotName(kind)) << kind;
        }
    }
    void aClickPicksTheLayerUnderIt() {
        QFETCH(figures::PlotKind, kind);
        const auto plot = shownPlot(kind, sampleView({}, 3));
        QSignalSpy clicked(plot.get(), &AlignmentPlot::layerClicked);
        for (int layer = 0; layer < 12; ++layer) {
            QTest::mouseClick(plot.get(), Qt::LeftButton, {}, place(*plot, layer));
        }
        QCOMPARE(clicked.size(), 12);
        for (int layer = 0; layer < 12; ++layer) {
            QCOMPARE(layerOf(clicked, layer), layer);
        }
    }

    void aCellOfTheHeatmapPicksItsRowAndWithShiftItsColumn() {
        const auto plot = shownPlot(figures::PlotKind::Heatmap, sampleView({}, 3));
        QSignalSpy clicked(plot.get(), &AlignmentPlot::layerClicked);
        QTest::mouseClick(plot.get(), Qt::LeftButton, {}, place(*plot, 9, 2));
        QTest::mouseClick(plot.get(), Qt::LeftButton, Qt::ShiftModifier, place(*plot, 9, 2));
        QCOMPARE(layerOf(clicked, 0), 2);
        QCOMPARE(layerOf(clicked, 1), 9);
    }

    void aCellOfTheHeadMapPicksLayerAndHead() {
        const auto plot = shownPlot(figures::PlotKind::Heads, sampleView({}, 3));
        QSignalSpy clicked(plot.get(), &AlignmentPlot::layerClicked);
        QSignalSpy cell(plot.get(), &AlignmentPlot::cellClicked);
        QTest::mouseClick(plot.get(), Qt::LeftButton, {}, place(*plot, 9, 2));
        QCOMPARE(clicked.size(), 0);
        QCOMPARE(cell.size(), 1);
        QCOMPARE(cell.at(0).at(0).value<LayerIndex>().value, 9);
        QCOMPARE(cell.at(0).at(1).value<HeadIndex>().value, 2);
    }

    void aClickWithCtrlAddsOrRemovesTheLayer() {
        for (const figures::PlotKind kind : figures::kAllPlots) {
            const auto plot = shownPlot(kind, sampleView({}, 3));
            QSignalSpy clicked(plot.get(), &AlignmentPlot::layerClicked);
            QSignalSpy cell(plot.get(), &AlignmentPlot::cellClicked);
            QSignalSpy toggled(plot.get(), &AlignmentPlot::layerToggled);
            const bool isMap = kind == figures::PlotKind::Heatmap;
            const QPoint at = isMap ? place(*plot, 9, 5) : place(*plot, 5);
            QTest::mouseClick(plot.get(), Qt::LeftButton, Qt::ControlModifier, at);
            QTest::mouseDClick(plot.get(), Qt::LeftButton, Qt::ControlModifier, at); // the second of two
            QTest::mouseRelease(plot.get(), Qt::LeftButton, Qt::ControlModifier, at);
            wheel(*plot, at, 3);
            plot->grab();
            QTest::mouseClick(plot.get(), Qt::LeftButton, Qt::ControlModifier, at); // waits for no third
            QCOMPARE(clicked.size() + cell.size(), 0);
            QCOMPARE(toggled.size(), 3);
            QCOMPARE(layerOf(toggled), 5);
        }
    }

    void ctrlAndShiftInTheHeatmapAddTheColumn() {
        const auto plot = shownPlot(figures::PlotKind::Heatmap, sampleView({}, 3));
        QSignalSpy toggled(plot.get(), &AlignmentPlot::layerToggled);
        QTest::mouseClick(plot.get(), Qt::LeftButton, Qt::ControlModifier | Qt::ShiftModifier,
                          place(*plot, 9, 2));
        QCOMPARE(layerOf(toggled), 9);
    }

    void ctrlEnterAddsTheLayerAtTheCursor() {
        for (const figures::PlotKind kind : figures::kAllPlots) {
            const auto plot = shownPlot(kind, sampleView({}, 3));
            QSignalSpy toggled(plot.get(), &AlignmentPlot::layerToggled);
            QTest::keyClick(plot.get(), Qt::Key_Return, Qt::ControlModifier); // there is no cursor yet
            QTest::keyClick(plot.get(), Qt::Key_Right, Qt::ControlModifier);
            QTest::keyClick(plot.get(), Qt::Key_Right, Qt::ControlModifier);
            QTest::keyClick(plot.get(), Qt::Key_Enter, Qt::ControlModifier | Qt::ShiftModifier);
            QCOMPARE(toggled.size(), 1);
            QCOMPARE(layerOf(toggled), 4);
        }
    }

    void severalAnchorsAreMarkedAndTheFirstUnlikeTheOthers() {
        for (const figures::PlotKind kind : figures::kAllPlots) {
            const auto plot = shownPlot(kind, sampleView({}, 3));
            const auto shown = [&](const std::vector<LayerIndex>& anchors) {
                plot->setAnchorMarkers(anchors);
                return plot->grab().toImage();
            };
            const QImage one = shown({LayerIndex{3}});
            const QImage both = shown({LayerIndex{3}, LayerIndex{8}});
            const QImage swapped = shown({LayerIndex{8}, LayerIndex{3}});
            QVERIFY2(both != one && swapped != both, figures::plotName(kind));
            QCOMPARE(shown({LayerIndex{3}, LayerIndex{99}}), one);
            QCOMPARE(shown({LayerIndex{3}}), one);
        }
    }

    void aDragPicksNothing() {
        const auto plot = shownPlot(figures::PlotKind::Residual, sampleView({}, 3));
        QSignalSpy clicked(plot.get(), &AlignmentPlot::layerClicked);
        QTest::mousePress(plot.get(), Qt::LeftButton, {}, place(*plot, 2));
        moveTo(*plot, place(*plot, 5), Qt::LeftButton);
        moveTo(*plot, place(*plot, 2), Qt::LeftButton);
        QTest::mouseRelease(plot.get(), Qt::LeftButton, {}, place(*plot, 2));
        QCOMPARE(clicked.size(), 0);
    }

    void aClickBesideTheDataPicksNothing() {
        const auto plot = shownPlot(figures::PlotKind::Residual, sampleView({}, 3));
        QSignalSpy clicked(plot.get(), &AlignmentPlot::layerClicked);
        QTest::mouseClick(plot.get(), Qt::LeftButton, {}, QPoint(5, 5));
        QCOMPARE(clicked.size(), 0);
    }

    void aPlotWithoutItsDataPicksNothing() {
        const auto plot = shownPlot(figures::PlotKind::Angles, sampleView({}, 3, {}, false));
        QSignalSpy clicked(plot.get(), &AlignmentPlot::layerClicked);
        QTest::mouseClick(plot.get(), Qt::LeftButton, {}, plot->rect().center());
        QCOMPARE(clicked.size(), 0);
    }

    void hoveringReadsOutAndLeavingEndsIt() {
        const auto plot = shownPlot(figures::PlotKind::Heatmap, sampleView({}, 3));
        QSignalSpy hovered(plot.get(), &AlignmentPlot::layerHovered);
        moveTo(*plot, place(*plot, 9, 2));
        QCOMPARE(hovered.size(), 1);
        QVERIFY(hovered.at(0).at(1).toString().startsWith("layer 2 and layer 9, mean over heads: cosine "));
        QEvent leave(QEvent::Leave);
        QCoreApplication::sendEvent(plot.get(), &leave);
        QCOMPARE(hovered.size(), 2);
        QCOMPARE(hovered.at(1).at(1).toString(), QString());
    }

    void theWheelZoomsAndAResetShowsAll() {
        for (const figures::PlotKind kind : figures::kAllPlots) {
            const auto plot = shownPlot(kind, sampleView({}, 3));
            const QCPRange whole = plot->canvas().xAxis->range();
            wheel(*plot, place(*plot, 6), 5);
            QVERIFY(plot->canvas().xAxis->range().size() < whole.size());
            plot->resetZoom();
            QCOMPARE(plot->canvas().xAxis->range(), whole);
        }
    }

    void theWheelOverAValueAxisZoomsThatAxis() {
        const auto plot = shownPlot(figures::PlotKind::Residual, sampleView({}, 3));
        const QCPRange layers = plot->canvas().xAxis->range();
        const QCPRange left = plot->canvas().yAxis->range();
        const QCPRange right = plot->canvas().yAxis2->range();
        wheel(*plot, {10, 200}, 3);
        QCOMPARE(plot->canvas().xAxis->range(), layers);
        QVERIFY(plot->canvas().yAxis->range().size() < left.size());
        QCOMPARE(plot->canvas().yAxis2->range(), right);
    }

    void zoomStaysWhenTheAnchorChanges() {
        const auto plot = shownPlot(figures::PlotKind::Residual, sampleView({}, 3));
        QSignalSpy changed(plot.get(), &AlignmentPlot::layerSpanChanged);
        wheel(*plot, place(*plot, 6), 5);
        QCOMPARE(changed.size(), 1);
        const QCPRange zoomed = plot->canvas().xAxis->range();
        plot->setView(sampleView({}, 4));
        QCOMPARE(plot->canvas().xAxis->range(), zoomed);
        plot->setView(sampleView({5, 4, 16, 256}, 4));
        QVERIFY(plot->canvas().xAxis->range().upper <= 4.5);
    }

    void escapeAndADoubleClickShowAll() {
        const auto plot = shownPlot(figures::PlotKind::Residual, sampleView({}, 3));
        const QCPRange whole = plot->canvas().xAxis->range();
        wheel(*plot, place(*plot, 6), 5);
        QTest::keyClick(plot.get(), Qt::Key_Escape);
        QCOMPARE(plot->canvas().xAxis->range(), whole);
        wheel(*plot, place(*plot, 6), 5);
        QTest::mouseDClick(plot.get(), Qt::LeftButton, {}, place(*plot, 6));
        QCOMPARE(plot->canvas().xAxis->range(), whole);
    }

    void aDoubleClickPicksNothing() {
        QApplication::setDoubleClickInterval(kDoubleClick);
        for (const figures::PlotKind kind : figures::kAllPlots) {
            const auto plot = shownPlot(kind, sampleView({}, 3));
            QSignalSpy layer(plot.get(), &AlignmentPlot::layerClicked);
            QSignalSpy cell(plot.get(), &AlignmentPlot::cellClicked);
            wheel(*plot, place(*plot, 6), 5);
            plot->grab();
            QTest::mouseClick(plot.get(), Qt::LeftButton, {}, place(*plot, 6)); // the first half
            QTest::mouseDClick(plot.get(), Qt::LeftButton, {}, place(*plot, 6));
            QTest::qWait(2 * kDoubleClick);
            QCOMPARE(layer.size() + cell.size(), 0);
        }
    }

    void aClickInAZoomedPlotPicksOnceNoSecondOneFollows() {
        QApplication::setDoubleClickInterval(kDoubleClick);
        const auto plot = shownPlot(figures::PlotKind::Residual, sampleView({}, 3));
        QSignalSpy clicked(plot.get(), &AlignmentPlot::layerClicked);
        wheel(*plot, place(*plot, 6), 5);
        plot->grab();
        QTest::mouseClick(plot.get(), Qt::LeftButton, {}, place(*plot, 6));
        QTRY_COMPARE(clicked.size(), 1);
        QCOMPARE(layerOf(clicked), 6);
    }

    void zoomsAreToldAndTaken() {
        const auto line = shownPlot(figures::PlotKind::Residual, sampleView({}, 3));
        QSignalSpy values(line.get(), &AlignmentPlot::axesZoomed);
        wheel(*line, {10, 200}, 3);
        QCOMPARE(values.size(), 1);
        const auto parts = values.at(0).at(0).value<std::vector<AxisPart>>();
        QCOMPARE(parts.size(), std::size_t{1});
        QVERIFY(parts[0].axis == PlotAxis::Left && parts[0].part);
        const QCPRange zoomed = line->canvas().yAxis->range();

        const auto other = shownPlot(figures::PlotKind::Residual, sampleView({}, 3));
        other->setAxisParts(parts);
        QCOMPARE(other->canvas().yAxis->range(), zoomed);
        other->setAxisParts({});
        QVERIFY(other->canvas().yAxis->range() != zoomed);

        line->resetZoom();
        QCOMPARE(values.size(), 2);
        QVERIFY(!values.at(1).at(0).value<std::vector<AxisPart>>().front().part);

        const auto map = shownPlot(figures::PlotKind::Heads, sampleView({}, 3));
        QSignalSpy cells(map.get(), &AlignmentPlot::axesZoomed);
        wheel(*map, place(*map, 6, 2), 3);
        QCOMPARE(cells.size(), 1); // both axes at once
        QCOMPARE(cells.at(0).at(0).value<std::vector<AxisPart>>().size(), std::size_t{2});
    }

    void theKeyboardWalksOverCellsReadsThemOutAndPicks() {
        const auto plot = shownPlot(figures::PlotKind::Heatmap, sampleView({}, 3));
        QSignalSpy hovered(plot.get(), &AlignmentPlot::layerHovered);
        QSignalSpy clicked(plot.get(), &AlignmentPlot::layerClicked);
        QTest::keyClick(plot.get(), Qt::Key_Right, Qt::ControlModifier);
        QTest::keyClick(plot.get(), Qt::Key_Right, Qt::ControlModifier);
        QTest::keyClick(plot.get(), Qt::Key_Up, Qt::ControlModifier);
        QVERIFY(hovered.last().at(1).toString().startsWith("layer 2 and layer 4"));
        QVERIFY(plot->accessibleDescription().startsWith("Cursor: layer 2 and layer 4"));
        QTest::keyClick(plot.get(), Qt::Key_Return);
        QTest::keyClick(plot.get(), Qt::Key_Return, Qt::ShiftModifier);
        QCOMPARE(layerOf(clicked, 0), 2);
        QCOMPARE(layerOf(clicked, 1), 4);
        QTest::keyClick(plot.get(), Qt::Key_Escape);
        QVERIFY(!plot->accessibleDescription().startsWith("Cursor"));
    }

    void whatIsReadOutIsOfTheViewOnShow_data() {
        QTest::addColumn<figures::PlotKind>("kind");
        QTest::addColumn<bool>("pointer");
        for (const figures::PlotKind kind : figures::kAllPlots) {
            QTest::addRow("%s, cursor", figures::plotName(kind)) << kind << false;
            QTest::addRow("%s, pointer", figures::plotName(kind)) << kind << true;
        }
    }
    void whatIsReadOutIsOfTheViewOnShow() {
        QFETCH(figures::PlotKind, kind);
        QFETCH(bool, pointer);
        const auto point = [&](AlignmentPlot& plot, int anchor) {
            if (pointer) {
                const bool map = kind == figures::PlotKind::Heatmap || kind == figures::PlotKind::Heads;
                moveTo(plot, place(plot, 5, map ? 2 : -1));
            } else {
                for (int layer = anchor; layer <= 5; ++layer) { // the cursor begins at the anchor
                    QTest::keyClick(&plot, Qt::Key_Right, Qt::ControlModifier);
                }
            }
        };
        const auto plot = shownPlot(kind, sampleView({}, 3));
        QSignalSpy read(plot.get(), &AlignmentPlot::layerHovered);
        point(*plot, 3);
        QVERIFY(!read.isEmpty());
        const QString before = read.last().at(1).toString();

        // Each cell of the map of heads is of one head, whichever is selected.
        const auto other =
            kind == figures::PlotKind::Heads ? sampleView({}, 4) : sampleView({}, 3, HeadIndex{1});
        plot->setView(other); // the same cursor, so that a fresh plot says the same
        const QString after = read.last().at(1).toString();
        const auto fresh = shownPlot(kind, other);
        QSignalSpy expected(fresh.get(), &AlignmentPlot::layerHovered);
        point(*fresh, other->anchor.value);
        QCOMPARE(after, expected.last().at(1).toString());
        QVERIFY(after != before);
    }

    void aZoomIsReadOutWhereThePointerRests() {
        const auto plot = shownPlot(figures::PlotKind::Residual, sampleView({}, 3));
        QSignalSpy read(plot.get(), &AlignmentPlot::layerHovered);
        moveTo(*plot, place(*plot, 10));
        QVERIFY(read.last().at(1).toString().startsWith("layer 10 "));
        plot->setLayerSpan(figures::Span{-0.5, 3.5});
        QVERIFY(read.last().at(1).toString().startsWith("layer 3 "));
    }

    void aPlotThatIsNoLongerReadKeepsQuiet() {
        const auto plot = shownPlot(figures::PlotKind::Residual, sampleView({}, 3));
        moveTo(*plot, place(*plot, 10));
        plot->endReadout();
        QSignalSpy read(plot.get(), &AlignmentPlot::layerHovered);
        plot->setView(sampleView({}, 4));
        QCOMPARE(read.size(), 0);
    }

    void plainArrowsAreLeftToTheWindow() {
        const auto plot = shownPlot(figures::PlotKind::Heatmap, sampleView({}, 3));
        QKeyEvent plain(QEvent::ShortcutOverride, Qt::Key_Right, Qt::NoModifier);
        plain.ignore();
        QCoreApplication::sendEvent(plot.get(), &plain);
        QVERIFY(!plain.isAccepted());
    }

    void everyPlotSaysWhatItShows() {
        for (const figures::PlotKind kind : figures::kAllPlots) {
            const auto plot = shownPlot(kind, sampleView({}, 3));
            QVERIFY(!plot->accessibleName().isEmpty());
            QVERIFY(plot->accessibleDescription().contains("anchor layer 3"));
            plot->setView(sampleView({}, 7, HeadIndex{1}));
            // The map of heads shows every head, whichever is selected.
            const char* shown =
                kind == figures::PlotKind::Heads ? "anchor layer 7" : "anchor layer 7, head 1";
            QVERIFY(plot->accessibleDescription().contains(shown));
        }
    }

    void everyPlotHasItsTable() {
        const auto view = sampleView({}, 3);
        for (const figures::PlotKind kind : figures::kAllPlots) {
            QVERIFY(makePlot(kind)->table().isEmpty());
            const QStringList lines = QString::fromStdString(figures::toText(shownPlot(kind, view)->table()))
                                          .split('\n', Qt::SkipEmptyParts);
            QCOMPARE(lines.size(), 13);
            for (const QString& line : lines) {
                QCOMPARE(line.count('\t'), lines[0].count('\t'));
            }
        }
    }
};

QTEST_MAIN(PlotTest)
#include "test_plot.moc"
