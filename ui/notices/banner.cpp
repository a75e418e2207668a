// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/notices/banner.h"

#include "ui/session/shown_text.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>

namespace sextant::notices {

namespace {

constexpr std::size_t kLongestText = 2000;

QString wordOf(Severity severity) {
    switch (severity) {
    case Severity::Failure:
        return Banner::tr("Error");
    case Severity::Warning:
        return Banner::tr("Warning");
    case Severity::Information:
        break;
    }
    return Banner::tr("Note");
}

QColor blended(const QColor& base, const QColor& tint, double share) {
    const auto mix = [share](int from, int to) { return static_cast<int>(from + (to - from) * share); };
    return {mix(base.red(), tint.red()), mix(base.green(), tint.green()), mix(base.blue(), tint.blue())};
}

} // namespace

Banner::Banner(QWidget* parent)
    : QWidget(parent),
      sign_(new BannerSign(this)),
      text_(new QLabel(this)),
      action_(new QPushButton(this)) {
    text_->setTextFormat(Qt::PlainText);
    text_->setWordWrap(true);
    // A word that is longer than the window must not widen it.
    QSizePolicy policy = text_->sizePolicy();
    policy.setHorizontalPolicy(QSizePolicy::Ignored);
    text_->setSizePolicy(policy);
    text_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    text_->setFocusPolicy(Qt::NoFocus);
    auto* close = new QPushButton(tr("Dismiss"), this);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(16, 4, 8, 4);
    layout->addWidget(sign_, 0, Qt::AlignVCenter);
    layout->addWidget(text_, 1);
    layout->addWidget(action_);
    layout->addWidget(close);
    connect(action_, &QPushButton::clicked, this, &Banner::actionTriggered);
    connect(close, &QPushButton::clicked, this, &Banner::dismissed);
}

void Banner::setMessage(Severity severity, const QString& text, const QString& action) {
    severity_ = severity;
    sign_->setSeverity(severity);
    const QString shown = session::shownText(text, kLongestText);
    text_->setText(shown);
    action_->setText(action);
    action_->setVisible(!action.isEmpty());
    setAccessibleName(wordOf(severity));
    setAccessibleDescription(shown);
    text_->setAccessibleName(tr("%1: %2").arg(wordOf(severity), shown));
    update();
}

QString Banner::text() const {
    return text_->text();
}

void Banner::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const QColor colour = colourOf(severity_);
    painter.fillRect(rect(), blended(palette().color(QPalette::Window), colour, 0.16));
    painter.fillRect(QRect(0, 0, 5, height()), colour);
    painter.fillRect(QRect(0, height() - 1, width(), 1),
                     blended(palette().color(QPalette::Window), colour, 0.4));
}

} // namespace sextant::notices
