// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSettings>

namespace sextant::session {

/// Settings as a JSON object of their keys. A write that fails, even of the last byte, leaves the old file as
/// it was: Qt's own formats notice that only for what is longer than a file's buffer, and put an empty file
/// in place. A byte array, a point and a size are objects (`{"base64": ...}`, `{"x": ..., "y": ...}`,
/// `{"width": ..., "height": ...}`); a text that is not a JSON object reads as no settings.
///
///     QSettings store(file, jsonSettings());
[[nodiscard]] QSettings::Format jsonSettings();

} // namespace sextant::session
