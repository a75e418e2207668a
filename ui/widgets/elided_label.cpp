// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/elided_label.h"

#include <QPainter>
#include <QStyle>

namespace sextant::widgets {

ElidedLabel::ElidedLabel(QWidget* parent) : QLabel(parent) {
    setTextFormat(Qt::PlainText);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void ElidedLabel::setFullText(const QString& text) {
    if (text != this->text()) {
        setText(text);
        updateToolTip();
    }
}

void ElidedLabel::setDetails(const QString& details) {
    details_ = details;
    updateToolTip();
}

QSize ElidedLabel::minimumSizeHint() const {
    return {fontMetrics().averageCharWidth() * 6, QLabel::minimumSizeHint().height()};
}

void ElidedLabel::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const QString shown = fontMetrics().elidedText(text(), Qt::ElideRight, contentsRect().width());
    style()->drawItemText(&painter, contentsRect(), static_cast<int>(alignment()) | Qt::TextSingleLine,
                          palette(), isEnabled(), shown, foregroundRole());
}

void ElidedLabel::resizeEvent(QResizeEvent* event) {
    QLabel::resizeEvent(event);
    updateToolTip();
}

void ElidedLabel::updateToolTip() {
    const bool fits = fontMetrics().horizontalAdvance(text()) <= contentsRect().width();
    QStringList paragraphs;
    for (const QString& paragraph : {fits ? QString() : text(), details_}) {
        if (!paragraph.isEmpty()) {
            paragraphs << QStringLiteral("<p>%1</p>").arg(paragraph.toHtmlEscaped());
        }
    }
    setToolTip(details_.isEmpty() && !fits ? text().toHtmlEscaped() : paragraphs.join(QString()));
}

} // namespace sextant::widgets
