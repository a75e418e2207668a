// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/torch_tensor_description.h"

#include "core/base/reading_budget.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace sextant::tensor {
namespace {

using Node = Pickle::Node;

struct StorageType {
    std::string_view name;
    std::string_view kind;
    std::optional<ElementType> type;
};

constexpr std::array storageTypes = {
    StorageType{"torch.DoubleStorage", "a float64 tensor", ElementType::Float64},
    StorageType{"torch.FloatStorage", "a float32 tensor", ElementType::Float32},
    StorageType{"torch.HalfStorage", "a float16 tensor", ElementType::Float16},
    StorageType{"torch.BFloat16Storage", "a bfloat16 tensor", ElementType::BFloat16},
    StorageType{"torch.LongStorage", "an int64 tensor", ElementType::Int64},
    StorageType{"torch.IntStorage", "an int32 tensor", ElementType::Int32},
    StorageType{"torch.ShortStorage", "an int16 tensor", ElementType::Int16},
    StorageType{"torch.CharStorage", "an int8 tensor", {}},
    StorageType{"torch.ByteStorage", "a uint8 tensor", {}},
    StorageType{"torch.BoolStorage", "a bool tensor", {}},
    StorageType{"torch.ComplexFloatStorage", "a complex64 tensor", {}},
    StorageType{"torch.ComplexDoubleStorage", "a complex128 tensor", {}},
};

bool isOneOf(std::string_view name, std::initializer_list<std::string_view> names) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

const std::vector<Node>* itemsOf(const Pickle& pickle, Node node) {
    const auto* sequence = pickle.as<Pickle::Sequence>(node);
    return sequence != nullptr ? &sequence->items : nullptr;
}

std::optional<std::vector<std::int64_t>> integersOf(const Pickle& pickle, Node node) {
    const std::vector<Node>* items = itemsOf(pickle, node);
    if (items == nullptr) {
        return std::nullopt;
    }
    std::vector<std::int64_t> integers;
    integers.reserve(items->size());
    for (const Node item : *items) {
        const auto* integer = pickle.as<std::int64_t>(item);
        if (integer == nullptr) {
            return std::nullopt;
        }
        integers.push_back(*integer);
    }
    return integers;
}

bool isRebuildTensor(std::string_view function) {
    return isOneOf(function, {"torch._utils._rebuild_tensor_v2", "torch._utils._rebuild_tensor"});
}

const DescribedNode damaged{std::nullopt, "a tensor whose description is damaged", false};

/// ("storage", storage type, key, location, number of elements), by which torch refers to a storage record.
DescribedNode describeStorage(const Pickle& pickle, Node node) {
    const auto* reference = pickle.as<Pickle::Persistent>(node);
    const std::vector<Node>* id = reference != nullptr ? itemsOf(pickle, reference->id) : nullptr;
    if (id == nullptr || id->size() < 5) {
        return damaged;
    }
    const auto* type = pickle.as<Pickle::Global>((*id)[1]);
    const auto* key = pickle.as<std::string>((*id)[2]);
    const auto* length = pickle.as<std::int64_t>((*id)[4]);
    if (type == nullptr || key == nullptr || length == nullptr) {
        return damaged;
    }
    const auto* known =
        std::find_if(storageTypes.begin(), storageTypes.end(),
                     [&](const StorageType& candidate) { return candidate.name == type->name; });
    if (known == storageTypes.end()) {
        return {std::nullopt, fmt::format("a tensor of {}", type->name), false};
    }
    if (!known->type) {
        return {std::nullopt, std::string(known->kind), false};
    }
    TensorDescription description;
    description.type = *known->type;
    description.storageKey = *key;
    description.storageLength = *length;
    return {std::move(description), isInteger(*known->type) ? std::string(known->kind) : std::string(),
            false};
}

/// (storage, offset, shape, strides, ...), the arguments of torch._utils._rebuild_tensor and _v2.
DescribedNode describeTensor(const Pickle& pickle, const std::vector<Node>& arguments) {
    if (arguments.size() < 4) {
        return damaged;
    }
    DescribedNode described = describeStorage(pickle, arguments[0]);
    if (const std::vector<Node>* extents = itemsOf(pickle, arguments[2]);
        extents != nullptr && extents->size() > ReadingBudget::rank) {
        return {std::nullopt,
                fmt::format("a tensor of {} dimensions, of which {} are supported", extents->size(),
                            ReadingBudget::rank),
                false};
    }
    const auto* offset = pickle.as<std::int64_t>(arguments[1]);
    auto shape = integersOf(pickle, arguments[2]);
    auto strides = integersOf(pickle, arguments[3]);
    if (!described.tensor) {
        return described;
    }
    if (offset == nullptr || !shape || !strides || shape->size() != strides->size()) {
        return isInteger(described.tensor->type) ? DescribedNode{std::nullopt, described.kind, false}
                                                 : damaged;
    }
    described.tensor->storageOffset = *offset;
    described.tensor->shape = std::move(*shape);
    described.tensor->strides = std::move(*strides);
    return described;
}

/// What torch calls to rebuild something that wraps or resembles a tensor.
struct OtherRebuilder {
    std::string_view name;
    std::string_view kind;
};

constexpr std::array otherRebuilders = {
    OtherRebuilder{"torch._utils._rebuild_qtensor", "a quantised tensor"},
    OtherRebuilder{"torch._utils._rebuild_sparse_tensor", "a sparse tensor"},
    OtherRebuilder{"torch._utils._rebuild_sparse_csr_tensor", "a sparse tensor"},
    OtherRebuilder{"torch._utils._rebuild_meta_tensor_no_storage", "a tensor without values"},
    OtherRebuilder{"torch._utils._rebuild_tensor_v3", "a tensor of a type that is not supported"},
};

std::string kindOfCall(std::string_view name) {
    const auto* known =
        std::find_if(otherRebuilders.begin(), otherRebuilders.end(),
                     [name](const OtherRebuilder& candidate) { return candidate.name == name; });
    return known != otherRebuilders.end()
               ? std::string(known->kind)
               : fmt::format("an object of {}", name.empty() ? "a computed class" : name);
}

std::string kindOf(const Pickle& pickle, Node node) {
    struct Namer {
        std::string_view called;
        std::string operator()(const Pickle::Other& other) const { return std::string(other.kind); }
        std::string operator()(std::int64_t) const { return "an integer"; }
        std::string operator()(const std::string&) const { return "a string"; }
        std::string operator()(const Pickle::Sequence&) const { return "a list or tuple"; }
        std::string operator()(const Pickle::Dict&) const { return "a dict"; }
        std::string operator()(const Pickle::Global& global) const {
            return fmt::format("the name {}", global.name);
        }
        std::string operator()(const Pickle::Persistent&) const { return "a bare storage"; }
        std::string operator()(const Pickle::Call&) const { return kindOfCall(called); }
    };
    return std::visit(Namer{pickle.calledName(node)}, pickle[node]);
}

/// Torch, its usual companions and plain containers: leaving such an object out is nothing to warn of.
bool isUsual(std::string_view called) {
    return called.starts_with("torch.") || called.starts_with("numpy.") ||
           called.starts_with("collections.") ||
           isOneOf(called, {"builtins.set", "builtins.frozenset", "builtins.complex", "builtins.bytearray",
                            "builtins.slice", "builtins.range", "__builtin__.set", "__builtin__.frozenset",
                            "__builtin__.complex", "__builtin__.bytearray", "_codecs.encode"});
}

DescribedNode other(const Pickle& pickle, Node node) {
    const bool called = pickle.as<Pickle::Call>(node) != nullptr;
    return {std::nullopt, kindOf(pickle, node), called && !isUsual(pickle.calledName(node))};
}

} // namespace

DescribedNode describeNode(const Pickle& pickle, Node node) {
    constexpr int deepestWrapping = 4;
    Node inner = node;
    for (int i = 0; i < deepestWrapping; ++i) {
        const auto* call = pickle.as<Pickle::Call>(inner);
        const std::vector<Node>* arguments = call != nullptr ? itemsOf(pickle, call->arguments) : nullptr;
        if (arguments == nullptr || arguments->empty()) {
            break;
        }
        const std::string_view called = pickle.calledName(inner);
        if (isRebuildTensor(called)) {
            return describeTensor(pickle, *arguments);
        }
        if (called.starts_with("torch._utils._rebuild_parameter")) { // (tensor, ...)
            inner = arguments->front();
            continue;
        }
        if (called == "torch._tensor._rebuild_from_type_v2" &&
            arguments->size() > 2) { // (function, type, arguments, ...)
            const auto* function = pickle.as<Pickle::Global>(arguments->front());
            const std::vector<Node>* inside = itemsOf(pickle, (*arguments)[2]);
            if (function != nullptr && inside != nullptr && isRebuildTensor(function->name)) {
                return describeTensor(pickle, *inside);
            }
        }
        break;
    }
    return other(pickle, inner);
}

} // namespace sextant::tensor
