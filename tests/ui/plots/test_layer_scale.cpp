// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/support/strict_test.h"
#include "ui/plots/layer_scale.h"

#include <cmath>

using namespace sextant;
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
};

QTEST_MAIN(LayerScaleTest)
#include "test_layer_scale.moc"
