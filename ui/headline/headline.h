// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/quantities/anchor_view.h"

#include <QWidget>

namespace sextant::widgets {
class ElidedLabel;
} // namespace sextant::widgets

namespace sextant::headline {

class AnswerMeter;

/// The answer at a glance: which model, seen from which anchor, the verdict in words with its numbers, and
/// whether operator, spectrum and subspace are the same, each against chance.
///
///     auto* headline = new Headline;
///     headline->setPlaceholder("Reading model.json");
///     headline->setView(*session.view());
class Headline : public QWidget {
    Q_OBJECT
public:
    explicit Headline(QWidget* parent = nullptr);

    void setView(const quantities::AnchorView& view);

    /// Text shown before the first view, such as what is being opened.
    void setPlaceholder(const QString& text);

protected:
    void changeEvent(QEvent* event) override;

private:
    void setAnswers(const quantities::AnchorView& view);
    void muteDetails();

    widgets::ElidedLabel* model_;
    widgets::ElidedLabel* sizes_;
    widgets::ElidedLabel* context_;
    widgets::ElidedLabel* verdict_;
    widgets::ElidedLabel* numbers_;
    QWidget* answers_;
    AnswerMeter* sameOperator_;
    AnswerMeter* sameSpectrum_;
    AnswerMeter* sameSubspace_;
};

} // namespace sextant::headline
