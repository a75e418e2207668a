// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/plots/sample_view.h"
#include "tests/ui/support/strict_test.h"
#include "ui/plots/alignment_figures.h"

#include <cmath>

using namespace sextant;
using namespace sextant::plots;
using test::SampleShape;
using test::sampleView;

class FigureTest : public StrictTest {
    Q_OBJECT

    static const LayerCurve& curve(const LayerFigure& figure, const QString& name) {
        for (const LayerCurve& each : figure.curves)
            if (each.header() == name)
                return each;
        qFatal("no curve of this name: %s", qPrintable(name));
    }

private slots:
    void theTitleNamesAnchorAndHead() {
        const SampleShape shape;
        QCOMPARE(contextOf(*sampleView(shape, 3)), "anchor layer 3, mean over 4 heads");
        QCOMPARE(contextOf(*sampleView(shape, 3, HeadIndex{2})), "anchor layer 3, head 2");
        QCOMPARE(contextOf(*sampleView({5, 1, 4, 16}, 0)), "anchor layer 0, one head");
    }

    void meansCarryTheirSpreadAndSingleHeadsDoNot() {
        QVERIFY(!curve(residualFigure(*sampleView({}, 3)), "cosine").low.empty());
        QVERIFY(curve(residualFigure(*sampleView({}, 3, HeadIndex{0})), "cosine").low.empty());
        QVERIFY(curve(residualFigure(*sampleView({5, 1, 4, 16}, 3)), "cosine").low.empty());
    }

    void everyChanceLevelHasACurve() {
        const auto view = sampleView({}, 3);
        QCOMPARE(curve(residualFigure(*view), "cosine by chance").style, CurveStyle::Chance);
        QCOMPARE(curve(residualFigure(*view), "spectral cosine by chance").value[0],
                 view->tables->chance.spectralCosine);
        QCOMPARE(curve(anglesFigure(*view), "mean by chance").value[4],
                 view->tables->chance.meanPrincipalCosine);
        QCOMPARE(curve(signsFigure(*view, 8), "agreement by chance").value, view->signs[2].chance);
    }

    void anUnknownSignCountBecomesTheLargestBelow() {
        const auto view = sampleView({12, 4, 8, 64}, 3);
        QCOMPARE(shownSignTop(*view, 8), 8);
        QCOMPARE(shownSignTop(*view, 100), 16);
        QCOMPARE(shownSignTop(*view, 1), 2);
        QVERIFY(signsFigure(*view, 100).quantity.contains("16 leading"));
    }

    void whatIsMissingIsSaidInWords() {
        const auto none = sampleView({5, 2, 4, 16, false}, 1);
        QVERIFY(signsFigure(*none, 8).message.contains("sample-eigdirs.pt: there is no such file"));
        QVERIFY(anglesFigure(*none).message.contains("sample-eigdirs.pt: there is no such file"));
        QVERIFY(residualFigure(*none).message.isEmpty());
        QVERIFY(anglesFigure(*sampleView({}, 1, {}, false)).message.contains("being computed"));
    }

    void theReadOutNamesLayerHeadAndValues() {
        const auto view = sampleView({}, 3, HeadIndex{1});
        const QString text = readout(residualFigure(*view), LayerIndex{3});
        QVERIFY2(text.startsWith("layer 3 (anchor layer 3, head 1): cosine 1, residual 0"), qPrintable(text));
        QVERIFY2(text.contains("T 1"), qPrintable(text));
    }

    void aMissingLayerIsReadOutAsMissing() {
        const auto view = sampleView({12, 4, 16, 256, true, true}, 5);
        QVERIFY(readout(residualFigure(*view), LayerIndex{2}).contains("cosine missing"));
        QVERIFY(readout(residualFigure(*view), LayerIndex{2}).contains("4 heads without data"));
        auto oneHead = std::make_shared<analysis::AnchorView>(*view);
        oneHead->operatorCosine.missingHeads[2] = 1;
        QVERIFY(readout(residualFigure(*oneHead), LayerIndex{2}).contains("1 head without data"));
    }

    void theTableReadsBackExactly() {
        const auto view = sampleView({}, 3);
        const auto figure = residualFigure(*view);
        const QStringList lines = tableText(figure).split('\n', Qt::SkipEmptyParts);
        QCOMPARE(lines.size(), 13);
        const QStringList header = lines[0].split('\t');
        QCOMPARE(header[0], "layer");
        QCOMPARE(header[1], "cosine");
        QCOMPARE(header[2], "cosine p10");
        for (int layer = 0; layer < 12; ++layer) {
            const QStringList cells = lines[layer + 1].split('\t');
            QCOMPARE(cells.size(), header.size());
            QCOMPARE(cells[0].toInt(), layer);
            QVERIFY(cells[1].toDouble() == view->operatorCosine.value[static_cast<std::size_t>(layer)]);
        }
    }

    void theTableWritesMissingAsNan() {
        const auto view = sampleView({12, 4, 16, 256, true, true}, 5);
        QCOMPARE(tableText(residualFigure(*view)).split('\n')[3].split('\t')[1], "nan");
    }

    void sharesKeepTheirAxisUnlessTheDataGoesBeyond() {
        LayerFigure figure;
        figure.layers = 2;
        figure.curves.push_back({});
        figure.curves[0].value = {0.2, 0.7};
        QCOMPARE(shareSpan(figure, ValueAxis::Left).lower, 0.0);
        QCOMPARE(shareSpan(figure, ValueAxis::Left).upper, 1.04);
        figure.curves[0].value = {-0.6, 0.7};
        QVERIFY(shareSpan(figure, ValueAxis::Left).lower <= -0.6);
    }

    void hostileNumbersGiveAUsableAxis() {
        LayerFigure figure;
        figure.curves.push_back({});
        for (const double hostile : {1e30, -1e308, 1e308, std::nan(""), HUGE_VAL, 0.0}) {
            figure.curves[0].value = {hostile, -hostile};
            for (const Span& span : {shareSpan(figure, ValueAxis::Left), dataSpan(figure, ValueAxis::Left)})
                QVERIFY(std::isfinite(span.size()) && span.size() > 0.0);
        }
    }
};

QTEST_MAIN(FigureTest)
#include "test_layer_figure.moc"
