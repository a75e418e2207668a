// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QApplication>

#include <memory>

namespace sextant::app {

/// The QApplication. Where Qt would abort, because the display does not answer or a platform plugin is
/// missing, the program says so in one sentence and ends with status 1. `argc` and `argv` must outlive it.
[[nodiscard]] std::unique_ptr<QApplication> startQt(int& argc, char** argv);

} // namespace sextant::app
