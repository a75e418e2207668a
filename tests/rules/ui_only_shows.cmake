# SPDX-License-Identifier: GPL-3.0-or-later
# Files are read and numbers are made in core; the window shows them.
forbid_includes("^(nlohmann|torch|ATen|c10|Eigen|CLI)/|^(fstream|cblas\\.h|lapacke\\.h)$"
                "the window neither parses files nor computes" ui/*.h ui/*.cpp)
