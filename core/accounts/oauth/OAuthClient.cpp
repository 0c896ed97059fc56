// SPDX-License-Identifier: GPL-3.0-or-later
#include "OAuthClient.h"

#include <QStringList>

std::optional<OAuthClient> builtInOAuthClient(const QString &server)
{
    return oauthClientIn(QStringLiteral(POPLAR_OAUTH_CLIENTS), server);
}

std::optional<OAuthClient> oauthClientIn(const QString &list, const QString &server)
{
    for (const QString &entry : list.split(u' ', Qt::SkipEmptyParts)) {
        const qsizetype equals = entry.indexOf(u'=');
        if (equals < 0 || entry.first(equals) != server)
            continue;
        const QString client = entry.mid(equals + 1);
        const qsizetype colon = client.indexOf(u':');
        const QString id = colon < 0 ? client : client.first(colon);
        if (!id.isEmpty())
            return OAuthClient{id, colon < 0 ? QString() : client.mid(colon + 1)};
    }
    return {};
}
