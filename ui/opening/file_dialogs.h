// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <functional>

class QWidget;

namespace sextant::opening {

/// File dialogs that belong to `parent` and leave the event loop running. `chosen` is called once, unless the
/// dialog is cancelled. `folder` is where they begin.
void chooseArtifact(QWidget* parent, const QString& folder, std::function<void(const QString&)> chosen);
void chooseTensorFile(QWidget* parent, const QString& folder, std::function<void(const QString&)> chosen);
void chooseModelFolder(QWidget* parent, const QString& folder, std::function<void(const QString&)> chosen);
void chooseModelFile(QWidget* parent, const QString& folder, std::function<void(const QString&)> chosen);

/// Where a new artifact is written; `suggestion` is a path that can be changed.
void chooseNewArtifact(QWidget* parent, const QString& suggestion,
                       std::function<void(const QString&)> chosen);

} // namespace sextant::opening
