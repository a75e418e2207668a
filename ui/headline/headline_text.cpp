// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/headline/headline_text.h"

#include "core/artifact/operator_notes.h"
#include "ui/plots/model_text.h"

#include <QCoreApplication>

#include <cmath>

namespace sextant::headline {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("Headline", text);
}

/// ", rank 16, 8 of 8 directions compared" of a selected head.
QString rankText(const quantities::AnchorView& view) {
    if (!view.headRank) {
        return {};
    }
    const quantities::HeadRank& head = *view.headRank;
    QString compared = tr(", %1 of %2 directions compared").arg(head.compared).arg(head.stored);
    if (!head.rank) {
        return compared;
    }
    return (head.rank->isBound ? tr(", rank at most %1") : tr(", rank %1")).arg(head.rank->rank) + compared;
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
    const bool isZero = text == QLatin1String("0.000");
    return value < 0 && !isZero ? QChar(0x2212) + text : text;
}

QString sizesText(const artifact::ArtifactShape& shape) {
    return QStringLiteral("%1 \u00b7 %2 \u00b7 %3 \u00b7 %4")
        .arg(counted(shape.layers, "layer", "layers"), counted(shape.heads, "head", "heads"),
             tr("head size %1").arg(shape.headDim), tr("hidden size %1").arg(shape.hiddenSize));
}

namespace {

/// "Anchor layer 3", or "Anchors 3, 17, 35; pairs with 3".
QString anchorsText(const quantities::AnchorView& view) {
    if (view.anchors.size() == 1) {
        return tr("Anchor layer %1").arg(view.anchorNumber());
    }
    QStringList layers;
    for (const LayerIndex anchor : view.anchors) {
        layers << QString::number(view.layerNumbers().of(anchor));
    }
    return tr("Anchors %1; pairs with %2").arg(layers.join(QStringLiteral(", "))).arg(view.anchorNumber());
}

} // namespace

HeadlineText headlineText(const quantities::AnchorView& view) {
    const artifact::ArtifactShape& shape = view.shape();
    HeadlineText text;
    text.model = plots::modelText(*view.tables->artifact->grams);
    text.sizes = sizesText(shape);
    text.context = anchorsText(view);
    if (view.head) {
        text.context = tr("%1, head %2").arg(text.context).arg(view.head->value) + rankText(view);
    }
    const quantities::Finding& finding = view.finding;
    text.grade = QString::fromStdString(analysis::gradeName(finding.grade));
    text.sentence = QString::fromStdString(quantities::sentenceOf(finding));
    if (shape.layers == 1) {
        text.grade = tr("ONE LAYER"); // whose mean cosine is 1, with itself
        text.sentence = tr("there is no other to compare it with.");
    }
    const artifact::OperatorNotes notes = artifact::operatorNotes(*view.tables->artifact->grams);
    QStringList numbers{tr("mean cosine of the others %1 (%2)")
                            .arg(cosineText(finding.meanCosine), QString::fromStdString(notes.label)),
                        tr("R\u00b2 %1 (isotropic %2)")
                            .arg(QString::number(finding.rSquared, 'g', 3),
                                 QString::number(finding.rSquaredReference.mean, 'g', 2)),
                        tr("T < 0 in %1 %").arg(100.0 * finding.negativeScaleShare, 0, 'f', 0),
                        tr("adjacent layers %1").arg(cosineText(view.verdict.adjacentMean))};
    if (shape.layers == 1) {
        numbers.clear();
    } else if (view.verdict.grade != finding.grade) {
        numbers << tr("the script, which counts the anchor, says %1 at %2")
                       .arg(QString::fromStdString(analysis::gradeName(view.verdict.grade)),
                            cosineText(view.verdict.meanCosine));
    }
    text.numbers = numbers.join(QStringLiteral(" \u00b7 "));
    text.scale =
        QStringLiteral("%1: %2 ").arg(text.grade,
                                      QString::fromStdString(analysis::gradeSentence(finding.grade))) +
        tr("By the mean cosine of the layers other than the anchor: above 0.9 STRONG, above 0.5 MEDIUM, "
           "above 0.1 WEAK, else REJECTED.");
    for (const std::string& sentence : notes.sentences) {
        text.notes +=
            (text.notes.isEmpty() ? QString() : QStringLiteral(" ")) + QString::fromStdString(sentence);
    }
    return text;
}

} // namespace sextant::headline
