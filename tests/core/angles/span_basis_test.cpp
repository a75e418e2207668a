// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/angles/span_basis.h"

#include "tests/core/support/made_artifacts.h"

#include <gtest/gtest.h>

namespace sextant::angles {
namespace {

using test::RandomMatrices;

/// How much of `rows` lies outside the span of the basis.
double outside(const SpanBasis& basis, const RowMajorMatrix& rows) {
    return (rows - rows * basis.rows.transpose() * basis.rows).norm();
}

TEST(SpanBasis, IsOrthonormalAndHoldsEveryRow) {
    const RowMajorMatrix rows = RandomMatrices().gaussian(5, 40);
    const SpanBasis basis = spanBasis(rows, tensor::ElementType::Float64);
    ASSERT_EQ(basis.rank(), 5);
    EXPECT_TRUE((basis.rows * basis.rows.transpose()).isIdentity(1e-13));
    EXPECT_LT(outside(basis, rows), 1e-12);
}

TEST(SpanBasis, ARepeatedRowAddsNothing) {
    RowMajorMatrix rows = RandomMatrices().gaussian(4, 30);
    rows.row(2) = rows.row(0) * -3.0;
    const SpanBasis basis = spanBasis(rows, tensor::ElementType::Float64);
    EXPECT_EQ(basis.rank(), 3);
    EXPECT_LT(outside(basis, rows), 1e-12);
}

TEST(SpanBasis, ZeroRowsSpanNothing) {
    EXPECT_EQ(spanBasis(RowMajorMatrix::Zero(3, 10), tensor::ElementType::Float32).rank(), 0);
}

TEST(SpanBasis, AShortRowIsNoLessADirection) {
    RowMajorMatrix rows = RandomMatrices().orthonormal(3, 20);
    rows.row(1) *= 1e-200;
    rows.row(2) *= 1e200;
    EXPECT_EQ(spanBasis(rows, tensor::ElementType::Float64).rank(), 3);
}

TEST(SpanBasis, WhatRoundingToTheStoredTypeAddsIsNoDirection) {
    RowMajorMatrix rows = RandomMatrices().orthonormal(2, 50);
    rows.row(1) = rows.row(0) + 1e-4 * rows.row(1);
    EXPECT_EQ(spanBasis(rows, tensor::ElementType::Float16).rank(), 1);
    EXPECT_EQ(spanBasis(rows, tensor::ElementType::Float32).rank(), 2);
}

TEST(SpanBasis, MoreRowsThanTheSpaceHasDimensionsSpanTheSpace) {
    EXPECT_EQ(spanBasis(RandomMatrices().gaussian(6, 4), tensor::ElementType::Float64).rank(), 4);
}

} // namespace
} // namespace sextant::angles
