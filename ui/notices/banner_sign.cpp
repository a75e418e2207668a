// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/notices/banner_sign.h"

#include <QPainter>
#include <QPolygonF>

#include <cmath>
#include <numbers>

namespace sextant::notices {

namespace {

/// Regular polygon in the unit circle, its first corner at `start` radians from the right, clockwise.
QPolygonF polygon(int corners, double start) {
    QPolygonF shape;
    for (int i = 0; i < corners; ++i) {
        const double angle = start + 2.0 * std::numbers::pi * i / corners;
        shape << QPointF(std::cos(angle), std::sin(angle));
    }
    return shape;
}

} // namespace

QColor colourOf(Severity severity) {
    switch (severity) {
    case Severity::Failure:
        return {0xc6, 0x28, 0x28};
    case Severity::Warning:
        return {0xd9, 0x8e, 0x04};
    case Severity::Information:
        break;
    }
    return {0x1e, 0x6f, 0xb8};
}

BannerSign::BannerSign(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void BannerSign::setSeverity(Severity severity) {
    severity_ = severity;
    update();
}

QSize BannerSign::sizeHint() const {
    const int side = fontMetrics().height() + 2;
    return {side, side};
}

void BannerSign::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(rect().center() + QPointF(0.5, 0.5));
    const double scale = std::min(width(), height()) / 2.0;
    painter.scale(scale, scale);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colourOf(severity_));
    const QColor stroke = severity_ == Severity::Warning ? Qt::black : Qt::white;
    const QPen line(stroke, 0.26, Qt::SolidLine, Qt::RoundCap);
    switch (severity_) {
    case Severity::Failure:
        painter.drawPolygon(polygon(8, std::numbers::pi / 8.0));
        painter.setPen(line);
        painter.drawLine(QPointF(-0.36, -0.36), QPointF(0.36, 0.36));
        painter.drawLine(QPointF(-0.36, 0.36), QPointF(0.36, -0.36));
        break;
    case Severity::Warning:
        painter.drawPolygon(polygon(3, -std::numbers::pi / 2.0));
        painter.setPen(line);
        painter.drawLine(QPointF(0.0, -0.42), QPointF(0.0, 0.06));
        painter.drawPoint(QPointF(0.0, 0.32));
        break;
    case Severity::Information:
        painter.drawEllipse(QPointF(0.0, 0.0), 1.0, 1.0);
        painter.setPen(line);
        painter.drawLine(QPointF(0.0, -0.08), QPointF(0.0, 0.5));
        painter.drawPoint(QPointF(0.0, -0.48));
        break;
    }
}

} // namespace sextant::notices
