// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/display_text.h"

#include <QString>

#include <string>

namespace sextant::session {

/// UTF-8 in which a lone surrogate keeps its place, for displayText() to show; QString would write a question
/// mark.
[[nodiscard]] inline std::string utf8Of(const QString& text) {
    if (text.isValidUtf16()) {
        return text.toStdString();
    }
    std::string bytes;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const char16_t unit = text[i].unicode();
        if (!QChar::isSurrogate(unit)) {
            bytes += QString(text[i]).toStdString();
        } else if (QChar::isHighSurrogate(unit) && i + 1 < text.size() && text[i + 1].isLowSurrogate()) {
            bytes += text.mid(i++, 2).toStdString();
        } else {
            bytes += {static_cast<char>(0xE0 | (unit >> 12)), static_cast<char>(0x80 | ((unit >> 6) & 0x3F)),
                      static_cast<char>(0x80 | (unit & 0x3F))};
        }
    }
    return bytes;
}

/// displayText() of a text from a file, for a widget. It is plain text: where markup is read, escape it.
[[nodiscard]] inline QString shownText(const QString& text, std::size_t longest) {
    return QString::fromStdString(displayText(utf8Of(text), longest));
}

} // namespace sextant::session
