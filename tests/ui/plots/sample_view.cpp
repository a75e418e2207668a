// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/plots/sample_view.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <cmath>

namespace sextant::test {

namespace {

double waver(int a, int b, double speed) {
    return std::sin(speed * a + 1.7 * b) * std::cos(0.9 * a - speed * b);
}

artifact::LayerPairTable sampleGrams(const SampleShape& shape) {
    artifact::LayerPairTable gram(shape.layers, shape.heads);
    const auto norm = [](int layer, int head) { return 3.0 + 0.08 * layer + waver(layer, head, 0.6); };
    for (int l = 0; l < shape.layers; ++l) {
        for (int m = 0; m < shape.layers; ++m) {
            for (int h = 0; h < shape.heads; ++h) {
                const double distance = std::abs(l - m) / (2.0 + 0.15 * shape.layers * (1 + h % 5));
                const double cosine =
                    l == m ? 1.0
                           : 0.85 * std::exp(-distance) - 0.12 + 0.08 * waver(l + m, l * m % 7 + h, 0.8);
                gram(LayerIndex{l}, LayerIndex{m}, HeadIndex{h}) = cosine * norm(l, h) * norm(m, h);
            }
        }
    }
    if (shape.missingLayer && shape.layers > 2) {
        for (int l = 0; l < shape.layers; ++l) {
            for (int h = 0; h < shape.heads; ++h) {
                gram(LayerIndex{l}, LayerIndex{2}, HeadIndex{h}) = std::nan("");
                gram(LayerIndex{2}, LayerIndex{l}, HeadIndex{h}) = std::nan("");
            }
        }
    }
    return gram;
}

std::vector<double> sampleEigenvalues(const SampleShape& shape) {
    std::vector<double> values;
    for (int l = 0; l < shape.layers; ++l) {
        for (int h = 0; h < shape.heads; ++h) {
            for (int i = 0; i < 2 * shape.headDim; ++i) {
                const double sign = waver(i + (l > shape.layers / 2 ? i % 3 : 0), h, 1.1) > -0.1 ? 1.0 : -1.0;
                values.push_back(sign * (4.0 + 0.05 * l) * std::exp(-(0.12 + 0.004 * l + 0.01 * h) * i));
            }
        }
    }
    return values;
}

} // namespace

angles::AngleRow sampleAngles(const artifact::ArtifactShape& shape, LayerIndex anchor) {
    angles::AngleRow row;
    row.anchor = anchor;
    row.heads = shape.heads;
    row.ranks.assign(static_cast<std::size_t>(shape.layers) * static_cast<std::size_t>(shape.heads), 8);
    for (int l = 0; l < shape.layers; ++l) {
        for (int h = 0; h < shape.heads; ++h) {
            const double distance = std::abs(l - anchor.value);
            const double mean =
                l == anchor.value ? 1.0 : 0.25 + 0.55 * std::exp(-distance / 4.0) + 0.05 * waver(l, h, 0.7);
            row.values.push_back({mean, mean * mean * 0.5 + (distance == 0 ? 0.5 : 0.0),
                                  std::clamp(std::pow(mean, 6.0) + 0.02 * waver(l, h, 1.3), 0.0, 1.0)});
        }
    }
    return row;
}

std::shared_ptr<const analysis::AlignmentTables> sampleTables(const SampleShape& shape) {
    return namedTables(QStringLiteral("sample/model-1B"), shape);
}

std::shared_ptr<const analysis::AlignmentTables> namedTables(const QString& model, const SampleShape& shape) {
    auto grams = std::make_shared<artifact::GramFile>();
    grams->path = "sample.json";
    grams->shape = {shape.layers, shape.heads, shape.headDim, shape.hiddenSize};
    grams->gram = sampleGrams(shape);
    const QByteArray json = QJsonDocument(QJsonArray{model}).toJson(QJsonDocument::Compact);
    grams->provenance = {{"model", json.mid(1, json.size() - 2).toStdString()}};
    auto artifact = std::make_shared<artifact::Artifact>();
    artifact->grams = grams;
    if (shape.tensors) {
        auto tensors = std::make_shared<artifact::TensorFile>();
        tensors->topk = 8;
        tensors->eigenvalues = sampleEigenvalues(shape);
        tensors->eigenvalueCount = 2 * shape.headDim;
        artifact->tensors = tensors;
    } else {
        artifact->tensorError = Error{ErrorCode::NotFound, "sample-eigdirs.pt", "", "there is no such file"};
    }
    return analysis::alignmentTables(artifact);
}

std::shared_ptr<const quantities::AnchorView>
viewOf(const std::shared_ptr<const analysis::AlignmentTables>& tables, int anchor, HeadSelection head,
       bool angles) {
    const angles::AngleRow row = sampleAngles(tables->artifact->shape(), LayerIndex{anchor});
    const bool there = angles && tables->artifact->tensors;
    return quantities::anchorView(tables, LayerIndex{anchor}, head, there ? &row : nullptr);
}

std::shared_ptr<const quantities::AnchorView> sampleView(const SampleShape& shape, int anchor,
                                                         HeadSelection head, bool angles) {
    return viewOf(sampleTables(shape), anchor, head, angles);
}

quantities::SeriesList changed(const quantities::SeriesList& list,
                               const std::function<void(quantities::QuantitySeries&)>& change) {
    std::vector<quantities::QuantitySeries> series;
    for (const quantities::QuantityKey& key : list.keys()) {
        change(series.emplace_back(*list.find(key)));
    }
    return quantities::SeriesList(std::move(series));
}

} // namespace sextant::test
