// SPDX-License-Identifier: GPL-3.0-or-later
#include "BrowserSignIn.h"

#include "AuthorizationRequest.h"
#include "AuthorizationServer.h"
#include "Log.h"
#include "LoopbackListener.h"
#include "OAuthRequest.h"

#include <QJsonDocument>
#include <QJsonObject>

using namespace std::chrono_literals;

namespace
{
constexpr auto serverPatience = 30s;

LoopbackListener::Name listenerName(const OAuthSettings &settings)
{
    const AuthorizationServer *const server = authorizationServerByPage(settings.authorizationUrl);
    return server && server->redirectsToLocalhost ? LoopbackListener::Name::Localhost
                                                  : LoopbackListener::Name::Address;
}

Result<QString> codeFrom(const RedirectAnswer &answer)
{
    if (!answer.code.isEmpty())
        return answer.code;
    const bool isBusy = answer.error == QLatin1String("temporarily_unavailable") ||
                        answer.error == QLatin1String("server_error");
    return failure(isBusy ? ErrorCode::ServerTemporary : ErrorCode::AuthRejected,
                   QStringLiteral("authorization server: %1").arg(answer.error), answer.words);
}
} // namespace

Result<QString> signInByBrowser(const BrowserSignIn &question, const std::function<void(const QUrl &)> &open,
                                Cancellation &cancellation)
{
    // Before the user is asked for anything: what cannot end well does not begin.
    TRY(const QUrl tokenUrl, oauthServerUrl(question.settings.tokenUrl));
    TRY(const auto listener, LoopbackListener::open(listenerName(question.settings)));
    const auto request = AuthorizationRequest::make(question.settings, listener->redirectUri());
    TRY(const QUrl page, request.page(question.email));
    open(page);
    const QString closingWords = question.closingWords.isEmpty()
                                     ? QStringLiteral("Poplar has the answer. You can close this window.")
                                     : question.closingWords;
    TRY(const RedirectAnswer answer,
        listener->wait(request.state, closingWords, question.patience, cancellation));
    TRY(const QString code, codeFrom(answer));
    TRY(const OAuthAnswer tokens,
        askTokenServer({tokenUrl, request.redemption(code), question.proxy, serverPatience}, cancellation));
    if (tokens.refreshToken.isEmpty())
        return failure(ErrorCode::Unsupported, QStringLiteral("the provider gave no refresh token"));
    qCInfo(logNet) << "got a permission from" << tokenUrl.host();
    return tokens.refreshToken;
}

Result<void> revokePermission(const OAuthSettings &settings, const QString &refreshToken,
                              const OAuthProxy &proxy, Cancellation &cancellation)
{
    if (settings.revocationUrl.isEmpty())
        return failure(ErrorCode::Unsupported,
                       QStringLiteral("the provider takes permissions back on a page"));
    TRY(const QUrl url, oauthServerUrl(settings.revocationUrl));
    const QByteArray form = oauthForm({{"token", refreshToken},
                                       {"token_type_hint", QStringLiteral("refresh_token")},
                                       {"client_id", settings.clientId},
                                       {"client_secret", settings.clientSecret}});
    TRY(const OAuthReply reply, askOAuthServer({url, form, proxy, serverPatience}, cancellation));
    // RFC 7009 §2.2: 200 also for a token that was good no more; some say 400 invalid_token for that.
    constexpr int done = 200, refused = 400, temporary = 500;
    const QString why = QJsonDocument::fromJson(reply.body).object()[QLatin1String("error")].toString();
    if (reply.status == done || (reply.status == refused && why == QLatin1String("invalid_token")))
        return {};
    return failure(reply.status >= temporary ? ErrorCode::ServerTemporary : ErrorCode::ServerRefused,
                   QStringLiteral("authorization server: HTTP %1").arg(reply.status));
}
