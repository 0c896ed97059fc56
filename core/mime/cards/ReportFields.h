// SPDX-License-Identifier: GPL-3.0-or-later
//
// ReportFields reads what mail programs report to each other: groups of header fields with empty lines
// between them (RFC 3464 §2.1, RFC 8098 §3.1, RFC 5965 §2). Bounded: at most maxGroups, values cut at
// maxLength. Any thread.
#pragma once

#include "HeaderBlock.h"
#include "PartTree.h"

#include <QByteArray>
#include <QString>

#include <vector>

class ReportFields
{
public:
    static constexpr size_t maxGroups = 1000;
    static constexpr qsizetype maxLength = 2000;

    explicit ReportFields(const MimePart &part);
    ReportFields(const ReportFields &) = delete;
    ReportFields &operator=(const ReportFields &) = delete;

    const std::vector<HeaderBlock> &groups() const { return m_groups; }
    // The value of the first field of that name in all groups, decoded, in one line; empty where there is
    // none.
    QString text(QByteArrayView name) const;

    // One field's value, decoded, in one line.
    static QString valueOf(const HeaderBlock &group, QByteArrayView raw);
    // "mx.example.org" of "dns; mx.example.org": most fields begin with the kind of what they name.
    static QString withoutKind(const QString &value);
    // The same of an address: "rfc822; <anna@example.org>".
    static QString addressIn(const QString &value);

private:
    QByteArray m_bytes; // the groups point into them
    std::vector<HeaderBlock> m_groups;
};
