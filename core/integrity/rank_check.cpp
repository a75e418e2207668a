// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/artifact/operator_rank.h"
#include "core/integrity/tensor_file_checks.h"

#include <fmt/format.h>

namespace sextant::integrity {
namespace {

constexpr std::size_t kMostNamed = 24;

} // namespace

Check checkRanks(const artifact::TensorFile& file, const artifact::ArtifactShape& shape) {
    Check check{.id = CheckId::DirectionsWithinRank, .file = file.path};
    if (file.topk == 0 || (file.singularValues.empty() && file.eigenvalues.empty())) {
        return check;
    }
    check.severity = Severity::Passed;
    check.of = static_cast<std::size_t>(shape.layers) * static_cast<std::size_t>(shape.heads);
    check.limit = file.topk;
    for (LayerIndex l; l.value < shape.layers; ++l.value) {
        for (HeadIndex h; h.value < shape.heads; ++h.value) {
            const int compared = artifact::comparedDirections(file, shape, l, h);
            if (compared == file.topk) {
                continue;
            }
            const std::string name = fmt::format("eig_dirs[{}][{}]", l.value, h.value);
            if (check.count++ < kMostNamed) {
                check.named.push_back(name);
            }
            if (!check.worst || compared < check.worst->value) {
                check.worst =
                    Place{.name = name, .layer = l, .head = h, .value = static_cast<double>(compared)};
            }
        }
    }
    check.heads = check.count;
    check.severity = check.count > 0 ? Severity::Warning : Severity::Passed;
    return check;
}

} // namespace sextant::integrity
