// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/session/desk.h"
#include "tests/ui/support/strict_test.h"
#include "ui/notices/banner_area.h"
#include "ui/notices/session_banners.h"

namespace sextant::notices {

/// What a person is told of the checks of an artifact.
class TestSessionBanners : public StrictTest {
    Q_OBJECT
private:
    /// The banner about an artifact whose gram is changed before it is read; empty when there is none.
    static QString bannerAbout(const std::function<void(artifact::GramFile&)>& change) {
        session::Desk desk;
        desk.useServices([&](session::BackgroundServices& services) {
            services.readers.grams = [read = services.readers.grams, change](const auto& path,
                                                                             const auto& stop) {
                auto grams = std::make_shared<artifact::GramFile>(**read(path, stop));
                change(*grams);
                return Result<std::shared_ptr<const artifact::GramFile>>(grams);
            };
        });
        BannerArea banners;
        const SessionBanners watch(*desk.session, banners, {[] {}, [] {}}, nullptr);
        if (!desk.open()) {
            return QStringLiteral("not opened");
        }
        return banners.textOf(BannerTopic::Warnings);
    }

private slots:
    void aSoundArtifactIsNotTalkedAbout() {
        QCOMPARE(bannerAbout([](auto&) {}), QString());
    }

    void oneComplaintIsSaid() {
        QCOMPARE(bannerAbout([](artifact::GramFile& grams) {
                     grams.gram(LayerIndex{3}, LayerIndex{3}, HeadIndex{1}) = 0.0;
                 }),
                 QStringLiteral("a.json: gram[3][3][1]: 1 operator is zero (no norm to divide by), here."));
    }

    void ofSeveralTheFirstIsSaid() {
        const QString text = bannerAbout([](artifact::GramFile& grams) {
            grams.gram(LayerIndex{3}, LayerIndex{3}, HeadIndex{1}) = 0.0;
            grams.gram(LayerIndex{2}, LayerIndex{2}, HeadIndex{1}) = -1.0;
        });
        QVERIFY2(text.startsWith("2 warnings. The first: a.json: gram[3][3][1]"), qPrintable(text));
    }

    void aTensorFileOutsideTheFolderIsSaid() {
        session::Desk desk([](session::FakeWorld& world) { world.addTensors("/elsewhere/t.pt"); });
        desk.useServices([](session::BackgroundServices& services) {
            services.readers.locateTensors = [](const artifact::GramFile&) {
                return Result<std::filesystem::path>("/elsewhere/t.pt");
            };
        });
        BannerArea banners;
        const SessionBanners watch(*desk.session, banners, {[] {}, [] {}}, nullptr);
        QVERIFY(desk.open());
        QCOMPARE(
            banners.textOf(BannerTopic::Warnings),
            QStringLiteral("/elsewhere/t.pt: eigdirs_path leads out of the artifact's folder to this tensor "
                           "file."));
    }
};

} // namespace sextant::notices

QTEST_MAIN(sextant::notices::TestSessionBanners)
#include "test_session_banners.moc"
