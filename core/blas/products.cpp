// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/blas/products.h"

#include "core/blas/open_blas.h"

namespace sextant::blas {

void addSymmetricProduct(const double* rows, int count, int width, double* gram) {
    openBlas().dsyrk(CblasRowMajor, CblasLower, CblasNoTrans, count, width, 1.0, rows, width, 1.0, gram,
                     count);
}

void addProduct(const double* left, int leftCount, const double* right, int rightCount, int width,
                double* product, int productStride) {
    openBlas().dgemm(CblasRowMajor, CblasNoTrans, CblasTrans, leftCount, rightCount, width, 1.0, left, width,
                     right, width, 1.0, product, productStride);
}

void multiplyByLowerFromLeft(const double* factor, int size, double* block, int columns, int blockStride) {
    openBlas().dtrmm(CblasRowMajor, CblasLeft, CblasLower, CblasNoTrans, CblasNonUnit, size, columns, 1.0,
                     factor, size, block, blockStride);
}

void multiplyByLowerTransposedFromRight(const double* factor, int size, double* block, int rows,
                                        int blockStride) {
    openBlas().dtrmm(CblasRowMajor, CblasRight, CblasLower, CblasTrans, CblasNonUnit, rows, size, 1.0, factor,
                     size, block, blockStride);
}

void setSymmetricProduct(const float* rows, int count, int width, float* gram, int gramStride) {
    openBlas().ssyrk(CblasRowMajor, CblasLower, CblasNoTrans, count, width, 1.0F, rows, width, 0.0F, gram,
                     gramStride);
}

void setSymmetricProduct(const double* rows, int count, int width, double* gram, int gramStride) {
    openBlas().dsyrk(CblasRowMajor, CblasLower, CblasNoTrans, count, width, 1.0, rows, width, 0.0, gram,
                     gramStride);
}

void setProduct(const float* left, int leftCount, const float* right, int rightCount, int width,
                float* product, int productStride) {
    openBlas().sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, leftCount, rightCount, width, 1.0F, left, width,
                     right, width, 0.0F, product, productStride);
}

void setProduct(const double* left, int leftCount, const double* right, int rightCount, int width,
                double* product, int productStride) {
    openBlas().dgemm(CblasRowMajor, CblasNoTrans, CblasTrans, leftCount, rightCount, width, 1.0, left, width,
                     right, width, 0.0, product, productStride);
}

void setCombinations(const double* coefficients, int count, const double* rows, int rowCount, int width,
                     double* combinations) {
    openBlas().dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, count, width, rowCount, 1.0, coefficients,
                     rowCount, rows, width, 0.0, combinations, width);
}

} // namespace sextant::blas
