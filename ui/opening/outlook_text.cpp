// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/opening/outlook_text.h"

#include "core/base/amount_text.h"
#include "core/checkpoint/packing.h"
#include "ui/notices/advice_text.h"
#include "ui/session/paths.h"
#include "ui/session/shown_text.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>

namespace sextant::opening {

namespace {

constexpr std::size_t kLongestText = 600;
constexpr qsizetype kMostNumbers = 24; ///< layers or heads that are listed one by one

QString translated(const char* text) {
    return QCoreApplication::translate("sextant::opening::Outlook", text);
}

QString shown(const std::string& text) {
    return session::shownText(QString::fromStdString(text), kLongestText);
}

QString bytesOf(std::uint64_t bytes) {
    return QString::fromStdString(bytesText(bytes));
}

/// "0-11, 20".
QString rangesOf(const std::vector<int>& numbers) {
    QStringList parts;
    for (std::size_t i = 0; i < numbers.size();) {
        std::size_t last = i;
        while (last + 1 < numbers.size() && numbers[last + 1] == numbers[last] + 1) {
            ++last;
        }
        parts << (last == i ? QString::number(numbers[i])
                            : QStringLiteral("%1\u2013%2").arg(numbers[i]).arg(numbers[last]));
        i = last + 1;
    }
    if (parts.size() > kMostNumbers) {
        parts = parts.mid(0, kMostNumbers) << QStringLiteral("\u2026");
    }
    return parts.join(QStringLiteral(", "));
}

QString joined(const std::vector<std::string>& names) {
    QStringList parts;
    for (const std::string& name : names) {
        parts << shown(name);
    }
    return parts.join(QStringLiteral(", "));
}

QString modelText(const measure::ModelSurvey& survey) {
    const checkpoint::AttentionShape& shape = survey.shape;
    QString heads = translated("%1 heads").arg(shape.heads);
    if (shape.keyHeads != shape.heads) {
        heads += translated(" (%1 for keys)").arg(shape.keyHeads);
    }
    QStringList parts;
    if (!survey.modelType.empty()) {
        parts << shown(survey.modelType);
    }
    parts << translated("%1 layers \u00d7 %2").arg(shape.layers).arg(heads)
          << translated("head_dim %1").arg(shape.headDim) << translated("hidden_size %1").arg(shape.hidden)
          << shown(survey.elementNames) << bytesOf(survey.weightBytes);
    if (!survey.base.empty()) {
        parts << translated("adapter of %1").arg(shown(survey.base));
    }
    return parts.join(QStringLiteral(", "));
}

/// Where it is less than the whole model.
QString selectionText(const measure::ModelSurvey& survey) {
    QStringList parts;
    if (static_cast<int>(survey.layerNumbers.size()) != survey.modelLayers) {
        parts << translated("layers %1 of the model's %2")
                     .arg(rangesOf(survey.layerNumbers))
                     .arg(survey.modelLayers);
    }
    if (static_cast<int>(survey.heads.size()) != survey.shape.heads) {
        parts << translated("heads %1").arg(rangesOf(survey.heads));
    }
    return parts.join(QStringLiteral("; "));
}

QString layoutText(const measure::ModelSurvey& survey) {
    const QString layout =
        survey.layout.empty() ? translated("as named here") : translated("as %1").arg(shown(survey.layout));
    if (survey.queries == survey.keys) {
        const std::string_view packing = checkpoint::packingName(survey.packing);
        return translated("%1, both in one tensor, packed by %2 (%3)")
            .arg(shown(survey.queries),
                 QString::fromUtf8(packing.data(), static_cast<qsizetype>(packing.size())), layout);
    }
    return translated("%1 and %2 (%3)").arg(shown(survey.queries), shown(survey.keys), layout);
}

QString normsText(const checkpoint::NormReport& norms) {
    QStringList parts;
    if (!norms.folded.empty()) {
        parts << translated("multiplied in: %1").arg(joined(norms.folded));
    }
    if (!norms.notFolded.empty()) {
        parts << translated("left out: %1").arg(joined(norms.notFolded));
    }
    if (!norms.isComplete) {
        parts << translated("it is unknown whether the model has others");
    }
    return parts.isEmpty() ? translated("none found") : parts.join(QStringLiteral("; "));
}

QString costText(const Finding& finding) {
    const measure::Outlook& outlook = *finding.outlook;
    QStringList parts;
    if (finding.seconds) {
        parts << translated("about %1").arg(QString::fromStdString(durationText(*finding.seconds)));
    }
    parts << translated("%1 of memory").arg(bytesOf(outlook.survey.needs.memoryBytes));
    parts << translated("%1 on the disk, %2 more while it runs")
                 .arg(bytesOf(outlook.survey.needs.artifactBytes),
                      bytesOf(outlook.survey.needs.workingBytes));
    return parts.join(QStringLiteral(", "));
}

void addOutput(const measure::Outlook& outlook, std::vector<OutlookLine>& lines) {
    if (outlook.outputError) {
        lines.push_back({translated("Cannot write"), notices::bannerText(*outlook.outputError), true});
        return;
    }
    if (outlook.replaces) {
        lines.push_back(
            {translated("Replaces"),
             session::shownText(session::toQString(outlook.options.output.filename()), kLongestText) +
                 translated(" and its tensors, once the new ones are complete")});
    }
    if (outlook.hasUnfinishedWork) {
        lines.push_back(
            {translated("Resumes"),
             translated("Unfinished work exists for this artifact. It is resumed if the model and "
                        "options match; otherwise the measurement starts over.")});
    }
    const std::uint64_t needed = outlook.survey.needs.artifactBytes + outlook.survey.needs.workingBytes;
    if (outlook.freeBytes && *outlook.freeBytes < needed) {
        lines.push_back({translated("Disk"),
                         translated("%1 are free where the artifact goes; it needs about %2.")
                             .arg(bytesOf(*outlook.freeBytes), bytesOf(needed)),
                         true});
    }
}

} // namespace

std::vector<OutlookLine> outlookLines(const Finding& finding, int waiting) {
    if (!finding.outlook) {
        return {{translated("Cannot be measured"), notices::bannerText(finding.outlook.error()), true}};
    }
    const measure::ModelSurvey& survey = finding.outlook->survey;
    std::vector<OutlookLine> lines{{translated("Found"), modelText(survey)}};
    if (const QString selection = selectionText(survey); !selection.isEmpty()) {
        lines.push_back({translated("Measures"), selection});
    }
    lines.push_back({translated("W_Q, W_K"), layoutText(survey)});
    lines.push_back({translated("Norm gains"), normsText(survey.norms)});
    if (!survey.norms.biasesIgnored.empty()) {
        lines.push_back(
            {translated("Biases"), translated("left out: %1").arg(joined(survey.norms.biasesIgnored))});
    }
    for (const std::string& notice : survey.notices) {
        lines.push_back({translated("Notice"), shown(notice)});
    }
    lines.push_back({translated("Takes"), costText(finding)});
    addOutput(*finding.outlook, lines);
    if (waiting > 0) {
        lines.push_back(
            {translated("Waits"), waiting == 1 ? translated("for the measurement before it")
                                               : translated("for %1 measurements before it").arg(waiting)});
    }
    return lines;
}

QString toRichText(const std::vector<OutlookLine>& lines) {
    QString text = QStringLiteral("<table cellspacing=\"0\" cellpadding=\"1\">");
    for (const OutlookLine& line : lines) {
        const QString label = line.label.toHtmlEscaped();
        text +=
            QStringLiteral("<tr><td style=\"padding-right:12px; white-space:nowrap\">%1</td><td>%2</td></tr>")
                .arg(line.isProblem ? QStringLiteral("<b>%1</b>").arg(label) : label,
                     line.text.toHtmlEscaped());
    }
    return text + QStringLiteral("</table>");
}

QString toPlainText(const std::vector<OutlookLine>& lines) {
    QStringList parts;
    for (const OutlookLine& line : lines) {
        parts << QStringLiteral("%1: %2").arg(line.label, line.text);
    }
    return parts.join(QLatin1Char('\n'));
}

} // namespace sextant::opening
