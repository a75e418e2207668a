// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/headline/headline_text.h"

#include "ui/plots/model_text.h"

#include <QCoreApplication>

#include <cmath>

namespace sextant::headline {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("Headline", text);
}

QString counted(int count, const char* one, const char* many) {
    return QStringLiteral("%1 %2").arg(count).arg(count == 1 ? tr(one) : tr(many));
}

} // namespace

QString cosineText(double value) {
    if (!std::isfinite(value)) {
        return tr("none");
    }
    // A true minus sign is as wide as a digit, so that numbers do not jump.
    QString text = QString::number(std::abs(value), 'f', 3);
    return value < 0 ? QChar(0x2212) + text : text;
}

QString sizesText(const artifact::ArtifactShape& shape) {
    return QStringLiteral("%1 \u00b7 %2 \u00b7 %3 \u00b7 %4")
        .arg(counted(shape.layers, "layer", "layers"), counted(shape.heads, "head", "heads"),
             tr("head size %1").arg(shape.headDim), tr("hidden size %1").arg(shape.hiddenSize));
}

HeadlineText headlineText(const quantities::AnchorView& view) {
    const artifact::ArtifactShape& shape = view.shape();
    HeadlineText text;
    text.model = plots::modelText(*view.tables->artifact->grams);
    text.sizes = sizesText(shape);
    text.context = view.head ? tr("Anchor layer %1, head %2").arg(view.anchor.value).arg(view.head->value)
                             : tr("Anchor layer %1").arg(view.anchor.value);
    text.grade = QString::fromStdString(analysis::gradeName(view.verdict.grade));
    text.sentence = QString::fromStdString(analysis::gradeSentence(view.verdict.grade));
    if (shape.layers == 1) {
        text.grade = tr("ONE LAYER"); // whose mean cosine is 1, with itself
        text.sentence = tr("there is no other to compare it with.");
    }
    text.numbers = tr("mean cosine %1, without itself %2 \u00b7 adjacent layers %3")
                       .arg(cosineText(view.verdict.meanCosine), cosineText(view.verdict.meanWithoutAnchor),
                            cosineText(view.verdict.adjacentMean));
    return text;
}

} // namespace sextant::headline
