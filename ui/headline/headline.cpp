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

/// A spread that three decimals would show as zero keeps its first two digits: "7.1e-05".
QString spreadText(double deviation) {
    return deviation > 0.0 && deviation < 0.001 ? QString::number(deviation, 'g', 2) : cosineText(deviation);
}

/// "within other heads 0.161 \u00b1 0.0042 \u00b7 within", or why there is no reference.
QString referenceText(const quantities::Answer& answer) {
    if (!std::isfinite(answer.reference.mean)) {
        return Headline::tr("no reference");
    }
    const QString label = QString::fromUtf8(evidence::labelOf(answer.comparedWith));
    const QString standing = QString::fromUtf8(evidence::standingName(answer.standing));
    return Headline::tr("%1 %2 %3 \u00b1 %4")
        .arg(standing, label, cosineText(answer.reference.mean), spreadText(answer.reference.deviation));
}

/// The same in sentences, with z and what the chosen reference lacks.
QString detailsOf(const quantities::Answer& answer) {
    QStringList sentences{QString::fromUtf8(evidence::meaningOf(answer.comparedWith))};
    if (std::isfinite(answer.z)) {
        sentences << Headline::tr("The value lies %1 standard deviations from it; beyond 3 it stands out.")
                         .arg(answer.z, 0, 'f', 1);
    }
    if (answer.whyNot) {
        sentences << QString::fromUtf8(evidence::sentenceOf(*answer.whyNot));
    }
    return sentences.join(QLatin1Char(' '));
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
      sameOperator_(new AnswerMeter(tr("Same operator?"),
                                    tr("Mean operator cosine of the other layers to the anchor."))),
      sameSpectrum_(new AnswerMeter(tr("Same spectrum?"),
                                    tr("Mean cosine of the eigenvalue magnitudes of the other layers and the "
                                       "anchor."))),
      sameSubspace_(new AnswerMeter(
          tr("Same subspace?"), tr("Mean cosine of the principal angles between the other layers' leading "
                                   "directions and the anchor's."))) {
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
    words->addStretch(1);
    words->addLayout(first);
    words->addLayout(second);
    words->addStretch(1);

    auto* meters = new QHBoxLayout(answers_);
    meters->setContentsMargins(0, 0, 0, 0);
    meters->setSpacing(fontMetrics().averageCharWidth() * 3);
    meters->setAlignment(Qt::AlignVCenter);
    for (AnswerMeter* meter : {sameOperator_, sameSpectrum_, sameSubspace_}) {
        meters->addWidget(meter);
    }
    auto* numbersAndAnswers = new QHBoxLayout;
    numbersAndAnswers->setSpacing(fontMetrics().averageCharWidth() * 4);
    numbersAndAnswers->addLayout(words, 3);
    numbersAndAnswers->addWidget(answers_, 2);
    // Across the whole width: the one sentence that says whether anything here is more than chance.
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(12, 8, 12, 8);
    all->setSpacing(4);
    all->addWidget(verdict_);
    all->addLayout(numbersAndAnswers);
    answers_->setMaximumWidth(fontMetrics().averageCharWidth() * 140);
    muteDetails();
}

void Headline::setView(const quantities::AnchorView& view) {
    const HeadlineText text = headlineText(view);
    model_->setFullText(text.model);
    sizes_->setFullText(text.sizes);
    verdict_->setFullText(tr("%1: %2").arg(text.grade, text.sentence));
    context_->setFullText(text.context);
    numbers_->setFullText(text.numbers);
    verdict_->setDetails(text.scale);
    numbers_->setDetails(text.notes);
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
    const bool failed = artifact.tensors && !view.hasAngles() && !view.anglesAwaited;
    const QString pending = failed                                      ? tr("not computed")
                            : artifact.tensors || !artifact.tensorError ? tr("being computed")
                                                                        : tr("no tensor file");
    const auto show = [&pending](AnswerMeter* meter, const std::optional<quantities::Answer>& answer) {
        if (answer) {
            meter->setAnswer(answer->value, answer->reference.mean, referenceText(*answer),
                             detailsOf(*answer));
        } else {
            meter->setReason(pending);
        }
    };
    show(sameOperator_, answers.sameOperator);
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
