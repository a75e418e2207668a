// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/plots/sample_view.h"
#include "tests/ui/support/strict_test.h"

#include <cmath>

// After the others: Qt's moc cannot read <compare> as the first header of a file.
#include "core/figures/alignment_figures.h"
#include "core/figures/map_figures.h"

using namespace sextant;
using test::changed;
using test::SampleShape;
using test::sampleView;

class FigureTest : public StrictTest {
    Q_OBJECT

    static const figures::LayerCurve& curve(const figures::LayerFigure& figure, const std::string& name) {
        for (const figures::LayerCurve& each : figure.curves) {
            if (each.header() == name) {
                return each;
            }
        }
        qFatal("no curve of this name: %s", name.c_str());
    }

    static QString text(const std::string& utf8) { return QString::fromStdString(utf8); }

private slots:
    void theTitleNamesAnchorAndHead() {
        const SampleShape shape;
        QCOMPARE(text(figures::contextOf(*sampleView(shape, 3))), "anchor layer 3, mean over 4 heads");
        QCOMPARE(text(figures::contextOf(*sampleView(shape, 3, HeadIndex{2}))), "anchor layer 3, head 2");
        QCOMPARE(text(figures::contextOf(*sampleView({5, 1, 4, 16}, 0))), "anchor layer 0, one head");
    }

    void meansCarryTheirSpreadAndSingleHeadsDoNot() {
        QVERIFY(!curve(figures::residualFigure(*sampleView({}, 3)), "cosine").low.empty());
        QVERIFY(curve(figures::residualFigure(*sampleView({}, 3, HeadIndex{0})), "cosine").low.empty());
        QVERIFY(curve(figures::residualFigure(*sampleView({5, 1, 4, 16}, 3)), "cosine").low.empty());
    }

    void everyKnownReferenceIsADashedLineWithItsBand() {
        const auto view = sampleView({}, 3);
        int drawn = 0;
        for (const figures::LayerFigure& figure :
             {figures::residualFigure(*view), figures::signsFigure(*view, 8), figures::anglesFigure(*view)}) {
            QVERIFY(!figure.reference.empty());
            for (const figures::LayerCurve& each : figure.curves) {
                if (each.style != figures::CurveStyle::Reference) {
                    continue;
                }
                ++drawn;
                QVERIFY(std::isnan(each.z[3])); // the anchor is not compared with itself
                QVERIFY(std::isnan(each.deviation[5]) ||
                        std::abs(each.high[5] - each.value[5] - 2.0 * each.deviation[5]) < 1e-12);
                QVERIFY(text(figures::readout(figure, LayerIndex{5})).contains(text(each.header())));
            }
        }
        QVERIFY(drawn >= 4);
    }

    void aReferenceSaysHowFarTheValueLiesFromIt() {
        figures::LayerFigure figure;
        figure.layers = 1;
        figure.curves.resize(2);
        figure.curves[0].name = "cosine";
        figure.curves[0].value = {0.5};
        figure.curves[1].name = "cosine, other heads";
        figure.curves[1].style = figures::CurveStyle::Reference;
        figure.curves[1].value = {0.1};
        figure.curves[1].deviation = {0.1};
        figure.curves[1].low = {-0.1};
        figure.curves[1].high = {0.3};
        figure.curves[1].z = {4.0};
        QVERIFY(text(figures::readout(figure, LayerIndex{0}))
                    .contains("cosine, other heads 0.1 \u00b1 0.1 (z 4.0, above)"));
        const figures::FigureTable table = figures::tableOf(figure);
        QCOMPARE(table.columns.size(), std::size_t{4});
        QCOMPARE(text(table.columns[2]), "cosine, other heads SD");
        QCOMPARE(table.rows[0][3], 4.0);
    }

    void anUnknownSignCountBecomesTheLargestBelow() {
        const auto view = sampleView({12, 4, 8, 64}, 3);
        QCOMPARE(figures::shownSignTop(*view, 8), 8);
        QCOMPARE(figures::shownSignTop(*view, 100), 16);
        QCOMPARE(figures::shownSignTop(*view, 1), 2);
        QVERIFY(text(figures::signsFigure(*view, 100).quantity).contains("16 leading"));
    }

    void whatIsMissingIsSaidInWords() {
        const auto none = sampleView({5, 2, 4, 16, false}, 1);
        QVERIFY(text(figures::signsFigure(*none, 8).message)
                    .contains("sample-eigdirs.pt: there is no such file"));
        QVERIFY(
            text(figures::anglesFigure(*none).message).contains("sample-eigdirs.pt: there is no such file"));
        QVERIFY(figures::residualFigure(*none).message.empty());
        QVERIFY(
            text(figures::anglesFigure(*sampleView({}, 1, {}, false)).message).contains("being computed"));
    }

    void theReadOutNamesLayerHeadAndValues() {
        const auto view = sampleView({}, 3, HeadIndex{1});
        const QString said = text(readout(figures::residualFigure(*view), LayerIndex{3}));
        QVERIFY2(said.startsWith("layer 3 (anchor layer 3, head 1): cosine 1, residual 0"), qPrintable(said));
        QVERIFY2(said.contains("scale T 1"), qPrintable(said));
    }

    void aMissingLayerIsReadOutAsMissing() {
        const auto view = sampleView({12, 4, 16, 256, true, true}, 5);
        QVERIFY(text(readout(figures::residualFigure(*view), LayerIndex{2})).contains("cosine missing"));
        QVERIFY(
            text(readout(figures::residualFigure(*view), LayerIndex{2})).contains("4 heads without data"));
        auto oneHead = std::make_shared<quantities::AnchorView>(*view);
        oneHead->quantities = changed(view->quantities, [](quantities::QuantitySeries& quantity) {
            if (quantity.key.id == quantities::QuantityId::OperatorCosine) {
                quantity.series.missingHeads[2] = 1;
            }
        });
        QVERIFY(
            text(readout(figures::residualFigure(*oneHead), LayerIndex{2})).contains("1 head without data"));
    }

    void theTableReadsBackExactly() {
        const auto view = sampleView({}, 3);
        const auto figure = figures::residualFigure(*view);
        const QStringList lines =
            text(figures::toText(figures::tableOf(figure))).split('\n', Qt::SkipEmptyParts);
        QCOMPARE(lines.size(), 13);
        const QStringList header = lines[0].split('\t');
        QCOMPARE(header[0], "layer");
        QCOMPARE(header[1], "cosine");
        QCOMPARE(header[2], "cosine p10");
        for (int layer = 0; layer < 12; ++layer) {
            const QStringList cells = lines[layer + 1].split('\t');
            QCOMPARE(cells.size(), header.size());
            QCOMPARE(cells[0].toInt(), layer);
            QVERIFY(cells[1].toDouble() == view->find({quantities::QuantityId::OperatorCosine})
                                               ->series.value[static_cast<std::size_t>(layer)]);
        }
    }

    void theTableWritesMissingAsNan() {
        const auto view = sampleView({12, 4, 16, 256, true, true}, 5);
        QCOMPARE(text(figures::toText(figures::tableOf(figures::residualFigure(*view))))
                     .split('\n')[3]
                     .split('\t')[1],
                 "nan");
    }

    void sharesBeginAtNoneUnlessTheDataGoesBelow() {
        figures::LayerFigure figure;
        figure.layers = 2;
        figure.curves.push_back({});
        figure.curves[0].value = {0.2, 0.7};
        QCOMPARE(figures::shareSpan(figure, figures::ValueAxis::Left).lower, 0.0);
        figure.curves[0].value = {-0.6, 0.7};
        QVERIFY(figures::shareSpan(figure, figures::ValueAxis::Left).lower <= -0.6);
        figure.curves[0].value = {0.0, 0.0};
        QCOMPARE(figures::shareSpan(figure, figures::ValueAxis::Left).lower, 0.0);
    }

    void aMapHasOneRowPerLayerOrPerHead() {
        const auto view = sampleView({}, 3, HeadIndex{2});
        const figures::MatrixFigure layers = figures::heatmapFigure(*view);
        QCOMPARE(layers.rows, 12);
        QCOMPARE(layers.columns, 12);
        QCOMPARE(layers.at(5, 5), 1.0);
        QCOMPARE(layers.at(2, 7), layers.at(7, 2));
        QVERIFY(std::isnan(layers.at(12, 0)));
        const figures::MatrixFigure heads = figures::headMapFigure(*view);
        QCOMPARE(heads.rows, 4);
        QCOMPARE(heads.columns, 12);
        QCOMPARE(heads.at(1, 3), 1.0);
        QCOMPARE(heads.at(2, 7), view->headCosines[7 * 4 + 2]);
        QCOMPARE(heads.markedRow, 2);
    }

    void aHeadMapIsTabulatedByLayer() {
        const figures::FigureTable table = figures::tableOf(figures::headMapFigure(*sampleView({}, 3)));
        QCOMPARE(table.rows.size(), std::size_t{12});
        QCOMPARE(text(table.columns[4]), "head 1");
        QCOMPARE(table.columns.size(), std::size_t{16}); // value, reference, its deviation and z
        QCOMPARE(table.rows[3][4], 1.0);
    }

    void hostileNumbersGiveAUsableAxis() {
        figures::LayerFigure figure;
        figure.curves.push_back({});
        for (const double hostile : {1e30, -1e308, 1e308, std::nan(""), HUGE_VAL, 0.0}) {
            figure.curves[0].value = {hostile, -hostile};
            for (const figures::Span& span : {figures::shareSpan(figure, figures::ValueAxis::Left),
                                              figures::dataSpan(figure, figures::ValueAxis::Left)}) {
                QVERIFY(std::isfinite(span.size()) && span.size() > 0.0);
            }
        }
    }
};

QTEST_MAIN(FigureTest)
#include "test_layer_figure.moc"
