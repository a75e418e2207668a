// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/support/strict_test.h"
#include "ui/plots/plot_header.h"

#include <set>
#include <vector>

namespace sextant::plots {

class PlotHeaderTest : public StrictTest {
    Q_OBJECT

    static constexpr int kWidth = 260;
    static constexpr int kAmple = 1000;

    static LegendEntry someEntry() {
        LegendEntry entry;
        entry.text = "some quantity";
        return entry;
    }

    /// A title of two lines and a legend of several.
    struct Header {
        QCustomPlot plot;
        PlotHeader* header = new PlotHeader(&plot);

        Header() {
            header->setFontSize(12);
            header->setTitle("Operator cosine to the anchor", "anchor layer 3, mean over 32 heads");
            header->setLegend(std::vector<LegendEntry>(6, someEntry()));
        }
        int height(int room) const { return header->layOut({0, 0}, kWidth, room); }
    };

private slots:
    void textsNeverTakeMoreThanTheirRoom() {
        for (const bool alone : {false, true}) {
            const Header header;
            header.header->setStandingAlone(alone);
            for (int room = header.height(0); room < kAmple; room += 7) {
                QVERIFY(header.height(room) <= room);
            }
        }
    }

    void aLowPlotGivesUpItsContextBeforeItsLegend() {
        const Header header;
        const int whole = header.height(kAmple);
        const int withoutLegend = header.height(0);
        const int line = QFontMetrics(header.plot.font()).height() / 2;
        const int low = header.height(whole);
        QVERIFY(low < whole - line);
        QVERIFY(low > withoutLegend + line);
    }

    void theLegendGoesLineByLine() {
        const Header header;
        std::set<int> heights;
        for (int room = 0; room < kAmple; ++room) {
            heights.insert(header.height(room));
        }
        QVERIFY(heights.size() > 3);
    }

    void aFigureKeepsItsContextAndUsesItsRoom() {
        const Header header;
        const int whole = header.height(kAmple);
        header.header->setStandingAlone(true);
        QCOMPARE(header.height(whole), whole);
        header.header->setLegend({});
        const int title = header.height(kAmple);
        QCOMPARE(header.height(0), title);
    }
};

} // namespace sextant::plots

QTEST_MAIN(sextant::plots::PlotHeaderTest)
#include "test_plot_header.moc"
