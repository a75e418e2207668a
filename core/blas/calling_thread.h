#pragma once

namespace sextant {

/// Makes OpenBLAS use the calling thread alone, for the whole process and from the first call on. Work is
/// spread over heads here, which beats many threads in small products; every function of this room calls it
/// first.
void useCallingThreadOnly();

} // namespace sextant
