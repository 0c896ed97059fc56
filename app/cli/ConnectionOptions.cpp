// SPDX-License-Identifier: GPL-3.0-or-later
#include "ConnectionOptions.h"

#include "AuthorizationServer.h"
#include "SecretFile.h"

#include <QCommandLineParser>
#include <QFileInfo>
#include <QUrl>

namespace
{

using Outcome = tl::expected<void, QString>;

QString name(const char *text)
{
    return QString::fromLatin1(text);
}

tl::expected<ProxySettings, QString> proxyFrom(const QString &text)
{
    const auto complaint =
        tl::unexpected(QStringLiteral("--proxy must look like socks5://user@host:port or http://host:port, "
                                      "or be none."));
    if (text == QLatin1String("none"))
        return ProxySettings();
    const QUrl url(text, QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty() || url.port() < 1 || !url.path().isEmpty())
        return complaint;
    if (!url.password().isEmpty())
        return tl::unexpected(
            QStringLiteral("Give the proxy's password with --proxy-password-file: every process can read "
                           "the command line."));
    ProxySettings proxy;
    if (url.scheme() == QLatin1String("socks5"))
        proxy.kind = ProxySettings::Kind::Socks5;
    else if (url.scheme() == QLatin1String("http"))
        proxy.kind = ProxySettings::Kind::Http;
    else
        return complaint;
    proxy.host = url.host();
    proxy.port = static_cast<quint16>(url.port());
    proxy.user = url.userName(QUrl::FullyDecoded);
    return proxy;
}

Outcome applyCertificates(const QCommandLineParser &parser, ServerSettings &server)
{
    if (parser.isSet(name("client-certificate"))) {
        const QString file = parser.value(name("client-certificate"));
        if (!file.isEmpty() && !QFileInfo(file).isReadable())
            return tl::unexpected(QStringLiteral("The certificate file %1 cannot be read.").arg(file));
        server.clientCertificate = file.isEmpty() ? QString() : QFileInfo(file).absoluteFilePath();
    }
    if (!parser.isSet(name("accept-certificate")))
        return {};
    QString digits = parser.value(name("accept-certificate"));
    if (digits == QLatin1String("none")) {
        server.accepted.reset();
        return {};
    }
    digits.remove(u':');
    const QByteArray sha256 = QByteArray::fromHex(digits.toLatin1());
    if (sha256.size() != 32 || digits.size() != 64)
        return tl::unexpected(
            QStringLiteral("--accept-certificate must be the 64 hexadecimal digits of a SHA-256, or none."));
    server.accepted = AcceptedCertificate{server.host, server.port, sha256};
    return {};
}

// The way to sign in with it; whoever has the session knows the client.
Outcome applyOAuthProvider(const QCommandLineParser &parser, ServerSettings &server)
{
    if (!parser.isSet(name("oauth-provider")))
        return {};
    const AuthorizationServer *const provider = authorizationServerById(parser.value(name("oauth-provider")));
    if (!provider)
        return tl::unexpected(
            QStringLiteral("--oauth-provider must be google, microsoft, yahoo or fastmail."));
    server.signIn = SignIn::OAuth;
    server.oauth = oauthSettings(*provider, {});
    return {};
}

Outcome applyOAuth(const QCommandLineParser &parser, OAuthSettings &oauth)
{
    if (parser.isSet(name("token-url")))
        oauth.tokenUrl = parser.value(name("token-url"));
    if (parser.isSet(name("authorization-url")))
        oauth.authorizationUrl = parser.value(name("authorization-url"));
    if (parser.isSet(name("revocation-url")))
        oauth.revocationUrl = parser.value(name("revocation-url"));
    if (parser.isSet(name("client-id")))
        oauth.clientId = parser.value(name("client-id"));
    if (parser.isSet(name("scope")))
        oauth.scope = parser.value(name("scope"));
    if (parser.isSet(name("client-secret-file"))) {
        const auto secret = secretInFile(parser.value(name("client-secret-file")));
        if (!secret)
            return tl::unexpected(secret.error());
        oauth.clientSecret = *secret;
    }
    return {};
}

Outcome applyDownload(const QCommandLineParser &parser, DownloadPolicy &download)
{
    if (parser.isSet(name("headers-only"))) {
        const QString word = parser.value(name("headers-only"));
        if (word != QLatin1String("yes") && word != QLatin1String("no"))
            return tl::unexpected(QStringLiteral("--headers-only must be yes or no."));
        download.headersOnly = word == QLatin1String("yes");
    }
    bool isNumber = true;
    if (parser.isSet(name("size-limit"))) {
        download.sizeLimit = parser.value(name("size-limit")).toLongLong(&isNumber);
        if (!isNumber || download.sizeLimit < 0)
            return tl::unexpected(QStringLiteral("--size-limit must be a number of bytes; 0: no limit."));
    }
    if (parser.isSet(name("lines"))) {
        download.lines = parser.value(name("lines")).toInt(&isNumber);
        if (!isNumber || download.lines < 0)
            return tl::unexpected(QStringLiteral("--lines must be a number from 0."));
    }
    return {};
}

} // namespace

void ConnectionOptions::addTo(QCommandLineParser &parser)
{
    const auto add = [&](const char *option, const char *text, const char *value) {
        parser.addOption({name(option), name(text), name(value)});
    };
    add("proxy", "socks5://user@host:port, http://user@host:port or none (the default).", "URL");
    add("proxy-password-file", "Reads the proxy's password from <F>.", "F");
    add("client-certificate", "PEM or PKCS #12 file with certificate and key, to show to the server.", "F");
    add("accept-certificate",
        "SHA-256 of a certificate of this server to accept although it does not verify; none: no more.",
        "SHA256");
    add("oauth-provider",
        "google, microsoft, yahoo or fastmail: signs in by OAuth there; `account client` sets the client.",
        "P");
    add("token-url", "With --auth oauth: where access tokens come from; the password is the refresh token.",
        "URL");
    add("authorization-url", "With --auth oauth: the page that `account sign-in` has the browser show.",
        "URL");
    add("revocation-url", "With --auth oauth: where `account sign-out` takes the permission back.", "URL");
    add("client-id", "With --auth oauth: the client's id.", "ID");
    add("client-secret-file", "With --auth oauth: reads the client's secret from <F>.", "F");
    add("scope", "With --auth oauth: the scope to ask for.", "S");
    add("headers-only", "yes: only the headers are fetched at once; no (the default).", "YN");
    add("size-limit", "Of longer messages only the beginning is fetched; bytes, 0 (the default): no limit.",
        "N");
    add("lines", "How many lines of the body the beginning has; 40.", "N");
}

Outcome ConnectionOptions::apply(const QCommandLineParser &parser, Account &account)
{
    if (parser.isSet(name("proxy"))) {
        const auto proxy = proxyFrom(parser.value(name("proxy")));
        if (!proxy)
            return tl::unexpected(proxy.error());
        account.server.proxy = *proxy;
    }
    for (const Outcome &outcome :
         {applyCertificates(parser, account.server), applyOAuthProvider(parser, account.server),
          applyOAuth(parser, account.server.oauth), applyDownload(parser, account.download)})
        if (!outcome)
            return outcome;
    return {};
}

tl::expected<std::optional<QString>, QString>
ConnectionOptions::proxyPassword(const QCommandLineParser &parser)
{
    if (!parser.isSet(name("proxy-password-file")))
        return std::nullopt;
    const auto line = secretInFile(parser.value(name("proxy-password-file")));
    if (!line)
        return tl::unexpected(line.error());
    return *line;
}
