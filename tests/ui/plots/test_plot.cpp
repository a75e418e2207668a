// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/plots/sample_view.h"
#include "tests/ui/support/strict_test.h"
#include "ui/plots/line_plot.h"
#include "ui/plots/matrix_plot.h"
#include "ui/plots/plot_canvas.h"

#include <QSignalSpy>

#include <cmath>

using namespace sextant;
using namespace sextant::plots;
using test::SampleShape;
using test::sampleView;

Q_DECLARE_METATYPE(sextant::figures::PlotKind)
Q_DECLARE_METATYPE(sextant::LayerIndex)

class PlotTest : public StrictTest {
    Q_OBJECT

    static std::unique_ptr<AlignmentPlot> shownPlot(figures::PlotKind kind,
                                                    std::shared_ptr<const quantities::AnchorView> view) {
        auto plot = makePlot(kind);
        plot->resize(600, 400);
        plot->setView(std::move(view));
        plot->grab();
        return plot;
    }

    /// The middle of a layer's column and of a row.
    static QPoint place(const AlignmentPlot& plot, int column, int row = -1) {
        const PlotCanvas& canvas = plot.canvas();
        const QRect frame = canvas.axisRect()->rect();
        return {static_cast<int>(canvas.xAxis->coordToPixel(column)),
                row < 0 ? frame.center().y() : static_cast<int>(canvas.yAxis->coordToPixel(row))};
    }

    static void moveTo(AlignmentPlot& plot, const QPoint& position, Qt::MouseButtons buttons = {}) {
        QMouseEvent event(QEvent::MouseMove, position, plot.mapToGlobal(position), Qt::NoButton, buttons, {});
        QCoreApplication::sendEvent(&plot, &event);
    }

    static void wheel(AlignmentPlot& plot, const QPoint& position, int steps,
                      Qt::KeyboardModifiers keys = {}) {
        QWheelEvent event(position, plot.mapToGlobal(position), {}, {0, 120 * steps}, Qt::NoButton, keys,
                          Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(&plot, &event);
    }

    static int layerOf(const QSignalSpy& spy, int call = 0) {
        return spy.at(call).at(0).value<LayerIndex>().value;
    }

private slots:
    void aClickPicksTheLayerUnderIt_data() {
        QTest::addColumn<figures::PlotKind>("kind");
        for (const figures::PlotKind kind :
             {figures::PlotKind::Residual, figures::PlotKind::Signs, figures::PlotKind::Angles})
            QTest::newRow(figures::plotName(kind)) << kind;
    }
    void aClickPicksTheLayerUnderIt() {
        QFETCH(figures::PlotKind, kind);
        const auto plot = shownPlot(kind, sampleView({}, 3));
        QSignalSpy clicked(plot.get(), &AlignmentPlot::layerClicked);
        for (int layer = 0; layer < 12; ++layer)
            QTest::mouseClick(plot.get(), Qt::LeftButton, {}, place(*plot, layer));
        QCOMPARE(clicked.size(), 12);
        for (int layer = 0; layer < 12; ++layer)
            QCOMPARE(layerOf(clicked, layer), layer);
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

    void aDragIsNoClick() {
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

    void theMarkerMovesBeforeTheCurves() {
        for (const figures::PlotKind kind : figures::kAllPlots) {
            const auto plot = shownPlot(kind, sampleView({}, 3));
            const QImage before = plot->grab().toImage();
            plot->setAnchorMarker(LayerIndex{8});
            QCOMPARE(plot->view()->anchor.value, 3);
            QVERIFY2(plot->grab().toImage() != before, figures::plotName(kind));
            plot->setAnchorMarker(LayerIndex{3});
            QCOMPARE(plot->grab().toImage(), before);
        }
    }

    void aMarkerBeyondTheLayersIsNotDrawn() {
        const auto plot = shownPlot(figures::PlotKind::Residual, sampleView({}, 3));
        plot->setAnchorMarker(LayerIndex{99});
        plot->setHoveredLayer(LayerIndex{99});
        plot->grab();
    }

    void hoverAndDimmingChangeThePictureAndComeOff() {
        for (const figures::PlotKind kind : figures::kAllPlots) {
            const auto plot = shownPlot(kind, sampleView({}, 3));
            const QImage before = plot->grab().toImage();
            plot->setHoveredLayer(LayerIndex{5});
            QVERIFY(plot->grab().toImage() != before);
            plot->setHoveredLayer({});
            plot->setDimmed(true);
            QVERIFY(plot->grab().toImage() != before);
            plot->setDimmed(false);
            QCOMPARE(plot->grab().toImage(), before);
        }
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

    void plainArrowsAreLeftToTheWindow() {
        const auto plot = shownPlot(figures::PlotKind::Heatmap, sampleView({}, 3));
        QKeyEvent plain(QEvent::ShortcutOverride, Qt::Key_Right, Qt::NoModifier);
        plain.ignore();
        QCoreApplication::sendEvent(plot.get(), &plain);
        QVERIFY(!plain.isAccepted());
    }

    void missingCellsAreHatchedAndOfNoColourOfTheMap() {
        const auto plot = shownPlot(figures::PlotKind::Heatmap, sampleView({12, 4, 16, 256, true, true}, 6));
        const QImage image = plot->grab().toImage();
        const QPoint middle = place(*plot, 2, 9);
        QSet<QRgb> colours;
        for (int dy = -8; dy <= 8; ++dy)
            for (int dx = -8; dx <= 8; ++dx)
                colours.insert(image.pixel(middle + QPoint(dx, dy)));
        QVERIFY(colours.contains(plot->theme().background.rgb()));
        QVERIFY(colours.size() > 1);
    }

    void aChanceLevelIsALineForOneLayerToo() {
        const auto plot = shownPlot(figures::PlotKind::Signs, sampleView({1, 4, 16, 256}, 0));
        const QImage image = plot->grab().toImage();
        const QRect frame = plot->canvas().axisRect()->rect();
        QSet<QRgb> colours;
        for (int x = frame.left() + 20; x < frame.left() + 60; ++x)
            for (int y = frame.top(); y < frame.bottom(); ++y)
                colours.insert(image.pixel(x, y));
        QVERIFY(colours.contains(plot->theme().series[0].rgb()));
    }

    void aLayerWithoutAValueHasNoBar() {
        auto view = std::make_shared<quantities::AnchorView>(*sampleView({}, 3));
        for (quantities::QuantitySeries& quantity : view->quantities) {
            quantity.series.value[5] = std::nan("");
        }
        const auto plot = shownPlot(figures::PlotKind::Signs, view);
        const QImage image = plot->grab().toImage();
        const QRgb bar = plot->theme().tint(plot->theme().series[0], 0.45F).rgb();
        const QRect frame = plot->canvas().axisRect()->rect();
        const auto isBarAt = [&](int layer) {
            for (int y = frame.top(); y < frame.bottom(); ++y)
                if (image.pixel(place(*plot, layer).x() + 6, y) == bar)
                    return true;
            return false;
        };
        QVERIFY(isBarAt(4));
        QVERIFY(!isBarAt(5));
    }

    void cellsHaveTheColourOfTheirValue() {
        const auto view = sampleView({}, 6);
        const auto plot = shownPlot(figures::PlotKind::Heatmap, view);
        const QImage image = plot->grab().toImage();
        for (int row = 0; row < 12; row += 5)
            for (int column = 1; column < 12; column += 4)
                QCOMPARE(image.pixel(place(*plot, column, row)),
                         DivergingMap::vik().colour(
                             view->cosineMatrix[static_cast<std::size_t>(row * 12 + column)], 1.0));
    }

    void coloursCanBeFittedToTheDataAboutZero() {
        HeatmapPlot plot;
        auto view = std::make_shared<quantities::AnchorView>(*sampleView({}, 6));
        view->cosineMatrix.assign(144, 0.0);
        view->cosineMatrix[7] = -0.034;
        plot.setView(view);
        QCOMPARE(plot.colourLimit(), 1.0);
        plot.setFitColours(true);
        QCOMPARE(plot.colourLimit(), 0.034);
        view->cosineMatrix.assign(144, std::nan(""));
        plot.setView(view);
        QCOMPARE(plot.colourLimit(), 1.0);
    }

    void axesOfAColumnOfPlotsLieUnderOneAnother() {
        const auto view = sampleView({}, 3);
        const auto residual = shownPlot(figures::PlotKind::Residual, view);
        for (const figures::PlotKind kind : {figures::PlotKind::Signs, figures::PlotKind::Angles}) {
            const auto plot = shownPlot(kind, view);
            QCOMPARE(plot->canvas().axisRect()->rect().left(), residual->canvas().axisRect()->rect().left());
            QCOMPARE(plot->canvas().axisRect()->rect().right(),
                     residual->canvas().axisRect()->rect().right());
        }
    }

    void cellsAreSquare() {
        for (const QSize size : {QSize(900, 400), QSize(400, 900)}) {
            auto plot = makePlot(figures::PlotKind::Heatmap);
            plot->resize(size);
            plot->setView(sampleView({}, 3));
            plot->grab();
            const QRect frame = plot->canvas().axisRect()->rect();
            QCOMPARE(frame.width(), frame.height());
        }
    }

    void layerLabelsNeverTouch() {
        for (const int layers : {1, 2, 5, 12, 36, 126, 1000})
            for (const double width : {60.0, 300.0, 900.0}) {
                const auto labelled = labelledLayers(0, layers - 1, layers, width / layers, 24.0);
                QVERIFY(!labelled.empty());
                QCOMPARE(labelled.back(), layers - 1);
                for (std::size_t i = 1; i < labelled.size(); ++i)
                    QVERIFY((labelled[i] - labelled[i - 1]) * width / layers >= 24.0);
            }
    }

    void everyPlotSaysWhatItShows() {
        for (const figures::PlotKind kind : figures::kAllPlots) {
            const auto plot = shownPlot(kind, sampleView({}, 3));
            QVERIFY(!plot->accessibleName().isEmpty());
            QVERIFY(plot->accessibleDescription().contains("anchor layer 3"));
            plot->setView(sampleView({}, 7, HeadIndex{1}));
            QVERIFY(plot->accessibleDescription().contains("anchor layer 7, head 1"));
        }
    }

    void everyPlotHasItsTable() {
        const auto view = sampleView({}, 3);
        for (const figures::PlotKind kind : figures::kAllPlots) {
            QVERIFY(makePlot(kind)->table().isEmpty());
            const QStringList lines = QString::fromStdString(figures::toText(shownPlot(kind, view)->table()))
                                          .split('\n', Qt::SkipEmptyParts);
            QCOMPARE(lines.size(), 13);
            for (const QString& line : lines)
                QCOMPARE(line.count('\t'), lines[0].count('\t'));
        }
    }

    void everyShapeIsDrawn_data() {
        QTest::addColumn<int>("layers");
        QTest::addColumn<int>("heads");
        for (const auto& [layers, heads] : {std::pair(1, 1), {1, 4}, {2, 1}, {5, 8}, {36, 32}, {126, 3}})
            QTest::addRow("L %d, H %d", layers, heads) << layers << heads;
    }
    void everyShapeIsDrawn() {
        QFETCH(int, layers);
        QFETCH(int, heads);
        const SampleShape shape{layers, heads, 1, 8, true, true};
        for (const figures::PlotKind kind : figures::kAllPlots)
            for (const PlotTheme& theme : {PlotTheme::light(), PlotTheme::darkTheme()}) {
                const auto plot = makePlot(kind);
                plot->setTheme(theme);
                for (const QSize size : {QSize(600, 400), QSize(40, 30), QSize(1, 1)}) {
                    plot->resize(size);
                    plot->setView(sampleView(shape, layers - 1));
                    plot->setView(sampleView(shape, 0, HeadIndex{heads - 1}));
                    plot->setHoveredLayer(LayerIndex{0});
                    plot->grab();
                }
            }
    }

    void hostileNumbersAreDrawn() {
        for (const double hostile : {std::nan(""), HUGE_VAL, -HUGE_VAL, 1e30, -1e308, 1e308, 0.0}) {
            auto view = std::make_shared<quantities::AnchorView>(*sampleView({}, 3));
            for (quantities::QuantitySeries& quantity : view->quantities) {
                for (auto* values : {&quantity.series.value, &quantity.series.low, &quantity.series.high}) {
                    values->assign(values->size(), hostile);
                }
                quantity.series.value[5] = -3.0;
            }
            view->cosineMatrix.assign(144, hostile);
            view->headCosines.assign(view->headCosines.size(), hostile);
            for (const figures::PlotKind kind : figures::kAllPlots) {
                auto plot = shownPlot(kind, view);
                wheel(*plot, place(*plot, 6), 3);
                plot->grab();
            }
        }
    }
};

QTEST_MAIN(PlotTest)
#include "test_plot.moc"
