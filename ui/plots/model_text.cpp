// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/model_text.h"

#include "core/base/display_text.h"

namespace sextant::plots {

QString modelText(const artifact::GramFile& grams, std::size_t longest) {
    const QString name = QString::fromStdString(displayText(grams.modelName(), longest)).trimmed();
    return name.isEmpty() ? QString::fromStdString(displayText(grams.path.stem().string(), longest)) : name;
}

} // namespace sextant::plots
