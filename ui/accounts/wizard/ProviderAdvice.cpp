// SPDX-License-Identifier: GPL-3.0-or-later
#include "ProviderAdvice.h"

#include "MailProvider.h"

#include <QCoreApplication>

namespace
{
struct AdviceWords {
    Q_DECLARE_TR_FUNCTIONS(ProviderAdvice)
};

ProviderAdvice adviceWith(const QString &text, const QString &linkText, const QString &link)
{
    const QUrl url(link, QUrl::StrictMode);
    if (url.scheme() != QLatin1String("https") || url.host().isEmpty())
        return {text, {}, {}};
    return {text, linkText, url};
}
} // namespace

ProviderAdvice ProviderAdvice::forPassword(const MailProvider &provider)
{
    switch (provider.password) {
    case MailProvider::Password::OfAccount:
        break;
    case MailProvider::Password::AppPassword:
        return adviceWith(
            AdviceWords::tr("%1 takes an app password here, not the one of your account.").arg(provider.name),
            AdviceWords::tr("Make one"),
            provider.passwordUrl.isEmpty() ? provider.help : provider.passwordUrl);
    case MailProvider::Password::None:
        return adviceWith(
            AdviceWords::tr("%1 takes no password from mail programs: you sign in in the browser.")
                .arg(provider.name),
            AdviceWords::tr("Read more"), provider.help);
    }
    return {};
}

std::vector<ProviderAdvice> ProviderAdvice::of(const MailProvider &provider, bool byBrowser)
{
    std::vector<ProviderAdvice> all;
    if (!provider.switchOn.isEmpty())
        all.push_back(
            adviceWith(AdviceWords::tr("POP3 is off at first. Switch it on: %1").arg(provider.switchOn),
                       AdviceWords::tr("Open the settings"),
                       provider.switchOnUrl.isEmpty() ? provider.help : provider.switchOnUrl));
    if (!byBrowser) {
        if (const ProviderAdvice password = forPassword(provider); !password.text.isEmpty())
            all.push_back(password);
    }
    for (const QString &note : provider.notes)
        all.push_back(adviceWith(note, {}, {}));
    if (!provider.help.isEmpty())
        all.push_back(
            adviceWith({}, AdviceWords::tr("What %1 says about POP3").arg(provider.name), provider.help));
    return all;
}
