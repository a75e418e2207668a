// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QWidget>

namespace sextant::headline {

/// One question, its answer as a number, and a scale from 0 to 1 on which that number stands against chance.
/// Told apart without colour: the value is a filled bar, chance a line across it.
class AnswerMeter : public QWidget {
    Q_OBJECT
public:
    /// `explanation` is what the tool tip and a screen reader say about the number.
    AnswerMeter(const QString& question, const QString& explanation, QWidget* parent = nullptr);

    /// Both on the scale; NaN is "none" (the value) or not marked (chance). `chanceText` stands beside the
    /// value.
    void setAnswer(double value, double chance, const QString& chanceText);

    /// Shows why there is no answer.
    void setReason(const QString& reason);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void describe();
    int chanceLeft() const;

    QString question_;
    QString explanation_;
    QString valueText_;
    QString chanceText_;
    double value_ = 0.0;
    double chance_ = 0.0;
};

} // namespace sextant::headline
