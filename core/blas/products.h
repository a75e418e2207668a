// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace sextant::blas {

/// Matrix products, by BLAS. Every product runs in the calling thread only: spreading heads over threads
/// beats many threads in small products. All matrices are row-major; a stride is the distance between two
/// rows in elements.
///
///     std::vector<double> product(area(leftCount, rightCount)); // [leftCount, rightCount]
///     setProduct(left.data(), leftCount, right.data(), rightCount, width, product.data(), rightCount);

/// The lower triangle of `gram[i,j] += <rows_i, rows_j>` for i >= j. `rows` is [count, width], `gram` [count,
/// count].
void addSymmetricProduct(const double* rows, int count, int width, double* gram);

/// `product[i,j] += <left_i, right_j>`; `left` [leftCount, width], `right` [rightCount, width].
void addProduct(const double* left, int leftCount, const double* right, int rightCount, int width,
                double* product, int productStride);

/// In place `block = factor * block`, `factor` [size, size] lower-triangular, `block` [size, columns].
void multiplyByLowerFromLeft(const double* factor, int size, double* block, int columns, int blockStride);

/// In place `block = block * factor^T`, `factor` [size, size] lower-triangular, `block` [rows, size].
void multiplyByLowerTransposedFromRight(const double* factor, int size, double* block, int rows,
                                        int blockStride);

/// The lower triangle of `gram[i,j] = <rows_i, rows_j>`, as addSymmetricProduct() but without reading `gram`.
void setSymmetricProduct(const float* rows, int count, int width, float* gram, int gramStride);
void setSymmetricProduct(const double* rows, int count, int width, double* gram, int gramStride);

/// `product[i,j] = <left_i, right_j>`, as addProduct() but without reading `product`.
void setProduct(const float* left, int leftCount, const float* right, int rightCount, int width,
                float* product, int productStride);
void setProduct(const double* left, int leftCount, const double* right, int rightCount, int width,
                double* product, int productStride);

/// `combinations = coefficients * rows`: [count, rowCount] times [rowCount, width] into [count, width].
void setCombinations(const double* coefficients, int count, const double* rows, int rowCount, int width,
                     double* combinations);

} // namespace sextant::blas
