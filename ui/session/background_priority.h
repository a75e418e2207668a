// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace sextant::session {

/// Lowers the priority of the calling thread, and of those that it starts from then on, so that the window
/// stays responsive. Does nothing on systems without priorities per thread.
void lowerThreadPriority();

} // namespace sextant::session
