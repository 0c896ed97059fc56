// SPDX-License-Identifier: GPL-3.0-or-later
#include "RegistrableDomain.h"

#include <QUrl>

#include <libpsl.h>

#include <algorithm>

namespace
{
constexpr qsizetype maxHost = 255;

const psl_ctx_t *publicSuffixes()
{
    // What the system has may be newer than what the library was built with. Never freed: used to the end.
    static const psl_ctx_t *const list = [] {
        const psl_ctx_t *latest = psl_latest(nullptr);
        return latest ? latest : psl_builtin();
    }();
    return list;
}

// "::1", which is no name and has no punycode.
bool isIpv6(const QString &name)
{
    return name.contains(QLatin1Char(':')) && std::all_of(name.begin(), name.end(), [](QChar c) {
               return QStringView(u"0123456789abcdef:.").contains(c);
           });
}
} // namespace

QString asciiHost(const QString &host)
{
    QString name = host.trimmed().toLower();
    while (name.endsWith(QLatin1Char('.')))
        name.chop(1);
    if (name.isEmpty() || name.size() > maxHost)
        return {};
    const bool isBracketed = name.startsWith(QLatin1Char('[')) && name.endsWith(QLatin1Char(']'));
    if (const QString plain = isBracketed ? name.sliced(1, name.size() - 2) : name; isIpv6(plain))
        return plain;
    const QByteArray ace = QUrl::toAce(name, QUrl::IgnoreIDNWhitelist);
    return QString::fromLatin1(ace).toLower();
}

QString unicodeHost(const QString &host)
{
    return QUrl::fromAce(asciiHost(host).toLatin1(), QUrl::IgnoreIDNWhitelist);
}

QString registrableDomain(const QString &host)
{
    const QString ascii = asciiHost(host);
    if (!ascii.isEmpty() && ascii.back().isDigit()) // an address, of which nobody registers a part
        return ascii;
    const psl_ctx_t *list = publicSuffixes();
    const QByteArray name = ascii.toLatin1();
    const char *found = list && !name.isEmpty() ? psl_registrable_domain(list, name.constData()) : nullptr;
    return found ? QString::fromLatin1(found) : ascii;
}

bool haveSameOwner(const QString &host, const QString &other)
{
    const QString domain = registrableDomain(host);
    return !domain.isEmpty() && domain == registrableDomain(other);
}

bool hasKnownSuffix(const QString &host)
{
    const psl_ctx_t *list = publicSuffixes();
    const QByteArray name = asciiHost(host).toLatin1();
    for (qsizetype dot = name.indexOf('.'); list && dot > 0; dot = name.indexOf('.', dot + 1)) {
        if (psl_is_public_suffix2(list, name.constData() + dot + 1, PSL_TYPE_ANY | PSL_TYPE_NO_STAR_RULE))
            return true;
    }
    return false;
}

QString domainOf(const QString &address)
{
    const qsizetype at = address.lastIndexOf(QLatin1Char('@'));
    return at < 0 ? QString() : asciiHost(address.sliced(at + 1));
}
