// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/report_command.h"

#include "app/anchor_argument.h"
#include "app/exit_status.h"
#include "app/loaded_artifact.h"
#include "core/analysis/alignment_tables.h"
#include "core/angles/angle_tables.h"
#include "core/base/atomic_file.h"
#include "core/base/parallel.h"
#include "core/report/csv_report.h"
#include "core/report/json_report.h"
#include "core/report/missing_notes.h"
#include "core/report/text_report.h"

#include <fmt/format.h>

#include <cerrno>
#include <charconv>
#include <cstring>
#include <fstream>
#include <iostream>
#include <memory>

namespace sextant::app {
namespace {

struct ReportArguments {
    ArtifactArguments artifact;
    std::string anchor;
    std::string bands;
    std::string format = "text";
    bool full = false;
    std::filesystem::path output;
};

using RowOf = std::function<std::shared_ptr<const angles::AngleRow>(LayerIndex)>;

/// One anchor needs its own row only; several are cheaper from the table of all pairs.
Result<RowOf> anglesOf(const artifact::Artifact& artifact, const std::vector<LayerIndex>& anchors) {
    if (!artifact.tensors) {
        return RowOf([](LayerIndex) { return nullptr; });
    }
    if (anchors.size() == 1) {
        return angles::angleRow(*artifact.tensors, artifact.shape(), anchors.front(), defaultThreadCount())
            .map([](angles::AngleRow row) -> RowOf {
                return [shared = std::make_shared<const angles::AngleRow>(std::move(row))](LayerIndex) {
                    return shared;
                };
            });
    }
    return angles::angleTable(*artifact.tensors, artifact.shape(), defaultThreadCount())
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

tl::unexpected<Error> incomplete(const std::filesystem::path& file, const std::string& place, int code) {
    const std::string reason = code != 0 ? fmt::format(" ({})", std::strerror(code)) : "";
    return failure(ErrorCode::WriteFailed, file, place,
                   "the report could not be written completely" + reason);
}

Result<void> writeToTarget(const report::ReportSource& source, const ReportArguments& arguments) {
    if (arguments.output.empty() || arguments.output == "-") {
        errno = 0;
        write(std::cout, source, arguments);
        return std::cout ? Result<void>() : incomplete({}, "standard output", errno);
    }
    return replaceFile(arguments.output, [&](const std::filesystem::path& temporary) -> Result<void> {
        errno = 0;
        std::ofstream file(temporary, std::ios::binary);
        write(file, source, arguments);
        return file ? Result<void>() : incomplete(temporary, {}, errno);
    });
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

int runReport(const ReportArguments& arguments) {
    const auto loaded = loadArtifact(arguments.artifact);
    if (!loaded) {
        return reportFailure(loaded.error());
    }
    const artifact::Artifact& artifact = *loaded->artifact;
    const int layers = artifact.shape().layers;
    const auto anchors = parseAnchors(arguments.anchor, layers);
    const auto bands = bandsOf(arguments.bands, layers);
    if (!anchors || !bands) {
        return reportFailure(!anchors ? anchors.error() : bands.error());
    }
    const auto angles = anglesOf(artifact, *anchors);
    if (!angles) {
        return reportFailure(angles.error());
    }
    const bool chanceWanted = arguments.format != "text" || arguments.full;
    const report::ReportSource source{analysis::alignmentTables(loaded->artifact, {},
                                                                chanceWanted
                                                                    ? analysis::ChanceSampling::Sampled
                                                                    : analysis::ChanceSampling::LeftOut),
                                      *anchors,
                                      *angles,
                                      loaded->integrity,
                                      *bands,
                                      "Sextant " SEXTANT_VERSION};
    for (const LayerIndex anchor : *anchors) {
        for (const std::string& note :
             report::missingNotes(*source.tables, source.angles(anchor).get(), anchor)) {
            reportWarning(note);
        }
    }
    if (const Result<void> written = writeToTarget(source, arguments); !written) {
        return reportFailure(written.error());
    }
    // What the grams alone tell has been said; without the tensors it is still half a report.
    return artifact.tensorError ? reportFailure(*artifact.tensorError) : kExitSuccess;
}

} // namespace

Command addReportCommand(CLI::App& program) {
    const auto arguments = std::make_shared<ReportArguments>();
    CLI::App* options = program.add_subcommand(
        "report", "Print what the reference script prints, or everything as JSON or CSV");
    options->add_option("FILE", arguments->artifact.file, "Artifact, X.json")->required();
    addAnchorOption(*options, arguments->anchor);
    options->add_option("--eigdirs", arguments->artifact.eigdirs,
                        "Tensor file, instead of the one the artifact names");
    options
        ->add_option("--bands", arguments->bands,
                     "First layers of the middle and the late band (default: thirds; the script's are 12,24)")
        ->type_name("A,B");
    options->add_option("--format", arguments->format, "text, json or csv")
        ->check(CLI::IsMember({"text", "json", "csv"}))
        ->default_val("text");
    options->add_flag("--full", arguments->full,
                      "Append to the text what the script lacks: spectra and chance levels");
    options->add_option("-o,--output", arguments->output,
                        "Write to this file, which is replaced when complete; - is standard output");
    return {options, [arguments] { return runReport(*arguments); }};
}

} // namespace sextant::app
