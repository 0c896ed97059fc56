// SPDX-License-Identifier: GPL-3.0-or-later
#include "MailAddress.h"

#include <QHostAddress>
#include <QUrl>

#include <algorithm>

namespace
{
constexpr qsizetype longestName = 253; // RFC 1035 §2.3.4, as text
constexpr qsizetype longestLabel = 63;
constexpr qsizetype longestLocalPart = 64; // RFC 5321 §4.5.3.1.1

bool isLabel(const QString &label)
{
    const bool fits =
        !label.isEmpty() && label.size() <= longestLabel && !label.startsWith(u'-') && !label.endsWith(u'-');
    return fits && std::all_of(label.begin(), label.end(), [](QChar c) {
               return (c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9') || c == u'-' || c == u'_';
           });
}

bool isBlankOrControl(QChar c)
{
    return c.isSpace() || !c.isPrint();
}
} // namespace

Result<MailAddress> parseMailAddress(const QString &text)
{
    MailAddress address;
    address.whole = text.trimmed();
    const qsizetype at = address.whole.lastIndexOf(u'@');
    address.local = address.whole.left(at);
    address.domain = networkName(address.whole.mid(at + 1));
    const bool isWhole = at > 0 && at <= longestLocalPart && !address.domain.isEmpty() &&
                         std::none_of(address.whole.begin(), address.whole.end(), isBlankOrControl);
    if (!isWhole)
        return failure(ErrorCode::InvalidArgument, QStringLiteral("no address of mail"));
    return address;
}

QString networkName(const QString &name)
{
    const QString bare = name.endsWith(u'.') ? name.chopped(1) : name;
    if (bare.size() > longestName || !QHostAddress(bare).isNull())
        return {};
    const QString ascii = QString::fromLatin1(QUrl::toAce(bare, QUrl::IgnoreIDNWhitelist)).toLower();
    const QStringList labels = ascii.split(u'.');
    const bool isName = ascii.size() <= longestName && std::all_of(labels.begin(), labels.end(), isLabel);
    return isName ? ascii : QString();
}

bool isWithinDomain(const QString &host, const QString &domain)
{
    return !domain.isEmpty() && (host == domain || host.endsWith(u'.' + domain));
}
