// SPDX-License-Identifier: GPL-3.0-or-later
#include "ReportFields.h"

#include "HeaderText.h"
#include "Octets.h"

ReportFields::ReportFields(const MimePart &part) : m_bytes(decodeTransfer(part.content, part.encoding))
{
    const QByteArrayView bytes = m_bytes;
    qsizetype at = 0;
    while (at < bytes.size() && m_groups.size() < maxGroups) {
        if (!HeaderBlock::isField(lineAt(bytes, at))) {
            at = lineEnd(bytes, at) + 1;
            continue;
        }
        m_groups.emplace_back(bytes.sliced(at));
        at += m_groups.back().size(); // it has a field, so it is not empty
    }
}

QString ReportFields::text(QByteArrayView name) const
{
    for (const HeaderBlock &group : m_groups) {
        if (const auto raw = group.first(name); !raw.isNull())
            return valueOf(group, raw);
    }
    return {};
}

QString ReportFields::valueOf(const HeaderBlock &group, QByteArrayView raw)
{
    return HeaderText(group, {}).text(raw).left(maxLength).simplified();
}

QString ReportFields::withoutKind(const QString &value)
{
    const qsizetype semicolon = value.indexOf(u';');
    return semicolon < 0 ? value : value.sliced(semicolon + 1).trimmed();
}

QString ReportFields::addressIn(const QString &value)
{
    QString address = withoutKind(value);
    if (address.startsWith(u'<') && address.endsWith(u'>'))
        address = address.sliced(1, address.size() - 2).trimmed();
    return address;
}
