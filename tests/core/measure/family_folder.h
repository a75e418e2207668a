// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/core/measure/dense_model.h"
#include "tests/core/measure/model_folder.h"

#include <span>
#include <string>

namespace sextant::measure {

/// How the modelling code of a family cuts up the outputs of one linear layer.
enum class Cut {
    Two,     ///< a layer for queries, one for keys
    Gated,   ///< the same, but the queries are view(H, 2, r): each head's, then its gate
    Parts,   ///< split into [H * r, KV * r, KV * r]
    Conv1D,  ///< the same of a weight that is stored [in, out]
    Heads,   ///< view(H, 3, r)
    Groups,  ///< view(KV, H / KV + 2, r)
    Quarter, ///< view(4, 3, H / 4, r) of queries, values, keys
};

/// How the gains of queries and keys are stored, if there are any.
enum class HeadGains {
    None,
    Alike,    ///< [r], for every head
    Matrix,   ///< [heads, r]
    Together, ///< [heads * r]
    Tensors,  ///< [r] in a tensor for each head
};

/// A model type as its public modelling code has it: names of tensors, keys of config.json.
struct FamilyCase {
    const char* label; ///< unlike any other's; begins with the type of the whole model
    const char* type;
    Cut cut;
    const char* query; ///< with {} for the layer
    const char* key;   ///< empty when `query` holds it
    /// The keys for layers, hidden size, heads, key heads; the last may be missing. A word that ends in
    /// "_config" before them says that they are in an object of that name.
    const char* counts;
    int keyHeads;     ///< of 4 heads; of a Quarter every head is one
    const char* more; ///< further members of config.json
    const char* norm = "";
    const char* queryNorm = ""; ///< with a second {} for the head where each has a tensor
    const char* keyNorm = "";
    HeadGains headGains = HeadGains::None;
    bool gainIsOnePlusWeight = false;
    bool firstLayerHasNorm = true;
    const char* tower = ""; ///< to be chosen
};

[[nodiscard]] std::span<const FamilyCase> familyCases();

/// The model, with key heads as a FamilyCase has them, as this family stores it. Values are poison.
[[nodiscard]] TestFolder inFamily(const TestModel& model, const FamilyCase& family);

/// Adds random gains to the folder, as this family has them, and multiplies them into the dense operators.
void addGains(const TestModel& model, const FamilyCase& family, TestFolder& folder, DenseModel& dense);

/// The tensor that a linear layer with these outputs has.
[[nodiscard]] TestTensor cutTensor(const TestModel& model, int layer, Cut cut);

} // namespace sextant::measure
