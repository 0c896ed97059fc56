// SPDX-License-Identifier: GPL-3.0-or-later
#include "TrustLists.h"

#include "RegistrableDomain.h"

#include <QFile>

#include <algorithm>

// Outside of any namespace, as Qt wants it; a static library's resources have to be asked for.
static void openTrustLists()
{
    Q_INIT_RESOURCE(trust);
}

namespace
{

// The words of each line; "#" begins a comment.
std::vector<QStringList> linesOf(const QString &name)
{
    openTrustLists();
    QFile file(QStringLiteral(":/trust/lists/") + name);
    std::vector<QStringList> lines;
    if (!file.open(QIODevice::ReadOnly))
        return lines;
    const QString text = QString::fromUtf8(file.readAll());
    for (const QString &line : text.split(QLatin1Char('\n'))) {
        const QStringList words =
            line.section(QLatin1Char('#'), 0, 0).split(QLatin1Char(' '), Qt::SkipEmptyParts);
        if (!words.isEmpty())
            lines.push_back(words);
    }
    return lines;
}

std::vector<AuthenticatingProvider> readProviders()
{
    std::vector<AuthenticatingProvider> all;
    for (QStringList words : linesOf(QStringLiteral("providers.txt"))) {
        const bool below = words.removeAll(QStringLiteral("below")) > 0;
        all.push_back({words, below});
    }
    return all;
}

std::vector<Brand> readBrands()
{
    std::vector<Brand> all;
    for (QStringList words : linesOf(QStringLiteral("brands.txt"))) {
        const bool common = words.removeAll(QStringLiteral("word")) > 0;
        if (!words.isEmpty())
            all.push_back({words.first().section(QLatin1Char('.'), 0, 0), words, common});
    }
    return all;
}

template <class Owner> const Owner *ownerIn(const std::vector<Owner> &all, const QString &host)
{
    const QString domain = registrableDomain(host);
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const Owner &one) { return one.domains.contains(domain); });
    return found == all.end() ? nullptr : &*found;
}

} // namespace

const std::vector<AuthenticatingProvider> &authenticatingProviders()
{
    static const std::vector<AuthenticatingProvider> all = readProviders();
    return all;
}

const std::vector<Brand> &brands()
{
    static const std::vector<Brand> all = readBrands();
    return all;
}

const AuthenticatingProvider *providerOf(const QString &host)
{
    return ownerIn(authenticatingProviders(), host);
}

const Brand *brandOf(const QString &host)
{
    return ownerIn(brands(), host);
}
