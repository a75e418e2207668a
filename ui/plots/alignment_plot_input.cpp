// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/alignment_plot_internals.h"

#include <QApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QStyleHints>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>
#include <utility>

namespace sextant::plots {

void AlignmentPlot::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) {
        return QWidget::mousePressEvent(event);
    }
    if (std::exchange(internals_->markers->marked.pinned, false)) {
        canvas().refreshOverlay();
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
    const Pick how = pickOf(event->modifiers());
    if (isZoomed() && !how.toggle) {
        internals_->click = {event->position(), how};
        internals_->clickWait.start(QGuiApplication::styleHints()->mouseDoubleClickInterval());
    } else {
        click(event->position(), how);
    }
}

AlignmentPlot::Pick AlignmentPlot::pickOf(Qt::KeyboardModifiers modifiers) {
    return {modifiers.testFlag(Qt::ShiftModifier), modifiers.testFlag(Qt::ControlModifier)};
}

void AlignmentPlot::click(const QPointF& position, const Pick& how) {
    if (const auto spot = spotAt(position)) {
        pick(*spot, how);
    }
}

void AlignmentPlot::mouseDoubleClickEvent(QMouseEvent* event) {
    if (event->modifiers().testFlag(Qt::ControlModifier)) {
        mousePressEvent(event); // adding and removing in quick succession is two clicks
    } else if (event->button() == Qt::LeftButton) {
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
        tellReadout(*spot);
    } else {
        endReadout();
        emit layerHovered(std::nullopt, {});
    }
}

void AlignmentPlot::tellReadout(const PlotSpot& spot) {
    emit layerHovered(hasLayers() ? std::optional(spot.layer) : std::nullopt, readoutOf(spot));
}

void AlignmentPlot::readOutAgain() {
    const auto& cursor = internals_->markers->marked.cursor;
    if (internals_->reader == Internals::Reader::Cursor && cursor) {
        tellReadout(*cursor);
    } else if (internals_->reader == Internals::Reader::Pointer && internals_->pointer) {
        readOutPointed(spotAt(*internals_->pointer));
    }
}

void AlignmentPlot::endReadout() {
    internals_->reader = Internals::Reader::None;
}

void AlignmentPlot::pick(const PlotSpot& spot, const Pick& how) {
    if (!hasLayers()) {
        return;
    }
    if (how.toggle) {
        emit layerToggled(spot.layer);
    } else {
        emit layerClicked(spot.layer);
    }
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
        pick(*cursor, pickOf(event->modifiers()));
    } else if (event->key() == Qt::Key_Escape && cursor) {
        cursor.reset();
        internals_->markers->marked.pinned = false;
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

void AlignmentPlot::setCursor(LayerIndex layer, std::optional<int> row) {
    if (!internals_->view) {
        return;
    }
    MarkedLayers& marked = internals_->markers->marked;
    marked.cursor = movedSpot({layer, row}, 0, 0);
    marked.pinned = true;
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
