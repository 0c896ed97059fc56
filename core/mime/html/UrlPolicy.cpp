// SPDX-License-Identifier: GPL-3.0-or-later
#include "UrlPolicy.h"

#include <QUrl>

#include <algorithm>

namespace
{
constexpr qsizetype longestLink = 8 * 1024;
constexpr qsizetype longestContentId = 998;      // a header line, RFC 5322 section 2.1.1
constexpr qsizetype longestInline = 1408 * 1024; // 1 MiB of bytes in base64

// Browsers drop tabs and line ends inside of an address, which hides "java\nscript:" from a naive look.
QString withoutControls(const QString &url)
{
    QString clean;
    clean.reserve(url.size());
    for (const QChar c : url) {
        if (c.unicode() >= 0x20 && c.unicode() != 0x7F)
            clean += c;
    }
    return clean.trimmed();
}

bool startsWith(const QString &url, QStringView scheme)
{
    return url.startsWith(scheme, Qt::CaseInsensitive);
}

// In the form that goes over the network. Empty where there is no host to ask, or somebody to sign in as.
PictureSource remotePicture(const QString &url)
{
    const QUrl whole(url.startsWith(u"//") ? QStringLiteral("https:") + url : url, QUrl::TolerantMode);
    const bool fetchable =
        url.size() <= longestLink && whole.isValid() && !whole.host().isEmpty() && whole.userInfo().isEmpty();
    return {PictureSource::Kind::Remote,
            {},
            fetchable ? whole.toString(QUrl::FullyEncoded | QUrl::RemoveFragment) : QString()};
}

PictureSource inlinePicture(const QString &url)
{
    const qsizetype comma = url.indexOf(u',');
    if (url.size() > longestInline || comma < 0)
        return {};
    const QString type = url.mid(5, comma - 5).toLower().remove(u' ');
    if (type != u"image/png;base64" && type != u"image/gif;base64" && type != u"image/jpeg;base64" &&
        type != u"image/jpg;base64")
        return {};
    QString base64 = url.mid(comma + 1).remove(u' ');
    const bool clean = std::all_of(base64.cbegin(), base64.cend(), [](QChar c) {
        return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9') ||
               c == u'+' || c == u'/' || c == u'=';
    });
    if (!clean || base64.isEmpty())
        return {};
    return {PictureSource::Kind::Inline, {}, QStringLiteral("data:") + type + u',' + base64};
}
} // namespace

QString safeLink(const QString &href)
{
    const QString url = withoutControls(href);
    if (url.isEmpty() || url.size() > longestLink)
        return {};
    const bool allowed = startsWith(url, u"http://") || startsWith(url, u"https://") ||
                         startsWith(url, u"mailto:") || url.startsWith(u'#');
    return allowed ? url : QString();
}

PictureSource pictureSource(const QString &src)
{
    const QString url = withoutControls(src);
    if (startsWith(url, u"http://") || startsWith(url, u"https://") || url.startsWith(u"//"))
        return remotePicture(url);
    if (startsWith(url, u"data:"))
        return inlinePicture(url);
    if (!startsWith(url, u"cid:"))
        return {};
    QByteArray id = QByteArray::fromPercentEncoding(url.mid(4).toUtf8());
    if (id.startsWith('<') && id.endsWith('>'))
        id = id.mid(1, id.size() - 2);
    if (id.isEmpty() || id.size() > longestContentId)
        return {};
    return {PictureSource::Kind::Part, id, QStringLiteral("cid:") + QString::fromUtf8(id)};
}
