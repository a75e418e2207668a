// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/headline/answer_meter.h"

#include "ui/headline/headline_text.h"
#include "ui/plots/plot_theme.h"

#include <QEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <limits>

namespace sextant::headline {

namespace {

constexpr int kBarHeight = 6;
constexpr int kReferenceOverhang = 3;
constexpr int kLineGap = 4;
constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();

} // namespace

AnswerMeter::AnswerMeter(const QString& question, const QString& explanation, QWidget* parent)
    : QWidget(parent),
      question_(question),
      explanation_(explanation),
      value_(kNothing),
      reference_(kNothing) {
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setAccessibleName(question);
    describe();
}

void AnswerMeter::setAnswer(double value, double reference, const QString& text, const QString& details) {
    value_ = value;
    reference_ = reference;
    valueText_ = cosineText(value);
    text_ = text;
    details_ = details;
    describe();
    updateGeometry();
    update();
}

void AnswerMeter::setReason(const QString& reason) {
    value_ = kNothing;
    reference_ = kNothing;
    valueText_.clear();
    text_ = reason;
    details_.clear();
    describe();
    updateGeometry();
    update();
}

void AnswerMeter::describe() {
    const QString answer = valueText_.isEmpty() ? text_ : tr("%1, %2").arg(valueText_, text_);
    const QString sentences = details_.isEmpty() ? explanation_ : explanation_ + QLatin1Char(' ') + details_;
    setToolTip(QStringLiteral("<p>%1</p>").arg(sentences.toHtmlEscaped()));
    setAccessibleDescription(answer + QStringLiteral(". ") + sentences);
}

int AnswerMeter::valueLeft() const {
    const QFontMetrics metrics(font());
    return metrics.horizontalAdvance(question_) + metrics.averageCharWidth();
}

QSize AnswerMeter::sizeHint() const {
    const QFontMetrics metrics(font());
    return {metrics.averageCharWidth() * 28,
            metrics.height() * 2 + kLineGap * 2 + kBarHeight + kReferenceOverhang * 2};
}

QSize AnswerMeter::minimumSizeHint() const {
    // Never elide the answer: half a number is another number.
    const QFontMetrics metrics(font());
    QFont bold = font();
    bold.setBold(true);
    const int first = valueLeft() + QFontMetrics(bold).horizontalAdvance(valueText_);
    return {std::max({metrics.averageCharWidth() * 22, first, metrics.horizontalAdvance(text_)}) + 1,
            sizeHint().height()};
}

void AnswerMeter::changeEvent(QEvent* event) {
    if (event->type() == QEvent::FontChange) {
        updateGeometry();
    }
    QWidget::changeEvent(event);
}

void AnswerMeter::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const plots::PlotTheme theme = plots::PlotTheme::fromPalette(palette());
    const QFontMetrics metrics(font());
    const QColor text = palette().color(QPalette::WindowText);

    painter.setPen(text);
    const QRect questionRect(0, 0, width(), metrics.height());
    painter.drawText(questionRect, Qt::AlignLeft | Qt::AlignVCenter,
                     metrics.elidedText(question_, Qt::ElideRight, width()));

    QFont bold = font();
    bold.setBold(true);
    painter.setFont(bold);
    painter.drawText(QRect(valueLeft(), 0, width(), metrics.height()), Qt::AlignLeft | Qt::AlignVCenter,
                     valueText_);
    painter.setFont(font());
    const int second = metrics.height() + kLineGap;
    painter.setPen(theme.mutedText);
    painter.drawText(QRect(0, second, width(), metrics.height()), Qt::AlignLeft | Qt::AlignVCenter,
                     metrics.elidedText(text_, Qt::ElideRight, width()));

    const int top = second + metrics.height() + kLineGap + kReferenceOverhang;
    painter.fillRect(QRect(0, top, width(), kBarHeight), theme.grid);
    if (std::isfinite(value_)) {
        const int filled = static_cast<int>(std::lround(std::clamp(value_, 0.0, 1.0) * width()));
        painter.fillRect(QRect(0, top, filled, kBarHeight), theme.series[0]);
    }
    if (std::isfinite(reference_)) {
        const int at =
            std::min(width() - 2, static_cast<int>(std::lround(std::clamp(reference_, 0.0, 1.0) * width())));
        painter.setPen(QPen(text, 2, Qt::SolidLine));
        painter.drawLine(at + 1, top - kReferenceOverhang, at + 1, top + kBarHeight + kReferenceOverhang - 1);
    }
}

} // namespace sextant::headline
