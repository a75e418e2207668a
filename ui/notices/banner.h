// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/notices/banner_sign.h"

#include <QString>
#include <QWidget>

class QLabel;
class QPushButton;

namespace sextant::notices {

/// A message inside the window that a person reads when they like: never modal, dismissed by its button.
/// Severity shows as a sign and as a word for screen readers, never as a colour alone. The text is plain and
/// may hold names from files: what could reorder or break the line is shown escaped.
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
