// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/opening/drop_files.h"

#include "core/artifact/artifact_names.h"
#include "ui/session/paths.h"
#include "ui/session/settings.h"

#include <QDir>
#include <QFileInfo>

namespace sextant::opening {

namespace {

bool isJson(const QFileInfo& file) {
    return file.suffix().compare(QLatin1String("json"), Qt::CaseInsensitive) == 0;
}

bool isTensorFile(const QFileInfo& file) {
    const QString suffix = file.suffix().toLower();
    return suffix == QLatin1String("pt") || suffix == QLatin1String("pth") ||
           suffix == QLatin1String("bin") || suffix == QLatin1String("safetensors");
}

bool hasTensorFileBeside(const QFileInfo& json) {
    const auto exists = [&json](artifact::TensorFormat format) {
        const auto path = artifact::tensorPathOf(session::toPath(json.absoluteFilePath()), format);
        return QFileInfo::exists(session::toQString(path));
    };
    return exists(artifact::TensorFormat::Torch) || exists(artifact::TensorFormat::Safetensors);
}

/// The `X.json` beside an `X-eigdirs.pt`.
std::optional<QFileInfo> jsonBeside(const QFileInfo& tensors) {
    const auto path = artifact::gramPathOf(session::toPath(tensors.absoluteFilePath()));
    const QFileInfo json(path ? session::toQString(*path) : QString());
    return json.exists() ? std::optional(json) : std::nullopt;
}

std::vector<ArtifactFiles> artifactsIn(const QDir& folder) {
    std::vector<ArtifactFiles> all;
    std::vector<ArtifactFiles> pairs;
    for (const QFileInfo& file : folder.entryInfoList({QStringLiteral("*.json")}, QDir::Files, QDir::Name)) {
        all.push_back({session::toPath(file.absoluteFilePath()), {}});
        if (hasTensorFileBeside(file)) {
            pairs.push_back(all.back());
        }
    }
    return pairs.empty() ? all : pairs;
}

} // namespace

DroppedFiles droppedFiles(const QList<QUrl>& urls) {
    DroppedFiles dropped;
    std::vector<QFileInfo> tensors;
    for (const QUrl& url : urls) {
        const QFileInfo file(url.toLocalFile());
        if (!url.isLocalFile()) {
            continue;
        }
        if (file.isDir()) {
            const auto found = artifactsIn(QDir(file.absoluteFilePath()));
            dropped.artifacts.insert(dropped.artifacts.end(), found.begin(), found.end());
        } else if (isJson(file)) {
            dropped.artifacts.push_back({session::toPath(file.absoluteFilePath()), {}});
        } else if (isTensorFile(file)) {
            tensors.push_back(file);
        }
    }
    if (tensors.size() == 1 && dropped.artifacts.size() == 1) {
        dropped.artifacts.front().eigdirs = session::toPath(tensors.front().absoluteFilePath());
    } else if (dropped.artifacts.empty()) {
        for (const QFileInfo& file : tensors) {
            if (const auto json = jsonBeside(file)) {
                dropped.artifacts.push_back(
                    {session::toPath(json->absoluteFilePath()), session::toPath(file.absoluteFilePath())});
            }
        }
        if (dropped.artifacts.empty() && tensors.size() == 1) {
            dropped.tensors = session::toPath(tensors.front().absoluteFilePath());
        }
    }
    return dropped;
}

std::optional<std::filesystem::path> rememberedTensors(const session::Settings& settings,
                                                       const ArtifactFiles& files) {
    const auto file = settings.tensorFileOf(QFileInfo(session::toQString(files.json)).absoluteFilePath());
    return file && !files.eigdirs ? std::optional(session::toPath(*file)) : std::nullopt;
}

} // namespace sextant::opening
