// SPDX-License-Identifier: GPL-3.0-or-later
#include "AutoconfigXml.h"
#include "FuzzInput.h"

#include <QUrl>

static bool isSecureOrEmpty(const QString &url)
{
    return url.isEmpty() || QUrl(url).scheme() == QLatin1String("https");
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const MailAddress anna{QStringLiteral("anna@example.org"), QStringLiteral("anna"),
                                  QStringLiteral("example.org")};
    const auto found = readAutoconfig(bytesOf(data, size), anna);
    if (!found) {
        require(found.error().code == ErrorCode::ProtocolViolation);
        return 0;
    }
    require(found->size() <= 16);
    for (const ServerProposal &proposal : *found) {
        const ServerSettings &server = proposal.server;
        require(!server.host.isEmpty() && networkName(server.host) == server.host);
        require(server.port != 0 && !server.user.isEmpty());
        require(!server.user.contains(u'\n') && !server.user.contains(u'\r'));
        require(isSecureOrEmpty(proposal.help) && isSecureOrEmpty(server.oauth.tokenUrl) &&
                isSecureOrEmpty(server.oauth.authorizationUrl));
    }
    return 0;
}
