// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/bands.h"

namespace sextant::report {

LayerBands thirdsOf(int layers) {
    return {layers / 3, 2 * layers / 3};
}

} // namespace sextant::report
