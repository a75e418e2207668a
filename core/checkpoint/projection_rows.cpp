// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/projection_rows.h"

#include "core/blas/products.h"
#include "core/checkpoint/weight_checks.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace sextant::checkpoint {
namespace {

void convertPlain(const tensor::TensorView& view, std::int64_t start, std::int64_t stride, std::size_t count,
                  float* target) {
    const auto size = static_cast<std::int64_t>(tensor::elementSize(view.type));
    tensor::convertToFloat(view.type, view.data + start * size, stride, count, target);
}

void convertPlain(const tensor::TensorView& view, std::int64_t start, std::int64_t stride, std::size_t count,
                  double* target) {
    const auto size = static_cast<std::int64_t>(tensor::elementSize(view.type));
    tensor::convertToDouble(view.type, view.data + start * size, stride, count, target);
}

/// `Stored` is a ProjectionRows or an InnerFactor.
template <typename Stored, typename Number>
void convert(const Stored& stored, std::int64_t start, std::int64_t stride, std::size_t count,
             Number* target) {
    if (stored.float8) {
        convertFloat8(*stored.float8, start, stride, count, target);
    } else {
        convertPlain(stored.view, start, stride, count, target);
    }
}

template <typename Stored>
std::size_t bytesOfElement(const Stored& stored) {
    return stored.float8 ? 1 : tensor::elementSize(stored.view.type);
}

/// The stored rows of a head, [ownRows, width].
template <typename Number>
void readOwnRows(const ProjectionRows& rows, int head, int width, Number* target) {
    const auto length = static_cast<std::size_t>(width);
    for (int i = 0; i < rows.ownRows; ++i) {
        convert(rows, rows.startOf(head, i), rows.columnStride, length,
                target + static_cast<std::size_t>(i) * length);
    }
}

/// The product with the inner factor, [ownRows, width], and the rows of the factor that follow.
std::vector<double> multipliedRows(const ProjectionRows& rows, int head, int width) {
    const InnerFactor& inner = *rows.inner;
    const auto all = static_cast<std::size_t>(inner.view.shape[0]);
    const auto rank = static_cast<std::size_t>(inner.rank);
    const auto length = static_cast<std::size_t>(width);
    std::vector<double> outer(static_cast<std::size_t>(rows.ownRows) * rank);
    readOwnRows(rows, head, inner.rank, outer.data());
    for (std::size_t i = 0; i < outer.size() && !inner.gain.empty(); ++i) {
        outer[i] *= inner.gain[i % rank];
    }
    std::vector<double> factor(all * length);
    for (std::size_t i = 0; i < all; ++i) {
        convert(inner, static_cast<std::int64_t>(i) * inner.view.strides[0], inner.view.strides[1], length,
                factor.data() + i * length);
    }
    const std::size_t own = static_cast<std::size_t>(rows.ownRows) * length;
    std::vector<double> result(own + (all - rank) * length);
    blas::setCombinations(outer.data(), rows.ownRows, factor.data(), inner.rank, width, result.data());
    std::copy(factor.begin() + static_cast<std::ptrdiff_t>(rank * length), factor.end(),
              result.begin() + static_cast<std::ptrdiff_t>(own));
    return result;
}

/// Adds what an adapter adds to the stored rows of a head.
template <typename Number>
void addUpdate(const ProjectionRows& rows, int head, int width, Number* target) {
    const std::vector<double> down = valuesOf(rows.update->down);
    for (int i = 0; i < rows.ownRows; ++i) {
        rows.update->addRow(rows.startOf(head, i) / rows.rowStride, down,
                            target + static_cast<std::size_t>(i) * static_cast<std::size_t>(width));
    }
}

template <typename Number>
void readAnyHead(const ProjectionRows& rows, int head, int width, Number* target) {
    std::size_t count = static_cast<std::size_t>(rows.ownRows);
    const auto length = static_cast<std::size_t>(width);
    if (rows.inner) {
        const std::vector<double> values = multipliedRows(rows, head, width);
        for (std::size_t i = 0; i < values.size(); ++i) {
            target[i] = static_cast<Number>(values[i]);
        }
        count = values.size() / length;
    } else {
        readOwnRows(rows, head, width, target);
        if (rows.update != nullptr) {
            addUpdate(rows, head, width, target);
        }
    }
    for (std::size_t i = 0; i < count && !rows.rowGain.empty(); ++i) {
        const double gain = rows.rowGain[(static_cast<std::size_t>(head) * count + i) % rows.rowGain.size()];
        for (std::size_t j = 0; j < length; ++j) {
            target[i * length + j] = static_cast<Number>(target[i * length + j] * gain);
        }
    }
}

/// "[i][j]" of an element, of a tensor without gaps.
std::string placeText(const tensor::TensorView& view, std::int64_t position) {
    std::string text;
    for (std::size_t i = view.shape.size(); i-- > 0;) {
        text.insert(0, fmt::format("[{}]", position % view.shape[i]));
        position /= view.shape[i];
    }
    return text;
}

/// The place of the first number in a row that is not finite, in elements from the tensor's first.
template <typename Stored>
std::string nonFiniteInRow(const Stored& stored, std::int64_t start, std::int64_t stride,
                           std::int64_t length) {
    std::vector<double> row(static_cast<std::size_t>(length));
    convert(stored, start, stride, row.size(), row.data());
    for (std::size_t j = 0; j < row.size(); ++j) {
        if (!std::isfinite(row[j])) {
            const std::int64_t position = start + static_cast<std::int64_t>(j) * stride;
            // The sign of a NaN says nothing.
            return fmt::format("{}{} is {}", stored.tensor, placeText(stored.view, position),
                               std::isnan(row[j]) ? std::abs(row[j]) : row[j]);
        }
    }
    return {};
}

} // namespace

void readHead(const ProjectionRows& rows, int head, int width, float* target) {
    readAnyHead(rows, head, width, target);
}

void readHead(const ProjectionRows& rows, int head, int width, double* target) {
    readAnyHead(rows, head, width, target);
}

std::string nonFiniteOf(const ProjectionRows& rows, int head, int width) {
    const int length = rows.inner ? rows.inner->rank : width;
    for (int i = 0; i < rows.ownRows; ++i) {
        std::string place = nonFiniteInRow(rows, rows.startOf(head, i), rows.columnStride, length);
        if (!place.empty()) {
            return place;
        }
    }
    for (std::int64_t i = 0; rows.inner && i < rows.inner->view.shape[0]; ++i) {
        const tensor::TensorView& view = rows.inner->view;
        std::string place = nonFiniteInRow(*rows.inner, i * view.strides[0], view.strides[1], view.shape[1]);
        if (!place.empty()) {
            return place;
        }
    }
    return {};
}

std::size_t bytesOfHead(const ProjectionRows& rows, int width) {
    const auto length = static_cast<std::size_t>(rows.inner ? rows.inner->rank : width);
    const std::size_t own = static_cast<std::size_t>(rows.ownRows) * length * bytesOfElement(rows);
    return !rows.inner ? own
                       : own + static_cast<std::size_t>(rows.inner->view.elementCount()) *
                                   bytesOfElement(*rows.inner);
}

} // namespace sextant::checkpoint
