// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/plots/sample_view.h"
#include "ui/exporting/figure_export.h"

#include <QApplication>

#include <cstdio>

using namespace sextant;
using namespace sextant::plots;

namespace {

struct Scene {
    const char* name;
    test::SampleShape shape;
    int anchor;
    HeadSelection head;
    bool angles = true;
};

/// As it stands in the window: `size` logical pixels, with markers.
void grabWidgets(const std::filesystem::path& folder, const Scene& scene, const PlotTheme& theme,
                 QSize size) {
    const auto view = test::sampleView(scene.shape, scene.anchor, scene.head, scene.angles);
    for (const figures::PlotKind kind : figures::kAllPlots) {
        const auto plot = makePlot(kind);
        plot->setTheme(theme);
        plot->resize(kind == figures::PlotKind::Heatmap ? QSize(size.height() * 2, size.height() * 2) : size);
        plot->setView(view);
        plot->setHoveredLayer(LayerIndex{scene.shape.layers / 3});
        const QString name = QStringLiteral("%1-%2-%3.png")
                                 .arg(scene.name, figures::plotName(kind), theme.dark ? "dark" : "light");
        plot->grab().save(QString::fromStdString((folder / name.toStdString()).string()));
    }
}

} // namespace

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    if (argc != 2) {
        std::fprintf(stderr, "usage: plot_gallery DIR\n");
        return 2;
    }
    const std::filesystem::path folder = argv[1];
    std::filesystem::create_directories(folder);
    const Scene scenes[] = {
        {"L36", {36, 32, 64, 2560, true, false}, 35, {}},
        {"L36-head", {36, 32, 64, 2560, true, false}, 10, HeadIndex{3}},
        {"L12", {12, 1, 16, 64, true, true}, 6, {}},
        {"L5", {5, 8, 8, 64, true, false}, 0, {}},
        {"L1", {1, 1, 2, 8, true, false}, 0, {}},
        {"L126", {126, 16, 16, 16384, true, true}, 60, {}},
        {"waiting", {12, 4, 16, 256, true, false}, 3, {}, false},
        {"no-tensors", {12, 4, 16, 256, false, false}, 3, {}},
    };
    for (const Scene& scene : scenes) {
        grabWidgets(folder, scene, PlotTheme::light(), {800, 320});
        grabWidgets(folder, scene, PlotTheme::darkTheme(), {800, 320});
        const auto view = test::sampleView(scene.shape, scene.anchor, scene.head, scene.angles);
        for (const figures::PlotKind kind : figures::kAllPlots) {
            for (const exporting::FigureFormat format :
                 {exporting::FigureFormat::Png, exporting::FigureFormat::Svg, exporting::FigureFormat::Pdf}) {
                exporting::FigureOptions options;
                options.format = format;
                const auto name = std::string(scene.name) + "-" +
                                  exporting::figureFileName(*view, kind, format).toStdString();
                if (const auto written = exporting::exportFigure(view, kind, folder / name, options);
                    !written) {
                    std::fprintf(stderr, "%s\n", describe(written.error()).c_str());
                }
            }
        }
    }
    return 0;
}
