// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/background_priority.h"

#ifdef __linux__
#include <sys/resource.h>
#include <unistd.h>
#endif

namespace sextant::session {

void lowerThreadPriority() {
#ifdef __linux__
    // Linux keeps the nice value by thread. Enough for a window to be woken at once; what else the machine
    // does is hardly disadvantaged against us, and we against it.
    constexpr int kNiceness = 5;
    setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), kNiceness);
#endif
}

} // namespace sextant::session
