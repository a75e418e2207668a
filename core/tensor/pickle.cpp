// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/pickle.h"

#include "core/tensor/pickle_machine.h"

#include <fmt/format.h>

namespace sextant::tensor {

Result<Pickle> Pickle::read(const std::filesystem::path& path, const std::string& record,
                            std::span<const std::byte> bytes) {
    PickleMachine machine(bytes);
    if (!machine.run()) {
        if (machine.isTooLarge()) {
            return failure(ErrorCode::Malformed, path, fmt::format("{}, byte {}", record, machine.position()),
                           "the pickle makes more values than its tensors could need");
        }
        return failure(ErrorCode::Malformed, path, fmt::format("{}, byte {}", record, machine.position()),
                       "the pickle is damaged here, or uses an opcode that no torch file uses");
    }
    return machine.takePickle();
}

std::string_view Pickle::calledName(Node node) const {
    const Call* call = as<Call>(node);
    const Global* global = call != nullptr ? as<Global>(call->callable) : nullptr;
    return global != nullptr ? std::string_view(global->name) : std::string_view();
}

} // namespace sextant::tensor
