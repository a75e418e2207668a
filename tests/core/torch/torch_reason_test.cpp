// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/torch/torch_reason.h"

#include <gtest/gtest.h>

namespace sextant::torch_module {
namespace {

TEST(TorchReason, LeavesOutStackTracesAndRequestsToReport) {
    EXPECT_EQ(torchReason("file not found: x\nException raised from ..."), "file not found: x");
    EXPECT_EQ(
        torchReason("Expected size >= 0 to be true, but got false.  (Could this error message be improved? "
                    " If so, please report an enhancement request to PyTorch.)"),
        "Expected size >= 0 to be true, but got false.");
    EXPECT_EQ(torchReason("INTERNAL ASSERT FAILED at \"x.cpp\":1, please report a bug to PyTorch. "),
              "INTERNAL ASSERT FAILED at \"x.cpp\":1");
    EXPECT_EQ(torchReason(""), "");
}

} // namespace
} // namespace sextant::torch_module
