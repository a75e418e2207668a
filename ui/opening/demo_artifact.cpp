// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/opening/demo_artifact.h"

#include "ui/session/paths.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

namespace sextant::opening {

std::optional<std::filesystem::path> demoArtifact() {
    const QString path =
        QDir::cleanPath(QCoreApplication::applicationDirPath() + "/../share/sextant/demo/stories260K.json");
    return QFileInfo::exists(path) ? std::optional(session::toPath(path)) : std::nullopt;
}

} // namespace sextant::opening
