// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/span.h"
#include "tests/ui/support/strict_test.h"
#include "ui/plots/layer_scale.h"

#include <cmath>
#include <limits>

using namespace sextant;
using namespace sextant::figures;
using namespace sextant::plots;

class LayerScaleTest : public StrictTest {
    Q_OBJECT
private slots:
    void everyPixelOfACellIsItsLayer() {
        const LayerScale scale{100.0, 460.0, wholeLayerSpan(36), 36};
        for (int layer = 0; layer < 36; ++layer) {
            QCOMPARE(scale.layerAt(100.0 + 10.0 * layer + 0.1)->value, layer);
            QCOMPARE(scale.layerAt(100.0 + 10.0 * layer + 9.9)->value, layer);
            QCOMPARE(scale.pixelAt(layer), 105.0 + 10.0 * layer);
        }
    }

    void outsideOfTheAxisThereIsNoLayerButANearestOne() {
        const LayerScale scale{100.0, 200.0, wholeLayerSpan(5), 5};
        QVERIFY(!scale.layerAt(99.0));
        QVERIFY(!scale.layerAt(201.0));
        QCOMPARE(scale.nearestLayer(-1000.0)->value, 0);
        QCOMPARE(scale.nearestLayer(1000.0)->value, 4);
    }

    void theEndsOfTheAxisBelongToTheFirstAndLastLayer() {
        const LayerScale scale{100.0, 200.0, wholeLayerSpan(5), 5};
        QCOMPARE(scale.layerAt(100.0)->value, 0);
        QCOMPARE(scale.layerAt(200.0)->value, 4);
    }

    void aReversedAxisCountsFromItsOtherEnd() {
        const LayerScale scale{300.0, 100.0, wholeLayerSpan(4), 4};
        QCOMPARE(scale.layerAt(299.0)->value, 0);
        QCOMPARE(scale.layerAt(101.0)->value, 3);
    }

    void aZoomedAxisKnowsTheLayersInView() {
        const LayerScale scale{0.0, 100.0, {9.5, 11.5}, 36};
        QCOMPARE(scale.layerAt(10.0)->value, 10);
        QCOMPARE(scale.layerAt(90.0)->value, 11);
        QCOMPARE(scale.nearestLayer(-50.0)->value, 10);
    }

    void anAxisWithoutLengthOrLayersHasNoLayer() {
        QVERIFY(!(LayerScale{0.0, 100.0, wholeLayerSpan(0), 0}.nearestLayer(50.0)));
        QVERIFY(!(LayerScale{0.0, 100.0, wholeLayerSpan(3), 3}.layerAt(std::nan(""))));
        QCOMPARE((LayerScale{50.0, 50.0, wholeLayerSpan(3), 3}.nearestLayer(50.0)->value), 0);
    }

    void zoomingKeepsWhatIsUnderThePointer() {
        const figures::Span shown = zoomed({-0.5, 35.5}, {-0.5, 35.5}, 10.0, 0.5, 2.0);
        QCOMPARE(shown.size(), 18.0);
        QCOMPARE((10.0 - shown.lower) / shown.size(), 10.5 / 36.0);
    }

    void zoomingStopsAtTheWholeAndAtTheMinimum() {
        const figures::Span whole{-0.5, 35.5};
        QCOMPARE(zoomed({4.0, 12.0}, whole, 5.0, 100.0, 2.0), whole);
        QCOMPARE(zoomed({4.0, 12.0}, whole, 5.0, 1e-9, 2.0).size(), 2.0);
    }

    void movingStopsAtTheEndsOfTheWhole() {
        const figures::Span whole{0.0, 10.0};
        QCOMPARE(moved({2.0, 4.0}, whole, -5.0), (figures::Span{0.0, 2.0}));
        QCOMPARE(moved({2.0, 4.0}, whole, 50.0), (figures::Span{8.0, 10.0}));
        QCOMPARE(moved(whole, whole, 3.0), whole);
    }

    void aRoundSpanHoldsItsData_data() {
        QTest::addColumn<double>("lower");
        QTest::addColumn<double>("upper");
        QTest::newRow("ordinary") << -0.13 << 1.72;
        QTest::newRow("one value") << 3.0 << 3.0;
        QTest::newRow("zero") << 0.0 << 0.0;
        QTest::newRow("huge") << 1.0 << 1e30;
        QTest::newRow("tiny") << 1e-300 << 2e-300;
        QTest::newRow("negative") << -7.0 << -2.0;
        QTest::newRow("equal and huge") << 1e200 << 1e200;
    }
    void aRoundSpanHoldsItsData() {
        QFETCH(double, lower);
        QFETCH(double, upper);
        const figures::Span span = figures::roundSpan(lower, upper);
        QVERIFY(span.lower <= lower && upper <= span.upper && span.lower < span.upper);
        QVERIFY(std::isfinite(span.lower) && std::isfinite(span.upper));
    }

    void aRoundSpanOfNonsenseIsUsable() {
        const double infinity = std::numeric_limits<double>::infinity();
        QCOMPARE(figures::roundSpan(infinity, -infinity), (figures::Span{0.0, 1.0}));
        QCOMPARE(figures::roundSpan(std::nan(""), 1.0), (figures::Span{0.0, 1.0}));
    }
};

QTEST_MAIN(LayerScaleTest)
#include "test_layer_scale.moc"
