// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/artifact/artifact.h"
#include "tests/core/measure/model_folder.h"

#include <Eigen/Dense>

#include <vector>

namespace sextant::measure {

/// W_Q and W_K of every layer and head as dense matrices [r, d], and with them the operators, [d, d], that
/// the program never forms.
struct DenseModel {
    int layers = 0;
    int heads = 0;
    std::vector<Eigen::MatrixXd> query; ///< [layers, heads]
    std::vector<Eigen::MatrixXd> key;   ///< [layers, heads], each key head's as often as it is used

    [[nodiscard]] std::size_t cell(int l, int h) const { return static_cast<std::size_t>(l * heads + h); }
    [[nodiscard]] Eigen::MatrixXd operatorAt(int l, int h) const {
        return key[cell(l, h)].transpose() * query[cell(l, h)];
    }
};

[[nodiscard]] DenseModel denseModel(const TestModel& model);

/// The largest differences of an artifact from dense operators, each relative to the largest it could be.
struct DenseErrors {
    double gram = 0.0;
    double eigenvalue = 0.0; ///< of the symmetric part
    double direction = 0.0;  ///< of how much the operator stretches the query-side directions
};

[[nodiscard]] DenseErrors errorsOf(const artifact::Artifact& artifact, const DenseModel& dense);

} // namespace sextant::measure
