// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace sextant::session {

/// Lets the window go first: lowers the priority of the calling thread and of those it starts from then on.
/// On systems that know no priority of a single thread nothing happens.
void lowerThreadPriority();

} // namespace sextant::session
