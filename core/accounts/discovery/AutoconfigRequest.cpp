// SPDX-License-Identifier: GPL-3.0-or-later
#include "AutoconfigRequest.h"

#include "DiscoveryLookup.h"
#include "HttpRequest.h"
#include "ProxyEndpoint.h"

#include <QDeadlineTimer>

namespace
{
constexpr int mostRedirections = 3;

bool isRedirection(int status)
{
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

Result<QUrl> targetOf(const QUrl &from, const QByteArray &location)
{
    const QUrl to = from.resolved(QUrl::fromEncoded(location));
    if (location.isEmpty() || !to.isValid() || to.scheme() != QLatin1String("https"))
        return failure(ErrorCode::InvalidArgument, from.host() + QStringLiteral(": leads out of https"));
    return to;
}

// A page for people instead of an error, as many web servers give it for whatever is asked.
bool isPage(const HttpAnswer &answer)
{
    return answer.type == "text/html" || answer.type == "application/xhtml+xml";
}
} // namespace

Result<std::vector<ServerProposal>> fetchAutoconfig(const QUrl &url, const MailAddress &address,
                                                    const DiscoveryEnvironment &environment,
                                                    Cancellation &cancellation)
{
    const QDeadlineTimer deadline(environment.patience);
    HttpRequest request;
    request.url = url;
    request.accept = "text/xml, application/xml";
    request.longestBody = longestAutoconfig;
    request.mayBePrivate = environment.mayBePrivate;
    request.caFile = environment.caFile;
    request.lookup = nameLookupOf(environment);
    request.proxy = proxyServerOf(environment.proxy, environment.proxyPassword);
    for (int redirections = 0;; ++redirections) {
        request.patience = std::chrono::milliseconds(deadline.remainingTime());
        if (deadline.hasExpired())
            return failure(ErrorCode::Timeout, request.url.host());
        if (request.url.scheme() != QLatin1String("https"))
            return failure(ErrorCode::InvalidArgument, request.url.host() + QStringLiteral(": not https"));
        TRY(const HttpAnswer answer, askWebServer(request, cancellation));
        if (answer.status == 200)
            return isPage(answer) ? std::vector<ServerProposal>() : readAutoconfig(answer.body, address);
        if (!isRedirection(answer.status))
            return std::vector<ServerProposal>();
        if (redirections == mostRedirections)
            return failure(ErrorCode::InvalidArgument, url.host() + QStringLiteral(": leads on and on"));
        TRY(request.url, targetOf(request.url, answer.location));
    }
}
