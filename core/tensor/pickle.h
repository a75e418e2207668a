// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace sextant::tensor {

/// What a pickle describes, as data. Classes and functions are names; a call is kept as what was to be called
/// with what, and is never made. Nodes refer to each other by index, so that neither deep nor circular
/// structures need recursion.
class Pickle {
public:
    using Node = std::uint32_t;

    struct Other { ///< None, a truth value, a large integer, a float, bytes, a set: never needed, only named
        std::string_view kind; ///< of a literal
    };
    struct Sequence { ///< a list or a tuple
        std::vector<Node> items;
    };
    struct Dict {
        std::vector<std::pair<Node, Node>> items; ///< in order; a repeated key occurs twice
    };
    struct Global {
        std::string name; ///< module and qualified name, e.g. `torch._utils._rebuild_tensor_v2`
    };
    struct Call {
        Node callable = 0;
        Node arguments = 0;
        std::vector<std::pair<Node, Node>> items; ///< set on the result afterwards, as on an OrderedDict
    };
    struct Persistent { ///< a reference out of the pickle
        Node id = 0;
    };
    using Value = std::variant<Other, std::int64_t, std::string, Sequence, Dict, Global, Call, Persistent>;

    /// Errs with the byte where the pickle is damaged, ends too early, holds an opcode that is not known, or
    /// exceeds ReadingBudget. Memory and time are linear in the size of the pickle.
    ///
    ///     const auto pickle = Pickle::read("x.pt", "x/data.pkl", bytes);
    ///     if (pickle) { const auto* dict = pickle->as<Pickle::Dict>(pickle->root()); ... }
    [[nodiscard]] static Result<Pickle> read(const std::filesystem::path& path, const std::string& record,
                                             std::span<const std::byte> bytes);

    [[nodiscard]] Node root() const { return root_; }
    [[nodiscard]] const Value& operator[](Node node) const { return nodes_[node]; }
    [[nodiscard]] std::size_t size() const { return nodes_.size(); }

    /// The value of a node when it is of that kind, else nullptr.
    template <typename Kind>
    [[nodiscard]] const Kind* as(Node node) const {
        return std::get_if<Kind>(&nodes_[node]);
    }

    /// The name of the class or function that a call node calls; empty for anything else.
    [[nodiscard]] std::string_view calledName(Node node) const;

private:
    friend class PickleMachine;

    std::deque<Value> nodes_; ///< grows without a second copy
    Node root_ = 0;
};

} // namespace sextant::tensor
