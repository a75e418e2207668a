// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/loading/loading.h"
#include "core/measure/measure.h"
#include "tests/core/measure/model_folder.h"

#include <string>

#include <unistd.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sextant::measure {

/// A scratch folder, and measurements of model folders in it.
class MeasureTest : public testing::Test {
protected:
    MeasureTest() { std::filesystem::create_directories(scratch_); }
    ~MeasureTest() override {
        std::filesystem::permissions(scratch_, std::filesystem::perms::owner_all);
        std::filesystem::remove_all(scratch_);
    }

    /// Options for the folder `model` in the scratch folder and the output `out`.json beside it.
    MeasureOptions options(const std::string& model, const std::string& out = "out") const {
        MeasureOptions options;
        options.model = scratch_ / model;
        options.output = scratch_ / (out + ".json");
        options.tensors = TensorFormat::Safetensors;
        options.threads = 2;
        return options;
    }

    /// Writes the folder, measures it and reads the artifact.
    std::shared_ptr<const artifact::Artifact> artifactOf(const TestFolder& folder, const std::string& name,
                                                         MeasureOptions measureOptions) const {
        writeFolder(scratch_ / name, folder);
        measureOptions.model = scratch_ / name;
        return artifactOf(measureOptions);
    }

    std::shared_ptr<const artifact::Artifact> artifactOf(const MeasureOptions& measureOptions) const {
        const auto measured = measure(measureOptions, {}, {});
        EXPECT_TRUE(measured) << (measured ? "" : describe(measured.error()));
        if (!measured) {
            return nullptr;
        }
        const auto loaded = loading::load({.json = measured->json});
        EXPECT_TRUE(loaded) << (loaded ? "" : describe(loaded.error()));
        return loaded ? loaded->artifact : nullptr;
    }

    /// The complaint about `measureOptions`; checks that nothing was left behind.
    std::string complaint(const MeasureOptions& measureOptions) const {
        const auto measured = measure(measureOptions, {}, {});
        for (const auto& entry : std::filesystem::directory_iterator(scratch_)) {
            EXPECT_EQ(entry.path().filename().string().find("out"), std::string::npos)
                << entry.path() << " was left behind";
        }
        return measured ? "no error" : describe(measured.error());
    }

    /// What is advised about `measureOptions`, which cannot be measured.
    std::optional<Advice> adviceFor(const MeasureOptions& measureOptions) const {
        const auto measured = measure(measureOptions, {}, {});
        EXPECT_FALSE(measured);
        return measured ? std::nullopt : measured.error().advice;
    }

    std::filesystem::path scratch_ = std::filesystem::temp_directory_path() /
                                     ("sextant-measure-" + std::to_string(::getpid()) + "-" +
                                      testing::UnitTest::GetInstance()->current_test_info()->name());
};

} // namespace sextant::measure
