// SPDX-License-Identifier: GPL-3.0-or-later
// Times the plots on the GUI thread, with the tables ready: from a new anchor to four painted plots that fill
// 1600 x 1000 pixels together (L 36, H 32), moving the markers alone, and constructing the plots.
#include "tests/bench/stopwatch.h"
#include "tests/ui/plots/sample_view.h"
#include "ui/plots/alignment_plot.h"

#include <QApplication>
#include <QGridLayout>

#include <cstdio>
#include <ctime>
#include <string>

using namespace sextant;

namespace {

constexpr int kLayers = 36;
constexpr int kRepetitions = 100;

/// Four plots as they stand in the window: the map beside a column of three.
class PlotWall : public QWidget {
public:
    PlotWall() {
        auto* layout = new QGridLayout(this);
        layout->setContentsMargins({});
        int row = 0;
        for (const figures::PlotKind kind : {figures::PlotKind::Heatmap, figures::PlotKind::Residual,
                                             figures::PlotKind::Signs, figures::PlotKind::Angles}) {
            plots.push_back(plots::makePlot(kind, this).release());
            if (kind == figures::PlotKind::Heatmap) {
                layout->addWidget(plots.back(), 0, 0, 3, 1);
            } else {
                layout->addWidget(plots.back(), row++, 1);
            }
        }
        layout->setColumnStretch(0, 1);
        layout->setColumnStretch(1, 1);
        resize(1600, 1000);
    }

    std::vector<plots::AlignmentPlot*> plots;
};

/// Prints median and worst on the clock, and the median of processor time, which a busy machine does not
/// stretch.
template <typename Step>
void time(const std::string& key, Step step) {
    std::vector<double> wall;
    std::vector<double> work;
    for (int i = 0; i < kRepetitions; ++i) {
        const std::clock_t before = std::clock();
        wall.push_back(bench::secondsOf([&] {
            step(LayerIndex{i * 7 % kLayers});
            QApplication::processEvents();
        }));
        work.push_back(static_cast<double>(std::clock() - before) / CLOCKS_PER_SEC);
    }
    std::printf("%s %g\n%s_worst %g\n%s_processor %g\n", key.c_str(), bench::median(wall), key.c_str(),
                *std::max_element(wall.begin(), wall.end()), key.c_str(), bench::median(work));
}

} // namespace

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    const auto tables = test::sampleTables({kLayers, 32, 128, 2560, true, false});
    std::vector<angles::AngleRow> rows;
    std::vector<std::shared_ptr<const evidence::CrossHeads>> heads; // compared ahead, as the session does
    for (int layer = 0; layer < kLayers; ++layer) {
        rows.push_back(test::sampleAngles(tables->artifact->shape(), LayerIndex{layer}));
        heads.push_back(quantities::anchorView(tables, LayerIndex{layer}, {}, &rows.back())->heads);
    }
    const auto viewOf = [&](LayerIndex anchor) {
        const auto layer = static_cast<std::size_t>(anchor.value);
        return quantities::anchorView(tables, anchor, {}, &rows[layer], ReferenceKind::OtherHeads,
                                      heads[layer]);
    };
    std::unique_ptr<PlotWall> wall;
    const std::clock_t begin = std::clock();
    const auto processor = [begin] { return static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC; };
    const double construction = bench::secondsOf([&] { wall = std::make_unique<PlotWall>(); });
    std::printf("construction %g\nconstruction_processor %g\n", construction, processor());
    const double first = bench::secondsOf([&] {
        const auto view = viewOf(LayerIndex{0});
        for (plots::AlignmentPlot* plot : wall->plots) {
            plot->setView(view);
        }
        wall->show();
        QApplication::processEvents();
    });
    std::printf("first_picture %g\nfirst_picture_processor %g\n", construction + first, processor());

    time("click", [&](LayerIndex anchor) {
        const auto view = viewOf(anchor);
        for (plots::AlignmentPlot* plot : wall->plots) {
            plot->setView(view);
        }
    });
    time("view", [&](LayerIndex anchor) { viewOf(anchor); });
    for (plots::AlignmentPlot* plot : wall->plots) {
        time(figures::plotName(plot->kind()), [&](LayerIndex anchor) { plot->setView(viewOf(anchor)); });
    }
    time("anchor_markers", [&](LayerIndex anchor) {
        for (plots::AlignmentPlot* plot : wall->plots) {
            plot->setAnchorMarkers({anchor});
        }
    });
    time("hover_markers", [&](LayerIndex layer) {
        for (plots::AlignmentPlot* plot : wall->plots) {
            plot->setHoveredLayer(layer);
        }
    });
    return 0;
}
