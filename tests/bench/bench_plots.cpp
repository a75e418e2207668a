// How long the plots take on the GUI thread, with the tables ready: from a new anchor's view to four painted
// plots of 1600 x 1000 pixels in all (L 36, H 32), a move of the markers alone, and the construction of the
// plots.
#include "tests/ui/plots/sample_view.h"
#include "ui/plots/alignment_plot.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QGridLayout>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <vector>

using namespace sextant;

namespace {

constexpr double kFrame = 1000.0 / 60.0;

/// Four plots as they stand in the window: the map beside a column of three.
class PlotWall : public QWidget {
public:
    PlotWall() {
        auto* layout = new QGridLayout(this);
        layout->setContentsMargins({});
        int row = 0;
        for (const PlotKind kind :
             {PlotKind::Heatmap, PlotKind::Residual, PlotKind::Signs, PlotKind::Angles}) {
            plots.push_back(makePlot(kind, this).release());
            if (kind == PlotKind::Heatmap)
                layout->addWidget(plots.back(), 0, 0, 3, 1);
            else
                layout->addWidget(plots.back(), row++, 1);
        }
        layout->setColumnStretch(0, 1);
        layout->setColumnStretch(1, 1);
        resize(1600, 1000);
    }

    std::vector<AlignmentPlot*> plots;
};

struct Times {
    std::vector<double> wall; ///< milliseconds on the clock
    std::vector<double> work; ///< milliseconds of processor time, which a busy machine does not stretch
};

template <typename Step>
Times measure(int repetitions, Step step) {
    Times times;
    for (int i = 0; i < repetitions; ++i) {
        const std::clock_t before = std::clock();
        QElapsedTimer timer;
        timer.start();
        step(i);
        times.wall.push_back(static_cast<double>(timer.nsecsElapsed()) / 1e6);
        times.work.push_back(1e3 * static_cast<double>(std::clock() - before) / CLOCKS_PER_SEC);
    }
    return times;
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

void print(const char* what, const Times& times) {
    const double worst = *std::max_element(times.wall.begin(), times.wall.end());
    std::printf(
        "%-30s median %6.2f ms (%4.2f frames), worst of %zu %6.2f ms (%4.2f frames), processor %6.2f ms\n",
        what, median(times.wall), median(times.wall) / kFrame, times.wall.size(), worst, worst / kFrame,
        median(times.work));
}

} // namespace

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    const auto tables = test::sampleTables({36, 32, 128, 2560, true, false});
    std::vector<std::shared_ptr<const AnchorView>> views;
    for (int anchor = 0; anchor < 36; ++anchor)
        views.push_back(test::viewOf(tables, anchor));

    QElapsedTimer timer;
    timer.start();
    PlotWall wall;
    const double built = static_cast<double>(timer.nsecsElapsed()) / 1e6;
    for (AlignmentPlot* plot : wall.plots)
        plot->setView(views[0]);
    wall.show();
    wall.repaint();
    QApplication::processEvents();
    std::printf("%-30s %7.2f ms\n", "construction of four plots", built);
    std::printf("%-30s %7.2f ms\n", "... to the first picture",
                static_cast<double>(timer.nsecsElapsed()) / 1e6);

    print("click to four painted plots", measure(100, [&](int i) {
              const auto& view = views[static_cast<std::size_t>(i * 7 % 36)];
              for (AlignmentPlot* plot : wall.plots)
                  plot->setView(view);
              QApplication::processEvents();
          }));
    for (AlignmentPlot* plot : wall.plots) {
        const std::string name = "... of it " + plotName(plot->kind()).toStdString();
        print(name.c_str(), measure(100, [&](int i) {
                  plot->setView(views[static_cast<std::size_t>(i * 7 % 36)]);
                  QApplication::processEvents();
              }));
    }
    print("markers of all four alone", measure(100, [&](int i) {
              for (AlignmentPlot* plot : wall.plots)
                  plot->setAnchorMarker(LayerIndex{i * 5 % 36});
              QApplication::processEvents();
          }));
    print("hover over all four", measure(100, [&](int i) {
              for (AlignmentPlot* plot : wall.plots)
                  plot->setHoveredLayer(LayerIndex{i * 5 % 36});
              QApplication::processEvents();
          }));
    return 0;
}
