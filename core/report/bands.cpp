#include "core/report/bands.h"

namespace sextant {

LayerBands thirdsOf(int layers) {
    return {layers / 3, 2 * layers / 3};
}

} // namespace sextant
