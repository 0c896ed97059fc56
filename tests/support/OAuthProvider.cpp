// SPDX-License-Identifier: GPL-3.0-or-later
#include "OAuthProvider.h"

#include <QJsonDocument>
#include <QJsonObject>

OAuthProvider::OAuthProvider(const QByteArray &user)
    : m_user(user), m_server([this](const TestHttpServer::Request &request) { return answer(request); })
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
    m_rotates = false;
    m_rotation = 1;
    m_asked = 0;
    m_given.clear();
    m_good.clear();
}

void OAuthProvider::setMood(Mood mood)
{
    const std::lock_guard lock(m_mutex);
    m_mood = mood;
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

QString OAuthProvider::refreshToken() const
{
    const std::lock_guard lock(m_mutex);
    return QStringLiteral("refresh-%1").arg(m_rotation);
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

QByteArray OAuthProvider::answer(const TestHttpServer::Request &request)
{
    if (request.path.startsWith("/token"))
        return grant(request.field(QStringLiteral("refresh_token")));
    const std::lock_guard lock(m_mutex);
    const bool isGood = m_good.contains(request.field(QStringLiteral("token")).toLatin1());
    QJsonObject json{{QStringLiteral("active"), isGood}};
    if (isGood)
        json.insert(QStringLiteral("username"), QString::fromUtf8(m_user));
    return TestHttpServer::answer(200, QJsonDocument(json).toJson(QJsonDocument::Compact));
}

QByteArray OAuthProvider::grant(const QString &refreshToken)
{
    const bool isGood = refreshToken == this->refreshToken();
    const std::lock_guard lock(m_mutex);
    ++m_asked;
    if (m_mood == Mood::IsBusy)
        return TestHttpServer::answer(503, "{\"error\":\"temporarily_unavailable\"}");
    if (m_mood == Mood::Refuses || !isGood)
        return TestHttpServer::answer(400, "{\"error\":\"invalid_grant\"}");
    const QByteArray token = "access-token-" + QByteArray::number(m_given.size() + 1);
    m_given.append(token);
    if (m_mood != Mood::GivesBadTokens)
        m_good.append(token);
    QJsonObject json{{QStringLiteral("access_token"), QString::fromLatin1(token)},
                     {QStringLiteral("token_type"), QStringLiteral("Bearer")},
                     {QStringLiteral("expires_in"), 3600}};
    if (m_rotates)
        json.insert(QStringLiteral("refresh_token"), QStringLiteral("refresh-%1").arg(++m_rotation));
    return TestHttpServer::answer(200, QJsonDocument(json).toJson(QJsonDocument::Compact));
}
