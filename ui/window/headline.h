#pragma once

#include "core/analysis/anchor_view.h"

#include <QWidget>

namespace sextant {

class AnswerMeter;
class ElidedLabel;

/// The answer at a glance: which model, seen from which anchor, the verdict in words with its numbers, and
/// whether operator, spectrum and subspace are the same, each against chance.
class Headline : public QWidget {
    Q_OBJECT
public:
    explicit Headline(QWidget* parent = nullptr);

    void setView(const AnchorView& view);

    /// Before the first view: what is being opened, or nothing.
    void setPlaceholder(const QString& text);

protected:
    void changeEvent(QEvent* event) override;

private:
    void setAnswers(const AnchorView& view);
    void muteDetails();

    ElidedLabel* model_;
    ElidedLabel* sizes_;
    ElidedLabel* context_;
    ElidedLabel* verdict_;
    ElidedLabel* numbers_;
    QWidget* answers_;
    AnswerMeter* sameOperator_;
    AnswerMeter* sameSpectrum_;
    AnswerMeter* sameSubspace_;
};

} // namespace sextant
