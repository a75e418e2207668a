// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/exporting/size_cases.h"
#include "tests/ui/plots/sample_view.h"
#include "tests/ui/support/strict_test.h"
#include "ui/exporting/export_dialog.h"
#include "ui/exporting/figure_export.h"

#include <QComboBox>
#include <QDir>
#include <QImage>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QSvgRenderer>
#include <QTemporaryDir>
#include <QXmlStreamReader>

#include <cmath>

using namespace sextant;
using namespace sextant::exporting;
using test::changed;
using test::sampleView;

class ExportTest : public StrictTest {
    Q_OBJECT

    struct Svg {
        QStringList texts;
        QString title;
        QString description;
        QString viewBox;
        int shapes = 0;
        int images = 0;
    };

    static Svg readSvg(const QByteArray& content) {
        Svg svg;
        QXmlStreamReader reader(content);
        while (!reader.atEnd()) {
            if (reader.readNext() != QXmlStreamReader::StartElement) {
                continue;
            }
            const auto name = reader.name();
            if (name == u"svg") {
                svg.viewBox = reader.attributes().value("viewBox").toString();
            } else if (name == u"text") {
                svg.texts << reader.readElementText();
            } else if (name == u"title") {
                svg.title = reader.readElementText();
            } else if (name == u"desc") {
                svg.description = reader.readElementText();
            } else if (name == u"image") {
                ++svg.images;
            } else if (name == u"path" || name == u"rect" || name == u"polyline") {
                ++svg.shapes;
            }
        }
        if (reader.hasError()) {
            qFatal("SVG: %s", qPrintable(reader.errorString()));
        }
        return svg;
    }

    QTemporaryDir folder_;

    std::filesystem::path path(const char* name) const { return folder_.filePath(name).toStdString(); }

    QByteArray contentOf(const std::filesystem::path& file) const {
        QFile opened(QString::fromStdString(file.string()));
        return opened.open(QIODevice::ReadOnly) ? opened.readAll() : QByteArray();
    }

    static QPushButton* exportButton(const ExportDialog& dialog) {
        for (QPushButton* button : dialog.findChildren<QPushButton*>()) {
            if (button->text() == "&Export") {
                return button;
            }
        }
        qFatal("no such button");
    }

    static QStringList textsOf(const ExportDialog& dialog) {
        QStringList texts;
        for (const QLabel* label : dialog.findChildren<QLabel*>()) {
            texts << label->text();
        }
        return texts;
    }

private slots:
    void aPngHasTheAskedPixels() {
        FigureOptions options;
        options.size = {640, 400};
        options.scale = 1.5;
        for (const figures::PlotKind kind : figures::kAllPlots) {
            QVERIFY(exportFigure(sampleView({}, 3), kind, path("a.png"), options));
            const QImage image(folder_.filePath("a.png"));
            QCOMPARE(image.size(), QSize(960, 600));
            QCOMPARE(image.dotsPerMeterX(), 5669);
            QCOMPARE(image.pixel(2, 2), qRgb(255, 255, 255));
            QVERIFY(image.text("Title").contains("anchor layer 3"));
        }
    }

    void aPngCanBeDarkOrTransparent() {
        FigureOptions options;
        options.background = FigureBackground::Transparent;
        QVERIFY(exportFigure(sampleView({}, 3), figures::PlotKind::Residual, path("a.png"), options));
        QCOMPARE(qAlpha(QImage(folder_.filePath("a.png")).pixel(2, 2)), 0);
        options.background = FigureBackground::Dark;
        QVERIFY(exportFigure(sampleView({}, 3), figures::PlotKind::Residual, path("a.png"), options));
        QVERIFY(qGray(QImage(folder_.filePath("a.png")).pixel(2, 2)) < 60);
    }

    void anSvgHasItsTextAsText() {
        FigureOptions options;
        options.format = FigureFormat::Svg;
        QVERIFY(exportFigure(sampleView({}, 3), figures::PlotKind::Residual, path("a.svg"), options));
        const Svg svg = readSvg(contentOf(path("a.svg")));
        QCOMPARE(svg.viewBox, "0 0 900 600");
        for (const char* text :
             {"Layer", "Cosine, residual", "Scale T", "cosine", "residual", "11", "3", "10 to 90 % of heads",
              "sample/model-1B, anchor layer 3, mean over 4 heads"}) {
            QVERIFY2(svg.texts.contains(text), text);
        }
        QVERIFY(svg.title.contains("sample/model-1B"));
        QVERIFY(svg.description.contains("anchor layer 3"));
    }

    void anyNameOfAModelMakesASoundSvg() {
        FigureOptions options;
        options.format = FigureFormat::Svg;
        const auto view = test::viewOf(test::namedTables("R&D <b>%2\n\u0001 model"), 3);
        QVERIFY(exportFigure(view, figures::PlotKind::Residual, path("a.svg"), options));
        const Svg svg = readSvg(contentOf(path("a.svg")));
        QCOMPARE(svg.title, QStringLiteral("R&D <b>%2\\n\\u0001 model, anchor layer 3, residual"));
        QVERIFY(svg.texts.contains(
            QStringLiteral("R&D <b>%2\\n\\u0001 model, anchor layer 3, mean over 4 heads")));
    }

    void aLongNameLeavesTheAnchorItsPlace() {
        FigureOptions options;
        options.format = FigureFormat::Svg;
        const auto view = test::viewOf(test::namedTables(QString(200, u'a') + "-instruct"), 3);
        QVERIFY(exportFigure(view, figures::PlotKind::Heatmap, path("a.svg"), options));
        const QString texts = readSvg(contentOf(path("a.svg"))).texts.join('\n');
        QVERIFY2(texts.contains("-instruct, anchor layer 3, mean over 4 heads"), qPrintable(texts));
    }

    void aLongNameMakesAFileNameThatASystemTakes() {
        const auto view = test::viewOf(test::namedTables(QString(300, QChar(0x6a21))), 3);
        QVERIFY(exportFigure(
            view, figures::PlotKind::Heatmap,
            path(qPrintable(figureFileName(*view, figures::PlotKind::Heatmap, FigureFormat::Png))), {}));
    }

    void whatIsMissingLeavesNoMarkBesideTheData() {
        auto view = std::make_shared<quantities::AnchorView>(*sampleView({}, 3));
        view->quantities = changed(view->quantities, [](quantities::QuantitySeries& quantity) {
            quantity.series.value[5] = std::nan("");
        });
        FigureOptions options;
        options.scale = 1.0;
        for (const figures::PlotKind kind : {figures::PlotKind::Signs, figures::PlotKind::Residual}) {
            options.format = FigureFormat::Svg;
            QVERIFY(exportFigure(view, kind, path("a.svg"), options));
            const QByteArray svg = contentOf(path("a.svg"));
            QVERIFY(!svg.contains("nan"));
            QSvgRenderer renderer(svg);
            QImage image(options.size, QImage::Format_RGB32);
            QPainter painter(&image);
            renderer.render(&painter);
            QCOMPARE(image.pixel(0, 0), qRgb(255, 255, 255));
        }
    }

    void fittedColoursHaveAScaleOfRoundNumbers() {
        auto view = std::make_shared<quantities::AnchorView>(*sampleView({}, 3));
        for (double& cosine : view->cosineMatrix) {
            cosine *= 0.083;
        }
        FigureOptions options;
        options.format = FigureFormat::Svg;
        options.fitColours = true;
        QVERIFY(exportFigure(view, figures::PlotKind::Heatmap, path("a.svg"), options));
        const Svg svg = readSvg(contentOf(path("a.svg")));
        for (const char* text : {"Operator cosine of different layers", "-0.04", "0.02"}) {
            QVERIFY2(svg.texts.contains(text), text);
        }
    }

    void aSmallFigureHasSmallerLettersBeforeItLosesAny() {
        FigureOptions options;
        options.format = FigureFormat::Svg;
        options.size = {320, 240};
        QVERIFY(exportFigure(sampleView({}, 3), figures::PlotKind::Residual, path("a.svg"), options));
        const QByteArray content = contentOf(path("a.svg"));
        const Svg svg = readSvg(content);
        for (const char* text : {"Operator cosine, residual and scale T to the anchor", "10 to 90 % of heads",
                                 "sample/model-1B, anchor layer 3, mean over 4 heads"}) {
            QVERIFY2(svg.texts.contains(text), text);
        }
        options.size = {900, 600};
        QVERIFY(exportFigure(sampleView({}, 3), figures::PlotKind::Residual, path("a.svg"), options));
        QVERIFY(contentOf(path("a.svg")).contains("font-size=\"13\""));
        QVERIFY(!content.contains("font-size=\"13\""));
    }

    void aTinyFigureKeepsItsDataAndLetsItsLegendGo() {
        FigureOptions options;
        options.format = FigureFormat::Svg;
        options.size = {120, 90};
        QVERIFY(exportFigure(sampleView({}, 3), figures::PlotKind::Residual, path("a.svg"), options));
        const Svg svg = readSvg(contentOf(path("a.svg")));
        QVERIFY(!svg.texts.contains("10 to 90 % of heads"));
        QVERIFY(svg.texts.contains("Layer"));
    }

    void anSvgHeatmapIsMadeOfVectors() {
        FigureOptions options;
        options.format = FigureFormat::Svg;
        for (const figures::PlotKind kind : figures::kAllPlots) {
            QVERIFY(exportFigure(sampleView({12, 4, 16, 256, true, true}, 3), kind, path("a.svg"), options));
            const Svg svg = readSvg(contentOf(path("a.svg")));
            QCOMPARE(svg.images, 0);
            QVERIFY(svg.shapes > 20);
        }
    }

    void aPdfIsOnePage() {
        FigureOptions options;
        options.format = FigureFormat::Pdf;
        QVERIFY(exportFigure(sampleView({}, 3), figures::PlotKind::Angles, path("a.pdf"), options));
        const QByteArray content = contentOf(path("a.pdf"));
        QVERIFY(content.startsWith("%PDF-"));
        QVERIFY(content.contains("/MediaBox [0 0 675"));
        QVERIFY(content.contains("/Count 1"));
    }

    void twoExportsAreTheSameFile() {
        FigureOptions options;
        for (const FigureFormat format : {FigureFormat::Png, FigureFormat::Svg}) {
            options.format = format;
            QVERIFY(exportFigure(sampleView({}, 3), figures::PlotKind::Heatmap, path("a"), options));
            QVERIFY(exportFigure(sampleView({}, 3), figures::PlotKind::Heatmap, path("b"), options));
            QCOMPARE(contentOf(path("a")), contentOf(path("b")));
        }
    }

    void whatIsNotThereIsSaidInTheFigure() {
        FigureOptions options;
        options.format = FigureFormat::Svg;
        QVERIFY(exportFigure(sampleView({5, 2, 4, 16, false}, 1), figures::PlotKind::Angles, path("a.svg"),
                             options));
        QVERIFY(readSvg(contentOf(path("a.svg"))).texts.join(' ').contains("there is no such file"));
    }

    void aFolderThatIsNotThereIsAnError() {
        const auto written =
            exportFigure(sampleView({}, 3), figures::PlotKind::Heatmap, path("nowhere/a.png"), {});
        QVERIFY(!written);
        QCOMPARE(written.error().code, ErrorCode::WriteFailed);
    }

    void anImpossibleSizeIsAnErrorAndLeavesNothing() {
        FigureOptions options;
        for (const auto& [size, scale] : {std::pair(QSize(0, 10), 1.0),
                                          {QSize(100000, 100000), 1.0},
                                          {QSize(100, 100), 0.0},
                                          {QSize(100, 100), std::nan("")},
                                          {QSize(100, 100), 1e9}}) {
            options.size = size;
            options.scale = scale;
            const auto written =
                exportFigure(sampleView({}, 3), figures::PlotKind::Heatmap, path("none.png"), options);
            QVERIFY(!written);
            QCOMPARE(written.error().code, ErrorCode::Usage);
        }
        QVERIFY(!QFile::exists(folder_.filePath("none.png")));
    }

    void dialogAndWriterAllowTheSameSizes() {
        for (const test::SizeCase& given : test::kSizeCases) {
            FigureOptions options;
            options.size = {given.width, given.height};
            options.scale = given.scale;
            options.format = rowNamed(exportFormats(), given.format)->format;
            const auto written =
                exportFigure(sampleView({}, 3), figures::PlotKind::Heatmap, path("sized"), options);
            const QByteArray what = QStringLiteral("%1 x %2 times %3, %4")
                                        .arg(given.width)
                                        .arg(given.height)
                                        .arg(given.scale)
                                        .arg(QLatin1String(given.format))
                                        .toUtf8();
            QVERIFY2(written.has_value() == given.fits, what);

            const ExportDialog dialog(sampleView({}, 3), {figures::PlotKind::Heatmap}, {},
                                      {.format = QLatin1String(given.format),
                                       .size = options.size,
                                       .scale = given.scale,
                                       .background = {},
                                       .folder = {}},
                                      folder_.path());
            const FigureOptions taken = dialog.options();
            const bool asGiven = taken.size == options.size && (!rowOf(options.format).hasPixels ||
                                                                std::abs(taken.scale - options.scale) < 1e-9);
            QCOMPARE(taken.format, options.format);
            QVERIFY2((asGiven && exportButton(dialog)->isEnabled()) == given.fits, what);
        }
    }

    void theDialogSaysWhatIsTooLarge() {
        const ExportDialog dialog(
            sampleView({}, 3), {figures::PlotKind::Heatmap}, {},
            {.format = "png", .size = {16384, 16}, .scale = 4.0, .background = {}, .folder = {}},
            folder_.path());
        const QStringList texts = textsOf(dialog);
        QVERIFY2(texts.contains("Too large: a picture has at most 32767 pixels a side, not 65536."),
                 qPrintable(texts.join('|')));
        QVERIFY(!exportButton(dialog)->isEnabled());
        for (QComboBox* box : dialog.findChildren<QComboBox*>()) {
            if (const int svg = box->findText("SVG (vector)"); svg >= 0) {
                box->setCurrentIndex(svg);
            }
        }
        QVERIFY(textsOf(dialog).contains("sample_model-1B-heatmap-anchor3.svg"));
        QVERIFY(exportButton(dialog)->isEnabled());
    }

    void theDialogOffersEveryFormatAndRemembersIt() {
        for (const FormatRow& row : exportFormats()) {
            session::ExportChoices remembered;
            remembered.format = QLatin1String(row.name);
            const ExportDialog dialog(sampleView({}, 3), {figures::PlotKind::Heatmap}, {}, remembered,
                                      folder_.path());
            QCOMPARE(dialog.options().format, row.format);
            QCOMPARE(dialog.choices().format, QLatin1String(row.name));
        }
    }

    void aFileNameSaysModelPlotAnchorAndHead() {
        QCOMPARE(figureFileName(*sampleView({}, 3), figures::PlotKind::Signs, FigureFormat::Svg),
                 "sample_model-1B-signs-anchor3.svg");
        QCOMPARE(
            figureFileName(*sampleView({}, 3, HeadIndex{2}), figures::PlotKind::Heatmap, FigureFormat::Png),
            "sample_model-1B-heatmap-anchor3-head2.png");
        const MapLook look{.heads = MapQuantity::Residual, .colours = MapColours::Z};
        QCOMPARE(figureFileName(*sampleView({}, 3), figures::PlotKind::Heads, FigureFormat::Png, look),
                 "sample_model-1B-heads-residual-z-anchor3.png");
        QCOMPARE(figureFileName(*sampleView({}, 3), figures::PlotKind::Signs, FigureFormat::Png, look),
                 "sample_model-1B-signs-anchor3.png");
        auto several = std::make_shared<quantities::AnchorView>(*sampleView({}, 3));
        several->anchors = {LayerIndex{3}, LayerIndex{17}, LayerIndex{5}};
        QCOMPARE(figureFileName(*several, figures::PlotKind::Residual, FigureFormat::Pdf),
                 "sample_model-1B-residual-anchor3+17+5.pdf");
        several->anchors.resize(126);
        QVERIFY(figureFileName(*several, figures::PlotKind::Residual, FigureFormat::Pdf).size() < 255);
    }
};

QTEST_MAIN(ExportTest)
#include "test_figure_export.moc"
