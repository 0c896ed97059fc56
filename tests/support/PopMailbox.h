// SPDX-License-Identifier: GPL-3.0-or-later
//
// PopMailbox is a mailbox as a well-behaved POP3 server keeps it, for tests: hand serve() to a
// ScriptedPopServer. Deletions take effect at QUIT only. Knows CAPA, STLS, USER, PASS, AUTH PLAIN, STAT,
// LIST, UIDL, TOP, RETR, DELE, RSET, NOOP, QUIT; AUTH XOAUTH2 as Microsoft has it. Settings are to be made
// before the server starts; the rest any thread may call.
#pragma once

#include "ScriptedPopServer.h"

#include <functional>
#include <mutex>
#include <set>
#include <vector>

class PopMailbox
{
public:
    struct Message {
        QByteArray uidl;
        QByteArray bytes; // as they should reach the store; must end with CRLF

        bool operator==(const Message &) const = default;
    };

    explicit PopMailbox(std::vector<Message> messages = {});

    // Settings
    QByteArray user = "user";
    QByteArray password = "secret";
    QByteArray token; // of XOAUTH2; in two steps alone: the connection ends where it comes with the command
    QByteArrayList capabilitiesBefore = {"TOP", "UIDL", "USER", "SASL PLAIN",
                                         "RESP-CODES"};                             // empty: CAPA -ERR
    QByteArrayList capabilitiesAfter = {"TOP", "UIDL", "PIPELINING", "RESP-CODES"}; // after sign-in
    bool offersStls = false; // the server needs a ServerIdentity, and Security::Plain
    bool hasUidl = true;     // false: UIDL is answered with -ERR
    bool hasTop = true;
    // What QUIT does after DELE.
    enum class Farewell {
        Polite,
        ClosesBeforeUpdate, // the connection ends, nothing was deleted
        ClosesAfterUpdate,  // the connection ends, all was deleted
        RefusesSome,        // -ERR; every second message was not deleted
    };
    Farewell farewell = Farewell::Polite;
    bool deletesWhatWasRetrieved = false; // at QUIT: a site policy of some servers (RFC 1939 §8)
    // Called with the message that a DELE names, before it is answered.
    std::function<void(const Message &message)> deleting;
    // Called with every command line before it is carried out; may send, drop or stall in its place. Returns
    // true when it has answered itself.
    std::function<bool(ScriptedPopServer::Peer &, const QByteArray &command)> interfere;

    void serve(ScriptedPopServer::Peer &peer);
    ScriptedPopServer::Script script()
    {
        return [this](ScriptedPopServer::Peer &peer) { serve(peer); };
    }

    std::vector<Message> messages() const; // that are on the server now
    void add(Message message);
    void remove(const QByteArray &uidl);
    void clear();
    int sessions() const; // that signed in

    static QByteArray dotStuffed(const QByteArray &bytes); // with its terminator

private:
    struct Session;
    void answer(Session &session, const QByteArray &line);
    void authorize(Session &session, const QByteArray &keyword, const QByteArray &argument);
    void transact(Session &session, const QByteArray &keyword, const QByteArray &argument);
    void answerToken(Session &session, bool atOnce);
    void signedIn(Session &session, bool ok);
    void sendCapabilities(Session &session);
    void sendListing(Session &session, const QByteArray &argument, bool uidl);
    void quit(Session &session);
    void update(Session &session);

    mutable std::mutex m_mutex;
    std::vector<Message> m_messages;
    int m_sessions = 0;
};
