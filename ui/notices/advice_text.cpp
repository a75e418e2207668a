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
        return translated("Open Model takes the names of both tensors under \u201cMore options\u201d.");
    case Advice::ChoosePacking:
        return translated("Open Model has a field for the packing under \u201cMore options\u201d.");
    case Advice::ChooseTower:
        return translated("Open Model has a field for the stack under \u201cMore options\u201d.");
    case Advice::ChooseWeights:
        return translated("Open Model has a field for the file to read under \u201cMore options\u201d.");
    case Advice::SetConfigValue:
        return translated("Open Model takes what the configuration lacks under \u201cMore options\u201d.");
    case Advice::LowerTopk:
        return translated("Fewer directions per head need less.");
    case Advice::UseSafetensors:
        return translated("Open Model can write safetensors instead, under \u201cMore options\u201d.");
    case Advice::ResumeKeepsWork:
        return translated("Opening the model again with the same artifact resumes from there.");
    case Advice::ChooseRevision:
        return translated("Open Model has a field for the revision under \u201cMore options\u201d.");
    case Advice::NameBase:
        return translated("Open Model has a field for the base under \u201cMore options\u201d.");
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
