// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/program.h"
#include "tests/ui/exporting/size_cases.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <QFile>
#include <QImage>
#include <QXmlStreamReader>

#include <algorithm>
#include <set>

namespace sextant::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

const std::string stories = artifact("stories260K").string();

QString pathOf(const TemporaryFolder& folder, const std::string& name) {
    return QString::fromStdString((folder.path() / name).string());
}

/// All text of an SVG file, one space between pieces; fails the test when the file is not well-formed.
std::string textOfSvg(const QString& path) {
    QFile file(path);
    EXPECT_TRUE(file.open(QIODevice::ReadOnly)) << path.toStdString();
    QXmlStreamReader reader(&file);
    QString text;
    while (!reader.atEnd()) {
        if (reader.readNext() == QXmlStreamReader::Characters && !reader.isWhitespace()) {
            text += reader.text().toString() + ' ';
        }
    }
    EXPECT_FALSE(reader.hasError()) << path.toStdString() << ": " << reader.errorString().toStdString();
    return text.toStdString();
}

std::size_t coloursOf(const QImage& image) {
    std::set<QRgb> colours;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            colours.insert(image.pixel(x, y));
        }
    }
    return colours.size();
}

TEST(Export, ShowsSeveralAnchorsTogether) {
    const TemporaryFolder out;
    const Outcome outcome = run({"export", stories, "--out", out.path().string(), "--anchors", "2,0,-1",
                                 "--plots", "residual", "--format", "svg"});
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_THAT(out.names(), ElementsAre("stories260K-residual-anchor2+0+4.svg"));
    const std::string text = textOfSvg(pathOf(out, "stories260K-residual-anchor2+0+4.svg"));
    EXPECT_THAT(text, HasSubstr("anchor layer 2 with 0, 4"));
    EXPECT_THAT(text, HasSubstr("residual to the span of 3 anchors"));
}

TEST(Export, ShowsWhatTheLayersShare) {
    const TemporaryFolder out;
    const Outcome outcome = run({"export", stories, "--out", out.path().string(), "--anchor", "2", "--plots",
                                 "eigenvalues,anchors", "--format", "svg"});
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_THAT(textOfSvg(pathOf(out, "stories260K-eigenvalues-anchor2.svg")),
                HasSubstr("Number of the eigenvalue"));
    EXPECT_THAT(textOfSvg(pathOf(out, "stories260K-anchors-anchor2.svg")), HasSubstr("Number of anchors"));
}

TEST(Export, NamesModelPlotAndAnchor) {
    const TemporaryFolder out;
    const Outcome outcome = run({"export", stories, "--out", out.path().string(), "--anchor", "2"});
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_THAT(out.names(),
                ElementsAre("stories260K-angles-anchor2.png", "stories260K-heatmap-anchor2.png",
                            "stories260K-residual-anchor2.png", "stories260K-signs-anchor2.png"));
}

TEST(Export, SaysNothingButWhatItWrote) {
    const TemporaryFolder out;
    const Outcome outcome = run({"export", stories, "--out", out.path().string(), "--format", "png,svg,pdf"});
    EXPECT_EQ(outcome.status, 0);
    EXPECT_THAT(outcome.err, IsEmpty());
    EXPECT_EQ(std::count(outcome.out.begin(), outcome.out.end(), '\n'), 12);
}

TEST(Export, NamesTheHeadWhenItIsOne) {
    const TemporaryFolder out;
    const Outcome outcome =
        run({"export", stories, "--out", out.path().string(), "--head", "3", "--plots", "residual"});
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_THAT(out.names(), ElementsAre("stories260K-residual-anchor4-head3.png"));
}

TEST(Export, MakesTheMapOfHeadsWhenAsked) {
    const TemporaryFolder out;
    const Outcome outcome =
        run({"export", stories, "--out", out.path().string(), "--plots", "heads,angles", "--format", "svg"});
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_THAT(out.names(), ElementsAre("stories260K-angles-anchor4.svg", "stories260K-heads-anchor4.svg"));
    EXPECT_THAT(textOfSvg(pathOf(out, "stories260K-heads-anchor4.svg")), HasSubstr("Head"));
}

TEST(Export, ShowsAnyQuantityOfTheMapOfHeads) {
    const TemporaryFolder out;
    const Outcome outcome =
        run({"export", stories, "--out", out.path().string(), "--plots", "heads", "--quantity",
             "spectral_cosine", "--colours-by", "z", "--compared-with", "isotropic", "--format", "svg"});
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_THAT(out.names(), ElementsAre("stories260K-heads-spectral_cosine-z-anchor4.svg"));
    const std::string text = textOfSvg(pathOf(out, "stories260K-heads-spectral_cosine-z-anchor4.svg"));
    EXPECT_THAT(text, HasSubstr("Spectral cosine S of every head to the anchor"));
    EXPECT_THAT(text, HasSubstr("z of S against isotropic"));
    EXPECT_EQ(run({"export", stories, "--out", out.path().string(), "--quantity", "spectral"}).status, 2);
}

TEST(Export, FadesCellsWithinChanceUnlessToldOtherwise) {
    const TemporaryFolder out;
    const auto texts = [&](std::vector<std::string> more) {
        std::vector<std::string> words{"export",  stories,   "--out",    out.path().string(),
                                       "--plots", "heatmap", "--format", "svg"};
        words.insert(words.end(), more.begin(), more.end());
        EXPECT_EQ(run(words).status, 0);
        return textOfSvg(pathOf(out, "stories260K-heatmap-anchor4.svg"));
    };
    EXPECT_THAT(texts({}), HasSubstr("pale: within"));
    EXPECT_THAT(texts({"--no-fade"}), Not(HasSubstr("pale")));
}

TEST(Export, MakesPicturesOfTheAskedSize) {
    const TemporaryFolder out;
    const Outcome outcome =
        run({"export", stories, "--out", out.path().string(), "--size", "640x480", "--scale", "1.5"});
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    ASSERT_THAT(out.names(), SizeIs(4));
    for (const std::string& name : out.names()) {
        const QImage image(pathOf(out, name));
        EXPECT_EQ(image.size(), QSize(960, 720)) << name;
        EXPECT_GT(coloursOf(image), 10u) << name << " is all but empty";
    }
}

TEST(Export, MakesVectorGraphicsWithTheirText) {
    const TemporaryFolder out;
    const Outcome outcome = run({"export", stories, "--out", out.path().string(), "--format", "svg"});
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    ASSERT_THAT(out.names(), SizeIs(4));
    for (const std::string& name : out.names()) {
        EXPECT_THAT(textOfSvg(pathOf(out, name)), HasSubstr("ayer")) << name;
    }
}

TEST(Export, MakesSeveralFormatsInOneRun) {
    const TemporaryFolder out;
    const Outcome outcome = run({"export", stories, "--out", out.path().string(), "--plots", "heatmap,angles",
                                 "--format", "png,svg,pdf", "--anchor", "0"});
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    ASSERT_THAT(out.names(), SizeIs(6));
    EXPECT_EQ(contentOf(out.path() / "stories260K-heatmap-anchor0.pdf").substr(0, 5), "%PDF-");
}

TEST(Export, ReplacesWhatWasThereAndLeavesNothingBeside) {
    const TemporaryFolder out;
    out.write("stories260K-heatmap-anchor4.png", "old");
    const Outcome outcome = run({"export", stories, "--out", out.path().string(), "--plots", "heatmap"});
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_THAT(out.names(), ElementsAre("stories260K-heatmap-anchor4.png"));
    EXPECT_FALSE(QImage(pathOf(out, "stories260K-heatmap-anchor4.png")).isNull());
}

TEST(Export, MakesTheFolderWhenItIsNotThere) {
    const TemporaryFolder out;
    const Outcome outcome =
        run({"export", stories, "--out", (out.path() / "new" / "figures").string(), "--plots", "heatmap"});
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_TRUE(std::filesystem::exists(out.path() / "new" / "figures" / "stories260K-heatmap-anchor4.png"));
}

TEST(Export, SaysWhereItCannotWrite) {
    const TemporaryFolder out;
    const std::filesystem::path file = out.write("a-file", "");
    const Outcome outcome = run({"export", stories, "--out", (file / "figures").string()});
    EXPECT_EQ(outcome.status, 1);
    EXPECT_THAT(outcome.err, HasSubstr("a-file"));
    EXPECT_THAT(out.names(), ElementsAre("a-file"));
}

TEST(Export, NamesTheOptionThatIsWrong) {
    const TemporaryFolder out;
    for (const auto& [option, value] : {std::pair("--scale", "nan"),
                                        {"--scale", "0"},
                                        {"--top", "0"},
                                        {"--size", "16384x16384"},
                                        {"--size", "900"},
                                        {"--head", "99"}}) {
        const Outcome outcome = run({"export", stories, "--out", (out.path() / "figures").string(), option,
                                     value, "--plots", "signs"});
        EXPECT_EQ(outcome.status, 2) << option << ' ' << value;
        const std::string named = std::string(value) == "16384x16384" ? "--scale" : option;
        EXPECT_THAT(outcome.err, HasSubstr(named)) << value;
        EXPECT_THAT(outcome.err, Not(HasSubstr("00000000"))) << value;
    }
    EXPECT_THAT(out.names(), IsEmpty());
}

TEST(Export, AllowsTheSizesThatTheWindowAllows) {
    for (const SizeCase& given : kSizeCases) {
        const TemporaryFolder out;
        const std::string size = std::to_string(given.width) + 'x' + std::to_string(given.height);
        const std::string scale = std::to_string(given.scale);
        const Outcome outcome = run({"export", stories, "--out", (out.path() / "figures").string(), "--plots",
                                     "heatmap", "--size", size, "--scale", scale, "--format", given.format});
        EXPECT_EQ(outcome.status, given.fits ? 0 : 2)
            << size << " times " << scale << ", " << given.format << ": " << outcome.err;
        EXPECT_EQ(out.names().empty(), !given.fits) << size << " times " << scale << ", " << given.format;
    }
}

TEST(Export, KnowsQuantitiesByTheirNamesInReportsToo) {
    const TemporaryFolder out;
    const Outcome outcome = run({"export", stories, "--out", out.path().string(), "--plots", "heads",
                                 "--quantity", "operator_residual"});
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_THAT(out.names(), ElementsAre("stories260K-heads-residual-anchor4.png"));
}

TEST(Export, SaysWhichSignsItComparesInPlaceOfOthers) {
    const TemporaryFolder out;
    const auto exportTop = [&](const char* top) {
        return run({"export", stories, "--out", out.path().string(), "--plots", "signs", "--top", top});
    };
    EXPECT_THAT(exportTop("4").err, IsEmpty());
    const Outcome other = exportTop("3");
    EXPECT_EQ(other.status, 0);
    EXPECT_THAT(other.err,
                HasSubstr("--top: the signs of 3 leading eigenvalues are not compared; these are of 2"));
}

TEST(Export, SaysTheSameInEveryRun) {
    const TemporaryFolder first;
    const TemporaryFolder second;
    for (const TemporaryFolder* out : {&first, &second}) {
        run({"export", stories, "--out", out->path().string(), "--format", "png,svg"});
    }
    ASSERT_THAT(first.names(), SizeIs(8));
    for (const std::string& name : first.names()) {
        EXPECT_EQ(contentOf(first.path() / name), contentOf(second.path() / name)) << name;
    }
}

} // namespace
} // namespace sextant::test
