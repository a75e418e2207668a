// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operators/direction_side.h"

namespace sextant::operators {

std::string directionSideName(DirectionSide side) {
    switch (side) {
    case DirectionSide::Query:
        return "q";
    case DirectionSide::Key:
        return "k";
    case DirectionSide::Symmetric:
        return "sym";
    }
    return {};
}

} // namespace sextant::operators
