// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/artifact/artifact_reader.h"

#include "tests/core/temporary_folder.h"

#include <gmock/gmock.h>

namespace sextant::artifact {

/// Two layers, one head; the keys around the gram can be replaced.
inline const std::string counts = R"("num_layers":2,"num_heads":1,"head_dim":3,"hidden_size":5)";
inline const std::string gram = R"("gram":[[[4.0],[1.0]],[[1.0],[9.0]]])";

inline std::string object(const std::string& members) {
    return "{" + members + "}";
}
inline std::string object(const std::string& first, const std::string& second) {
    return object(first + "," + second);
}

class GramFileTest : public TemporaryFolderTest {
protected:
    Result<std::shared_ptr<const GramFile>> read(std::string_view content) const {
        return readGramFile(write("x.json", content));
    }
    GramFile readOrFail(std::string_view content) const {
        const auto file = read(content);
        EXPECT_TRUE(file) << describe(file.error());
        return file ? **file : GramFile{};
    }
    Error readError(std::string_view content) const {
        const auto file = read(content);
        EXPECT_FALSE(file) << "was read";
        return file ? Error{} : file.error();
    }
};

inline auto errorIs(ErrorCode code, const std::string& place, const std::string& sentence) {
    return testing::AllOf(testing::Field(&Error::code, code), testing::Field(&Error::place, place),
                          testing::Field(&Error::sentence, testing::HasSubstr(sentence)));
}

} // namespace sextant::artifact
