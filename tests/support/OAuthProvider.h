// SPDX-License-Identifier: GPL-3.0-or-later
//
// OAuthProvider is the authorization server of one user, as the providers of mail run theirs: a page that
// sends the browser back with a code (RFC 6749 §4.1), which is redeemed once by whoever has the proof of its
// challenge (RFC 7636); access tokens for the refresh token that is good now; permissions taken back
// (RFC 7009); and for the mail server, whether an access token is good (RFC 7662). Any thread.
#pragma once

#include "TestHttpServer.h"

#include <QHash>
#include <QStringList>

#include <mutex>

class QJsonObject;

class OAuthProvider
{
public:
    explicit OAuthProvider(const QByteArray &user);

    QString authorizationUrl() const { return url("/authorize?tenant=home"); }
    QString tokenUrl() const { return url("/token"); }
    QString revocationUrl() const { return url("/revoke"); }
    QByteArray introspectionUrl() const { return url("/introspect").toLatin1(); }

    void reset(); // to what it was in the beginning
    // What it answers to a code or a refresh token.
    enum class Mood { Grants, Refuses, IsBusy, GivesBadTokens, GivesNoRefreshToken };
    void setMood(Mood mood);
    // What its user says to the question on its page.
    enum class User { Agrees, Declines };
    void setUser(User user);
    // From now on each refresh token is good once, and another comes with the access token.
    void setRotates();
    void expireAccessTokens(); // those that were given out
    void revoke();             // the permission, as its user does on another page

    QString refreshToken() const;   // the one that is good
    int asked() const;              // for access tokens, so far
    QByteArrayList given() const;   // access tokens so far
    int revoked() const;            // permissions that were taken back by a client
    QStringList complaints() const; // of what clients did wrong

private:
    // What a code is good for.
    struct Permission {
        QString client, redirectUri, challenge;
    };
    using Request = TestHttpServer::Request;

    QString url(const char *path) const;
    QByteArray answer(const Request &request);
    QByteArray authorize(const Request &request);
    QByteArray token(const Request &request);
    QByteArray refresh(const Request &request);
    QByteArray redeem(const Request &request);
    QByteArray takeBack(const Request &request);
    QByteArray introspect(const Request &request);
    QByteArray refuse(const QString &complaint, const char *error = "invalid_request");
    QJsonObject newAccessToken();
    QString currentToken() const;

    const QByteArray m_user;
    mutable std::mutex m_mutex;
    Mood m_mood = Mood::Grants;
    User m_says = User::Agrees;
    bool m_rotates = false;
    bool m_isRevoked = false;
    int m_rotation = 1;
    int m_asked = 0;
    int m_revoked = 0;
    QByteArrayList m_given;
    QByteArrayList m_good;
    QHash<QString, Permission> m_codes;
    int m_codesGiven = 0;
    QStringList m_complaints;
    TestHttpServer m_server; // last: answers as soon as it is there
};
