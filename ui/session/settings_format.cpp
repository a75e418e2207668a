// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/settings_format.h"

#include <QFileDevice>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QPoint>
#include <QSize>

namespace sextant::session {

namespace {

constexpr auto kBytes = "base64";

QJsonValue toJsonValue(const QVariant& value) {
    switch (value.typeId()) {
    case QMetaType::QByteArray:
        return QJsonObject{{kBytes, QString::fromLatin1(value.toByteArray().toBase64())}};
    case QMetaType::QPoint:
        return QJsonObject{{"x", value.toPoint().x()}, {"y", value.toPoint().y()}};
    case QMetaType::QSize:
        return QJsonObject{{"width", value.toSize().width()}, {"height", value.toSize().height()}};
    default:
        return QJsonValue::fromVariant(value);
    }
}

QVariant fromJsonValue(const QJsonValue& value) {
    if (!value.isObject()) {
        return value.toVariant();
    }
    const QJsonObject object = value.toObject();
    if (object.contains(kBytes)) {
        return QByteArray::fromBase64(object[kBytes].toString().toLatin1());
    }
    if (object.contains("x")) {
        return QPoint(object["x"].toInt(), object["y"].toInt());
    }
    return QSize(object["width"].toInt(-1), object["height"].toInt(-1));
}

bool read(QIODevice& file, QSettings::SettingsMap& settings) {
    const QJsonDocument document = QJsonDocument::fromJson(file.readAll());
    const QJsonObject object = document.object();
    for (auto entry = object.begin(); entry != object.end(); ++entry) {
        if (!entry.value().isNull()) { // as if it were not there, so that its default holds
            settings.insert(entry.key(), fromJsonValue(entry.value()));
        }
    }
    return document.isObject();
}

bool write(QIODevice& file, const QSettings::SettingsMap& settings) {
    QJsonObject object;
    for (auto entry = settings.begin(); entry != settings.end(); ++entry) {
        object.insert(entry.key(), toJsonValue(entry.value()));
    }
    const QByteArray text = QJsonDocument(object).toJson();
    auto* device = qobject_cast<QFileDevice*>(&file);
    return file.write(text) == text.size() && (device == nullptr || device->flush());
}

} // namespace

QSettings::Format jsonSettings() {
    static const QSettings::Format format = QSettings::registerFormat(QStringLiteral("json"), read, write);
    return format;
}

} // namespace sextant::session
