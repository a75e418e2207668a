// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/export_command.h"

#include "app/anchor_argument.h"
#include "app/exit_status.h"
#include "app/loaded_artifact.h"
#include "app/output.h"
#include "app/start_qt.h"
#include "app/stop_on_signal.h"
#include "app/whole_number.h"
#include "core/analysis/alignment_tables.h"
#include "core/angles/angle_tables.h"
#include "core/base/try.h"
#include "core/evidence/why_not.h"
#include "core/family/family.h"
#include "core/figures/alignment_figures.h"
#include "ui/exporting/figure_export.h"

#include <QLoggingCategory>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <utility>

namespace sextant::app {
namespace {

struct ExportArguments {
    ArtifactArguments artifact;
    std::filesystem::path folder;
    std::string anchor;
    std::string anchors; ///< several together, instead of `anchor`
    std::string head = "mean";
    std::vector<std::string> plots{"heatmap", "residual", "signs", "angles"};
    std::vector<std::string> formats{"png"};
    std::string size = "900x600";
    double scale = 2.0;
    std::string background = "light";
    int signTop = 0;
    bool fitColours = false;
    bool depthBlocks = false;
    std::string reference = "other_heads";
    std::string mapQuantity = "cosine";
    std::string mapColours = "value";
    bool plainMaps = false; ///< cells within chance are drawn like the others
};

Result<QSize> parseSize(const std::string& text) {
    const std::size_t cross = text.find('x');
    const bool two = cross != std::string::npos;
    const auto width = two ? wholeNumber(std::string_view(text).substr(0, cross)) : std::nullopt;
    const auto height = two ? wholeNumber(std::string_view(text).substr(cross + 1)) : std::nullopt;
    if (!width || !height) {
        return failure(ErrorCode::Usage, {}, "--size",
                       fmt::format("'{}' is not a size such as 900x600", text));
    }
    return QSize(*width, *height);
}

Result<HeadSelection> parseHead(const std::string& text, int heads) {
    if (text == "mean") {
        return HeadSelection{};
    }
    const std::optional<int> number = wholeNumber(text);
    if (!number || *number < 0 || *number >= heads) {
        return failure(
            ErrorCode::Usage, {}, "--head",
            fmt::format("there is no head '{}': the artifact has heads 0 to {} (or mean)", text, heads - 1));
    }
    return HeadSelection{HeadIndex{*number}};
}

constexpr std::array kReferences{ReferenceKind::OtherHeads, ReferenceKind::SameSpectrum,
                                 ReferenceKind::Isotropic};

/// "other_heads".
std::string referenceText(ReferenceKind kind) {
    return evidence::nameOf(kind);
}

/// The value of that name, which the parser has checked.
template <typename Values, typename Name>
auto valueNamed(const std::string& name, const Values& values, const Name& nameOf) {
    return *std::find_if(values.begin(), values.end(),
                         [&](const auto value) { return name == nameOf(value); });
}

/// The names that an option takes; `rows` are of a table that has them.
template <typename Rows>
std::vector<std::string> namesIn(const Rows& rows) {
    std::vector<std::string> names;
    std::ranges::transform(rows, std::back_inserter(names), [](const auto& row) { return row.name; });
    return names;
}

template <typename Values, typename Name>
std::vector<std::string> namesOf(const Values& values, const Name& nameOf) {
    std::vector<std::string> names;
    std::transform(values.begin(), values.end(), std::back_inserter(names),
                   [&](const auto value) { return nameOf(value); });
    return names;
}

/// "Comma-separated: png (for slides), ...".
std::string formatHelp() {
    std::vector<std::string> formats;
    for (const exporting::FormatRow& row : exporting::exportFormats()) {
        formats.push_back(fmt::format("{} ({})", row.name, row.goodFor));
    }
    return fmt::format("Comma-separated: {}", fmt::join(formats, ", "));
}

/// Takes the names of the map and, beside them, those of the catalogue.
CLI::Validator quantityCheck() {
    const std::string names = fmt::format("{{{}}}", fmt::join(namesIn(kMapQuantityRows), ","));
    const auto problem = [names](const std::string& name) {
        return mapQuantityNamed(name) ? std::string() : fmt::format("{} not in {}", name, names);
    };
    return {problem, names};
}

/// The row of that name, which the parser has checked.
template <typename Row>
const Row& rowNamed(std::span<const Row> rows, const std::string& name) {
    return *exporting::rowNamed(rows, QString::fromStdString(name));
}

/// Shared by all figures of one anchor.
struct FigureSet {
    std::shared_ptr<const quantities::AnchorView> view;
    std::filesystem::path folder;
};

Result<void> exportFigures(const FigureSet& set, const ExportArguments& arguments,
                           exporting::FigureOptions options, const std::stop_token& stop,
                           StandardOutput& out) {
    for (const std::string& format : arguments.formats) {
        options.format = rowNamed(exporting::exportFormats(), format).format;
        for (const std::string& plot : arguments.plots) {
            if (stop.stop_requested()) {
                return failure(ErrorCode::Cancelled, {}, {}, "the export was stopped");
            }
            const PlotKind kind = plotNamed(plot).value();
            const QString name = exporting::figureFileName(*set.view, kind, options.format, options.maps);
            const std::filesystem::path path = set.folder / name.toStdString();
            TRY(exporting::exportFigure(set.view, kind, path, options));
            out.print(fmt::format("{}\n", path.string()));
        }
    }
    return {};
}

Result<void> createFolder(const std::filesystem::path& folder) {
    std::error_code code;
    std::filesystem::create_directories(folder, code);
    if (code) {
        return failure(ErrorCode::WriteFailed, folder, {},
                       fmt::format("cannot create the folder ({})", code.message()));
    }
    if (!std::filesystem::is_directory(folder, code)) {
        return failure(ErrorCode::WriteFailed, folder, {}, "cannot create the folder (a file has that name)");
    }
    return {};
}

/// What the command line asks for, checked against the artifact.
struct Request {
    std::vector<std::vector<LayerIndex>> anchors; ///< a set of figures for each entry
    HeadSelection head;
    exporting::FigureOptions options;
};

Result<Request> requestOf(const ExportArguments& arguments, const artifact::GramFile& grams) {
    Request request;
    TRY_ASSIGN(const auto together, parseAnchorList(arguments.anchors, grams));
    TRY_ASSIGN(const auto apart, parseAnchors(arguments.anchor, grams));
    if (!together.empty()) {
        request.anchors = {together};
    } else {
        std::ranges::transform(apart, std::back_inserter(request.anchors),
                               [](LayerIndex anchor) { return std::vector{anchor}; });
    }
    TRY_ASSIGN(request.head, parseHead(arguments.head, grams.shape.heads));
    TRY_ASSIGN(request.options.size, parseSize(arguments.size));
    for (const std::string& format : arguments.formats) {
        auto fits = exporting::checkFigureSize(request.options.size, arguments.scale,
                                               rowNamed(exporting::exportFormats(), format).format);
        if (!fits) {
            fits.error().place.insert(0, "--"); // the options have the names of the places
            return tl::make_unexpected(std::move(fits).error());
        }
    }
    request.options.scale = arguments.scale;
    request.options.background = rowNamed(exporting::exportBackgrounds(), arguments.background).background;
    request.options.signTop = arguments.signTop;
    request.options.fitColours = arguments.fitColours;
    request.options.depthBlocks = arguments.depthBlocks;
    request.options.maps = {.heads = mapQuantityNamed(arguments.mapQuantity).value(),
                            .colours = mapColoursNamed(arguments.mapColours).value(),
                            .faded = !arguments.plainMaps};
    return request;
}

/// The bars compare the nearest count there are signs of; says so when it is not the one asked for.
void tellOtherSignTop(const quantities::AnchorView& view, const ExportArguments& arguments) {
    const int shown = figures::shownSignTop(view, arguments.signTop);
    const auto draws = [&](const char* plot) {
        return std::ranges::find(arguments.plots, plot) != arguments.plots.end();
    };
    const bool drawn = draws("signs") || (draws("heads") && mapQuantityNamed(arguments.mapQuantity) ==
                                                                MapQuantity::SignAgreement);
    if (drawn && arguments.signTop > 0 && shown > 0 && shown != arguments.signTop) {
        reportWarning(
            fmt::format("--top: the signs of {} leading eigenvalues are not compared; these are of {}",
                        arguments.signTop, shown));
    }
}

/// Whether a figure shows what the layers share together.
bool showsFamily(const ExportArguments& arguments) {
    return arguments.depthBlocks || std::ranges::any_of(figures::kFamilyPlots, [&](figures::PlotKind kind) {
               return std::ranges::find(arguments.plots, figures::plotName(kind)) != arguments.plots.end();
           });
}

/// Returns the artifact's tensor error when the figures were written without its tensors.
Result<void> makeExport(const ExportArguments& arguments, const ThreadBudget& budget,
                        const std::stop_token& stop) {
    TRY_ASSIGN(const loading::Loaded loaded, loadArtifact(arguments.artifact, stop));
    const artifact::Artifact& artifact = *loaded.artifact;
    const artifact::ArtifactShape& shape = artifact.shape();
    TRY_ASSIGN(const Request request, requestOf(arguments, *artifact.grams));
    TRY(createFolder(arguments.folder));
    qputenv("QT_QPA_PLATFORM", "offscreen"); // a figure needs fonts and a painter, never a display
    // Qt warns of what a desktop session has and a script has not, such as a runtime folder. QT_LOGGING_RULES
    // in the environment goes before these rules.
    QLoggingCategory::setFilterRules(QStringLiteral("*.debug=false\n*.info=false\n*.warning=false"));
    int count = 1;
    char name[] = "sextant";
    char* names[] = {name, nullptr};
    const auto application = startQt(count, names);

    StandardOutput out;
    const auto tables = analysis::alignmentTables(loaded.artifact, stop);
    const auto family =
        showsFamily(arguments) ? family::familyOf(tables->operatorCosine, shape, budget, stop) : nullptr;
    for (const std::vector<LayerIndex>& anchors : request.anchors) {
        const LayerIndex anchor = anchors.front();
        std::optional<angles::AngleRow> row;
        if (artifact.tensors) {
            TRY_ASSIGN(row, angles::angleRow(*artifact.tensors, shape, anchor, budget, stop));
        }
        const FigureSet set{
            quantities::anchorView(tables, anchor, request.head, row ? &*row : nullptr,
                                   valueNamed(arguments.reference, kReferences, referenceText), std::nullopt,
                                   std::span(anchors).subspan(1), true, family),
            arguments.folder};
        if (anchors == request.anchors.front()) {
            tellOtherSignTop(*set.view, arguments);
        }
        TRY(exportFigures(set, arguments, request.options, stop, out));
    }
    TRY(out.result());
    return artifact.tensorError ? Result<void>(tl::make_unexpected(*artifact.tensorError)) : Result<void>{};
}

int runExport(const ExportArguments& arguments, const ThreadBudget& budget) {
    const StopOnSignal stopper("sextant: stopped; the figures that were listed are complete\n");
    const Result<void> made = makeExport(arguments, budget, stopper.token());
    if (stopper.signal() != 0 && !made) {
        return stopper.sayStopped();
    }
    return made ? kExitSuccess : reportFailure(made.error());
}

} // namespace

Command addExportCommand(CLI::App& program, const ThreadBudget& budget) {
    const auto arguments = std::make_shared<ExportArguments>();
    CLI::App* options =
        program.add_subcommand("export", "Write the figures of the window as files, without a display");
    options->add_option("FILE", arguments->artifact.file, "Artifact, X.json")->required();
    options->add_option("--out", arguments->folder, "Folder to write to; created when it is not there")
        ->required();
    addAnchorOption(*options, arguments->anchor);
    addAnchorsOption(*options, arguments->anchors,
                     "Several anchor layers together, instead of --anchor; pairs refer to the first");
    options->add_option("--eigdirs", arguments->artifact.eigdirs,
                        "Tensor file, instead of the one the artifact names");
    options->add_option("--head", arguments->head, "A head, counted from 0, or mean")
        ->default_val("mean")
        ->type_name("H|mean");
    options
        ->add_option("--plots", arguments->plots,
                     fmt::format("Comma-separated: {}", fmt::join(namesIn(kPlotRows), ", ")))
        ->delimiter(',')
        ->check(CLI::IsMember(namesIn(kPlotRows)));
    options->add_option("--format", arguments->formats, formatHelp())
        ->delimiter(',')
        ->check(CLI::IsMember(namesIn(exporting::exportFormats())));
    options
        ->add_option("--size", arguments->size,
                     fmt::format("Logical pixels, {} to {} a side", exporting::kSmallestFigureSide,
                                 exporting::kLargestFigureSide))
        ->default_val("900x600")
        ->type_name("WxH");
    options
        ->add_option("--scale", arguments->scale,
                     fmt::format("Pixels of a PNG for one logical pixel, {} to {}",
                                 exporting::kSmallestFigureScale, exporting::kLargestFigureScale))
        ->default_val(2.0);
    options->add_option("--background", arguments->background, "What is behind the plots")
        ->check(CLI::IsMember(namesIn(exporting::exportBackgrounds())))
        ->default_val("light");
    options->add_option("--top", arguments->signTop, "How many leading eigenvalues the sign bars compare")
        ->check(CLI::Range(1, std::numeric_limits<int>::max()));
    options
        ->add_option("--compared-with", arguments->reference,
                     "What values are held against: other_heads, same_spectrum or isotropic")
        ->check(CLI::IsMember(namesOf(kReferences, referenceText)))
        ->default_val("other_heads");
    options
        ->add_option(
            "--quantity", arguments->mapQuantity,
            "What the figure heads shows; names of the JSON report, such as operator_cosine, work too")
        ->check(quantityCheck())
        ->default_val("cosine");
    options
        ->add_option("--colours-by", arguments->mapColours,
                     "What the colours of both maps stand for: the value, or z against the reference")
        ->check(CLI::IsMember(namesIn(kMapColoursRows)))
        ->default_val("value");
    options->add_flag("--no-fade", arguments->plainMaps,
                      "Draw cells of the maps that are within chance like the others, not pale");
    options->add_flag("--depth-blocks", arguments->depthBlocks,
                      "Frame the depth blocks of the layers on the heatmap, where there are several");
    options->add_flag("--fit-colours", arguments->fitColours,
                      "Fit the colours of the maps to what they show, instead of the whole range");
    return {options, [arguments, budget] { return runExport(*arguments, budget); }};
}

} // namespace sextant::app
