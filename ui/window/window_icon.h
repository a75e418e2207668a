#pragma once

#include <QIcon>

namespace sextant {

/// The program's icon, drawn in the sizes that window managers ask for. Some milliseconds: not before the
/// first paint.
QIcon windowIcon();

} // namespace sextant
