// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/headline/headline.h"

#include "core/quantities/three_answers.h"
#include "ui/headline/answer_meter.h"
#include "ui/headline/headline_text.h"
#include "ui/plots/plot_theme.h"
#include "ui/widgets/elided_label.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QVBoxLayout>

#include <cmath>

namespace sextant::headline {

namespace {

QString chanceText(double chance) {
    return std::isfinite(chance) ? Headline::tr("chance %1").arg(cosineText(chance)) : QString();
}

} // namespace

Headline::Headline(QWidget* parent)
    : QWidget(parent),
      model_(new widgets::ElidedLabel),
      sizes_(new widgets::ElidedLabel),
      context_(new widgets::ElidedLabel),
      verdict_(new widgets::ElidedLabel),
      numbers_(new widgets::ElidedLabel),
      answers_(new QWidget),
      sameOperator_(
          new AnswerMeter(tr("Same operator?"),
                          tr("Mean operator cosine of the other layers to the anchor. Unrelated operators "
                             "of this size have mean 0."))),
      sameSpectrum_(new AnswerMeter(tr("Same spectrum?"),
                                    tr("Mean cosine of the eigenvalue magnitudes of the other layers and the "
                                       "anchor, against layers of random weights."))),
      sameSubspace_(new AnswerMeter(
          tr("Same subspace?"), tr("Mean cosine of the principal angles between the other layers' leading "
                                   "directions and the anchor's, against random subspaces."))) {
    QFont large = font();
    large.setPointSizeF(large.pointSizeF() * 1.35);
    large.setBold(true);
    model_->setFont(large);
    QFont bold = font();
    bold.setBold(true);
    verdict_->setFont(bold);
    verdict_->setAccessibleName(tr("Verdict"));
    model_->setAccessibleName(tr("Model"));

    auto* first = new QHBoxLayout;
    first->setSpacing(fontMetrics().averageCharWidth() * 2);
    first->addWidget(model_, 0, Qt::AlignBottom);
    first->addWidget(sizes_, 1, Qt::AlignBottom);
    auto* second = new QHBoxLayout;
    second->setSpacing(fontMetrics().averageCharWidth() * 2);
    second->addWidget(context_, 0);
    second->addWidget(numbers_, 1);
    auto* words = new QVBoxLayout;
    words->setSpacing(2);
    words->addLayout(first);
    words->addWidget(verdict_);
    words->addLayout(second);

    auto* meters = new QHBoxLayout(answers_);
    meters->setContentsMargins(0, 0, 0, 0);
    meters->setSpacing(fontMetrics().averageCharWidth() * 3);
    meters->setAlignment(Qt::AlignVCenter);
    for (AnswerMeter* meter : {sameOperator_, sameSpectrum_, sameSubspace_}) {
        meters->addWidget(meter);
    }
    auto* all = new QHBoxLayout(this);
    all->setContentsMargins(12, 8, 12, 8);
    all->setSpacing(fontMetrics().averageCharWidth() * 4);
    all->addLayout(words, 3);
    all->addWidget(answers_, 2);
    answers_->setMaximumWidth(fontMetrics().averageCharWidth() * 100);
    muteDetails();
}

void Headline::setView(const quantities::AnchorView& view) {
    const HeadlineText text = headlineText(view);
    model_->setFullText(text.model);
    sizes_->setFullText(text.sizes);
    verdict_->setFullText(tr("%1: %2").arg(text.grade, text.sentence));
    context_->setFullText(text.context);
    numbers_->setFullText(text.numbers);
    setAnswers(view);
    answers_->show();
}

void Headline::setPlaceholder(const QString& text) {
    model_->setFullText(text);
    for (widgets::ElidedLabel* label : {sizes_, verdict_, context_, numbers_}) {
        label->setFullText({});
    }
    answers_->hide();
}

void Headline::setAnswers(const quantities::AnchorView& view) {
    const quantities::ThreeAnswers answers = quantities::threeAnswers(view);
    const artifact::Artifact& artifact = *view.tables->artifact;
    const QString pending =
        artifact.tensors || !artifact.tensorError ? tr("being computed") : tr("no tensor file");
    sameOperator_->setAnswer(answers.sameOperator.value, answers.sameOperator.chance.mean,
                             tr("chance \u00b1%1").arg(answers.sameOperator.chance.deviation, 0, 'g', 3));
    const auto show = [&pending](AnswerMeter* meter, const std::optional<quantities::Answer>& answer) {
        if (answer) {
            meter->setAnswer(answer->value, answer->chance.mean, chanceText(answer->chance.mean));
        } else {
            meter->setReason(pending);
        }
    };
    show(sameSpectrum_, answers.sameSpectrum);
    show(sameSubspace_, answers.sameSubspace);
}

void Headline::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) {
        muteDetails();
    }
    QWidget::changeEvent(event);
}

void Headline::muteDetails() {
    QPalette muted = palette();
    muted.setColor(QPalette::WindowText, plots::PlotTheme::fromPalette(palette()).mutedText);
    for (widgets::ElidedLabel* label : {sizes_, numbers_}) {
        label->setPalette(muted);
    }
}

} // namespace sextant::headline
