// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/plots/shown_plot.h"
#include "tests/ui/support/strict_test.h"
#include "ui/plots/line_plot.h"
#include "ui/plots/matrix_plot.h"

#include <QSignalSpy>

#include <cmath>

using namespace sextant;
using namespace sextant::plots;
using test::changed;
using test::place;
using test::SampleShape;
using test::sampleView;
using test::shownPlot;
using test::wheel;

/// What the plots draw, pixel by pixel.
class PlotDrawingTest : public StrictTest {
    Q_OBJECT

    static QSet<QRgb> coloursIn(const QImage& image, const QRect& area) {
        QSet<QRgb> colours;
        for (int y = area.top(); y <= area.bottom(); ++y) {
            for (int x = area.left(); x <= area.right(); ++x) {
                colours.insert(image.pixel(x, y));
            }
        }
        return colours;
    }

    static QRect frameOf(const AlignmentPlot& plot) { return plot.canvas().axisRect()->rect(); }

    /// The band above the frame, where the anchor's number stands.
    static QRect tagsOf(const AlignmentPlot& plot) {
        const QRect frame = frameOf(plot);
        return {frame.left(), frame.top() - 12, frame.width(), 10};
    }

    static QImage pictureOf(const AlignmentPlot& plot, const QSize& size, double scale) {
        QImage image((QSizeF(size) * scale).toSize(), QImage::Format_RGB32);
        QCPPainter painter(&image);
        painter.scale(scale, scale);
        plot.canvas().paintPicture(painter, size);
        return image;
    }

    /// How many columns of the frame hold a vertical line of this colour, five pixels long.
    static int uprightLines(const QImage& image, const QRect& frame, QRgb colour) {
        int lines = 0;
        for (int x = frame.left(); x <= frame.right(); ++x) {
            int run = 0;
            int longest = 0;
            for (int y = frame.top(); y <= frame.bottom(); ++y) {
                run = image.pixel(x, y) == colour ? run + 1 : 0;
                longest = std::max(longest, run);
            }
            lines += longest >= 5 ? 1 : 0;
        }
        return lines;
    }

private slots:
    void theMarkerMovesBeforeTheCurves() {
        for (const figures::PlotKind kind : figures::kAllPlots) {
            const auto plot = shownPlot(kind, sampleView({}, 3));
            const QImage before = plot->grab().toImage();
            plot->setAnchorMarkers({LayerIndex{8}});
            QCOMPARE(plot->view()->anchor.value, 3);
            QVERIFY2(plot->grab().toImage() != before, figures::plotName(kind));
            plot->setAnchorMarkers({LayerIndex{3}});
            QCOMPARE(plot->grab().toImage(), before);
        }
    }

    void aMarkerBeyondTheLayersIsNotDrawn() {
        for (const figures::PlotKind kind : figures::kAllPlots) {
            const auto plot = shownPlot(kind, sampleView({}, 3));
            const QRgb tag = plot->theme().anchor.rgb();
            QVERIFY(coloursIn(plot->grab().toImage(), tagsOf(*plot)).contains(tag));
            QSignalSpy moved(plot.get(), &AlignmentPlot::anchorMarkerMoved);
            plot->setAnchorMarkers({LayerIndex{99}});
            const QImage unmarked = plot->grab().toImage();
            QVERIFY(!coloursIn(unmarked, tagsOf(*plot)).contains(tag));
            plot->setAnchorMarkers({LayerIndex{-1}});
            QCOMPARE(moved.size(), 1); // no mark before, no mark now
            plot->setHoveredLayer(LayerIndex{99});
            plot->setHoveredLayer(LayerIndex{-1});
            QCOMPARE(plot->grab().toImage(), unmarked);
        }
    }

    void aMarkerOutOfViewIsNotDrawn() {
        const auto plot = shownPlot(figures::PlotKind::Residual, sampleView({}, 3));
        plot->setLayerSpan(figures::Span{3.7, 9.7}); // layers 3 and 10 would lie in the margins
        const QImage before = plot->grab().toImage();
        QVERIFY(!coloursIn(before, tagsOf(*plot)).contains(plot->theme().anchor.rgb()));
        plot->setAnchorMarkers({LayerIndex{10}});
        plot->setHoveredLayer(LayerIndex{0});
        QCOMPARE(plot->grab().toImage(), before);
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

    void missingCellsAreHatchedAndOfNoColourOfTheMap() {
        const auto plot = shownPlot(figures::PlotKind::Heatmap, sampleView({12, 4, 16, 256, true, true}, 6));
        const QImage image = plot->grab().toImage();
        const QPoint middle = place(*plot, 2, 9);
        QSet<QRgb> colours;
        for (int dy = -8; dy <= 8; ++dy) {
            for (int dx = -8; dx <= 8; ++dx) {
                colours.insert(image.pixel(middle + QPoint(dx, dy)));
            }
        }
        QVERIFY(colours.contains(plot->theme().background.rgb()));
        QVERIFY(colours.size() > 1);
    }

    void aReferenceIsALineForOneLayerToo() {
        const auto plot = shownPlot(figures::PlotKind::Signs, sampleView({1, 4, 16, 256}, 0));
        const QImage image = plot->grab().toImage();
        const QRect frame = plot->canvas().axisRect()->rect();
        QSet<QRgb> colours;
        for (int x = frame.left() + 20; x < frame.left() + 60; ++x) {
            for (int y = frame.top(); y < frame.bottom(); ++y) {
                colours.insert(image.pixel(x, y));
            }
        }
        QVERIFY(colours.contains(plot->theme().series[1].rgb())); // of the positive share
    }

    void aLayerWithoutAValueHasNoBar() {
        auto view = std::make_shared<quantities::AnchorView>(*sampleView({}, 3));
        view->quantities = changed(view->quantities, [](quantities::QuantitySeries& quantity) {
            quantity.series.value[5] = std::nan("");
        });
        const auto plot = shownPlot(figures::PlotKind::Signs, view);
        const QImage image = plot->grab().toImage();
        const QRgb bar = plot->theme().tint(plot->theme().series[0], 0.45F).rgb();
        const QRect frame = plot->canvas().axisRect()->rect();
        const auto isBarAt = [&](int layer) {
            for (int y = frame.top(); y < frame.bottom(); ++y) {
                if (image.pixel(place(*plot, layer).x() + 6, y) == bar) {
                    return true;
                }
            }
            return false;
        };
        QVERIFY(isBarAt(4));
        QVERIFY(!isBarAt(5));
    }

    void cellsHaveTheColourOfTheirValue() {
        const auto view = sampleView({}, 6);
        const auto plot = shownPlot(figures::PlotKind::Heatmap, view);
        const QImage image = plot->grab().toImage();
        for (int row = 0; row < 12; row += 5) {
            for (int column = 1; column < 12; column += 4) {
                QCOMPARE(image.pixel(place(*plot, column, row)),
                         DivergingMap::vik().colour(
                             view->cosineMatrix[static_cast<std::size_t>(row * 12 + column)], 1.0));
            }
        }
    }

    void cellsAndFramesMeetAtEveryScale_data() {
        QTest::addColumn<int>("layers");
        QTest::addColumn<QSize>("size");
        QTest::addColumn<double>("scale");
        for (const int layers : {12, 36, 126}) {
            for (const QSize size : {QSize(600, 400), QSize(613, 407), QSize(901, 577)}) {
                for (const double scale : {1.0, 1.25, 1.5, 2.0, 3.0}) {
                    QTest::addRow("%d layers, %d x %d, scale %g", layers, size.width(), size.height(), scale)
                        << layers << size << scale;
                }
            }
        }
    }
    void cellsAndFramesMeetAtEveryScale() {
        QFETCH(int, layers);
        QFETCH(QSize, size);
        QFETCH(double, scale);
        // Neighbours have the two ends of the colours: every edge can be seen.
        const int anchor = layers / 2;
        auto view = std::make_shared<quantities::AnchorView>(*sampleView({.layers = layers}, anchor));
        for (int i = 0; i < layers * layers; ++i) {
            view->cosineMatrix[static_cast<std::size_t>(i)] = (i / layers + i % layers) % 2 == 0 ? 1.0 : -1.0;
        }
        const auto plot = shownPlot(figures::PlotKind::Heatmap, view);
        const QImage image = pictureOf(*plot, size, scale);
        const auto edge = [&](const QCPAxis* axis, int index) {
            return static_cast<int>(std::lround(axis->coordToPixel(index - 0.5) * scale));
        };
        const auto colour = [](int row, int column) {
            return DivergingMap::vik().colour((row + column) % 2 == 0 ? 1.0 : -1.0, 1.0);
        };
        const QCPAxis* across = plot->canvas().xAxis;
        const QCPAxis* down = plot->canvas().yAxis;
        const int y = edge(down, 1); // the lines of the axes lie on the first column and the last row
        const int x = edge(across, 1);
        const double cell = across->axisRect()->width() * scale / layers;
        const int hidden = static_cast<int>(std::ceil(3.0 * scale / cell)) + 1; // cells under the frame
        for (int i = 1; i < layers - 1; ++i) {
            if (std::abs(i - anchor) > hidden) {
                QCOMPARE(image.pixel(edge(across, i), y), colour(1, i));
                QCOMPARE(image.pixel(edge(across, i + 1) - 1, y), colour(1, i));
                QCOMPARE(image.pixel(x, edge(down, i)), colour(i, 1));
                QCOMPARE(image.pixel(x, edge(down, i + 1) - 1), colour(i, 1));
            }
        }
        const QRgb paper = plot->theme().background.rgb();
        QCOMPARE(image.pixel(edge(across, anchor) - 1, y), paper);
        QCOMPARE(image.pixel(edge(across, anchor), y), colour(1, anchor));
        QCOMPARE(image.pixel(edge(across, anchor + 1) - 1, y), colour(1, anchor));
        QCOMPARE(image.pixel(edge(across, anchor + 1), y), paper);
        QCOMPARE(image.pixel(x, edge(down, anchor) - 1), paper);
        QCOMPARE(image.pixel(x, edge(down, anchor)), colour(anchor, 1));
        QCOMPARE(image.pixel(x, edge(down, anchor + 1) - 1), colour(anchor, 1));
        QCOMPARE(image.pixel(x, edge(down, anchor + 1)), paper);
    }

    void narrowBarsShowTheirSpreadAsABand() {
        auto view = std::make_shared<quantities::AnchorView>(*sampleView({.layers = 126}, 60));
        const auto plot = shownPlot(figures::PlotKind::Signs, view);
        const QRgb whisker = plot->theme().series[0].rgb();
        const QImage narrow = plot->grab().toImage();
        QVERIFY(uprightLines(narrow, frameOf(*plot), whisker) <= 2);
        plot->setLayerSpan(figures::Span{79.5, 99.5});
        QVERIFY(uprightLines(plot->grab().toImage(), frameOf(*plot), whisker) >= 10);

        plot->setLayerSpan({});
        QCOMPARE(plot->grab().toImage(), narrow);
        view->quantities = changed(view->quantities, [](quantities::QuantitySeries& quantity) {
            quantity.series.low.assign(quantity.series.low.size(), std::nan(""));
            quantity.series.high = quantity.series.low;
        });
        plot->setView(view);
        QVERIFY(plot->grab().toImage() != narrow);
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
        for (const int layers : {1, 2, 5, 12, 36, 126, 1000}) {
            for (const double width : {60.0, 300.0, 900.0}) {
                const auto labelled = labelledLayers(0, layers - 1, layers, width / layers, 24.0);
                QVERIFY(!labelled.empty());
                QCOMPARE(labelled.back(), layers - 1);
                for (std::size_t i = 1; i < labelled.size(); ++i) {
                    QVERIFY((labelled[i] - labelled[i - 1]) * width / layers >= 24.0);
                }
            }
        }
    }

    void everyShapeIsDrawn_data() {
        QTest::addColumn<int>("layers");
        QTest::addColumn<int>("heads");
        for (const auto& [layers, heads] : {std::pair(1, 1), {1, 4}, {2, 1}, {5, 8}, {36, 32}, {126, 3}}) {
            QTest::addRow("L %d, H %d", layers, heads) << layers << heads;
        }
    }
    void everyShapeIsDrawn() {
        QFETCH(int, layers);
        QFETCH(int, heads);
        const SampleShape shape{layers, heads, 1, 8, true, true};
        const auto view = sampleView(shape, 0, HeadIndex{heads - 1});
        for (const figures::PlotKind kind : figures::kAllPlots) {
            for (const PlotTheme& theme : {PlotTheme::light(), PlotTheme::darkTheme()}) {
                const auto plot = makePlot(kind);
                plot->setTheme(theme);
                if (auto* map = qobject_cast<MatrixPlot*>(plot.get())) {
                    map->setLook({.faded = false}, 8);
                }
                plot->setView(sampleView(shape, layers - 1));
                plot->resize(600, 400);
                plot->grab();
                plot->setView(view);
                plot->setAnchorMarkers({LayerIndex{layers}}); // none: it could cover the only layer
                const QImage image = plot->grab().toImage();
                if (auto* map = qobject_cast<MatrixPlot*>(plot.get())) {
                    const int row = (map->kind() == figures::PlotKind::Heads ? heads : layers) - 1;
                    const std::size_t index = static_cast<std::size_t>((layers - 1) * (row + 1) + row);
                    const double value = map->kind() == figures::PlotKind::Heads ? view->headCosines[index]
                                                                                 : view->cosineMatrix[index];
                    QCOMPARE(image.pixel(place(*plot, layers - 1, row)),
                             DivergingMap::forBackground(theme.dark).colour(value, 1.0));
                } else {
                    const bool told = !plot->canvas().message().isEmpty();
                    const QSet<QRgb> colours = coloursIn(image, frameOf(*plot));
                    const bool drawn = std::ranges::any_of(
                        theme.series, [&](const QColor& colour) { return colours.contains(colour.rgb()); });
                    QVERIFY(told ? colours.contains(theme.mutedText.rgb()) : drawn);
                }
                plot->setHoveredLayer(LayerIndex{0});
                for (const QSize size : {QSize(40, 30), QSize(1, 1)}) {
                    plot->resize(size);
                    const QImage small = plot->grab().toImage();
                    QCOMPARE(small.size(), size);
                    QCOMPARE(small.pixel(0, 0), theme.background.rgb());
                }
            }
        }
    }

    static std::shared_ptr<const quantities::AnchorView> viewFullOf(double value) {
        auto view = std::make_shared<quantities::AnchorView>(*sampleView({}, 3));
        view->quantities = changed(view->quantities, [value](quantities::QuantitySeries& quantity) {
            for (auto* values : {&quantity.series.value, &quantity.series.low, &quantity.series.high}) {
                values->assign(values->size(), value);
            }
            quantity.series.value[5] = -3.0;
        });
        view->cosineMatrix.assign(144, value);
        view->headCosines.assign(view->headCosines.size(), value);
        return view;
    }

    void infinitiesAreDrawnLikeMissingValues() {
        for (const figures::PlotKind kind : figures::kAllPlots) {
            const QImage missing = shownPlot(kind, viewFullOf(std::nan("")))->grab().toImage();
            QCOMPARE(shownPlot(kind, viewFullOf(HUGE_VAL))->grab().toImage(), missing);
            QCOMPARE(shownPlot(kind, viewFullOf(-HUGE_VAL))->grab().toImage(), missing);
        }
    }

    void hugeNumbersAreDrawn_data() {
        QTest::addColumn<double>("value");
        for (const double value : {1e30, -1e308, 1e308, 0.0}) {
            QTest::addRow("%g", value) << value;
        }
    }
    void hugeNumbersAreDrawn() {
        QFETCH(double, value);
        for (const figures::PlotKind kind : figures::kAllPlots) {
            const auto plot = shownPlot(kind, viewFullOf(value));
            const QImage image = plot->grab().toImage();
            if (qobject_cast<MatrixPlot*>(plot.get())) {
                QCOMPARE(image.pixel(place(*plot, 8, 0)), DivergingMap::vik().colour(value, 1.0));
            } else {
                const QCPRange range = plot->canvas().yAxis->range();
                QVERIFY(std::isfinite(range.lower) && std::isfinite(range.upper));
                const bool drawable = std::abs(value) < QCPRange::maxRange;
                QVERIFY(range.contains(value) || !drawable);
                QVERIFY(coloursIn(image, frameOf(*plot)).contains(plot->theme().series[0].rgb()) ||
                        value == 0.0 || !drawable);
            }
            wheel(*plot, place(*plot, 6), 3);
            plot->grab();
            QVERIFY(plot->canvas().xAxis->range().size() < 12.0);
        }
    }
};

QTEST_MAIN(PlotDrawingTest)
#include "test_plot_drawing.moc"
