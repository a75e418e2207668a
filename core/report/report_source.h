#pragma once

#include "core/analysis/alignment_tables.h"
#include "core/analysis/eigenspace.h"
#include "core/report/bands.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace sextant {

/// What a machine-readable report is made of.
struct ReportSource {
    std::shared_ptr<const AlignmentTables> tables;
    std::vector<LayerIndex> anchors;
    /// The eigenspaces of one of `anchors`; null without tensors.
    std::function<std::shared_ptr<const EigenspaceRow>(LayerIndex)> eigenspaces;
    LayerBands bands;
    std::string program; ///< name and version
};

} // namespace sextant
