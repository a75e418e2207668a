// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/plots/sample_view.h"
#include "tests/ui/support/strict_test.h"
#include "ui/plots/matrix_plot.h"
#include "ui/plots/plot_canvas.h"

#include <QMouseEvent>

#include <algorithm>
#include <cmath>

namespace sextant::plots {

class MatrixPlotTest : public StrictTest {
    Q_OBJECT

    static double largestOf(const std::vector<double>& values, auto isOwn) {
        double largest = 0.0;
        for (std::size_t i = 0; i < values.size(); ++i) {
            if (!isOwn(static_cast<int>(i))) {
                largest = std::max(largest, std::abs(values[i]));
            }
        }
        return largest;
    }

private slots:
    void fittedColoursLeaveOutWhatIsOneByDefinition() {
        auto view = std::make_shared<quantities::AnchorView>(*test::sampleView({}, 6));
        const int layers = view->shape().layers;
        for (double& cosine : view->cosineMatrix) {
            cosine *= 0.31;
        }
        for (int layer = 0; layer < layers; ++layer) {
            view->cosineMatrix[static_cast<std::size_t>(layer * layers + layer)] = 1.0;
        }
        HeatmapPlot heatmap;
        heatmap.setView(view);
        heatmap.setFitColours(true);
        const double largest = largestOf(view->cosineMatrix, [&](int i) { return i / layers == i % layers; });
        QVERIFY(heatmap.colourLimit() >= largest);
        QVERIFY(heatmap.colourLimit() <= 1.1 * largest);
        QVERIFY(heatmap.colourLimit() < 0.4);

        // A map of heads shows the anchor's column, whose cosines are 1, among the others.
        HeadMapPlot heads;
        heads.setView(test::sampleView({}, 6));
        heads.setFitColours(true);
        QVERIFY(heads.colourLimit() < 1.0);
    }

    void coloursCanBeFittedToTheDataAboutZero() {
        HeatmapPlot plot;
        auto view = std::make_shared<quantities::AnchorView>(*test::sampleView({}, 6));
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

    void oneLayerHasNothingToFitTo() {
        HeatmapPlot heatmap;
        heatmap.setView(test::sampleView({.layers = 1}, 0));
        heatmap.setFitColours(true);
        QCOMPARE(heatmap.colourLimit(), 1.0);
    }

    void oneHeadIsNoMean() {
        HeatmapPlot plot;
        plot.resize(600, 500);
        plot.setView(test::sampleView({.heads = 1}, 0));
        plot.grab();
        QString readout;
        connect(&plot, &AlignmentPlot::layerHovered, this,
                [&readout](std::optional<LayerIndex>, const QString& text) { readout = text; });
        const QPoint middle = plot.canvas().axisRect()->rect().center();
        QMouseEvent move(QEvent::MouseMove, middle, plot.mapToGlobal(middle), Qt::NoButton, {}, {});
        QCoreApplication::sendEvent(&plot, &move);
        QVERIFY(readout.contains(", one head: cosine "));
    }

    void rowAndColumnCrossAtTheCellUnderThePointer() {
        HeatmapPlot plot;
        plot.resize(600, 500);
        plot.setView(test::sampleView({}, 0));
        const QImage before = plot.grab().toImage();
        const PlotCanvas& canvas = plot.canvas();
        const auto x = [&](double column) { return canvas.xAxis->coordToPixel(column); };
        const auto y = [&](double row) { return canvas.yAxis->coordToPixel(row); };
        const QPoint cell(static_cast<int>(x(9)), static_cast<int>(y(2)));
        QMouseEvent move(QEvent::MouseMove, cell, plot.mapToGlobal(cell), Qt::NoButton, {}, {});
        QCoreApplication::sendEvent(&plot, &move);
        plot.setHoveredLayer(LayerIndex{9}); // as the window does in every plot
        const auto rowIsMarked = [&](int row) {
            const QImage now = plot.grab().toImage();
            const QRect edge(static_cast<int>(x(4)), static_cast<int>(y(row + 0.5)) - 2, 40, 5);
            return now.copy(edge) != before.copy(edge);
        };
        QVERIFY(rowIsMarked(2));
        QVERIFY(!rowIsMarked(9));

        QEvent leave(QEvent::Leave);
        QCoreApplication::sendEvent(&plot, &leave);
        QVERIFY(rowIsMarked(9)); // while another plot points at layer 9
        QVERIFY(!rowIsMarked(2));
    }
};

} // namespace sextant::plots

QTEST_MAIN(sextant::plots::MatrixPlotTest)
#include "test_matrix_plot.moc"
