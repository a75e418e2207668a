// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/integrity/tensor_file_checks.h"

namespace sextant::integrity {

Check checkPlace(const artifact::TensorFile& file, TensorPlace place) {
    Check check{.id = CheckId::TensorFileBeside, .file = file.path};
    if (place == TensorPlace::Named) {
        return check;
    }
    check.of = 1;
    check.severity = Severity::Passed;
    if (place == TensorPlace::Outside) {
        check.severity = Severity::Note;
        check.count = 1;
        check.worst = Place{.name = {}};
    }
    return check;
}

Check checkEntries(const artifact::TensorFile& file) {
    Check check{.id = CheckId::EntriesNeedNoCode,
                .severity = Severity::Passed,
                .file = file.path,
                .count = file.codeEntries.size(),
                .of = file.entryCount};
    if (!file.codeEntries.empty()) {
        check.severity = Severity::Warning;
        check.worst = Place{.name = file.codeEntries.front().name, .kind = file.codeEntries.front().reason};
    }
    return check;
}

} // namespace sextant::integrity
