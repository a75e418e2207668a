// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/exporting/figure_export.h"

#include "core/base/atomic_file.h"
#include "core/base/try.h"
#include "core/figures/alignment_figures.h"
#include "ui/plots/line_plot.h"
#include "ui/plots/matrix_plot.h"
#include "ui/plots/model_text.h"
#include "ui/plots/plot_canvas.h"

#include <QBuffer>
#include <QImageWriter>
#include <QPageSize>
#include <QPdfWriter>
#include <QSvgGenerator>

#include <cmath>
#include <string_view>

namespace sextant::exporting {

namespace {

constexpr int kFontSize = 12;
constexpr int kSmallestFontSize = 7; ///< of a figure too small for its title and legend otherwise
constexpr int kDotsPerInch = 96;
constexpr qsizetype kMostAnchorsNamed = 16;
constexpr int kLongestName = 120; ///< bytes of a model's name in a file name, which has 255 in all

std::unique_ptr<plots::AlignmentPlot> figureOf(const std::shared_ptr<const quantities::AnchorView>& view,
                                               figures::PlotKind kind, const FigureOptions& options) {
    auto plot = plots::makePlot(kind);
    plot->setFontSize(kFontSize);
    plot->setTheme(options.background == FigureBackground::Dark ? plots::PlotTheme::darkTheme()
                                                                : plots::PlotTheme::light());
    plot->canvas().setBackgroundShown(options.background != FigureBackground::Transparent);
    plot->setModelShown(true);
    plot->canvas().header().setStandingAlone(true);
    if (auto* signs = qobject_cast<plots::SignsPlot*>(plot.get()); signs && options.signTop > 0) {
        signs->setTop(options.signTop);
    }
    if (auto* map = qobject_cast<plots::MatrixPlot*>(plot.get())) {
        map->setFitColours(options.fitColours);
        map->setBlocksShown(options.depthBlocks);
        map->setLook(options.maps, options.signTop > 0 ? options.signTop : kDefaultSignTop);
    }
    plot->setView(view);
    for (int size = kFontSize; size > kSmallestFontSize && !plot->canvas().hasRoomForHeader(options.size);) {
        plot->setFontSize(--size);
    }
    return plot;
}

/// Null when there is no memory for it.
QImage drawPicture(plots::AlignmentPlot& plot, const FigureOptions& options, const QString& title) {
    const QSize pixels(static_cast<int>(std::lround(options.size.width() * options.scale)),
                       static_cast<int>(std::lround(options.size.height() * options.scale)));
    QImage image(pixels, QImage::Format_ARGB32_Premultiplied);
    if (image.isNull()) {
        return image;
    }
    image.fill(Qt::transparent);
    QCPPainter painter(&image);
    painter.scale(options.scale, options.scale);
    plot.canvas().paintPicture(painter, options.size);
    painter.end();
    if (options.background != FigureBackground::Transparent) {
        image.convertTo(QImage::Format_RGB32);
    }
    const int dotsPerMetre = static_cast<int>(std::lround(kDotsPerInch * options.scale / 0.0254));
    image.setDotsPerMeterX(dotsPerMetre);
    image.setDotsPerMeterY(dotsPerMetre);
    image.setText(QStringLiteral("Title"), title);
    image.setText(QStringLiteral("Description"), plot.accessibleDescription());
    image.setText(QStringLiteral("Software"), QStringLiteral("Sextant"));
    return image;
}

/// Qt writes a title as it is, and one `&` in a model's name would break the file; so it writes its own, and
/// this replaces the text of that element.
void replaceText(QByteArray& svg, const QByteArray& element, const QString& text) {
    const QByteArray tag = '<' + element + '>';
    const qsizetype begin = svg.indexOf(tag) + tag.size();
    const qsizetype end = svg.indexOf("</" + element, begin);
    if (begin >= tag.size() && end >= begin) {
        svg.replace(begin, end - begin, text.toHtmlEscaped().toUtf8());
    }
}

/// The family that stands for "the desktop's font" means nothing on another machine.
void nameFallbackFonts(QByteArray& svg) {
    svg.replace("font-family=\"" + QFont().family().toHtmlEscaped().toUtf8() + '"',
                "font-family=\"DejaVu Sans, Verdana, Helvetica, Arial, sans-serif\"");
}

bool writeSvg(QIODevice& device, plots::AlignmentPlot& plot, const FigureOptions& options) {
    QSvgGenerator generator;
    generator.setOutputDevice(&device);
    generator.setResolution(kDotsPerInch);
    generator.setSize(options.size);
    generator.setViewBox(QRect(QPoint(0, 0), options.size));
    QCPPainter painter;
    if (!painter.begin(&generator)) {
        return false;
    }
    painter.setMode(QCPPainter::pmVectorized);
    plot.canvas().paintPicture(painter, options.size);
    return painter.end();
}

bool writePdf(QIODevice& device, plots::AlignmentPlot& plot, const FigureOptions& options,
              const QString& title) {
    QPdfWriter writer(&device);
    writer.setResolution(kDotsPerInch);
    writer.setTitle(title);
    writer.setCreator(QStringLiteral("Sextant"));
    const QSizeF points = QSizeF(options.size) * 72.0 / kDotsPerInch;
    writer.setPageSize(QPageSize(points, QPageSize::Point, {}, QPageSize::ExactMatch));
    writer.setPageMargins({});
    QCPPainter painter;
    if (!painter.begin(&writer)) {
        return false;
    }
    painter.setMode(QCPPainter::pmVectorized);
    plot.canvas().paintPicture(painter, options.size);
    return painter.end();
}

} // namespace

Result<DrawnFigure> drawFigure(const std::shared_ptr<const quantities::AnchorView>& view,
                               figures::PlotKind kind, const FigureOptions& options) {
    TRY(checkFigureSize(options.size, options.scale, options.format));
    const auto plot = figureOf(view, kind, options);
    const QString title = QStringLiteral("%1, %2, %3")
                              .arg(plots::modelText(*view->tables->artifact->grams),
                                   QString::fromStdString(figures::anchorsText(*view)),
                                   QString::fromLatin1(figures::plotName(kind)));
    DrawnFigure figure;
    figure.format = options.format;
    QBuffer buffer(&figure.content);
    buffer.open(QIODevice::WriteOnly);
    bool isDrawn = false;
    switch (options.format) {
    case FigureFormat::Png:
        figure.picture = drawPicture(*plot, options, title);
        isDrawn = !figure.picture.isNull();
        break;
    case FigureFormat::Svg:
        isDrawn = writeSvg(buffer, *plot, options);
        nameFallbackFonts(figure.content);
        replaceText(figure.content, "title", title);
        replaceText(figure.content, "desc", plot->accessibleDescription());
        break;
    case FigureFormat::Pdf:
        isDrawn = writePdf(buffer, *plot, options, title);
        break;
    }
    if (!isDrawn) {
        return failure(ErrorCode::OutOfMemory, {}, {}, "the figure could not be drawn at this size");
    }
    return figure;
}

Result<void> writeFigure(const std::filesystem::path& path, const DrawnFigure& figure) {
    QByteArray content = figure.content;
    if (!figure.picture.isNull()) {
        QBuffer buffer(&content);
        buffer.open(QIODevice::WriteOnly);
        if (!QImageWriter(&buffer, rowOf(figure.format).name).write(figure.picture)) {
            return failure(ErrorCode::OutOfMemory, path, {}, "the figure could not be encoded");
        }
    }
    return replaceFile(path, std::string_view(content.constData(), static_cast<std::size_t>(content.size())));
}

Result<void> exportFigure(const std::shared_ptr<const quantities::AnchorView>& view, figures::PlotKind kind,
                          const std::filesystem::path& path, const FigureOptions& options) {
    Result<DrawnFigure> figure = drawFigure(view, kind, options);
    if (!figure) {
        figure.error().file = path;
        return tl::make_unexpected(std::move(figure).error());
    }
    return writeFigure(path, *figure);
}

namespace {

/// "heads-residual-z": the plot, and what of a map is not as by default.
QString plotText(figures::PlotKind kind, const MapLook& maps) {
    QString text = QString::fromLatin1(figures::plotName(kind));
    if (kind == figures::PlotKind::Heads && maps.heads != MapLook().heads) {
        text += u'-' + QString::fromLatin1(rowOf(maps.heads).name);
    }
    const bool isMap = kind == figures::PlotKind::Heads || kind == figures::PlotKind::Heatmap;
    return isMap && maps.colours == MapColours::Z ? text + QStringLiteral("-z") : text;
}

} // namespace

QString figureFileName(const quantities::AnchorView& view, figures::PlotKind kind, FigureFormat format,
                       const MapLook& maps) {
    QString model = plots::modelText(*view.tables->artifact->grams).left(kLongestName);
    for (QChar& letter : model) {
        if (!letter.isLetterOrNumber() && letter != u'.' && letter != u'-' && letter != u'_') {
            letter = u'_';
        }
    }
    while (model.startsWith(u'.')) {
        model.remove(0, 1);
    }
    if (model.isEmpty()) {
        model = QStringLiteral("model");
    }
    while (model.toUtf8().size() > kLongestName) {
        model.chop(1);
    }
    QStringList anchors;
    for (const LayerIndex anchor : view.anchors) {
        if (anchors.size() == kMostAnchorsNamed) {
            anchors << QStringLiteral("more");
            break;
        }
        anchors << QString::number(view.layerNumbers().of(anchor));
    }
    QString name =
        QStringLiteral("%1-%2-anchor%3").arg(model, plotText(kind, maps), anchors.join(QLatin1Char('+')));
    if (view.head) {
        name += QStringLiteral("-head%1").arg(view.head->value);
    }
    return name + u'.' + QLatin1String(rowOf(format).name);
}

} // namespace sextant::exporting
