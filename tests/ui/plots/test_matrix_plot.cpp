// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/plots/shown_plot.h"
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

    void aMapOnShowLooksLikeOneDrawnAnew_data() {
        QTest::addColumn<int>("anchor");
        QTest::addColumn<int>("head");
        QTest::addRow("another anchor") << 11 << -1;
        QTest::addRow("another head") << 3 << 2;
        QTest::addRow("both") << 11 << 2;
    }
    void aMapOnShowLooksLikeOneDrawnAnew() {
        QFETCH(int, anchor);
        QFETCH(int, head);
        const auto next = test::sampleView({}, anchor, head < 0 ? HeadSelection() : HeadIndex{head});
        // Of every width, as the title may need another line.
        for (int width = 300; width < 800; width += 20) {
            for (const auto kind : {figures::PlotKind::Heatmap, figures::PlotKind::Heads}) {
                const auto pictureOf = [&](const auto& views) {
                    const auto plot = makePlot(kind);
                    plot->resize(width, 400);
                    QImage image;
                    for (const auto& view : views) {
                        plot->setView(view);
                        plot->grab(); // the first goes to the screen directly
                        image = plot->grab().toImage();
                    }
                    return image;
                };
                QCOMPARE(pictureOf(std::vector{test::sampleView({}, 3), next}), pictureOf(std::vector{next}));
            }
        }
    }

    void anotherAnchorLeavesTheCellsOfTheLayersAsTheyAre() {
        HeatmapPlot plot;
        plot.resize(700, 600);
        int laidOut = 0;
        connect(&plot.canvas(), &PlotCanvas::placed, this, [&laidOut] { ++laidOut; });
        const auto drawn = [&](const auto& view) {
            plot.setView(view);
            laidOut = 0;
            plot.grab();
            return laidOut > 0;
        };
        plot.setView(test::sampleView({}, 3));
        plot.grab();
        plot.grab(); // the first is not kept
        QVERIFY(!drawn(test::sampleView({}, 5)));
        QVERIFY(drawn(test::sampleView({}, 5, HeadIndex{1})));
        plot.setView(test::sampleView({}, 6, HeadIndex{1}));
        plot.setFontSize(15);
        QVERIFY(drawn(test::sampleView({}, 7, HeadIndex{1})));
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

    /// Twelve layers of which 2 and 7 alone are alike, beside isotropic operators.
    static std::shared_ptr<quantities::AnchorView> onePairAlike() {
        auto view = std::make_shared<quantities::AnchorView>(*test::sampleView({}, 6));
        view->comparedWith = ReferenceKind::Isotropic;
        view->cosineMatrix.assign(144, 0.0005);
        for (const std::size_t i : {2 * 12 + 7, 7 * 12 + 2}) {
            view->cosineMatrix[i] = 0.9;
        }
        for (std::size_t layer = 0; layer < 12; ++layer) {
            view->cosineMatrix[layer * 13] = 1.0;
        }
        return view;
    }

    static QColor cellColour(const AlignmentPlot& plot, const QImage& image, int row, int column) {
        return image.pixelColor(test::place(plot, column, row));
    }

    void cellsWithinChanceArePale_data() {
        QTest::addColumn<bool>("dark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }
    void cellsWithinChanceArePale() {
        QFETCH(bool, dark);
        const PlotTheme theme = dark ? PlotTheme::darkTheme() : PlotTheme::light();
        const DivergingMap& map = DivergingMap::forBackground(dark);
        HeatmapPlot plot;
        plot.resize(600, 500);
        plot.setTheme(theme);
        plot.setView(onePairAlike());
        const QImage pale = plot.grab().toImage();
        QCOMPARE(cellColour(plot, pale, 2, 7).rgb(), map.colour(0.9, 1.0));
        QCOMPARE(cellColour(plot, pale, 3, 3).rgb(), map.colour(1.0, 1.0)); // compared with nothing
        const QColor whole = QColor::fromRgb(map.colour(0.0005, 1.0));
        QCOMPARE(cellColour(plot, pale, 3, 9), MatrixCells::paleColour(whole, theme.background));
        plot.setLook({.faded = false}, 8);
        QCOMPARE(cellColour(plot, plot.grab().toImage(), 3, 9), whole);
    }

    void coloursCanStandForZ() {
        HeatmapPlot plot;
        plot.resize(600, 500);
        plot.setView(onePairAlike());
        plot.setLook({.colours = MapColours::Z, .faded = false}, 8);
        const QImage image = plot.grab().toImage();
        QCOMPARE(plot.colourLimit(), 6.0);
        QCOMPARE(cellColour(plot, image, 2, 7).rgb(), DivergingMap::vik().colour(6.0, 6.0));
        // Of four heads: 0.0005 is a quarter of a deviation of 1 / (256 sqrt 4).
        QCOMPARE(cellColour(plot, image, 3, 9).rgb(), DivergingMap::vik().colour(0.0005 * 256 * 2, 6.0));
        QVERIFY(plot.accessibleDescription().contains("Compared with isotropic: 2 of 132 cells stand out."));
    }

    void aQuantityWithoutItsDataSaysWhy() {
        HeadMapPlot plot;
        plot.resize(600, 400);
        plot.setLook({.heads = MapQuantity::SpectralCosine}, 8);
        plot.setView(test::sampleView({.tensors = false}, 3));
        QVERIFY(plot.canvas().message().startsWith("This plot needs the tensor file."));
        QVERIFY(plot.table().isEmpty());
        plot.grab();
        plot.setLook({.heads = MapQuantity::RSquared}, 8);
        QVERIFY(plot.canvas().message().isEmpty());
        QCOMPARE(plot.table().rows.size(), std::size_t{12});
    }

    void titleAndTableFollowTheQuantity() {
        HeadMapPlot plot;
        plot.setView(test::sampleView({}, 3));
        QCOMPARE(plot.accessibleName(), QStringLiteral("Operator cosine of every head to the anchor"));
        plot.setLook({.heads = MapQuantity::SignAgreement}, 16);
        QCOMPARE(plot.accessibleName(),
                 QStringLiteral("Sign agreement of every head's 16 leading eigenvalues with the anchor"));
        QCOMPARE(QString::fromStdString(plot.table().title), plot.accessibleName());
    }

    void aCursorPutThereIsReadOutAndMarkedWithoutTheFocus() {
        HeatmapPlot plot;
        plot.resize(600, 500);
        plot.setView(test::sampleView({}, 2));
        plot.grab(); // lays it out
        const QImage before = plot.grab().toImage();
        QString readout;
        connect(&plot, &AlignmentPlot::layerHovered, this,
                [&readout](std::optional<LayerIndex>, const QString& text) { readout = text; });
        plot.setCursor(LayerIndex{7}, 2);
        QVERIFY2(readout.startsWith("layer 2 and layer 7, mean over heads: cosine "), qPrintable(readout));
        QVERIFY(readout.contains("same spectrum"));
        QVERIFY(plot.grab().toImage() != before);
        const QPoint corner(1, 1); // the pointer takes over
        QMouseEvent press(QEvent::MouseButtonPress, corner, plot.mapToGlobal(corner), Qt::LeftButton,
                          Qt::LeftButton, {});
        QCoreApplication::sendEvent(&plot, &press);
        QCOMPARE(plot.grab().toImage(), before);
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
