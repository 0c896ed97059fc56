// SPDX-License-Identifier: GPL-3.0-or-later
//
// FactCheck holds one field of what another program's tests expect of a message against what `poplar-cli
// inspect --json` prints of it. What is compared is what a reader would notice: white space, line breaks and
// the order of recipients are not. Pure.
#pragma once

#include <QJsonObject>
#include <QString>

#include <functional>
#include <optional>

struct FactOutcome {
    bool isRight = false;
    QString wanted, got; // short, where it is not
};

class FactCheck
{
public:
    // `inspect` reads a further file of the collection, `content` its bytes; both are relative to it.
    struct Collection {
        std::function<QJsonObject(const QString &file)> inspect;
        std::function<std::optional<QByteArray>(const QString &file)> content;
    };

    FactCheck(QString file, QJsonObject inspected, QJsonObject oracle, const Collection &collection);

    // Nothing where the field says nothing about what inspect prints, or about this message.
    std::optional<FactOutcome> check(const QString &field) const;
    // Of a field that is not compared, or not for every message.
    static QString whyNotCompared(const QString &field);

private:
    std::optional<FactOutcome> checkHeader(const QString &field) const;
    std::optional<FactOutcome> checkText(const QString &field) const;
    std::optional<FactOutcome> checkParts(const QString &field) const;
    FactOutcome checkViews(const QString &field) const;
    FactOutcome checkAttachments(const QString &field) const;
    std::optional<FactOutcome> checkBounces() const;
    std::optional<FactOutcome> checkLeaves() const;
    std::optional<QString> expectedFile(const QString &field) const;
    QString text() const { return m_inspected[QStringLiteral("text")].toString(); }

    const QString m_file;
    const QJsonObject m_inspected, m_oracle;
    const Collection &m_collection;
};
