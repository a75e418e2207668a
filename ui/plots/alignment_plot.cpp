// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/alignment_plot.h"

#include "ui/plots/model_text.h"
#include "ui/plots/plot_canvas.h"
#include "ui/plots/plot_markers.h"

#include <QApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QStyleHints>
#include <QTimer>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace sextant::plots {

namespace {

constexpr std::size_t kLongestModel = 60; ///< characters of the model's name in a title

} // namespace

std::optional<figures::Span> partOf(const std::vector<AxisPart>& parts, PlotAxis axis) {
    const auto found = std::ranges::find(parts, axis, &AxisPart::axis);
    return found == parts.end() ? std::nullopt : found->part;
}

class AlignmentPlot::Internals {
public:
    PlotCanvas* canvas = nullptr;
    std::unique_ptr<PlotMarkers> markers;
    std::shared_ptr<const quantities::AnchorView> view;
    bool modelShown = false;
    bool ownFontSize = false;
    std::optional<QPointF> pressed; ///< where the left button went down, while it is down
    QPointF draggedTo;
    bool dragging = false;

    /// What the read-out follows.
    enum class Reader { None, Pointer, Cursor };
    Reader reader = Reader::None;
    std::optional<QPointF> pointer; ///< where it is, while it is over the plot
    std::optional<PlotSpot> hovered;

    /// A click in a zoomed plot, until it is clear that it was not the first half of a double click.
    struct Click {
        QPointF position;
        bool column = false;
    };
    Click click;
    QTimer clickWait;
};

AlignmentPlot::AlignmentPlot(QWidget* parent) : QWidget(parent), internals_(std::make_unique<Internals>()) {
    internals_->canvas = new PlotCanvas(this);
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    takeFontOfWidget();
    internals_->clickWait.setSingleShot(true);
    connect(&internals_->clickWait, &QTimer::timeout, this,
            [this] { click(internals_->click.position, internals_->click.column); });
}

AlignmentPlot::~AlignmentPlot() {
    canvas().setOverlay(nullptr);
}

PlotCanvas& AlignmentPlot::canvas() const {
    return *internals_->canvas;
}

void AlignmentPlot::setMarkers(std::unique_ptr<PlotMarkers> markers) {
    internals_->markers = std::move(markers);
    canvas().setOverlay(internals_->markers.get());
}

void AlignmentPlot::setView(std::shared_ptr<const quantities::AnchorView> view) {
    internals_->view = std::move(view);
    MarkedLayers& marked = internals_->markers->marked;
    marked.dimmed = false;
    if (internals_->view) {
        marked.anchor = internals_->view->anchor;
        const int layers = internals_->view->shape().layers;
        if (marked.hovered && marked.hovered->value >= layers) {
            marked.hovered.reset();
        }
    }
    present();
}

void AlignmentPlot::present() {
    if (internals_->view) {
        showView(*internals_->view);
        auto& cursor = internals_->markers->marked.cursor;
        if (cursor) {
            cursor = movedSpot(*cursor, 0, 0); // into the range of another artifact
        }
        readOutAgain();
    }
    canvas().refresh();
    describe();
}

std::shared_ptr<const quantities::AnchorView> AlignmentPlot::view() const {
    return internals_->view;
}

void AlignmentPlot::describe() {
    if (!internals_->view) {
        return;
    }
    QString text = summaryText();
    if (const auto& cursor = internals_->markers->marked.cursor) {
        text = QStringLiteral("Cursor: %1. ").arg(readoutOf(*cursor)) + text;
    }
    if (text != accessibleDescription()) {
        setAccessibleDescription(text);
    }
}

void AlignmentPlot::setAnchorMarker(LayerIndex anchor) {
    auto& marked = internals_->markers->marked.anchor;
    const int layers = internals_->view ? internals_->view->shape().layers : 0;
    const auto wanted = anchor.value >= 0 && anchor.value < layers ? std::optional(anchor) : std::nullopt;
    if (marked == wanted) {
        return;
    }
    marked = wanted;
    canvas().refreshOverlay();
    emit anchorMarkerMoved(anchor);
}

void AlignmentPlot::setHoveredLayer(std::optional<LayerIndex> layer) {
    auto& marked = internals_->markers->marked.hovered;
    const int layers = internals_->view ? internals_->view->shape().layers : 0;
    if (layer && (layer->value < 0 || layer->value >= layers)) {
        layer.reset();
    }
    if (marked == layer) {
        return;
    }
    marked = layer;
    canvas().refreshOverlay();
}

void AlignmentPlot::setDimmed(bool dimmed) {
    if (internals_->markers->marked.dimmed == dimmed) {
        return;
    }
    internals_->markers->marked.dimmed = dimmed;
    canvas().refreshOverlay();
}

void AlignmentPlot::setTheme(const PlotTheme& theme) {
    canvas().setTheme(theme);
    showTheme();
    present();
}

const PlotTheme& AlignmentPlot::theme() const {
    return canvas().theme();
}

void AlignmentPlot::setModelShown(bool shown) {
    internals_->modelShown = shown;
    present();
}

QString AlignmentPlot::titleContext(const QString& context) const {
    if (!internals_->modelShown || !internals_->view) {
        return context;
    }
    const QString model = modelText(*internals_->view->tables->artifact->grams, kLongestModel);
    return model + QStringLiteral(", ") + context;
}

void AlignmentPlot::setFontSize(int pixels) {
    internals_->ownFontSize = true;
    canvas().setFontSize(pixels);
}

void AlignmentPlot::takeFontOfWidget() {
    if (!internals_->ownFontSize) {
        canvas().setFontSize(std::max(QFontInfo(font()).pixelSize(), 8));
    }
}

void AlignmentPlot::setLayerSpan(const std::optional<figures::Span>& span) {
    if (showSpan(span)) {
        canvas().refresh();
        readOutAgain();
    }
}

void AlignmentPlot::setAxisParts(const std::vector<AxisPart>& parts) {
    if (showParts(parts)) {
        canvas().refresh();
        readOutAgain();
    }
}

void AlignmentPlot::resetZoom() {
    showAll();
    canvas().refresh();
    readOutAgain();
}

bool AlignmentPlot::showSpan(const std::optional<figures::Span>&) {
    return false;
}

void AlignmentPlot::point(const std::optional<PlotSpot>&) {}

QSize AlignmentPlot::sizeHint() const {
    return {640, 360};
}
QSize AlignmentPlot::minimumSizeHint() const {
    return {260, 170};
}

void AlignmentPlot::resizeEvent(QResizeEvent*) {
    canvas().setGeometry(rect());
}

void AlignmentPlot::changeEvent(QEvent* event) {
    if (event->type() == QEvent::FontChange) {
        takeFontOfWidget();
    }
    QWidget::changeEvent(event);
}

void AlignmentPlot::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) {
        return QWidget::mousePressEvent(event);
    }
    internals_->pressed = event->position();
    internals_->draggedTo = event->position();
    internals_->dragging = false;
}

void AlignmentPlot::mouseMoveEvent(QMouseEvent* event) {
    const QPointF position = event->position();
    if (internals_->pressed) {
        const double distance = (position - *internals_->pressed).manhattanLength();
        internals_->dragging = internals_->dragging || distance >= QApplication::startDragDistance();
        if (internals_->dragging) {
            drag(internals_->draggedTo, position);
            internals_->draggedTo = position;
            canvas().refresh();
        }
    }
    hover(position);
}

void AlignmentPlot::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || !internals_->pressed) {
        return QWidget::mouseReleaseEvent(event);
    }
    internals_->pressed.reset();
    if (internals_->dragging) {
        return;
    }
    const bool column = event->modifiers().testFlag(Qt::ShiftModifier);
    if (isZoomed()) {
        internals_->click = {event->position(), column};
        internals_->clickWait.start(QGuiApplication::styleHints()->mouseDoubleClickInterval());
    } else {
        click(event->position(), column);
    }
}

void AlignmentPlot::click(const QPointF& position, bool column) {
    if (const auto spot = spotAt(position)) {
        pick(*spot, column);
    }
}

void AlignmentPlot::mouseDoubleClickEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton) {
        internals_->clickWait.stop();
        resetZoom();
    }
}

void AlignmentPlot::wheelEvent(QWheelEvent* event) {
    const double steps = (event->angleDelta().y() + event->angleDelta().x()) / 120.0;
    if (steps == 0.0 || !internals_->view) {
        return;
    }
    zoomAt(event->position(), std::pow(0.85, steps), event->modifiers().testFlag(Qt::ControlModifier));
    canvas().refresh();
    hover(event->position());
    event->accept();
}

void AlignmentPlot::leaveEvent(QEvent*) {
    hover(std::nullopt);
}

void AlignmentPlot::hover(const std::optional<QPointF>& position) {
    internals_->pointer = position;
    const auto spot = position ? spotAt(*position) : std::nullopt;
    if (spot != internals_->hovered) {
        readOutPointed(spot);
    }
}

void AlignmentPlot::readOutPointed(const std::optional<PlotSpot>& spot) {
    internals_->hovered = spot;
    point(spot);
    if (spot) {
        internals_->reader = Internals::Reader::Pointer;
        emit layerHovered(spot->layer, readoutOf(*spot));
    } else {
        endReadout();
        emit layerHovered(std::nullopt, {});
    }
}

void AlignmentPlot::readOutAgain() {
    const auto& cursor = internals_->markers->marked.cursor;
    if (internals_->reader == Internals::Reader::Cursor && cursor) {
        emit layerHovered(cursor->layer, readoutOf(*cursor));
    } else if (internals_->reader == Internals::Reader::Pointer && internals_->pointer) {
        readOutPointed(spotAt(*internals_->pointer));
    }
}

void AlignmentPlot::endReadout() {
    internals_->reader = Internals::Reader::None;
}

void AlignmentPlot::pick(const PlotSpot& spot, bool) {
    emit layerClicked(spot.layer);
}

namespace {

bool isCursorKey(const QKeyEvent& event) {
    const bool arrow = event.key() == Qt::Key_Left || event.key() == Qt::Key_Right ||
                       event.key() == Qt::Key_Up || event.key() == Qt::Key_Down;
    return arrow && event.modifiers().testFlag(Qt::ControlModifier);
}

bool isPickKey(const QKeyEvent& event) {
    return event.key() == Qt::Key_Return || event.key() == Qt::Key_Enter;
}

} // namespace

bool AlignmentPlot::event(QEvent* event) {
    // A focused plot's own keys take precedence over the window's shortcuts.
    if (event->type() == QEvent::ShortcutOverride) {
        const auto& key = static_cast<const QKeyEvent&>(*event);
        if (isCursorKey(key) || key.key() == Qt::Key_Escape ||
            (isPickKey(key) && internals_->markers->marked.cursor)) {
            event->accept();
            return true;
        }
    }
    return QWidget::event(event);
}

void AlignmentPlot::keyPressEvent(QKeyEvent* event) {
    auto& cursor = internals_->markers->marked.cursor;
    if (isCursorKey(*event)) {
        const int key = event->key();
        moveCursor(key == Qt::Key_Right  ? 1
                   : key == Qt::Key_Left ? -1
                                         : 0,
                   key == Qt::Key_Down ? 1
                   : key == Qt::Key_Up ? -1
                                       : 0);
    } else if (isPickKey(*event) && cursor) {
        pick(*cursor, event->modifiers().testFlag(Qt::ShiftModifier));
    } else if (event->key() == Qt::Key_Escape && cursor) {
        cursor.reset();
        endReadout();
        canvas().refreshOverlay();
        emit layerHovered(std::nullopt, {});
        describe();
    } else if (event->key() == Qt::Key_Escape) {
        resetZoom();
    } else {
        QWidget::keyPressEvent(event);
    }
}

void AlignmentPlot::moveCursor(int right, int down) {
    if (!internals_->view) {
        return;
    }
    MarkedLayers& marked = internals_->markers->marked;
    marked.focused = true;
    marked.cursor = marked.cursor
                        ? movedSpot(*marked.cursor, right, down)
                        : movedSpot({internals_->view->anchor, internals_->view->anchor.value}, 0, 0);
    canvas().refreshOverlay();
    internals_->reader = Internals::Reader::Cursor;
    readOutAgain();
    describe();
}

PlotSpot AlignmentPlot::movedSpot(const PlotSpot& spot, int right, int) const {
    const int last = internals_->view ? internals_->view->shape().layers - 1 : 0;
    return {LayerIndex{std::clamp(spot.layer.value + right, 0, last)}, std::nullopt};
}

void AlignmentPlot::focusInEvent(QFocusEvent* event) {
    // A focus ring for keyboard users; a click needs none, and a window that comes back to the front keeps
    // its own.
    if (event->reason() != Qt::ActiveWindowFocusReason) {
        internals_->markers->marked.focused = event->reason() != Qt::MouseFocusReason;
    }
    canvas().refreshOverlay();
}

void AlignmentPlot::focusOutEvent(QFocusEvent* event) {
    if (event->reason() != Qt::ActiveWindowFocusReason) {
        internals_->markers->marked.focused = false;
    }
    canvas().refreshOverlay();
}

} // namespace sextant::plots
