// SPDX-License-Identifier: GPL-3.0-or-later
#include "PopMailbox.h"

#include <algorithm>

struct PopMailbox::Session {
    ScriptedPopServer::Peer &peer;
    QByteArray user;
    bool in = false;
    bool over = false;
    std::vector<Message> messages; // as they were at sign-in; their numbers do not change
    std::set<int> deleted;         // indexes
    std::set<int> retrieved;       // indexes

    // The index that a message number stands for, or -1.
    int index(const QByteArray &argument) const
    {
        const int number = argument.split(' ').first().toInt();
        return number >= 1 && number <= int(messages.size()) && !deleted.contains(number - 1) ? number - 1
                                                                                              : -1;
    }
};

PopMailbox::PopMailbox(std::vector<Message> messages) : m_messages(std::move(messages)) {}

QByteArray PopMailbox::dotStuffed(const QByteArray &bytes)
{
    QByteArray stuffed = bytes;
    stuffed.replace("\r\n.", "\r\n..");
    if (stuffed.startsWith('.'))
        stuffed.prepend('.');
    return stuffed + ".\r\n";
}

void PopMailbox::serve(ScriptedPopServer::Peer &peer)
{
    Session session{peer, {}, false, false, {}, {}, {}};
    peer.send("+OK POP3 ready\r\n");
    while (!session.over) {
        const QByteArray line = peer.receiveLine();
        if (!interfere || !interfere(peer, line))
            answer(session, line);
    }
}

void PopMailbox::answer(Session &session, const QByteArray &line)
{
    const qsizetype space = line.indexOf(' ');
    const QByteArray keyword = (space < 0 ? line : line.left(space)).toUpper();
    const QByteArray argument = space < 0 ? QByteArray() : line.mid(space + 1);
    if (keyword == "CAPA") {
        sendCapabilities(session);
    } else if (keyword == "QUIT") {
        quit(session);
        session.over = true;
    } else if (session.in) {
        transact(session, keyword, argument);
    } else {
        authorize(session, keyword, argument);
    }
}

void PopMailbox::authorize(Session &session, const QByteArray &keyword, const QByteArray &argument)
{
    if (keyword == "STLS" && offersStls && !session.peer.isEncrypted()) {
        session.peer.send("+OK begin TLS\r\n");
        if (!session.peer.startTls())
            session.peer.drop();
    } else if (keyword == "USER") {
        session.user = argument;
        session.peer.send("+OK\r\n");
    } else if (keyword == "PASS") {
        signedIn(session, session.user == user && argument == password);
    } else if (keyword == "AUTH" && argument.toUpper().startsWith("PLAIN")) {
        QByteArray response = argument.mid(6);
        if (response.isEmpty()) {
            session.peer.send("+ \r\n");
            response = session.peer.receiveLine();
        }
        const auto parts = QByteArray::fromBase64(response).split('\0');
        signedIn(session, parts.size() == 3 && parts[1] == user && parts[2] == password);
    } else if (keyword == "AUTH" && argument.toUpper().startsWith("XOAUTH2") && !token.isEmpty()) {
        answerToken(session, argument.contains(' '));
    } else {
        session.peer.send("-ERR not now\r\n");
    }
}

void PopMailbox::answerToken(Session &session, bool atOnce)
{
    if (atOnce)
        session.peer.drop();
    session.peer.send("+\r\n");
    const QByteArray response = QByteArray::fromBase64(session.peer.receiveLine());
    signedIn(session, response == "user=" + user + "\1auth=Bearer " + token + "\1\1");
}

void PopMailbox::signedIn(Session &session, bool ok)
{
    if (!ok) {
        session.peer.send("-ERR [AUTH] wrong user name or password\r\n");
        return;
    }
    {
        const std::lock_guard lock(m_mutex);
        ++m_sessions;
        session.messages = m_messages;
    }
    session.in = true;
    session.peer.send("+OK signed in\r\n");
}

void PopMailbox::transact(Session &session, const QByteArray &keyword, const QByteArray &argument)
{
    const int index = session.index(argument);
    if (keyword == "STAT") {
        qint64 octets = 0;
        for (const auto &message : session.messages)
            octets += message.bytes.size();
        session.peer.send("+OK " + QByteArray::number(qsizetype(session.messages.size())) + ' ' +
                          QByteArray::number(octets) + "\r\n");
    } else if (keyword == "LIST" || (keyword == "UIDL" && hasUidl)) {
        sendListing(session, argument, keyword == "UIDL");
    } else if (keyword == "RSET") {
        session.deleted.clear();
        session.peer.send("+OK\r\n");
    } else if (keyword == "NOOP") {
        session.peer.send("+OK\r\n");
    } else if (keyword == "UIDL" || (keyword == "TOP" && !hasTop) || index < 0) {
        session.peer.send("-ERR no such command or message\r\n");
    } else if (keyword == "RETR") {
        session.retrieved.insert(index);
        session.peer.send("+OK\r\n" + dotStuffed(session.messages[index].bytes));
    } else if (keyword == "TOP") {
        const QByteArray &bytes = session.messages[index].bytes;
        qsizetype end = bytes.indexOf("\r\n\r\n");
        end = end < 0 ? bytes.size() : end + 4;
        for (int lines = argument.split(' ').last().toInt(); lines > 0 && end < bytes.size(); --lines) {
            const qsizetype next = bytes.indexOf("\r\n", end);
            end = next < 0 ? bytes.size() : next + 2;
        }
        session.peer.send("+OK\r\n" + dotStuffed(bytes.left(end)));
    } else if (keyword == "DELE") {
        if (deleting)
            deleting(session.messages[index]);
        session.deleted.insert(index);
        session.peer.send("+OK\r\n");
    } else {
        session.peer.send("-ERR unknown command\r\n");
    }
}

void PopMailbox::sendCapabilities(Session &session)
{
    const QByteArrayList &capabilities = session.in ? capabilitiesAfter : capabilitiesBefore;
    if (capabilities.isEmpty()) {
        session.peer.send("-ERR unknown command\r\n");
        return;
    }
    QByteArray answer = "+OK\r\n" + capabilities.join("\r\n") + "\r\n";
    if (offersStls && !session.in && !session.peer.isEncrypted())
        answer += "STLS\r\n";
    session.peer.send(answer + ".\r\n");
}

void PopMailbox::sendListing(Session &session, const QByteArray &argument, bool uidl)
{
    const auto row = [&session, uidl](int index) {
        const Message &message = session.messages[index];
        return QByteArray::number(index + 1) + ' ' +
               (uidl ? message.uidl : QByteArray::number(message.bytes.size())) + "\r\n";
    };
    if (!argument.isEmpty()) {
        const int index = session.index(argument);
        session.peer.send(index < 0 ? QByteArray("-ERR no such message\r\n") : "+OK " + row(index));
        return;
    }
    QByteArray answer = "+OK\r\n";
    for (int index = 0; index < int(session.messages.size()); ++index) {
        if (!session.deleted.contains(index))
            answer += row(index);
    }
    session.peer.send(answer + ".\r\n");
}

void PopMailbox::quit(Session &session)
{
    if (deletesWhatWasRetrieved)
        session.deleted.insert(session.retrieved.begin(), session.retrieved.end());
    switch (farewell) {
    case Farewell::ClosesBeforeUpdate:
        session.peer.drop();
        return;
    case Farewell::ClosesAfterUpdate:
        update(session);
        session.peer.drop();
        return;
    case Farewell::RefusesSome:
        for (auto it = session.deleted.begin(); it != session.deleted.end();)
            it = *it % 2 == 0 ? session.deleted.erase(it) : std::next(it);
        update(session);
        session.peer.send("-ERR some deleted messages not removed\r\n");
        return;
    case Farewell::Polite:
        update(session);
        session.peer.send("+OK bye\r\n");
    }
}

void PopMailbox::update(Session &session)
{
    const std::lock_guard lock(m_mutex);
    for (const int index : session.deleted) {
        const auto found = std::find(m_messages.begin(), m_messages.end(), session.messages[index]);
        if (found != m_messages.end())
            m_messages.erase(found);
    }
}

std::vector<PopMailbox::Message> PopMailbox::messages() const
{
    const std::lock_guard lock(m_mutex);
    return m_messages;
}

void PopMailbox::add(Message message)
{
    const std::lock_guard lock(m_mutex);
    m_messages.push_back(std::move(message));
}

void PopMailbox::remove(const QByteArray &uidl)
{
    const std::lock_guard lock(m_mutex);
    m_messages.erase(std::remove_if(m_messages.begin(), m_messages.end(),
                                    [&](const Message &message) { return message.uidl == uidl; }),
                     m_messages.end());
}

void PopMailbox::clear()
{
    const std::lock_guard lock(m_mutex);
    m_messages.clear();
}

int PopMailbox::sessions() const
{
    const std::lock_guard lock(m_mutex);
    return m_sessions;
}
