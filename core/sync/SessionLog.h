// SPDX-License-Identifier: GPL-3.0-or-later
//
// SessionLog writes down what a POP3 session says in both directions, in a form that can be handed to others:
// no secret, also where the server repeats one, no mail, and listings by their first lines. At most 64 KiB,
// and no more memory than that however much passes. It sees the bytes as they pass, cut anywhere, and keeps
// count of which command an answer belongs to. Not shared between threads.
#pragma once

#include "Pop3BodyReader.h"
#include "SecretMask.h"

#include <QByteArray>
#include <QByteArrayList>
#include <QByteArrayView>
#include <QElapsedTimer>
#include <QString>
#include <QStringList>

#include <deque>
#include <optional>

class SessionLog
{
public:
    static constexpr qsizetype maxSize = 64 * 1024; // octets of UTF-8

    SessionLog() { m_timer.start(); }

    // Whose sign-in it is: no secret, though it is sent among them.
    void setUser(const QString &user) { m_user = user.toUtf8(); }
    // From now on "***" stands in its place (SecretMask). What is sent as one is hidden without it.
    void hide(const QString &secret);
    void note(const QString &text); // our own words
    void sent(QByteArrayView bytes);
    void received(QByteArrayView bytes);
    // A connection, or TLS on the one there is: what was under way before is not any more.
    void connected(const QString &where);
    void tlsStarted(const QString &version);

    QString text() const { return QString::fromUtf8(m_text); }
    // As it may be shown: without secrets and without what does not print.
    QString harmless(const QString &text) const;
    QString greeting() const { return QString::fromUtf8(m_greeting); }
    QStringList capabilities() const { return m_capabilities; } // the lines of the last CAPA

private:
    // A command whose answer has not begun.
    struct Command {
        QByteArray keyword;
        bool hasArgument = false;

        bool isMail() const { return keyword == "RETR" || keyword == "TOP"; }
        bool isListing() const;
    };
    enum class Within { Nothing, Listing, Mail };

    // Appends the bytes to a line, up to its end; the number taken. What is too long of a line is dropped.
    static qsizetype takeLine(QByteArrayView bytes, QByteArray &line, bool &isWhole);
    void beginAnew();
    void sentLine(const QByteArray &line);
    void hideResponse(const QByteArray &response);
    void receivedLine(QByteArray line);
    void statusLine(const QByteArray &line);
    void listingLine(const QByteArray &line);
    qsizetype takeMail(char *block, qsizetype size);
    QByteArray shown(const QByteArray &line) const;
    void write(const char *who, const QByteArray &line);

    QElapsedTimer m_timer;
    SecretMask m_mask;
    QByteArray m_user, m_text, m_outgoing, m_incoming, m_greeting;
    QStringList m_capabilities;
    std::deque<Command> m_underWay;
    Command m_answered; // whose lines are coming in
    Within m_within = Within::Nothing;
    std::optional<Pop3BodyReader> m_mail;
    qint64 m_count = 0; // lines of the listing, or octets of the mail, that is coming in
    bool m_isGreeted = false;
    bool m_knowsLineEnds = false;
    bool m_endsInLineFeeds = false; // this server's lines do (R9)
    bool m_isChallenged = false;    // the client's next line is a SASL response
    bool m_isFull = false;
};
