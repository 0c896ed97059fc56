// SPDX-License-Identifier: GPL-3.0-or-later
#include "ServerList.h"

#include "Address.h"
#include "Flags.h"

namespace
{
ServerMessage::State stateOf(LedgerState state)
{
    switch (state) {
    case LedgerState::Stored:
        return ServerMessage::State::Stored;
    case LedgerState::DeleteSent:
        return ServerMessage::State::DeleteSent;
    case LedgerState::Gone:
        return ServerMessage::State::Gone;
    case LedgerState::New:
        return ServerMessage::State::New;
    case LedgerState::Fetching:
        return ServerMessage::State::Fetching;
    case LedgerState::Partial:
        return ServerMessage::State::Partial;
    }
    return ServerMessage::State::New;
}

ServerMessage::Choice choiceOf(ServerChoice choice)
{
    switch (choice) {
    case ServerChoice::ByRule:
        return ServerMessage::Choice::ByRule;
    case ServerChoice::Keep:
        return ServerMessage::Choice::Keep;
    case ServerChoice::Delete:
        return ServerMessage::Choice::Delete;
    case ServerChoice::Never:
        return ServerMessage::Choice::Never;
    }
    return ServerMessage::Choice::ByRule;
}
} // namespace

ServerList::ServerList(SQLite::Database &database)
    : m_messages(database,
                 "SELECT u.uidl, u.occurrence, u.state, u.listed_size, u.first_seen, u.gone_since, u.choice, "
                 "u.wanted, u.attempts, u.last_attempt, u.trouble, m.id, m.date, m.size, m.subject, a.name, "
                 "a.address, h.date, h.sender, h.subject FROM uidl u LEFT JOIN message m ON m.id = u.message "
                 "LEFT JOIN address a ON a.id = m.sender LEFT JOIN server_header h ON h.account = u.account "
                 "AND h.uidl = u.uidl AND h.occurrence = u.occurrence WHERE u.account = ? ORDER BY u.uidl, u.occurrence"),
      // Of a message that is gone too: it may be listed again in this very check.
      m_places(database, "SELECT m.id, m.flags, f.kind FROM message m JOIN folder f ON f.id = m.folder "
                         "WHERE m.id IN (SELECT message FROM uidl WHERE account = ?)")
{
}

std::vector<ServerMessage> ServerList::messages(AccountId account)
{
    std::vector<ServerMessage> messages;
    Query row(m_messages);
    row.bind(account);
    while (row->executeStep()) {
        ServerMessage message;
        message.key = {account, row.bytes(0), static_cast<int>(row.integer(1))};
        message.state = stateOf(static_cast<LedgerState>(row.integer(2)));
        message.size = row.integer(3);
        message.firstSeen = row.integer(4);
        message.goneSince = row.integer(5);
        message.choice = choiceOf(static_cast<ServerChoice>(row.integer(6)));
        message.wanted = row.integer(7) != 0;
        message.attempts = static_cast<int>(row.integer(8));
        message.lastAttempt = row.integer(9);
        message.trouble = row.text(10);
        message.message = row.integer(11);
        if (message.message != 0) {
            message.date = row.integer(12);
            if (message.size == 0)
                message.size = row.integer(13);
            message.subject = row.text(14);
            message.sender = displayName({row.text(15), row.text(16)});
        } else {
            message.date = row.integer(17);
            message.sender = row.text(18);
            message.subject = row.text(19);
        }
        messages.push_back(std::move(message));
    }
    return messages;
}

std::vector<LocalPlace> ServerList::places(AccountId account)
{
    std::vector<LocalPlace> places;
    Query row(m_places);
    row.bind(account);
    while (row->executeStep()) {
        const Flags flags = Flags::fromInt(static_cast<Flags::Int>(row.integer(1)));
        places.push_back(
            {row.integer(0), flags.testFlag(Flag::Starred), static_cast<FolderKind>(row.integer(2))});
    }
    return places;
}
