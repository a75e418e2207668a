// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/report_command.h"

#include "app/anchor_argument.h"
#include "app/exit_status.h"
#include "app/loaded_artifact.h"
#include "app/output.h"
#include "app/stop_on_signal.h"
#include "core/analysis/alignment_tables.h"
#include "core/angles/angle_tables.h"
#include "core/base/atomic_file.h"
#include "core/base/output_file.h"
#include "core/base/try.h"
#include "core/report/csv_report.h"
#include "core/report/family_report.h"
#include "core/report/json_keys.h"
#include "core/report/json_report.h"
#include "core/report/missing_notes.h"
#include "core/report/text_report.h"

#include <fmt/format.h>

#include <charconv>
#include <memory>
#include <ostream>
#include <stop_token>

namespace sextant::app {
namespace {

struct ReportArguments {
    ArtifactArguments artifact;
    std::string anchor;
    std::string anchors; ///< several, instead of `anchor`
    std::string bands;
    std::string format = "text";
    bool full = false;
    std::filesystem::path output;
};

using RowOf = std::function<std::shared_ptr<const angles::AngleRow>(LayerIndex)>;

/// One anchor needs its own row only; several are cheaper from the table of all pairs.
Result<RowOf> anglesOf(const artifact::Artifact& artifact, const std::vector<LayerIndex>& anchors,
                       const ThreadBudget& budget, const std::stop_token& stop) {
    if (!artifact.tensors) {
        return RowOf([](LayerIndex) { return nullptr; });
    }
    if (anchors.size() == 1) {
        return angles::angleRow(*artifact.tensors, artifact.shape(), anchors.front(), budget, stop)
            .map([](angles::AngleRow row) -> RowOf {
                return [shared = std::make_shared<const angles::AngleRow>(std::move(row))](LayerIndex) {
                    return shared;
                };
            });
    }
    return angles::angleTable(*artifact.tensors, artifact.shape(), budget, stop)
        .map([](angles::AngleTable table) -> RowOf {
            return
                [shared = std::make_shared<const angles::AngleTable>(std::move(table))](LayerIndex anchor) {
                    return std::make_shared<const angles::AngleRow>(shared->row(anchor));
                };
        });
}

void writeText(std::ostream& out, const report::ReportSource& source, bool full) {
    for (const LayerIndex anchor : source.anchors) {
        out << report::textReport(*source.tables, source.angles(anchor).get(), anchor, {source.bands, full});
    }
    if (full) {
        out << report::spanText(source);
    }
}

void write(std::ostream& out, const report::ReportSource& source, const ReportArguments& arguments) {
    if (arguments.format == "json") {
        report::writeJsonReport(out, source);
    } else if (arguments.format == "csv") {
        report::writeCsvReport(out, source);
    } else {
        writeText(out, source, arguments.full);
    }
    out.flush();
}

bool goesToStandardOutput(const ReportArguments& arguments) {
    return arguments.output.empty() || arguments.output == "-";
}

Result<void> writeToTarget(const report::ReportSource& source, const ReportArguments& arguments,
                           const std::stop_token& stop) {
    if (goesToStandardOutput(arguments)) {
        StandardOutput out;
        PieceBuffer buffer([&out](std::string_view piece) { out.print(piece); });
        std::ostream stream(&buffer);
        write(stream, source, arguments);
        return out.result();
    }
    return replaceFile(arguments.output, stop, [&](OutputFile& file) {
        PieceBuffer buffer([&file](std::string_view piece) { file.write(piece.data(), piece.size()); });
        std::ostream stream(&buffer);
        write(stream, source, arguments);
    });
}

/// Without its tensors an artifact gives half a report, which must not take the place of a whole one.
Result<void> keepFormerReport(const artifact::Artifact& artifact, const ReportArguments& arguments) {
    std::error_code absent;
    if (!artifact.tensorError || goesToStandardOutput(arguments) ||
        !std::filesystem::is_regular_file(arguments.output, absent)) {
        return {};
    }
    Error error = *artifact.tensorError;
    error.sentence += fmt::format("; {} is left as it was", arguments.output.string());
    return tl::make_unexpected(std::move(error));
}

/// The two numbers of `A,B`; taken as one text, because an option of two values would take the FILE after it
/// for a third.
Result<report::LayerBands> bandsOf(const std::string& text, int layers) {
    if (text.empty()) {
        return report::thirdsOf(layers);
    }
    report::LayerBands bands;
    const char* end = text.data() + text.size();
    const auto first = std::from_chars(text.data(), end, bands.first);
    const bool comma = first.ec == std::errc() && first.ptr != end && *first.ptr == ',';
    const auto second = std::from_chars(comma ? first.ptr + 1 : end, end, bands.second);
    if (second.ec != std::errc() || second.ptr != end || bands.first < 0 || bands.second < bands.first) {
        return failure(ErrorCode::Usage, {}, "--bands",
                       fmt::format("'{}' is not two increasing layers such as 12,24", text));
    }
    return bands;
}

/// Returns the artifact's tensor error when the report was written without its tensors.
Result<void> makeReport(const ReportArguments& arguments, const ThreadBudget& budget,
                        const std::stop_token& stop) {
    TRY_ASSIGN(const loading::Loaded loaded, loadArtifact(arguments.artifact, stop));
    const artifact::Artifact& artifact = *loaded.artifact;
    const int layers = artifact.shape().layers;
    TRY_ASSIGN(auto span, parseAnchorList(arguments.anchors, *artifact.grams));
    TRY_ASSIGN(const auto anchors, span.empty() ? parseAnchors(arguments.anchor, *artifact.grams)
                                                : Result<std::vector<LayerIndex>>(span));
    TRY_ASSIGN(const auto bands, bandsOf(arguments.bands, layers));
    TRY(keepFormerReport(artifact, arguments));
    TRY_ASSIGN(const auto angles, anglesOf(artifact, anchors, budget, stop));
    const bool chanceWanted = arguments.format != "text" || arguments.full;
    const auto tables = analysis::alignmentTables(loaded.artifact, stop,
                                                  chanceWanted ? analysis::ChanceSampling::Sampled
                                                               : analysis::ChanceSampling::LeftOut);
    const auto family = arguments.format == "text"
                            ? nullptr
                            : family::familyOf(tables->operatorCosine, artifact.shape(), budget, stop);
    const report::ReportSource source{tables,           anchors,         angles,
                                      loaded.integrity, bands,           "Sextant " SEXTANT_VERSION,
                                      family,           std::move(span), budget};
    if (stop.stop_requested()) {
        return failure(ErrorCode::Cancelled, {}, {}, "the report was stopped");
    }
    for (const LayerIndex anchor : anchors) {
        for (const std::string& note :
             report::missingNotes(*source.tables, source.angles(anchor).get(), anchor)) {
            reportWarning(note);
        }
    }
    TRY(writeToTarget(source, arguments, stop));
    return artifact.tensorError ? Result<void>(tl::make_unexpected(*artifact.tensorError)) : Result<void>{};
}

int runReport(const ReportArguments& arguments, const ThreadBudget& budget) {
    const StopOnSignal stopper("sextant: stopped\n");
    const Result<void> made = makeReport(arguments, budget, stopper.token());
    if (stopper.signal() != 0 && !made) {
        return stopper.sayStopped();
    }
    return made ? kExitSuccess : reportFailure(made.error());
}

} // namespace

Command addReportCommand(CLI::App& program, const ThreadBudget& budget) {
    const auto arguments = std::make_shared<ReportArguments>();
    CLI::App* options = program.add_subcommand("report", "Print the analysis as text, JSON or CSV");
    options->add_option("FILE", arguments->artifact.file, "Artifact, X.json")->required();
    addAnchorOption(*options, arguments->anchor);
    addAnchorsOption(
        *options, arguments->anchors,
        "Several anchor layers, instead of --anchor: a report on each, and on all of them together");
    options->add_option("--eigdirs", arguments->artifact.eigdirs,
                        "Tensor file, instead of the one the artifact names");
    options
        ->add_option(
            "--bands", arguments->bands,
            "Where the middle and late bands begin, counted from 0 within the artifact (default: thirds)")
        ->type_name("A,B");
    options->add_option("--format", arguments->format, "text, json or csv")
        ->check(CLI::IsMember({"text", "json", "csv"}))
        ->default_val("text");
    options->add_flag("--full", arguments->full,
                      "Append to the text: spectra, chance levels, whether the finding is more than chance, "
                      "and with --anchors the residual to their span");
    options->add_flag_callback(
        "--help-json", [] { throw CLI::CallForVersion(report::jsonKeysText(), 0); },
        "Print what every key of the JSON report means, and exit");
    options->add_option("-o,--output", arguments->output,
                        "Write to this file, which is replaced when complete; - is standard output");
    return {options, [arguments, budget] { return runReport(*arguments, budget); }};
}

} // namespace sextant::app
