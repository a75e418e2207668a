#pragma once

class QWidget;

namespace sextant {

/// Every key and gesture of the window. Leaves the event loop running, as does the next.
void showShortcuts(QWidget* parent);

/// Name, version, licence.
void showAbout(QWidget* parent);

} // namespace sextant
