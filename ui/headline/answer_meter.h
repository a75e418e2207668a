// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QWidget>

namespace sextant::headline {

/// One question, its answer as a number, and a scale from 0 to 1 on which that number stands against its
/// reference. Told apart without colour: the value is a filled bar, the reference a line across it.
class AnswerMeter : public QWidget {
    Q_OBJECT
public:
    /// `explanation` is what the tool tip and a screen reader say about the number.
    AnswerMeter(const QString& question, const QString& explanation, QWidget* parent = nullptr);

    /// Both on the scale; NaN is "none" (the value) or not marked (the reference). `text` stands below the
    /// value, `details` in the tool tip.
    void setAnswer(double value, double reference, const QString& text, const QString& details = {});

    /// Shows why there is no answer.
    void setReason(const QString& reason);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void describe();
    int valueLeft() const;

    QString question_;
    QString explanation_;
    QString valueText_;
    QString text_;
    QString details_;
    double value_ = 0.0;
    double reference_ = 0.0;
};

} // namespace sextant::headline
