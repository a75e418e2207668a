// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/blas/factorizations.h"

#include "core/blas/area.h"
#include "core/blas/open_blas.h"

#include <algorithm>

// LAPACK counts by columns: a row-major matrix is its transpose to LAPACK, a lower triangle an upper one.

namespace sextant::blas {
namespace {

constexpr char storedTriangle = 'U';

/// Calls `routine(work, size)` first to ask for the size of its work space, then with it.
template <typename Routine>
void withWorkspace(const Routine& routine) {
    double wanted = 0.0;
    routine(&wanted, -1);
    std::vector<double> work(static_cast<std::size_t>(std::max(wanted, 1.0)));
    routine(work.data(), static_cast<int>(work.size()));
}

} // namespace

bool factorCholesky(double* matrix, int size) {
    int info = 0;
    openBlas().dpotrf(&storedTriangle, &size, matrix, &size, &info);
    return info == 0;
}

double reciprocalCondition(const double* factor, int size, double norm) {
    std::vector<double> work(3 * static_cast<std::size_t>(size));
    std::vector<int> integerWork(static_cast<std::size_t>(size));
    double reciprocal = 0.0;
    int info = 0;
    openBlas().dpocon(&storedTriangle, &size, factor, &size, &norm, &reciprocal, work.data(),
                      integerWork.data(), &info);
    return info == 0 ? reciprocal : 0.0;
}

std::vector<double> symmetricEigenvalues(double* matrix, int size) {
    std::vector<double> values(static_cast<std::size_t>(size));
    int integerWork = 0;
    const int integerWorkSize = 1;
    int info = 0;
    withWorkspace([&](double* work, int workSize) {
        openBlas().dsyevd("N", &storedTriangle, &size, matrix, &size, values.data(), work, &workSize,
                          &integerWork, &integerWorkSize, &info);
    });
    return info == 0 ? values : std::vector<double>{};
}

EigenSystem largestEigenpairs(double* matrix, int size, int count) {
    EigenSystem system;
    system.values.resize(static_cast<std::size_t>(size));
    system.vectors.resize(area(count, size));
    std::vector<int> support(2 * static_cast<std::size_t>(count));
    std::vector<int> integerWork(10 * static_cast<std::size_t>(size));
    const int integerWorkSize = static_cast<int>(integerWork.size());
    const int first = size - count + 1;
    const double unused = 0.0;
    int found = 0;
    int info = 0;
    withWorkspace([&](double* work, int workSize) {
        openBlas().dsyevr("V", "I", &storedTriangle, &size, matrix, &size, &unused, &unused, &first, &size,
                          &unused, &found, system.values.data(), system.vectors.data(), &size, support.data(),
                          work, &workSize, integerWork.data(), &integerWorkSize, &info);
    });
    if (info != 0 || found != count) {
        return {};
    }
    system.values.resize(static_cast<std::size_t>(count));
    return system;
}

RowBasis::RowBasis(std::vector<double> rows, int count, int width)
    : count_(count),
      width_(width),
      size_(std::min(count, width)),
      reflectors_(std::move(rows)),
      scales_(static_cast<std::size_t>(size_)) {
    int info = 0;
    withWorkspace([&](double* work, int workSize) {
        openBlas().dgeqrf(&width_, &count_, reflectors_.data(), &width_, scales_.data(), work, &workSize,
                          &info);
    });
}

std::vector<double> RowBasis::triangle() const {
    std::vector<double> result(area(size_, count_), 0.0);
    for (int i = 0; i < size_; ++i) {
        for (int j = i; j < count_; ++j) {
            result[area(i, count_) + j] = reflectors_[area(j, width_) + i];
        }
    }
    return result;
}

std::vector<double> RowBasis::combine(const std::vector<double>& coefficients, int k) const {
    std::vector<double> result(area(k, width_), 0.0);
    for (int i = 0; i < k; ++i) {
        std::copy_n(coefficients.data() + area(i, size_), size_, result.data() + area(i, width_));
    }
    int info = 0;
    withWorkspace([&](double* work, int workSize) {
        openBlas().dormqr("L", "N", &width_, &k, &size_, reflectors_.data(), &width_, scales_.data(),
                          result.data(), &width_, work, &workSize, &info);
    });
    return result;
}

SingularSystem singularSystem(std::vector<double> matrix, int rows, int columns) {
    const int count = std::min(rows, columns);
    SingularSystem system;
    system.values.resize(static_cast<std::size_t>(count));
    system.left.resize(area(count, rows));
    std::vector<double> rightColumns(area(count, columns));
    std::vector<int> integerWork(8 * static_cast<std::size_t>(count));
    int info = 0;
    // LAPACK sees the transpose, [columns, rows]: its left vectors are our right ones, and come out as rows;
    // its right vectors come out transposed.
    std::vector<double> leftTransposed(area(count, rows));
    withWorkspace([&](double* work, int workSize) {
        openBlas().dgesdd("S", &columns, &rows, matrix.data(), &columns, system.values.data(),
                          rightColumns.data(), &columns, leftTransposed.data(), &count, work, &workSize,
                          integerWork.data(), &info);
    });
    if (info != 0) {
        return {};
    }
    system.right = std::move(rightColumns);
    for (int i = 0; i < count; ++i) {
        for (int j = 0; j < rows; ++j) {
            system.left[area(i, rows) + j] = leftTransposed[area(j, count) + i];
        }
    }
    return system;
}

std::vector<double> singularValues(std::vector<double> matrix, int rows, int columns) {
    const int count = std::min(rows, columns);
    std::vector<double> values(static_cast<std::size_t>(count));
    std::vector<int> integerWork(8 * static_cast<std::size_t>(count));
    double none = 0.0;
    const int one = 1;
    int info = 0;
    withWorkspace([&](double* work, int workSize) {
        openBlas().dgesdd("N", &columns, &rows, matrix.data(), &columns, values.data(), &none, &one, &none,
                          &one, work, &workSize, integerWork.data(), &info);
    });
    return info == 0 ? values : std::vector<double>();
}

} // namespace sextant::blas
