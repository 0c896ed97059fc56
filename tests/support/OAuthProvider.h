// SPDX-License-Identifier: GPL-3.0-or-later
//
// OAuthProvider is a token server for one user, as the providers of mail run theirs: it gives access tokens
// for the refresh token that is good now, and tells the mail server whether an access token is (RFC 7662).
// Any thread.
#pragma once

#include "TestHttpServer.h"

#include <mutex>

class OAuthProvider
{
public:
    explicit OAuthProvider(const QByteArray &user);

    QString tokenUrl() const { return url("/token"); }
    QByteArray introspectionUrl() const { return url("/introspect").toLatin1(); }

    void reset(); // to what it was in the beginning
    // What it answers to a refresh token.
    enum class Mood { Grants, Refuses, IsBusy, GivesBadTokens };
    void setMood(Mood mood);
    // From now on each refresh token is good once, and another comes with the access token.
    void setRotates();
    void expireAccessTokens(); // those that were given out

    QString refreshToken() const; // the one that is good
    int asked() const;            // for access tokens, so far
    QByteArrayList given() const; // access tokens so far

private:
    QString url(const char *path) const;
    QByteArray answer(const TestHttpServer::Request &request);
    QByteArray grant(const QString &refreshToken);

    const QByteArray m_user;
    mutable std::mutex m_mutex;
    Mood m_mood = Mood::Grants;
    bool m_rotates = false;
    int m_rotation = 1;
    int m_asked = 0;
    QByteArrayList m_given;
    QByteArrayList m_good;
    TestHttpServer m_server; // last: answers as soon as it is there
};
