// SPDX-License-Identifier: GPL-3.0-or-later
#include "ListUnsubscribe.h"

#include "Octets.h"

#include <algorithm>

namespace
{

constexpr qsizetype maxUri = 4000; // octets
constexpr int maxUris = 20;

bool isSpaceOrEnd(char c)
{
    return isBlank(c) || c == '\r' || c == '\n';
}

QByteArray withoutSpaces(QByteArrayView text)
{
    QByteArray result;
    for (const char c : text)
        if (!isSpaceOrEnd(c))
            result += c;
    return result;
}

// What stands between angle brackets; blanks within are of folding (RFC 2369 §2).
std::vector<QUrl> urisOf(QByteArrayView value)
{
    std::vector<QUrl> uris;
    qsizetype at = 0;
    while (int(uris.size()) < maxUris) {
        const qsizetype open = value.indexOf('<', at);
        const qsizetype close = open < 0 ? -1 : value.indexOf('>', open);
        if (close < 0)
            break;
        at = close + 1;
        const QByteArray text = withoutSpaces(value.sliced(open + 1, close - open - 1));
        const QUrl url(QString::fromLatin1(text), QUrl::StrictMode);
        if (text.size() <= maxUri && url.isValid())
            uris.push_back(url);
    }
    return uris;
}

bool isWebPage(const QUrl &url)
{
    return (url.scheme() == QLatin1String("https") || url.scheme() == QLatin1String("http")) &&
           !url.host().isEmpty() && url.userInfo().isEmpty();
}

// The value of a tag of a DKIM-Signature (RFC 6376 §3.2), without blanks.
QByteArray dkimTag(QByteArrayView field, QByteArrayView name)
{
    for (const QByteArray &tag : withoutSpaces(field).split(';')) {
        const qsizetype equals = tag.indexOf('=');
        if (equals > 0 && QByteArrayView(tag).first(equals) == name)
            return tag.sliced(equals + 1);
    }
    return {};
}

bool coversListFields(QByteArrayView signature)
{
    const QByteArrayList names = dkimTag(signature, "h").toLower().split(':');
    return names.contains("list-unsubscribe") && names.contains("list-unsubscribe-post");
}

// True where the result is about this signature and no other of the message.
bool isAbout(const AuthenticationResults::Result &result, QByteArrayView signature)
{
    QByteArray domain = result.property("header.d").toLower();
    if (domain.isEmpty())
        domain = result.property("header.i").toLower();
    domain = domain.mid(domain.lastIndexOf('@') + 1);
    if (domain.isEmpty() || domain != dkimTag(signature, "d").toLower())
        return false;
    const QByteArray selector = result.property("header.s").toLower();
    const QByteArray start = result.property("header.b");
    return (selector.isEmpty() || selector == dkimTag(signature, "s").toLower()) &&
           (start.isEmpty() || dkimTag(signature, "b").startsWith(start));
}

bool isSigned(const HeaderBlock &header, const std::vector<AuthenticationResults::Result> &results)
{
    for (const HeaderField &field : header.fields()) {
        if (!sameIgnoringCase(field.name, "DKIM-Signature") || !coversListFields(field.value))
            continue;
        const bool isGood =
            std::any_of(results.begin(), results.end(), [&](const AuthenticationResults::Result &result) {
                return result.method == "dkim" && result.value == "pass" && isAbout(result, field.value);
            });
        if (isGood)
            return true;
    }
    return false;
}

int countOf(const HeaderBlock &header, QByteArrayView name)
{
    const auto &fields = header.fields();
    return int(std::count_if(fields.begin(), fields.end(), [name](const HeaderField &field) {
        return sameIgnoringCase(field.name, name);
    }));
}

} // namespace

std::optional<Unsubscription> listUnsubscription(const HeaderBlock &header,
                                                 const std::vector<AuthenticationResults::Result> &results)
{
    Unsubscription way;
    QUrl https;
    for (const QUrl &url : urisOf(header.first("List-Unsubscribe"))) {
        if (isWebPage(url)) {
            if (way.link.isEmpty())
                way.link = url;
            if (https.isEmpty() && url.scheme() == QLatin1String("https"))
                https = url;
        } else if (url.scheme() == QLatin1String("mailto") && way.mail.isEmpty()) {
            way.mail = url;
        }
    }
    // A second field of the name need not be the one that was signed.
    const bool isAlone =
        countOf(header, "List-Unsubscribe") == 1 && countOf(header, "List-Unsubscribe-Post") == 1;
    const QByteArray post = withoutSpaces(header.first("List-Unsubscribe-Post"));
    if (isAlone && sameIgnoringCase(post, "List-Unsubscribe=One-Click") && isSigned(header, results))
        way.oneClick = https;
    if (way.link.isEmpty() && way.mail.isEmpty())
        return {};
    return way;
}
