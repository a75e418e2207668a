#include "core/blas/products.h"

#include "core/blas/calling_thread.h"

#include <cblas.h>

namespace sextant {

void addSymmetricProduct(const double* rows, int count, int width, double* gram) {
    useCallingThreadOnly();
    cblas_dsyrk(CblasRowMajor, CblasLower, CblasNoTrans, count, width, 1.0, rows, width, 1.0, gram, count);
}

void addProduct(const double* left, int leftCount, const double* right, int rightCount, int width,
                double* product, int productStride) {
    useCallingThreadOnly();
    cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasTrans, leftCount, rightCount, width, 1.0, left, width,
                right, width, 1.0, product, productStride);
}

void multiplyByLowerFromLeft(const double* factor, int size, double* block, int columns, int blockStride) {
    useCallingThreadOnly();
    cblas_dtrmm(CblasRowMajor, CblasLeft, CblasLower, CblasNoTrans, CblasNonUnit, size, columns, 1.0, factor,
                size, block, blockStride);
}

void multiplyByLowerTransposedFromRight(const double* factor, int size, double* block, int rows,
                                        int blockStride) {
    useCallingThreadOnly();
    cblas_dtrmm(CblasRowMajor, CblasRight, CblasLower, CblasTrans, CblasNonUnit, rows, size, 1.0, factor,
                size, block, blockStride);
}

} // namespace sextant
