// SPDX-License-Identifier: GPL-3.0-or-later
#include "MessageFacts.h"

#include "Cancellation.h"
#include "Database.h"

#include <algorithm>

class MessageFacts::Private
{
public:
    explicit Private(std::unique_ptr<Database> open)
        : database(std::move(open)), newest(database->connection(), "SELECT max(id) FROM message"),
          find(database->connection(),
               "SELECT id, date, thread, folder, size, account, flags FROM message WHERE id = ?"),
          between(database->connection(), "SELECT id, date, thread, folder, size, account, flags "
                                          "FROM message WHERE id BETWEEN ? AND ? ORDER BY id DESC"),
          all(database->connection(), "SELECT id, date, thread, folder, size, 0, flags "
                                      "FROM message"), // SQLite takes the list's index
          tags(database->connection(), "SELECT id, folded FROM tag"),
          tagged(database->connection(), "SELECT message FROM message_tag WHERE tag = ? ORDER BY message")
    {
    }

    static MessageFact row(Query &query)
    {
        return {query.integer(0),
                query.integer(1),
                query.integer(2),
                query.integer(3),
                query.integer(4),
                static_cast<AccountId>(query.integer(5)),
                Flags::fromInt(static_cast<Flags::Int>(query.integer(6)))};
    }

    std::unique_ptr<Database> database;
    SQLite::Statement newest, find, between, all, tags, tagged;
};

MessageFacts::MessageFacts(std::unique_ptr<Private> state) : d(std::move(state)) {}
MessageFacts::~MessageFacts() = default;

Result<std::unique_ptr<MessageFacts>> MessageFacts::open(const QString &profileDirectory)
{
    TRY(auto database, Database::openForReading(profileDirectory + QStringLiteral("/catalogue.db")));
    return guard([&] {
        return std::unique_ptr<MessageFacts>(
            new MessageFacts(std::make_unique<Private>(std::move(database))));
    });
}

Result<MessageId> MessageFacts::newest()
{
    return guard([&]() -> MessageId {
        Query query(d->newest);
        query->executeStep();
        return query.integer(0);
    });
}

Result<std::optional<MessageFact>> MessageFacts::find(MessageId message)
{
    return guard([&]() -> std::optional<MessageFact> {
        Query query(d->find);
        query.bind(message);
        if (!query->executeStep())
            return std::nullopt;
        return Private::row(query);
    });
}

Result<std::vector<MessageFact>> MessageFacts::between(MessageId first, MessageId last)
{
    return guard([&] {
        std::vector<MessageFact> found;
        Query query(d->between);
        query.bind(first, last);
        while (query->executeStep())
            found.push_back(Private::row(query));
        return found;
    });
}

Result<std::vector<MessageFact>> MessageFacts::all(const Cancellation &cancellation)
{
    return guard([&]() -> Result<std::vector<MessageFact>> {
        constexpr size_t step = 4096; // rows between two looks at the cancellation
        std::vector<MessageFact> found;
        Query query(d->all);
        while (query->executeStep()) {
            found.push_back(Private::row(query));
            if (found.size() % step == 0 && cancellation.isCancelled())
                return failure(ErrorCode::Cancelled);
        }
        std::sort(found.begin(), found.end(),
                  [](const MessageFact &a, const MessageFact &b) { return a.id > b.id; });
        return found;
    });
}

Result<std::optional<std::vector<MessageId>>> MessageFacts::tagged(const QString &tag, bool prefix)
{
    return guard([&]() -> std::optional<std::vector<MessageId>> {
        const QString folded = tag.toCaseFolded();
        std::vector<qint64> tags;
        Query names(d->tags);
        while (names->executeStep()) {
            const QString name = names.text(1);
            if (prefix ? name.startsWith(folded) : name == folded)
                tags.push_back(names.integer(0));
        }
        if (tags.empty())
            return std::nullopt;
        std::vector<MessageId> found;
        for (const qint64 one : tags) {
            Query query(d->tagged);
            query.bind(one);
            while (query->executeStep())
                found.push_back(query.integer(0));
        }
        std::sort(found.begin(), found.end());
        found.erase(std::unique(found.begin(), found.end()), found.end());
        return found;
    });
}
