// SPDX-License-Identifier: GPL-3.0-or-later
#include "ProfileMaker.h"

#include "AccountBook.h"

#include <QDir>

namespace
{
constexpr qint64 onServer = 20'000; // of the newest messages

Result<AccountId> makeAccount(AccountBook &book, const QString &name)
{
    Account account;
    account.name = name;
    account.email = name.toLower() + QStringLiteral("@example.net");
    account.server.host = QStringLiteral("pop.example.net");
    account.server.user = name.toLower();
    account.schedule.minutes = 0; // there is no such server
    account.schedule.atStart = false;
    TRY(const Account saved, book.save(account));
    return saved.id;
}
} // namespace

Result<std::unique_ptr<ProfileMaker>> ProfileMaker::open(const QString &directory,
                                                         const CorpusOptions &options)
{
    if (!QDir().mkpath(directory))
        return failure(ErrorCode::DiskFailed, directory);
    TRY(auto book, AccountBook::open(directory));
    TRY(const AccountId home, makeAccount(book, QStringLiteral("Home")));
    TRY(const AccountId work, makeAccount(book, QStringLiteral("Work")));
    std::unique_ptr<ProfileMaker> maker(new ProfileMaker(options));
    ProfileMaker *const it = maker.get();
    TRY(maker->m_ingest, MailIngest::open(directory, [it](MessageId) { it->m_index->wake(); }));
    maker->m_index = std::make_unique<IndexBeside>(directory);
    CHECK(maker->makeFolders(home, work));
    return maker;
}

Result<void> ProfileMaker::makeFolders(AccountId home, AccountId work)
{
    TRY(const auto ofHome, m_ingest->store().ensureFolders(home));
    TRY(const auto ofWork, m_ingest->store().ensureFolders(work));
    static const std::map<FolderKind, CorpusFolder> kinds = {{FolderKind::Inbox, CorpusFolder::Inbox},
                                                             {FolderKind::Archive, CorpusFolder::Archive},
                                                             {FolderKind::Junk, CorpusFolder::Junk},
                                                             {FolderKind::Trash, CorpusFolder::Trash}};
    for (const Folder &folder : ofHome)
        if (const auto kind = kinds.find(folder.kind); kind != kinds.end())
            m_places[kind->second] = {home, folder.id};
    for (const Folder &folder : ofWork)
        if (folder.kind == FolderKind::Inbox)
            m_places[CorpusFolder::Work] = {work, folder.id};
    return {};
}

Result<void> ProfileMaker::add(const PlannedMessage &message, std::string_view bytes)
{
    const Place place = m_places.at(message.folder);
    NewMessage added;
    added.folder = place.folder;
    added.summary.flags.setFlag(Flag::Read, message.isRead);
    added.summary.flags.setFlag(Flag::Starred, message.isStarred);
    if (message.tag != 0)
        m_tagged[message.tag].push_back(MessageId(message.number));
    QByteArray uidl;
    if (message.number > m_options.count - onServer) {
        uidl = "u" + QByteArray::number(qint64(message.number));
        added.ledger.listedSize = qint64(bytes.size());
        added.ledger.firstSeen = message.received;
    }
    return m_ingest->add(QByteArrayView(bytes.data(), qsizetype(bytes.size())), place.account, uidl,
                         message.received, std::move(added));
}

Result<void> ProfileMaker::finish()
{
    CHECK(m_ingest->finish());
    for (const auto &[tag, messages] : m_tagged)
        CHECK(m_ingest->store().setTags(messages, {QStringLiteral("Tag %1").arg(tag)}, {}));
    CHECK(m_index->finish());
    return m_ingest->store().checkpoint();
}
