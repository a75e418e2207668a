// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/status_area.h"

#include "ui/widgets/elided_label.h"

#include <QLabel>
#include <QProgressBar>
#include <QPushButton>

#include <algorithm>

namespace sextant::window {

namespace {
constexpr int kPatienceMilliseconds = 150;
}

StatusArea::StatusArea(QWidget* parent)
    : QStatusBar(parent),
      readout_(new QLabel(this)),
      what_(new widgets::ElidedLabel(this)),
      progress_(new QProgressBar(this)),
      cancel_(new QPushButton(tr("Cancel"), this)) {
    readout_->setAccessibleName(tr("Read-out"));
    readout_->setTextFormat(Qt::PlainText);
    readout_->setContentsMargins(6, 0, 0, 0);
    // Always two lines, so that the plots do not jump. What a narrow window cannot hold is cut at its end,
    // and whole in the tool tip.
    readout_->setWordWrap(true);
    readout_->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    readout_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    readout_->setFixedHeight(std::max(2 * fontMetrics().lineSpacing(), cancel_->sizeHint().height()));
    what_->setMaximumWidth(fontMetrics().averageCharWidth() * 80); // file names can be long
    progress_->setFixedWidth(fontMetrics().averageCharWidth() * 24);
    progress_->setAccessibleName(tr("Progress"));
    cancel_->setAccessibleDescription(tr("Stops reading or computing; what is shown stays"));
    cancel_->setFocusPolicy(Qt::TabFocus);
    addWidget(readout_, 1);
    for (QWidget* widget :
         {static_cast<QWidget*>(what_), static_cast<QWidget*>(progress_), static_cast<QWidget*>(cancel_)}) {
        addPermanentWidget(widget);
        widget->hide();
    }
    patience_.setSingleShot(true);
    patience_.setInterval(kPatienceMilliseconds);
    connect(&patience_, &QTimer::timeout, this, &StatusArea::showActivity);
    connect(cancel_, &QPushButton::clicked, this, &StatusArea::cancelRequested);
}

void StatusArea::setReadout(const QString& text) {
    readout_->setText(text);
    readout_->setAccessibleDescription(text);
    readout_->setToolTip(text);
}

QString StatusArea::readout() const {
    return readout_->text();
}

void StatusArea::setActivity(const session::BackgroundActivity& activity) {
    activity_ = activity;
    if (activity.what.isEmpty()) {
        patience_.stop();
        showActivity();
    } else if (progress_->isVisibleTo(this)) {
        showActivity();
    } else if (!patience_.isActive()) {
        patience_.start();
    }
}

void StatusArea::showActivity() {
    const bool runs = !activity_.what.isEmpty();
    what_->setFullText(activity_.what);
    progress_->setRange(0, activity_.total);
    progress_->setValue(activity_.done);
    progress_->setAccessibleDescription(activity_.what);
    what_->setVisible(runs);
    progress_->setVisible(runs);
    cancel_->setVisible(runs);
}

} // namespace sextant::window
