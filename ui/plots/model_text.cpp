// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/model_text.h"

namespace sextant::plots {

QString modelText(const artifact::GramFile& grams) {
    QString name = QString::fromStdString(grams.modelName()).simplified();
    if (name.isEmpty())
        name = QString::fromStdString(grams.path.stem().string());
    for (QChar& letter : name)
        if (letter.category() == QChar::Other_Control || letter.unicode() >= 0xfffe)
            letter = QChar::ReplacementCharacter;
    return name;
}

} // namespace sextant::plots
