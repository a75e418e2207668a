// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/advice_text.h"

namespace sextant::app {

std::string adviceText(Advice advice) {
    switch (advice) {
    case Advice::NameProjections:
        return "name both projections with --q-pattern and --k-pattern";
    case Advice::CorrectQueryPattern:
        return "check --q-pattern";
    case Advice::CorrectKeyPattern:
        return "check --k-pattern";
    case Advice::ChoosePacking:
        return "choose one with --packing";
    case Advice::ChooseTower:
        return "choose one with --tower";
    case Advice::ChooseWeights:
        return "choose one with --weights";
    case Advice::SetConfigValue:
        return "--config KEY=VALUE gives it";
    case Advice::LowerTopk:
        return "a smaller --topk needs less";
    case Advice::UseSafetensors:
        return "--tensors safetensors avoids it";
    case Advice::ResumeKeepsWork:
        return "--resume continues the run";
    case Advice::ChooseRevision:
        return "choose one with --revision";
    case Advice::NameBase:
        return "--base MODEL says where it is";
    case Advice::NameOutput:
        return "-o names another output, or this one to replace it";
    case Advice::StartWithoutResume:
        return "without --resume the measurement starts over";
    }
    return {};
}

std::string describeWithAdvice(const Error& error) {
    return error.advice ? describe(error) + "; " + adviceText(*error.advice) : describe(error);
}

} // namespace sextant::app
