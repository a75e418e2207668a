// SPDX-License-Identifier: GPL-3.0-or-later
// OpenBLAS as no distribution builds it: with the first of the routines that the project calls, and no other.

extern "C" __attribute__((visibility("default"))) void cblas_sgemm() {}
