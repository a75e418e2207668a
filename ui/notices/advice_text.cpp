// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/notices/advice_text.h"

#include <QCoreApplication>

namespace sextant::notices {
namespace {

QString translated(const char* text) {
    return QCoreApplication::translate("sextant::notices::Advice", text);
}

QString adviceSentence(Advice advice) {
    switch (advice) {
    case Advice::NameProjections:
    case Advice::CorrectQueryPattern:
    case Advice::CorrectKeyPattern:
        return translated("The command \u201csextant measure\u201d can be told the names of the tensors.");
    case Advice::ChoosePacking:
        return translated("The command \u201csextant measure\u201d can be told the packing.");
    case Advice::ChooseTower:
        return translated("The command \u201csextant measure\u201d can be told which one.");
    case Advice::ChooseWeights:
        return translated("The command \u201csextant measure\u201d can be told which file to read.");
    case Advice::SetConfigValue:
        return translated("The command \u201csextant measure\u201d can be given what the file lacks.");
    case Advice::LowerTopk:
        return translated("The command \u201csextant measure\u201d can store fewer directions per head.");
    case Advice::UseSafetensors:
        return translated("The command \u201csextant measure\u201d can write safetensors instead.");
    case Advice::ResumeKeepsWork:
        return translated("Opening the model again with the same artifact goes on from there.");
    case Advice::ChooseRevision:
        return translated("Open the folder of the revision that is meant.");
    case Advice::NameBase:
        return translated("The command \u201csextant measure\u201d can be told where the base is.");
    case Advice::NameOutput:
        return translated("Choose another name for the artifact.");
    case Advice::StartWithoutResume:
        return translated("Choose another name for the artifact, or remove that folder to start over.");
    }
    return {};
}

} // namespace

QString bannerText(const Error& error) {
    const QString text = QString::fromStdString(describe(error)) + QLatin1Char('.');
    return error.advice ? text + QLatin1Char(' ') + adviceSentence(*error.advice) : text;
}

} // namespace sextant::notices
