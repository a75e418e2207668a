// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/json_report.h"

#include "core/analysis/mean.h"
#include "core/analysis/verdict.h"
#include "core/artifact/norm_notes.h"
#include "core/artifact/operator_notes.h"
#include "core/integrity/wording.h"
#include "core/quantities/catalogue.h"
#include "core/quantities/finding.h"
#include "core/report/evidence.h"
#include "core/report/exact_number.h"
#include "core/report/family_report.h"
#include "core/report/json_keys.h"
#include "core/report/missing_notes.h"
#include "core/report/reported.h"

#include <nlohmann/json.hpp>

#include <cmath>
#include <string_view>
#include <unordered_map>

namespace sextant::report {
namespace {

using Json = nlohmann::ordered_json;
using quantities::QuantityKey;

/// File names and provenance may hold bytes that are not UTF-8; a report must not fail over them.
std::string dump(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string number(double value) {
    return std::isfinite(value) ? exactNumber(value) : "null";
}

Json orNull(double value) {
    return std::isfinite(value) ? Json(value) : Json(nullptr);
}

/// The last of equal keys, at the place of the first. Looking a key up in the library's ordered object takes
/// longer the more there are; a file may have tens of thousands.
Json provenance(const artifact::GramFile& grams) {
    Json::object_t members;
    std::unordered_map<std::string_view, std::size_t> places;
    for (const artifact::ProvenanceEntry& entry : grams.provenance) {
        Json value = Json::parse(entry.value, nullptr, false);
        value = value.is_discarded() ? Json(entry.value) : std::move(value);
        if (const auto [known, isNew] = places.emplace(entry.key, members.size()); isNew) {
            members.push_back({entry.key, std::move(value)});
        } else {
            (members.begin() + static_cast<std::ptrdiff_t>(known->second))->second = std::move(value);
        }
    }
    return Json(std::move(members));
}

Json placeOf(const integrity::Place& place) {
    const auto index = [](const auto& number) { return number ? Json(number->value) : Json(nullptr); };
    return {{"name", place.name},
            {"layer", index(place.layer)},
            {"other_layer", index(place.otherLayer)},
            {"head", index(place.head)},
            {"value", place.value ? orNull(*place.value) : Json(nullptr)}};
}

Json integrityOf(const integrity::IntegrityReport& report) {
    Json checks = Json::array();
    for (const integrity::Check& check : report.checks) {
        checks.push_back({{"check", integrity::keyOf(check.id)},
                          {"severity", integrity::nameOf(check.severity)},
                          {"count", check.count},
                          {"of", check.of},
                          {"sampled", check.sample.has_value()},
                          {"place", check.worst ? placeOf(*check.worst) : Json(nullptr)},
                          {"sentence", integrity::sentenceOf(check)}});
    }
    return checks;
}

/// [L]: which layer of the model each index of this report is.
Json layerNumbersOf(const artifact::Artifact& artifact) {
    Json numbers = Json::array();
    for (int l = 0; l < artifact.shape().layers; ++l) {
        numbers.push_back(artifact.layerNumber(LayerIndex{l}));
    }
    return numbers;
}

Json artifactOf(const artifact::Artifact& artifact, const integrity::IntegrityReport& report) {
    const artifact::ArtifactShape& shape = artifact.shape();
    Json object = {{"model", artifact.grams->modelName()},
                   {"file", artifact.grams->path.string()},
                   {"tensor_file", artifact.tensors ? Json(artifact.tensors->path.string()) : Json(nullptr)},
                   {"num_layers", shape.layers},
                   {"num_heads", shape.heads},
                   {"head_dim", shape.headDim},
                   {"hidden_size", shape.hiddenSize},
                   {"layer_numbers", layerNumbersOf(artifact)},
                   {"topk", artifact.tensors ? Json(artifact.tensors->topk) : Json(nullptr)},
                   {"provenance", provenance(*artifact.grams)}};
    Json warnings = Json::array();
    for (const integrity::Check* check : report.complaints()) {
        warnings.push_back(integrity::describe(*check));
    }
    object["warnings"] = std::move(warnings);
    const artifact::NormNotes norms = artifact::normsOf(*artifact.grams);
    object["norms"] = {{"input_norm", artifact::nameOf(norms.input)},
                       {"q_norm", artifact::nameOf(norms.query)},
                       {"k_norm", artifact::nameOf(norms.key)}};
    object["notices"] = artifact::operatorNotes(*artifact.grams).sentences;
    object["integrity"] = integrityOf(report);
    object["tensor_error"] = artifact.tensorError ? Json(describe(*artifact.tensorError)) : Json(nullptr);
    return object;
}

Json chanceOf(const analysis::ChanceLevels& chance) {
    return {{"operator_cosine_standard_deviation", orNull(chance.operatorCosineDeviation)},
            {"spectral_cosine", orNull(chance.spectralCosine)},
            {"principal_cosine_mean", orNull(chance.meanPrincipalCosine)},
            {"principal_cosine_min", orNull(chance.smallestPrincipalCosine)},
            {"first_overlap", orNull(chance.firstOverlap)}};
}

Json bandMeans(const analysis::AlignmentTables& tables, std::size_t countIndex, LayerIndex anchor,
               const LayerBands& bands) {
    const artifact::ArtifactShape& shape = tables.artifact->shape();
    const auto mean = [&](int begin, int end) {
        std::vector<double> values;
        for (int l = std::min(begin, shape.layers); l < std::min(end, shape.layers); ++l) {
            for (int h = 0; h < shape.heads; ++h) {
                values.push_back(tables.signs->agreement(countIndex, LayerIndex{l}, anchor, HeadIndex{h}));
            }
        }
        return orNull(analysis::meanOfPresent(values).value);
    };
    return {{"top", tables.signs->counts()[countIndex]},
            {"all", mean(0, shape.layers)},
            {"early", mean(0, bands.first)},
            {"middle", mean(bands.first, bands.second)},
            {"late", mean(bands.second, shape.layers)}};
}

Json verdictOf(const quantities::Comparison& comparison, const quantities::References& references) {
    const analysis::AlignmentTables& tables = comparison.tables;
    const analysis::Verdict verdict =
        sextant::analysis::verdict(tables.headMeanCosine, comparison.shape().layers, comparison.anchor);
    const quantities::Finding finding = quantities::findingOf(comparison, references, {});
    return {{"grade", analysis::gradeName(verdict.grade)},
            {"sentence", analysis::gradeSentence(verdict.grade)},
            {"mean_cosine", orNull(verdict.meanCosine)},
            {"mean_cosine_without_anchor", orNull(verdict.meanWithoutAnchor)},
            {"adjacent_mean_cosine", orNull(verdict.adjacentMean)},
            {"grade_without_anchor", analysis::gradeName(finding.grade)},
            {"r_squared", orNull(finding.rSquared)},
            {"r_squared_isotropic",
             {{"mean", orNull(finding.rSquaredReference.mean)},
              {"sd", orNull(finding.rSquaredReference.deviation)}}},
            {"negative_scale_share", orNull(finding.negativeScaleShare)},
            {"above_other_heads", finding.aboveOtherHeads ? Json(*finding.aboveOtherHeads) : Json(nullptr)},
            {"finding", quantities::sentenceOf(finding)},
            {"notice", artifact::operatorNotes(*tables.artifact->grams).label}};
}

Json summaryOf(const ReportSource& source, const quantities::Comparison& comparison,
               const quantities::References& references) {
    const LayerIndex anchor = comparison.anchor;
    const angles::AngleRow* angles = comparison.angles;
    const analysis::AlignmentTables& tables = *source.tables;
    const int layers = tables.artifact->shape().layers;
    Json agreement = Json::array();
    for (std::size_t c = 0; tables.signs && c < tables.signs->counts().size(); ++c) {
        agreement.push_back(bandMeans(tables, c, anchor, source.bands));
    }
    Json residualOfMean = Json::array();
    for (int l = 0; l < layers; ++l) {
        residualOfMean.push_back(orNull(
            analysis::residual(tables.headMeanCosine[static_cast<std::size_t>(l) * layers + anchor.value])));
    }
    return {{"verdict", verdictOf(comparison, references)},
            {"sign_agreement_by_band", std::move(agreement)},
            {"residual_of_mean_cosine", std::move(residualOfMean)},
            {"notes", missingNotes(tables, angles, anchor)}};
}

void writeQuantity(std::ostream& out, const QuantityKey& key, const quantities::Comparison& comparison) {
    const artifact::ArtifactShape& shape = comparison.shape();
    out << dump(quantities::nameOf(key)) << ":{\"mean_over_heads\":[";
    for (int l = 0; l < shape.layers; ++l) {
        out << (l > 0 ? "," : "") << number(reportedMean(key, comparison, LayerIndex{l}));
    }
    out << "],\"per_layer_head\":[";
    for (int l = 0; l < shape.layers; ++l) {
        out << (l > 0 ? ",[" : "[");
        for (int h = 0; h < shape.heads; ++h) {
            out << (h > 0 ? "," : "") << number(reportedValue(key, comparison, LayerIndex{l}, HeadIndex{h}));
        }
        out << ']';
    }
    out << "]}";
}

/// A list over layers of what `value` gives for each.
template <typename Value>
void writeLayers(std::ostream& out, std::size_t layers, const Value& value) {
    out << '[';
    for (std::size_t l = 0; l < layers; ++l) {
        out << (l > 0 ? "," : "") << number(value(l));
    }
    out << ']';
}

void writeReference(std::ostream& out, const Evidence& evidence) {
    out << dump(evidence::nameOf(evidence.kind));
    if (!evidence.reference) {
        out << ":{\"mean\":null,\"sd\":null,\"z\":null,\"why_not\":"
            << dump(evidence::sentenceOf(evidence.reference.error())) << '}';
        return;
    }
    const std::vector<evidence::Reference>& layers = evidence.reference->layers;
    out << ":{\"mean\":";
    writeLayers(out, layers.size(), [&](std::size_t l) { return layers[l].mean; });
    out << ",\"sd\":";
    writeLayers(out, layers.size(), [&](std::size_t l) { return layers[l].deviation; });
    out << ",\"z\":";
    writeLayers(out, layers.size(), [&](std::size_t l) { return evidence.z[l]; });
    out << '}';
}

/// Grouped by quantity, as evidenceOf() lists them.
void writeEvidence(std::ostream& out, const std::vector<Evidence>& all) {
    for (std::size_t i = 0; i < all.size(); ++i) {
        const bool begins = i == 0 || all[i].key != all[i - 1].key;
        const bool ends = i + 1 == all.size() || all[i].key != all[i + 1].key;
        if (begins) {
            out << (i == 0 ? "\n" : ",\n") << dump(quantities::nameOf(all[i].key)) << ":{";
        } else {
            out << ',';
        }
        writeReference(out, all[i]);
        out << (ends ? "}" : "");
    }
}

Json referenceMeanings() {
    Json meanings;
    for (const ReferenceKind kind :
         {ReferenceKind::Isotropic, ReferenceKind::SameSpectrum, ReferenceKind::OtherHeads}) {
        meanings[evidence::nameOf(kind)] = evidence::meaningOf(kind);
    }
    return meanings;
}

Json keyMeanings() {
    Json::object_t meanings;
    for (const JsonKey& key : jsonKeys()) {
        meanings.push_back({key.path, key.meaning});
    }
    return Json(std::move(meanings));
}

void writeAnchor(std::ostream& out, const ReportSource& source, const quantities::Comparison& comparison) {
    const quantities::References references(comparison, source.budget);
    out << "{\"anchor\":" << comparison.anchor.value
        << ",\"summary\":" << dump(summaryOf(source, comparison, references)) << ",\"quantities\":{";
    bool first = true;
    for (const QuantityKey& key : reportedKeys(comparison)) {
        out << (first ? "\n" : ",\n");
        writeQuantity(out, key, comparison);
        first = false;
    }
    out << "},\n\"evidence\":{";
    writeEvidence(out, evidenceOf(comparison, references));
    out << "}}";
}

Json descriptionOf(const QuantityKey& key) {
    const quantities::Quantity& quantity = quantities::quantity(key.id);
    return {{"label", quantities::labelOf(key)},
            {"meaning", quantities::meaningOf(key)},
            {"formula", quantities::formulaOf(key)},
            {"source", quantities::sourceName(quantity.source)},
            {"range", {orNull(quantity.range.lower), orNull(quantity.range.upper)}}};
}

void writeMatrix(std::ostream& out, const std::vector<double>& matrix, int layers) {
    for (int l = 0; l < layers; ++l) {
        out << (l > 0 ? ",\n[" : "\n[");
        for (int m = 0; m < layers; ++m) {
            out << (m > 0 ? "," : "") << number(matrix[static_cast<std::size_t>(l) * layers + m]);
        }
        out << ']';
    }
}

} // namespace

void writeJsonReport(std::ostream& out, const ReportSource& source) {
    const analysis::AlignmentTables& tables = *source.tables;
    out << "{\"format\":\"sextant-report\",\"format_version\":2,\"program\":" << dump(source.program)
        << ",\n\"artifact\":" << dump(artifactOf(*tables.artifact, *source.integrity))
        << ",\n\"chance\":" << dump(chanceOf(tables.chance))
        << ",\n\"bands\":" << dump({{"first", source.bands.first}, {"second", source.bands.second}})
        << ",\n\"head_mean_cosine\":[";
    writeMatrix(out, tables.headMeanCosine, tables.artifact->shape().layers);
    out << "],\n";
    writeFamily(out, source);
    out << ",\n\"anchors\":[";
    std::vector<QuantityKey> keys;
    for (std::size_t i = 0; i < source.anchors.size(); ++i) {
        const std::shared_ptr<const angles::AngleRow> row = source.angles(source.anchors[i]);
        const quantities::Comparison comparison{tables, row.get(), source.anchors[i]};
        keys = reportedKeys(comparison);
        out << (i > 0 ? ",\n" : "\n");
        writeAnchor(out, source, comparison);
    }
    out << "],\n\"quantities\":{";
    for (std::size_t i = 0; i < keys.size(); ++i) {
        out << (i > 0 ? ",\n" : "\n") << dump(quantities::nameOf(keys[i])) << ':'
            << dump(descriptionOf(keys[i]));
    }
    out << "},\n\"references\":" << dump(referenceMeanings()) << ",\n\"keys\":" << dump(keyMeanings())
        << "}\n";
}

} // namespace sextant::report
