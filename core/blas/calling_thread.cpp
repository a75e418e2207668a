#include "core/blas/calling_thread.h"

#include <cblas.h>

namespace sextant {

void useCallingThreadOnly() {
    static const bool done = [] {
        openblas_set_num_threads(1);
        return true;
    }();
    static_cast<void>(done);
}

} // namespace sextant
