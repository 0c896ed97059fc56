// SPDX-License-Identifier: GPL-3.0-or-later
#include "RedirectAnswer.h"

#include "OAuthRequest.h"

#include <optional>

namespace
{
constexpr int httpOk = 200, httpBadRequest = 400, httpForbidden = 403, httpNotFound = 404, httpNoMethod = 405,
              httpTooLong = 431;
const QByteArray headEnd = "\r\n\r\n";

// The one value of a field of the head; nothing where it stands there twice or not at all.
std::optional<QByteArray> fieldOf(const QByteArrayList &lines, const QByteArray &name)
{
    std::optional<QByteArray> value;
    for (qsizetype at = 1; at < lines.size(); ++at) {
        const qsizetype colon = lines[at].indexOf(':');
        if (colon < 0 || lines[at].first(colon).compare(name, Qt::CaseInsensitive) != 0)
            continue;
        if (value)
            return {};
        value = lines[at].mid(colon + 1).trimmed();
    }
    return value;
}

QString decoded(QByteArray text)
{
    return QString::fromUtf8(QByteArray::fromPercentEncoding(text.replace('+', ' ')));
}

QStringList valuesOf(const QByteArray &query, const QByteArray &name)
{
    QStringList values;
    for (const QByteArray &pair : query.split('&')) {
        const qsizetype equals = pair.indexOf('=');
        if (equals >= 0 && pair.first(equals) == name)
            values.append(decoded(pair.mid(equals + 1)));
    }
    return values;
}

// In a time that says nothing of where they differ.
bool isSame(const QString &one, const QString &other)
{
    if (one.size() != other.size())
        return false;
    uint difference = 0;
    for (qsizetype at = 0; at < one.size(); ++at)
        difference |= uint(one[at].unicode() ^ other[at].unicode());
    return difference == 0;
}

// Nothing stands there twice (RFC 6749 §3.1).
RedirectReading readQuery(const QByteArray &query, const QString &state)
{
    const QStringList states = valuesOf(query, "state");
    if (states.size() != 1 || !isSame(states.first(), state))
        return {httpForbidden, {}};
    const QStringList codes = valuesOf(query, "code"), errors = valuesOf(query, "error");
    if (codes.size() + errors.size() != 1 || (!codes.isEmpty() && !isOAuthWord(codes.first())))
        return {httpBadRequest, {}};
    if (!codes.isEmpty())
        return {httpOk, {codes.first(), {}, {}}};
    const QStringList words = valuesOf(query, "error_description");
    return {
        httpOk,
        {{}, oauthErrorWords(errors.first()), oauthErrorWords(words.isEmpty() ? QString() : words.first())}};
}
} // namespace

RedirectReading readRedirect(const QByteArray &request, const QStringList &hosts, const QString &state)
{
    const qsizetype end = request.indexOf(headEnd);
    if (request.size() > longestRedirect)
        return {httpTooLong, {}};
    if (end < 0)
        return {};
    QByteArrayList lines;
    for (const QByteArray &line : request.left(end).split('\n'))
        lines.append(line.endsWith('\r') ? line.chopped(1) : line);
    const QByteArrayList words = lines.first().split(' ');
    if (words.size() != 3 || !words[2].startsWith("HTTP/1."))
        return {httpBadRequest, {}};
    if (words[0] != "GET")
        return {httpNoMethod, {}};
    if (!hosts.contains(QString::fromLatin1(fieldOf(lines, "Host").value_or(QByteArray()).toLower())))
        return {httpForbidden, {}};
    if (words[1] != "/" && !words[1].startsWith("/?"))
        return {httpNotFound, {}};
    return readQuery(words[1].mid(2), state);
}
