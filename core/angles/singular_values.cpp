// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/angles/singular_values.h"

#include <Eigen/Dense>

#include <algorithm>
#include <cmath>
#include <vector>

namespace sextant::angles {
namespace {

constexpr int kLanes = 8;
constexpr int kLargestJacobi = 64;
constexpr int kMostSweeps = 30;
/// Columns whose cosine is below this count as orthogonal.
constexpr double kOrthogonal = 4e-16;
/// Jacobi converges quadratically: a sweep in which no cosine was above this leaves none above kOrthogonal.
constexpr double kLastSweep = 1e-9;
/// How far a pair of columns was from orthogonal: numbers, so that lanes can take their maximum.
constexpr double kIdle = 0.0;
constexpr double kNear = 1.0;
constexpr double kFar = 2.0;

struct alignas(64) Lane {
    double values[kLanes];
    double& operator[](int i) { return values[i]; }
    double operator[](int i) const { return values[i]; }
};

/// Squared lengths of the columns.
__attribute__((always_inline)) inline void measureColumns(const Lane* columns, int size, Lane* squares) {
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
}

/// The plane rotation that makes columns x and y orthogonal, in its form with one division and two roots;
/// brings their squared lengths up to date. Returns the state of the lane that is farthest.
__attribute__((always_inline)) inline double findRotation(const Lane& product, Lane& xSquared, Lane& ySquared,
                                                          Lane& cosine, Lane& sine) {
    Lane state;
#pragma omp simd
    for (int i = 0; i < kLanes; ++i) {
        const double a = xSquared[i];
        const double b = ySquared[i];
        const double twice = 2.0 * product[i];
        const double square = twice * twice;
        const double scale = 4.0 * a * b;
        const bool active = square > kOrthogonal * kOrthogonal * scale;
        const double difference = b - a;
        const double apart = std::fabs(difference);
        const double root = std::sqrt(difference * difference + square);
        const double side = apart + root;
        const double inverse = 1.0 / std::sqrt(active ? side * side + square : 1.0);
        const double shift = active ? 0.5 * (root - apart) : 0.0;
        const double turn = difference < 0.0 ? -1.0 : 1.0;
        cosine[i] = active ? side * inverse : 1.0;
        sine[i] = active ? turn * twice * inverse : 0.0;
        // Not std::fmax: its rule for NaN has no vector instruction.
        const double shorter = a - turn * shift;
        const double longer = b + turn * shift;
        xSquared[i] = shorter > 0.0 ? shorter : 0.0;
        ySquared[i] = longer > 0.0 ? longer : 0.0;
        const double busy = square > kLastSweep * kLastSweep * scale ? kFar : kNear;
        state[i] = active ? busy : kIdle;
    }
    return *std::max_element(state.values, state.values + kLanes);
}

/// One-sided Jacobi (Hestenes 1958): plane rotations of column pairs until all columns are orthogonal; their
/// lengths are then the singular values. `columns` is [size, size, lanes]: column, row, matrix; `squares`
/// becomes their squared lengths.
__attribute__((always_inline)) inline void orthogonalise(Lane* columns, int size, Lane* squares) {
    double farthest = kFar;
    for (int sweep = 0; sweep < kMostSweeps && farthest == kFar; ++sweep) {
        farthest = kIdle;
        measureColumns(columns, size, squares); // afresh: what a rotation brings up to date drifts
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
                const double state = findRotation(product, squares[p], squares[q], cosine, sine);
                if (state == kIdle) {
                    continue;
                }
                farthest = std::max(farthest, state);
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
    }
    measureColumns(columns, size, squares);
}

using Orthogonalise = void (*)(Lane*, int, Lane*);

void orthogonaliseBaseline(Lane* columns, int size, Lane* squares) {
    orthogonalise(columns, size, squares);
}

#if defined(__x86_64__)
__attribute__((target("avx2,fma"))) void orthogonaliseAvx2(Lane* columns, int size, Lane* squares) {
    orthogonalise(columns, size, squares);
}

// GCC keeps to half the width unless told otherwise; clang has no such word in a target.
#if defined(__clang__)
#define SEXTANT_AVX512_TARGET "avx512f,avx512dq,avx512vl,fma"
#else
#define SEXTANT_AVX512_TARGET "avx512f,avx512dq,avx512vl,fma,prefer-vector-width=512"
#endif
__attribute__((target(SEXTANT_AVX512_TARGET))) void orthogonaliseAvx512(Lane* columns, int size,
                                                                        Lane* squares) {
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
                values[static_cast<std::size_t>(begin + i) * size + p] =
                    std::sqrt(squares[static_cast<std::size_t>(p)][i]);
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

} // namespace sextant::angles
