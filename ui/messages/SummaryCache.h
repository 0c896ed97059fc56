// SPDX-License-Identifier: GPL-3.0-or-later
//
// SummaryCache keeps the summaries of the messages that were looked at last, and fetches missing ones a
// window at a time. One request is under way at most; of many wanted windows the newest come first, so that
// quick scrolling through a million rows asks for what is on the screen and not for what flew by. GUI thread.
#pragma once

#include "MailSession.h"

#include <QCache>
#include <QObject>
#include <QSet>

#include <deque>

class SummaryCache : public QObject
{
    Q_OBJECT
public:
    using Fetch = std::function<void(const std::vector<MessageId> &, QObject *context,
                                     MailSession::Done<std::vector<MessageSummary>>)>;

    explicit SummaryCache(Fetch fetch, QObject *parent = nullptr);

    // Null until it is there. The pointer holds until the next call that is not const.
    const MessageSummary *find(MessageId message) const;
    void insert(const MessageSummary &summary);
    void changeFlags(MessageId message, Flags set, Flags clear);
    void remove(MessageId message);
    // The store has other summaries now. What is under way comes to nothing.
    void clear();
    // Asks for what is missing of a window of messages; answers with loaded().
    void want(const std::vector<MessageId> &messages);
    // Forgets what is wanted, as when another list is shown. What is there stays.
    void forgetWanted();
    bool isKnownMissing(MessageId message) const { return m_missing.contains(message); }

Q_SIGNALS:
    void loaded();
    void failed(const Error &error); // what was asked for is asked for again when it is wanted

private:
    void fetchNext();
    void take(const std::vector<MessageId> &asked, Result<std::vector<MessageSummary>> result);

    Fetch m_fetch;
    mutable QCache<MessageId, MessageSummary> m_summaries;
    QSet<MessageId> m_missing; // asked for and not got: not asked for again
    QSet<MessageId> m_asked;   // wanted or under way
    std::deque<std::vector<MessageId>> m_wanted;
    bool m_busy = false;
    bool m_isStale = false; // what is under way was asked for before clear()
};
