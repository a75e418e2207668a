// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/integrity/integrity_report.h"

#include <stop_token>

namespace sextant::integrity {

/// TensorFileBeside: a note when the JSON led elsewhere; not applicable when a person named the file.
[[nodiscard]] Check checkPlace(const artifact::TensorFile& file, TensorPlace place);

/// EntriesNeedNoCode.
[[nodiscard]] Check checkEntries(const artifact::TensorFile& file);

/// EigenvaluesFinite, EigenvaluesOrdered and EigenvaluesDistinct. A head is expected to have min(2r, d)
/// distinct eigenvalues less a 64th (in half precision, where neighbours coincide by rounding, as many
/// nonzero ones). A head whose values fail one of these is not judged by the next. O(L H r).
[[nodiscard]] std::vector<Check> checkEigenvalues(const artifact::TensorFile& file,
                                                  const artifact::ArtifactShape& shape);

/// OptionalTensorsUsable, SingularValuesSound and OtherGramsFinite, each not applicable where what it would
/// examine is not there. O(L H r + L^2 N).
[[nodiscard]] std::vector<Check> checkOptionalTensors(const artifact::TensorFile& file,
                                                      const artifact::ArtifactShape& shape);

/// DirectionsFinite (of up to 256 MiB) and DirectionsOrthonormal (inner products of the 1024 leading
/// directions within 0.1, of up to 64 heads and some 10^9 multiplications). Larger tensors are sampled
/// evenly. On a stop request some heads, or the second check, are left out. Not applicable to a file without
/// directions.
[[nodiscard]] std::vector<Check> checkDirections(const artifact::TensorFile& file,
                                                 const artifact::ArtifactShape& shape,
                                                 const std::stop_token& stop);

/// DirectionsWithinRank, by artifact::comparedDirections(); names up to 24 heads. Not applicable to a file
/// without directions, or without values that tell a rank. O(L H r).
[[nodiscard]] Check checkRanks(const artifact::TensorFile& file, const artifact::ArtifactShape& shape);

} // namespace sextant::integrity
