// SPDX-License-Identifier: GPL-3.0-or-later
//
// SessionLog writes down what a POP3 session says in both directions, in a form that can be handed to others:
// no secret, also where the server repeats one, no mail, and listings by their first lines. At most 64 KiB.
// It sees the bytes as they pass and knows of POP3 only the shape of its lines. Not shared between threads.
#pragma once

#include <QByteArray>
#include <QByteArrayList>
#include <QByteArrayView>
#include <QElapsedTimer>
#include <QString>

class SessionLog
{
public:
    static constexpr qsizetype maxSize = 64 * 1024; // octets of UTF-8

    SessionLog() { m_timer.start(); }

    // From now on replaced by "***" wherever it shows, whole or in pieces of five characters.
    void hide(const QByteArray &secret);
    void note(const QString &text); // by us: "connected", say
    void sent(QByteArrayView bytes);
    void received(QByteArrayView bytes);

    QString text() const { return QString::fromUtf8(m_text); }
    QByteArray greeting() const { return m_greeting; }
    QByteArrayList capabilities() const { return m_capabilities; } // the lines of the last CAPA

private:
    void sentLine(const QByteArray &line);
    void receivedLine(const QByteArray &line);
    void endListing();
    QByteArray shown(QByteArray line) const;
    void write(const char *who, const QByteArray &line);

    QElapsedTimer m_timer;
    QByteArrayList m_secrets; // lower case
    QByteArray m_text, m_outgoing, m_incoming, m_greeting, m_lastCommand;
    QByteArrayList m_capabilities;
    qint64 m_listed = 0; // lines of the multi-line answer that is under way
    bool m_isGreeted = false;
    bool m_isChallenged = false; // the client's next line is a SASL response
    bool m_isFull = false;
};
