// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/support/strict_test.h"
#include "tests/ui/window/opened_window.h"
#include "ui/plots/plot_canvas.h"
#include "ui/window/status_area.h"

#include <QLabel>
#include <QWheelEvent>

namespace sextant::window {

namespace {

const char* const kArtifact = "tinygpt_vehicle_8L4H.json"; // 8 layers, 4 heads

void wheel(plots::AlignmentPlot& plot, const QPoint& position) {
    QWheelEvent event(position, plot.mapToGlobal(position), {}, {0, 360}, Qt::NoButton, {}, Qt::NoScrollPhase,
                      false);
    QCoreApplication::sendEvent(&plot, &event);
}

} // namespace

/// What a person looks at: read-outs and zooms, between the plots and the session's state.
class TestWindowView : public StrictTest {
    Q_OBJECT

    /// Painted at its size in the window, so that its axes lie where they are drawn.
    static plots::AlignmentPlot& paintedPlot(const OpenedWindow& opened, figures::PlotKind kind) {
        plots::AlignmentPlot& plot = opened.plots().plot(kind);
        [&] { QTRY_VERIFY(plot.height() > 100); }();
        plot.grab();
        return plot;
    }

private slots:
    void theReadOutFollowsAnchorAndHead() {
        OpenedWindow opened;
        QVERIFY(opened.open(artifactFile(kArtifact)));
        plots::AlignmentPlot& plot = paintedPlot(opened, figures::PlotKind::Residual);
        opened.window->activateWindow();
        plot.setFocus();
        const auto press = [&](Qt::Key key, Qt::KeyboardModifiers modifiers = {}) {
            QTest::keyClick(opened.window->windowHandle(), key, modifiers);
        };
        const auto readout = [&] { return opened.window->findChild<StatusArea*>()->readout(); };
        press(Qt::Key_Right, Qt::ControlModifier);
        QVERIFY2(readout().startsWith("layer 7 (anchor layer 7, mean over 4 heads)"), qPrintable(readout()));
        press(Qt::Key_Left);
        QTRY_VERIFY(readout().startsWith("layer 7 (anchor layer 6, mean over 4 heads)"));
        press(Qt::Key_BracketRight);
        QTRY_VERIFY(readout().startsWith("layer 7 (anchor layer 6, head 0)"));
        press(Qt::Key_Left, Qt::ControlModifier);
        press(Qt::Key_Left, Qt::ControlModifier);
        press(Qt::Key_Return);
        QTRY_VERIFY(readout().startsWith("layer 5 (anchor layer 5, head 0)"));
    }

    void ctrlClicksAndCtrlEnterGatherAnchors() {
        OpenedWindow opened;
        QVERIFY(opened.open(artifactFile(kArtifact)));
        const auto anchors = [&] {
            QStringList layers;
            for (const LayerIndex anchor : opened.session().state().anchors) {
                layers << QString::number(anchor.value);
            }
            return layers.join(u' ');
        };
        plots::AlignmentPlot& curves = paintedPlot(opened, figures::PlotKind::Residual);
        plots::AlignmentPlot& map = paintedPlot(opened, figures::PlotKind::Heatmap);
        const auto at = [](const plots::AlignmentPlot& plot, int column, int row) {
            const plots::PlotCanvas& canvas = plot.canvas();
            return QPoint(static_cast<int>(canvas.xAxis->coordToPixel(column)),
                          row < 0 ? canvas.axisRect()->rect().center().y()
                                  : static_cast<int>(canvas.yAxis->coordToPixel(row)));
        };
        QTest::mouseClick(&curves, Qt::LeftButton, Qt::ControlModifier, at(curves, 2, -1));
        QTest::mouseClick(&map, Qt::LeftButton, Qt::ControlModifier, at(map, 6, 4));
        QCOMPARE(anchors(), "7 2 4");
        QVERIFY(opened.session().view()->span);
        QCOMPARE(opened.named<QLabel>("Further anchors")->text(), "with 2, 4");
        map.setFocus();
        QTest::keyClick(&map, Qt::Key_Left, Qt::ControlModifier);
        QTest::keyClick(&map, Qt::Key_Up, Qt::ControlModifier);
        QTest::keyClick(&map, Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(anchors(), "7 2 4 6");
        QTest::mouseClick(&curves, Qt::LeftButton, Qt::ControlModifier, at(curves, 7, -1));
        QCOMPARE(anchors(), "2 4 6");
        QVERIFY(opened.waitForAnchor(2));
        QTest::mouseClick(&curves, Qt::LeftButton, {}, at(curves, 5, -1));
        QCOMPARE(anchors(), "5");
        QVERIFY(opened.waitForAnchor(5));
        QVERIFY(!opened.session().view()->span);
        QCOMPARE(opened.named<QLabel>("Further anchors")->text(), "");
        QTest::mouseClick(&curves, Qt::LeftButton, Qt::ControlModifier, at(curves, 5, -1));
        QCOMPARE(anchors(), "5");
    }

    void zoomsArePartOfTheState() {
        OpenedWindow opened;
        QVERIFY(opened.open(artifactFile(kArtifact)));
        plots::AlignmentPlot& curves = paintedPlot(opened, figures::PlotKind::Residual);
        plots::AlignmentPlot& map = paintedPlot(opened, figures::PlotKind::Heatmap);
        const QCPRange values = curves.canvas().yAxis->range();
        const QCPRange columns = map.canvas().xAxis->range();
        wheel(curves, {5, curves.height() / 2}); // over the left axis
        wheel(map, map.rect().center());
        const workspace::ViewState zoomed = opened.session().state();
        QCOMPARE(zoomed.axisZooms.size(), std::size_t{3});
        QVERIFY(curves.canvas().yAxis->range() != values);

        opened.action("Reset Zoom")->trigger();
        QVERIFY(opened.session().state().axisZooms.empty());
        QCOMPARE(curves.canvas().yAxis->range(), values);
        QCOMPARE(map.canvas().xAxis->range(), columns);

        opened.session().apply(workspace::Restore{zoomed});
        QVERIFY(curves.canvas().yAxis->range() != values);
        QVERIFY(map.canvas().xAxis->range() != columns);
        QTest::keyClick(&map, Qt::Key_Escape); // resets this plot alone
        QCOMPARE(opened.session().state().axisZooms.size(), std::size_t{1});
    }

    void aPlotThatIsBuiltLaterTakesItsZoom() {
        OpenedWindow opened;
        QVERIFY(opened.open(artifactFile(kArtifact)));
        opened.session().apply(workspace::ZoomLayers{workspace::AxisSpan{1.5, 5.5}});
        opened.session().apply(workspace::ZoomAxes{workspace::Plot::Heads,
                                                   {{workspace::Axis::Rows, workspace::AxisSpan{0.5, 2.5}}}});
        const QCPRange rows = opened.plots().plot(figures::PlotKind::Heads).canvas().yAxis->range();
        QCOMPARE(rows.lower, 0.5);
        QCOMPARE(rows.upper, 2.5);
        QCOMPARE(opened.plots().plot(figures::PlotKind::Signs).canvas().xAxis->range().upper, 5.5);
    }

    void aDoubleClickKeepsTheAnchor() {
        QApplication::setDoubleClickInterval(20);
        OpenedWindow opened;
        QVERIFY(opened.open(artifactFile(kArtifact)));
        plots::AlignmentPlot& plot = paintedPlot(opened, figures::PlotKind::Residual);
        wheel(plot, plot.rect().center());
        QVERIFY(opened.session().state().layerSpan);
        QTest::mouseClick(&plot, Qt::LeftButton, {}, plot.rect().center()); // the first half
        QTest::mouseDClick(&plot, Qt::LeftButton, {}, plot.rect().center());
        QTest::qWait(50);
        QVERIFY(!opened.session().state().layerSpan);
        QCOMPARE(opened.session().anchor().value, 7);
        QVERIFY(!opened.session().canGoBack());
    }
};

} // namespace sextant::window

QTEST_MAIN(sextant::window::TestWindowView)
#include "test_window_view.moc"
