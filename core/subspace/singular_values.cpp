#include "core/subspace/singular_values.h"

#include <Eigen/Dense>

#include <algorithm>
#include <cmath>
#include <vector>

namespace sextant {
namespace {

constexpr int kLanes = 8;
constexpr int kLargestJacobi = 64;
constexpr int kMostSweeps = 30;
/// Columns whose cosine is below this count as orthogonal.
constexpr double kOrthogonal = 4e-16;

struct alignas(64) Lane {
    double values[kLanes];
    double& operator[](int i) { return values[i]; }
    double operator[](int i) const { return values[i]; }
};

/// One-sided Jacobi (Hestenes 1958): plane rotations of column pairs until all columns are orthogonal; their
/// lengths are then the singular values. `columns` is [size, size, lanes]: column, row, matrix.
__attribute__((always_inline)) inline void orthogonalise(Lane* columns, int size, Lane* squares) {
    for (int sweep = 0; sweep < kMostSweeps; ++sweep) {
        // Afresh in every sweep: the updates below drift.
        for (int p = 0; p < size; ++p) {
            Lane sum{};
            for (int r = 0; r < size; ++r) {
                const Lane& x = columns[p * size + r];
#pragma omp simd
                for (int i = 0; i < kLanes; ++i) {
                    sum[i] += x[i] * x[i];
                }
            }
            squares[p] = sum;
        }
        bool rotated = false;
        for (int p = 0; p + 1 < size; ++p) {
            for (int q = p + 1; q < size; ++q) {
                Lane* x = columns + p * size;
                Lane* y = columns + q * size;
                Lane product{};
                for (int r = 0; r < size; ++r) {
#pragma omp simd
                    for (int i = 0; i < kLanes; ++i) {
                        product[i] += x[r][i] * y[r][i];
                    }
                }
                Lane cosine;
                Lane sine;
                double busiest = 0.0;
#pragma omp simd reduction(max : busiest)
                for (int i = 0; i < kLanes; ++i) {
                    const double limit = kOrthogonal * std::sqrt(squares[p][i] * squares[q][i]);
                    const double gamma = product[i];
                    const double active = std::fabs(gamma) > limit ? 1.0 : 0.0;
                    const double divisor = active != 0.0 ? 2.0 * gamma : 1.0;
                    const double zeta = (squares[q][i] - squares[p][i]) / divisor;
                    const double size2 = 1.0 / (std::fabs(zeta) + std::sqrt(1.0 + zeta * zeta));
                    const double tangent = active * (zeta < 0.0 ? -size2 : size2);
                    cosine[i] = 1.0 / std::sqrt(1.0 + tangent * tangent);
                    sine[i] = cosine[i] * tangent;
                    squares[p][i] = std::fmax(squares[p][i] - tangent * gamma, 0.0);
                    squares[q][i] += tangent * gamma;
                    busiest = active > busiest ? active : busiest;
                }
                if (busiest == 0.0) {
                    continue;
                }
                rotated = true;
                for (int r = 0; r < size; ++r) {
#pragma omp simd
                    for (int i = 0; i < kLanes; ++i) {
                        const double a = x[r][i];
                        const double b = y[r][i];
                        x[r][i] = cosine[i] * a - sine[i] * b;
                        y[r][i] = sine[i] * a + cosine[i] * b;
                    }
                }
            }
        }
        if (!rotated) {
            break;
        }
    }
}

using Orthogonalise = void (*)(Lane*, int, Lane*);

void orthogonaliseBaseline(Lane* columns, int size, Lane* squares) {
    orthogonalise(columns, size, squares);
}

#if defined(__x86_64__)
__attribute__((target("avx2,fma"))) void orthogonaliseAvx2(Lane* columns, int size, Lane* squares) {
    orthogonalise(columns, size, squares);
}

__attribute__((target("avx512f,avx512dq,avx512vl,fma,prefer-vector-width=512"))) void
orthogonaliseAvx512(Lane* columns, int size, Lane* squares) {
    orthogonalise(columns, size, squares);
}
#endif

Orthogonalise widestOfThisMachine() {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl")) {
        return orthogonaliseAvx512;
    }
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
        return orthogonaliseAvx2;
    }
#endif
    return orthogonaliseBaseline;
}

void jacobiInLanes(const double* matrices, int count, int size, double* values) {
    const Orthogonalise orthogonaliseLanes = widestOfThisMachine();
    const int elements = size * size;
    std::vector<Lane> columns(static_cast<std::size_t>(elements));
    std::vector<Lane> squares(static_cast<std::size_t>(size));
    for (int begin = 0; begin < count; begin += kLanes) {
        const int filled = std::min(kLanes, count - begin);
        for (int e = 0; e < elements; ++e) {
            for (int i = 0; i < kLanes; ++i) {
                // A row-major matrix read as columns is its transpose: the same singular values. Unused lanes
                // are zero, which is orthogonal from the start.
                columns[static_cast<std::size_t>(e)][i] =
                    i < filled ? matrices[static_cast<std::size_t>(begin + i) * elements + e] : 0.0;
            }
        }
        orthogonaliseLanes(columns.data(), size, squares.data());
        for (int i = 0; i < filled; ++i) {
            for (int p = 0; p < size; ++p) {
                double sum = 0.0;
                for (int r = 0; r < size; ++r) {
                    const double x = columns[static_cast<std::size_t>(p * size + r)][i];
                    sum += x * x;
                }
                values[static_cast<std::size_t>(begin + i) * size + p] = std::sqrt(sum);
            }
        }
    }
}

} // namespace

void singularValues(const double* matrices, int count, int size, double* values) {
    if (size <= kLargestJacobi) {
        jacobiInLanes(matrices, count, size, values);
        return;
    }
    Eigen::BDCSVD<Eigen::MatrixXd> solver;
    for (int i = 0; i < count; ++i) {
        const auto elements = static_cast<std::size_t>(size) * static_cast<std::size_t>(size);
        solver.compute(
            Eigen::Map<const Eigen::MatrixXd>(matrices + static_cast<std::size_t>(i) * elements, size, size));
        Eigen::Map<Eigen::VectorXd>(values + static_cast<std::size_t>(i) * size, size) =
            solver.singularValues();
    }
}

} // namespace sextant
