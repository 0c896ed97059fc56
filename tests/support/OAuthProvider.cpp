// SPDX-License-Identifier: GPL-3.0-or-later
#include "OAuthProvider.h"

#include <QCryptographicHash>
#include <QJsonDocument>
#include <QJsonObject>
#include <QUrl>

namespace
{
QByteArray json(const QJsonObject &object)
{
    return TestHttpServer::answer(200, QJsonDocument(object).toJson(QJsonDocument::Compact));
}

// Where a native program may have a browser sent: to a port of its own computer (RFC 8252 §7.3).
bool isLoopback(const QUrl &url)
{
    return url.scheme() == QLatin1String("http") && url.port() > 0 &&
           (url.host() == QLatin1String("127.0.0.1") || url.host() == QLatin1String("localhost"));
}

QString challengeOf(const QString &verifier)
{
    const QByteArray hash = QCryptographicHash::hash(verifier.toLatin1(), QCryptographicHash::Sha256);
    return QString::fromLatin1(hash.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
}
} // namespace

OAuthProvider::OAuthProvider(const QByteArray &user)
    : m_user(user), m_server([this](const Request &request) { return answer(request); })
{
}

QString OAuthProvider::url(const char *path) const
{
    return QStringLiteral("http://127.0.0.1:%1%2").arg(m_server.port()).arg(QLatin1String(path));
}

void OAuthProvider::reset()
{
    const std::lock_guard lock(m_mutex);
    m_mood = Mood::Grants;
    m_says = User::Agrees;
    m_rotates = false;
    m_isRevoked = false;
    m_rotation = 1;
    m_asked = 0;
    m_revoked = 0;
    m_given.clear();
    m_good.clear();
    m_codes.clear();
    m_complaints.clear();
}

void OAuthProvider::setMood(Mood mood)
{
    const std::lock_guard lock(m_mutex);
    m_mood = mood;
}

void OAuthProvider::setUser(User user)
{
    const std::lock_guard lock(m_mutex);
    m_says = user;
}

void OAuthProvider::setRotates()
{
    const std::lock_guard lock(m_mutex);
    m_rotates = true;
}

void OAuthProvider::expireAccessTokens()
{
    const std::lock_guard lock(m_mutex);
    m_good.clear();
}

void OAuthProvider::revoke()
{
    const std::lock_guard lock(m_mutex);
    m_isRevoked = true;
    m_good.clear();
}

QString OAuthProvider::currentToken() const
{
    return QStringLiteral("refresh-%1").arg(m_rotation);
}

QString OAuthProvider::refreshToken() const
{
    const std::lock_guard lock(m_mutex);
    return currentToken();
}

int OAuthProvider::asked() const
{
    const std::lock_guard lock(m_mutex);
    return m_asked;
}

QByteArrayList OAuthProvider::given() const
{
    const std::lock_guard lock(m_mutex);
    return m_given;
}

int OAuthProvider::revoked() const
{
    const std::lock_guard lock(m_mutex);
    return m_revoked;
}

QStringList OAuthProvider::complaints() const
{
    const std::lock_guard lock(m_mutex);
    return m_complaints;
}

QByteArray OAuthProvider::refuse(const QString &complaint, const char *error)
{
    m_complaints.append(complaint);
    return TestHttpServer::answer(400, QByteArray("{\"error\":\"") + error + "\"}");
}

QByteArray OAuthProvider::answer(const Request &request)
{
    const std::lock_guard lock(m_mutex);
    const QByteArray path = request.path.split('?').first();
    if (path == "/authorize")
        return authorize(request);
    if (path == "/token")
        return token(request);
    if (path == "/revoke")
        return takeBack(request);
    return introspect(request);
}

// The page with its question, and its user's answer at once.
QByteArray OAuthProvider::authorize(const Request &request)
{
    const QUrlQuery query(QUrl::fromEncoded(request.path).query(QUrl::FullyEncoded));
    const auto field = [&](const char *name) {
        return query.queryItemValue(QLatin1String(name), QUrl::FullyDecoded);
    };
    const QUrl redirect(field("redirect_uri"), QUrl::StrictMode);
    if (field("tenant") != QLatin1String("home") || field("response_type") != QLatin1String("code"))
        return refuse(QStringLiteral("not what the page is for"));
    if (field("client_id").isEmpty() || !isLoopback(redirect))
        return refuse(QStringLiteral("no client, or no loopback address to come back to"));
    // 128 bits in base64 are 22 letters, and S256 is 43 of them.
    if (field("state").size() < 22 || field("code_challenge_method") != QLatin1String("S256") ||
        field("code_challenge").size() != 43)
        return refuse(QStringLiteral("no state, or no challenge"));
    QUrlQuery back;
    back.addQueryItem(QStringLiteral("state"), field("state"));
    if (m_says == User::Declines) {
        back.addQueryItem(QStringLiteral("error"), QStringLiteral("access_denied"));
        back.addQueryItem(QStringLiteral("error_description"), QStringLiteral("The user said no."));
    } else {
        const QString code = QStringLiteral("4/0A-code.%1").arg(++m_codesGiven);
        m_codes.insert(code, {field("client_id"), field("redirect_uri"), field("code_challenge")});
        back.addQueryItem(QStringLiteral("code"), QString::fromLatin1(QUrl::toPercentEncoding(code)));
    }
    const QByteArray target =
        field("redirect_uri").toLatin1() + '?' + back.query(QUrl::FullyEncoded).toLatin1();
    return TestHttpServer::answer(302, {}, "Location: " + target + "\r\n");
}

QByteArray OAuthProvider::token(const Request &request)
{
    const QString kind = request.field(QStringLiteral("grant_type"));
    if (kind == QLatin1String("refresh_token"))
        return refresh(request);
    if (kind == QLatin1String("authorization_code"))
        return redeem(request);
    return refuse(QStringLiteral("another grant: ") + kind, "unsupported_grant_type");
}

QJsonObject OAuthProvider::newAccessToken()
{
    const QByteArray token = "access-token-" + QByteArray::number(m_given.size() + 1);
    m_given.append(token);
    if (m_mood != Mood::GivesBadTokens)
        m_good.append(token);
    return {{QStringLiteral("access_token"), QString::fromLatin1(token)},
            {QStringLiteral("token_type"), QStringLiteral("Bearer")},
            {QStringLiteral("expires_in"), 3600}};
}

QByteArray OAuthProvider::refresh(const Request &request)
{
    const bool isGood = request.field(QStringLiteral("refresh_token")) == currentToken() && !m_isRevoked;
    ++m_asked;
    if (m_mood == Mood::IsBusy)
        return TestHttpServer::answer(503, "{\"error\":\"temporarily_unavailable\"}");
    if (m_mood == Mood::Refuses || !isGood)
        return TestHttpServer::answer(400, "{\"error\":\"invalid_grant\"}");
    QJsonObject object = newAccessToken();
    if (m_rotates) {
        ++m_rotation;
        object.insert(QStringLiteral("refresh_token"), currentToken());
    }
    return json(object);
}

QByteArray OAuthProvider::redeem(const Request &request)
{
    const auto field = [&](const char *name) { return request.field(QLatin1String(name)); };
    if (m_mood == Mood::IsBusy)
        return TestHttpServer::answer(503, "{\"error\":\"temporarily_unavailable\"}");
    if (m_mood == Mood::Refuses)
        return TestHttpServer::answer(400, "{\"error\":\"invalid_grant\"}");
    if (!m_codes.contains(field("code")))
        return refuse(QStringLiteral("a code that was not given, or was redeemed"), "invalid_grant");
    const Permission permission = m_codes.take(field("code"));
    if (permission.client != field("client_id") || permission.redirectUri != field("redirect_uri"))
        return refuse(QStringLiteral("the code was given to another"), "invalid_grant");
    if (permission.challenge != challengeOf(field("code_verifier")))
        return refuse(QStringLiteral("no proof of the challenge"), "invalid_grant");
    m_isRevoked = false;
    ++m_rotation;
    QJsonObject object = newAccessToken();
    if (m_mood != Mood::GivesNoRefreshToken)
        object.insert(QStringLiteral("refresh_token"), currentToken());
    return json(object);
}

QByteArray OAuthProvider::takeBack(const Request &request)
{
    if (m_mood == Mood::IsBusy)
        return TestHttpServer::answer(503, {});
    if (m_mood == Mood::Refuses) // as some do in place of 200
        return TestHttpServer::answer(400, "{\"error\":\"invalid_token\"}");
    if (request.field(QStringLiteral("client_id")).isEmpty())
        return refuse(QStringLiteral("no client"), "invalid_client");
    if (request.field(QStringLiteral("token")) == currentToken()) {
        ++m_revoked;
        m_isRevoked = true;
        m_good.clear();
    }
    return TestHttpServer::answer(200, {}); // RFC 7009 §2.2: also for one that is good no more
}

QByteArray OAuthProvider::introspect(const Request &request)
{
    const bool isGood = m_good.contains(request.field(QStringLiteral("token")).toLatin1());
    QJsonObject object{{QStringLiteral("active"), isGood}};
    if (isGood)
        object.insert(QStringLiteral("username"), QString::fromUtf8(m_user));
    return json(object);
}
