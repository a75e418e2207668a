#include "ui/window/status_area.h"

#include "ui/window/elided_label.h"

#include <QLabel>
#include <QProgressBar>
#include <QPushButton>

namespace sextant {

namespace {
constexpr int kPatienceMilliseconds = 150;
}

StatusArea::StatusArea(QWidget* parent)
    : QStatusBar(parent),
      readout_(new ElidedLabel(this)),
      what_(new QLabel(this)),
      progress_(new QProgressBar(this)),
      cancel_(new QPushButton(tr("Cancel"), this)) {
    readout_->setAccessibleName(tr("Read-out"));
    readout_->setMinimumHeight(cancel_->sizeHint().height());
    readout_->setContentsMargins(6, 0, 0, 0);
    what_->setTextFormat(Qt::PlainText);
    progress_->setFixedWidth(fontMetrics().averageCharWidth() * 24);
    progress_->setAccessibleName(tr("Progress"));
    cancel_->setAccessibleDescription(tr("Stops what is being read or computed; what is shown stays"));
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
    readout_->setFullText(text);
    readout_->setAccessibleDescription(text);
}

QString StatusArea::readout() const {
    return readout_->fullText();
}

void StatusArea::setActivity(const BackgroundActivity& activity) {
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
    what_->setText(activity_.what);
    progress_->setRange(0, activity_.total);
    progress_->setValue(activity_.done);
    progress_->setAccessibleDescription(activity_.what);
    what_->setVisible(runs);
    progress_->setVisible(runs);
    cancel_->setVisible(runs);
}

} // namespace sextant
