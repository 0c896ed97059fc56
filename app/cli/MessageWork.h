// SPDX-License-Identifier: GPL-3.0-or-later
//
// MessageWork does one thing with many messages: finds those that are there, works on them piece by piece
// with progress, and ends the invocation with what became of them. An interrupt, or an error, leaves the
// pieces that were done done. Main thread; a child of the invocation.
#pragma once

#include "MailSession.h"
#include "MessageSelection.h"

#include <QObject>

class Invocation;
class QCommandLineParser;

class MessageWork : public QObject
{
public:
    using Act =
        std::function<void(const std::vector<MessageId> &, QObject *context, MailSession::Done<void>)>;
    struct Sentences {
        QString done;     // what was done with them, after "3 messages": "marked as read"
        QString addition; // a whole sentence after that; may be empty
    };

    // Adds the argument that names the messages to the parser's help, parses and reads the words. After
    // nothing the invocation is finished.
    static std::optional<MessageSelection> parse(Invocation &invocation, QCommandLineParser &parser);

    // The session must be open. Ends the invocation: 0 all done, 3 a part, 1 none of them.
    static void start(Invocation &invocation, const MessageSelection &selection, const Sentences &sentences,
                      Act act);

private:
    MessageWork(Invocation &invocation, MessageSelection selection, Sentences sentences, Act act);

    // Asks for the numbers of what is in the folders, one after the other.
    void listFolders(std::vector<Folder> folders);
    void begin();
    void doPiece();
    void end();

    Invocation &m_invocation;
    const MessageSelection m_selection;
    const Sentences m_sentences;
    const Act m_act;
    std::vector<MessageId> m_existing;
    MessageSelection::Found m_found;
    size_t m_done = 0;
    bool m_isProgressShown = false;
    bool m_isInterrupted = false;
    std::optional<Error> m_error;
};
