// SPDX-License-Identifier: GPL-3.0-or-later
#include "MailProvider.h"

#include "MailAddress.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

// As resources of a static library have to be kept, outside of namespaces.
static void keepProviders()
{
    Q_INIT_RESOURCE(providers);
}

namespace
{
QString textOf(const QJsonObject &object, const char *key)
{
    return object.value(QLatin1String(key)).toString();
}

QStringList listOf(const QJsonObject &object, const char *key)
{
    return object.value(QLatin1String(key)).toVariant().toStringList();
}

MailProvider::Password passwordOf(const QString &word)
{
    if (word == QLatin1String("app"))
        return MailProvider::Password::AppPassword;
    return word == QLatin1String("none") ? MailProvider::Password::None : MailProvider::Password::OfAccount;
}

// All of them are reached by TLS from the first byte on port 995.
MailProvider providerFrom(const QJsonObject &object)
{
    MailProvider provider;
    provider.id = textOf(object, "id");
    provider.name = textOf(object, "name");
    provider.domains = listOf(object, "domains");
    provider.mxDomains = listOf(object, "exchangers");
    provider.host = textOf(object, "host");
    provider.hasPop3 = !provider.host.isEmpty();
    if (textOf(object, "userName") == QLatin1String("local"))
        provider.userName = MailProvider::UserName::LocalPart;
    provider.password = passwordOf(textOf(object, "password"));
    provider.oauth = textOf(object, "oauth");
    provider.switchOn = textOf(object, "switchOn");
    provider.isPopOffAtFirst = !provider.switchOn.isEmpty();
    provider.switchOnUrl = textOf(object, "switchOnUrl");
    provider.passwordUrl = textOf(object, "passwordUrl");
    provider.help = textOf(object, "help");
    provider.notes = listOf(object, "notes");
    return provider;
}

std::vector<MailProvider> readProviders()
{
    keepProviders();
    QFile file(QStringLiteral(":/accounts/providers.json"));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("The list of providers is missing from the program.");
    std::vector<MailProvider> providers;
    for (const QJsonValue &value : QJsonDocument::fromJson(file.readAll()).array())
        providers.push_back(providerFrom(value.toObject()));
    return providers;
}

template <class Fits> const MailProvider *firstProvider(Fits fits)
{
    const auto &all = mailProviders();
    const auto found = std::find_if(all.begin(), all.end(), fits);
    return found == all.end() ? nullptr : &*found;
}
} // namespace

const std::vector<MailProvider> &mailProviders()
{
    static const std::vector<MailProvider> providers = readProviders();
    return providers;
}

const MailProvider *providerById(const QString &id)
{
    return firstProvider([&](const MailProvider &provider) { return provider.id == id; });
}

const MailProvider *providerOfDomain(const QString &domain)
{
    const QString ascii = networkName(domain);
    return firstProvider(
        [&](const MailProvider &provider) { return !ascii.isEmpty() && provider.domains.contains(ascii); });
}

const MailProvider *providerOfExchanger(const QString &host)
{
    const QString ascii = networkName(host);
    const MailProvider *best = nullptr;
    qsizetype longest = 0;
    for (const MailProvider &provider : mailProviders()) {
        for (const QString &end : provider.mxDomains) {
            if (end.size() > longest && isWithinDomain(ascii, end)) {
                best = &provider;
                longest = end.size();
            }
        }
    }
    return best;
}

const MailProvider *providerOfServer(const QString &host)
{
    const QString ascii = networkName(host);
    const auto isThere = [&](const MailProvider &provider) {
        return !ascii.isEmpty() && provider.host == ascii;
    };
    const MailProvider *const forOthers = firstProvider(
        [&](const MailProvider &provider) { return provider.domains.isEmpty() && isThere(provider); });
    return forOthers ? forOthers : firstProvider(isThere);
}
