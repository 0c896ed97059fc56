// SPDX-License-Identifier: GPL-3.0-or-later
#include "RecentMode.h"

RecentMode recentModeOf(const ServerSettings &server)
{
    const QString host = server.host.endsWith(u'.') ? server.host.chopped(1) : server.host;
    for (const char *name : {"pop.gmail.com", "pop.googlemail.com"}) {
        if (host.compare(QLatin1String(name), Qt::CaseInsensitive) != 0)
            continue;
        return server.user.startsWith(QLatin1String("recent:"), Qt::CaseInsensitive) ? RecentMode::On
                                                                                     : RecentMode::Possible;
    }
    return RecentMode::None;
}
