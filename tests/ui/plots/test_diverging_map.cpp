// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/support/strict_test.h"
#include "ui/plots/diverging_map.h"
#include "ui/plots/plot_theme.h"

#include <algorithm>
#include <cmath>
#include <vector>

using namespace sextant;
using namespace sextant::plots;

class DivergingMapTest : public StrictTest {
    Q_OBJECT

    static double luminance(QRgb colour) {
        const auto linear = [](int channel) {
            const double share = channel / 255.0;
            return share <= 0.04045 ? share / 12.92 : std::pow((share + 0.055) / 1.055, 2.4);
        };
        return 0.2126 * linear(qRed(colour)) + 0.7152 * linear(qGreen(colour)) +
               0.0722 * linear(qBlue(colour));
    }

    static double contrast(const QColor& a, const QColor& b) {
        const double la = luminance(a.rgb());
        const double lb = luminance(b.rgb());
        return (std::max(la, lb) + 0.05) / (std::min(la, lb) + 0.05);
    }

private slots:
    void zeroIsTheMiddleWhateverTheLimit() {
        for (const DivergingMap* map : {&DivergingMap::vik(), &DivergingMap::berlin()}) {
            for (const double limit : {1e-300, 0.3, 1.0, 1e300}) {
                QCOMPARE(map->colour(0.0, limit), map->step(DivergingMap::kSteps / 2));
            }
        }
    }

    void valuesBeyondTheLimitTakeTheColourOfTheEnd() {
        const DivergingMap& map = DivergingMap::vik();
        QCOMPARE(map.colour(7.0, 1.0), map.step(DivergingMap::kSteps - 1));
        QCOMPARE(map.colour(-1e308, 1e-3), map.step(0));
    }

    void signsAreToldApartByHue() {
        for (const DivergingMap* map : {&DivergingMap::vik(), &DivergingMap::berlin()}) {
            const QColor negative = QColor::fromRgb(map->colour(-0.6, 1.0));
            const QColor positive = QColor::fromRgb(map->colour(0.6, 1.0));
            QVERIFY(negative.blue() > negative.red() + 50);
            QVERIFY(positive.red() > positive.blue() + 50);
        }
    }

    void theColoursAreThePublishedOnes() {
        struct Published {
            int entry; ///< of 256
            QRgb colour;
        };
        const auto follows = [](const DivergingMap& map, const std::vector<Published>& table) {
            return std::ranges::all_of(table, [&](const Published& published) {
                const QRgb shown = map.step(2 * published.entry);
                return std::abs(qRed(shown) - qRed(published.colour)) <= 5 &&
                       std::abs(qGreen(shown) - qGreen(published.colour)) <= 5 &&
                       std::abs(qBlue(shown) - qBlue(published.colour)) <= 5;
            });
        };
        QVERIFY(follows(DivergingMap::vik(), {{0, qRgb(0, 18, 97)},
                                              {7, qRgb(2, 29, 104)},
                                              {52, qRgb(19, 102, 151)},
                                              {97, qRgb(151, 192, 212)},
                                              {124, qRgb(231, 231, 231)},
                                              {142, qRgb(234, 206, 189)},
                                              {202, qRgb(186, 94, 42)},
                                              {217, qRgb(161, 60, 11)},
                                              {247, qRgb(103, 10, 7)},
                                              {255, qRgb(89, 0, 8)}}));
        QVERIFY(follows(DivergingMap::berlin(), {{0, qRgb(158, 176, 255)},
                                                 {7, qRgb(142, 174, 247)},
                                                 {52, qRgb(50, 126, 163)},
                                                 {112, qRgb(17, 26, 32)},
                                                 {142, qRgb(40, 13, 1)},
                                                 {172, qRgb(84, 25, 5)},
                                                 {202, qRgb(146, 70, 50)},
                                                 {247, qRgb(238, 157, 154)},
                                                 {255, qRgb(255, 173, 173)}}));
    }

    void lightnessTellsTheMagnitudeWithoutColour() {
        for (const double sign : {-1.0, 1.0}) {
            for (double magnitude = 0.1; magnitude < 0.95; magnitude += 0.1) {
                const double further = sign * (magnitude + 0.1);
                QVERIFY(luminance(DivergingMap::vik().colour(further, 1.0)) <
                        luminance(DivergingMap::vik().colour(sign * magnitude, 1.0)));
                QVERIFY(luminance(DivergingMap::berlin().colour(further, 1.0)) >
                        luminance(DivergingMap::berlin().colour(sign * magnitude, 1.0)));
            }
        }
    }

    void curvesAndTextsStandOutFromTheBackground() {
        for (const PlotTheme& theme : {PlotTheme::light(), PlotTheme::darkTheme()}) {
            for (const QColor& series : theme.series) {
                QVERIFY(contrast(series, theme.background) >= 3.0);
            }
            for (const QColor& mark : {theme.anchor, theme.missing, theme.hover}) {
                QVERIFY(contrast(mark, theme.background) >= 3.0);
            }
            for (const QColor& text : {theme.text, theme.mutedText}) {
                QVERIFY(contrast(text, theme.background) >= 4.5);
            }
        }
    }

    void theThemeFollowsThePalette() {
        QPalette palette;
        palette.setColor(QPalette::Window, Qt::black);
        palette.setColor(QPalette::WindowText, Qt::white);
        QVERIFY(PlotTheme::fromPalette(palette).dark);
        palette.setColor(QPalette::Window, Qt::white);
        palette.setColor(QPalette::WindowText, Qt::black);
        QVERIFY(!PlotTheme::fromPalette(palette).dark);
    }
};

QTEST_MAIN(DivergingMapTest)
#include "test_diverging_map.moc"
