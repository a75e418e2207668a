// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/notices/banner_sign.h"

#include <QString>
#include <QWidget>

class QLabel;
class QPushButton;

namespace sextant::notices {

/// A message inside the window that a person reads when they like: never modal, goes away by its close
/// button. Severity shows as a sign and a word for screen readers, not as a colour alone.
class Banner : public QWidget {
    Q_OBJECT
public:
    explicit Banner(QWidget* parent = nullptr);

    /// `action` is the label of a button that emits actionTriggered(); empty for none.
    void setMessage(Severity severity, const QString& text, const QString& action = {});
    QString text() const;

signals:
    void actionTriggered();
    void dismissed();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    BannerSign* sign_;
    QLabel* text_;
    QPushButton* action_;
    Severity severity_ = Severity::Information;
};

} // namespace sextant::notices
