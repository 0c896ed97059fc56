// SPDX-License-Identifier: GPL-3.0-or-later
#include "BusySession.h"

#include "DovecotServer.h"
#include "StoreUpkeep.h"

#include <QCoreApplication>
#include <QTimer>

#include <array>
#include <cstdio>
#include <unistd.h>

namespace
{

const QString workWord = QStringLiteral("--busy-session");
constexpr int operationsAtOnce = 3;
constexpr size_t few = 60;    // below this none is removed, or there would be nothing to do
constexpr size_t crowd = 500; // from so many messages on more are removed than come

// In one write(), so that a kill leaves whole lines.
void tell(QByteArray line)
{
    line += '\n';
    if (::write(STDOUT_FILENO, line.constData(), size_t(line.size())) != line.size())
        ::_exit(3);
}

} // namespace

QStringList BusySession::Setup::arguments() const
{
    return {workWord,
            profile,
            QString::number(server.port),
            server.user,
            server.caFile,
            QString::number(seed),
            isEndless ? QStringLiteral("endless") : QStringLiteral("short")};
}

std::optional<BusySession::Setup> BusySession::Setup::fromArguments(const QStringList &arguments)
{
    if (arguments.size() != 8 || arguments[1] != workWord)
        return std::nullopt;
    Setup setup;
    setup.profile = arguments[2];
    setup.server.host = DovecotServer::host();
    setup.server.port = arguments[3].toUShort();
    setup.server.security = ServerSecurity::Tls;
    setup.server.user = arguments[4];
    setup.server.caFile = arguments[5];
    setup.seed = arguments[6].toUInt();
    setup.isEndless = arguments[7] == QLatin1String("endless");
    return setup;
}

int BusySession::run(const Setup &setup)
{
    BusySession session(setup);
    QTimer::singleShot(0, &session, [&session] { session.start(); });
    return QCoreApplication::exec();
}

BusySession::BusySession(Setup setup)
    : m_setup(std::move(setup)), m_session(m_setup.profile, m_secrets, m_clock), m_random(m_setup.seed)
{
    connect(&m_session, &MailSession::messagesAdded, this, [this](const std::vector<MessageSummary> &added) {
        for (const MessageSummary &message : added) {
            tell("stored " + QByteArray::number(message.id) + ' ' + message.sha256.toHex());
            m_idle.insert(message.id);
        }
    });
}

void BusySession::start()
{
    m_session.open(this, [this](const Result<void> &opened) {
        if (!opened)
            return writeDone(0, opened);
        if (!m_session.accounts().empty()) {
            m_account = m_session.accounts().front().id;
            return begin();
        }
        Account account;
        account.name = m_setup.server.user;
        account.server = m_setup.server;
        account.retention.afterDownload = true; // what is stored is deleted on the server
        m_session.saveAccount(account, {}, this, [this](const Result<Account> &saved) {
            if (!saved)
                return writeDone(0, Result<void>(saved.error()));
            m_account = saved->id;
            begin();
        });
    });
}

void BusySession::begin()
{
    m_session.usePassword(m_account, DovecotServer::password());
    m_session.folders(this, [this](const Result<std::vector<Folder>> &folders) {
        if (!folders)
            return writeDone(0, Result<void>(folders.error()));
        work(*folders);
    });
}

// Begins when the messages in the folders are known.
void BusySession::work(std::vector<Folder> folders)
{
    if (folders.empty()) {
        check();
        compact();
        for (int i = 0; i < operationsAtOnce; ++i)
            operate();
        return;
    }
    ListQuery query;
    query.scope = ListQuery::Scope::Folder;
    query.folder = folders.back().id;
    folders.pop_back();
    m_session.rows(query, this, [this, folders](const Result<std::vector<MessageRow>> &rows) {
        if (!rows)
            return writeDone(0, Result<void>(rows.error()));
        for (const MessageRow &row : *rows)
            m_idle.insert(row.id);
        work(folders);
    });
}

void BusySession::check()
{
    StoreOperation operation;
    operation.kind = StoreOperation::Kind::Check;
    const int number = writeBegin(operation);
    connect(
        &m_session, &MailSession::checkFinished, this,
        [this, number](const FetchReport &report) {
            ++m_checks;
            writeDone(number, report.error ? Result<void>(*report.error) : Result<void>());
            QTimer::singleShot(20, this, [this] { check(); });
        },
        Qt::SingleShotConnection);
    m_session.check(m_account);
}

void BusySession::compact()
{
    StoreOperation operation;
    operation.kind = StoreOperation::Kind::Compact;
    const int number = writeBegin(operation);
    ask(operation, [this, number](const Result<void> &result) {
        writeDone(number, result);
        QTimer::singleShot(5, this, [this] { compact(); });
    });
}

void BusySession::operate()
{
    StoreOperation operation = nextOperation();
    if (operation.messages.empty()) {
        QTimer::singleShot(5, this, [this] { operate(); });
        return;
    }
    const int number = writeBegin(operation);
    ask(operation, [this, number, operation](const Result<void> &result) {
        ++m_operations;
        writeDone(number, result);
        if (operation.kind != StoreOperation::Kind::Remove)
            m_idle.insert(operation.messages.begin(), operation.messages.end());
        if (!m_setup.isEndless && m_checks > 0 && m_operations > 40)
            return QCoreApplication::exit(0);
        operate();
    });
}

StoreOperation BusySession::nextOperation()
{
    using Kind = StoreOperation::Kind;
    constexpr std::array kinds{Kind::Read, Kind::Unread, Kind::Star,   Kind::Unstar, Kind::Move,
                               Kind::Tag,  Kind::Untag,  Kind::Remove, Kind::Move,   Kind::Tag};
    StoreOperation operation;
    const bool isCrowded = m_idle.size() > crowd;
    operation.kind = isCrowded && below(2) == 0 ? Kind::Remove : kinds[size_t(below(int(kinds.size())))];
    if (operation.kind == Kind::Remove && m_idle.size() < few)
        operation.kind = Kind::Star;
    if (operation.kind == Kind::Move)
        operation.argument = QByteArray::number(1 + below(4));
    if (operation.kind == Kind::Tag || operation.kind == Kind::Untag)
        operation.argument = "tag" + QByteArray::number(below(4));
    operation.messages = takeIdle(1 + below(operation.kind == Kind::Remove && !isCrowded ? 6 : 30));
    return operation;
}

std::vector<MessageId> BusySession::takeIdle(int most)
{
    std::vector<MessageId> taken;
    for (int i = 0; i < most && !m_idle.empty(); ++i) {
        // The next one from a random id on: ids have gaps.
        const MessageId from = *m_idle.begin() + below(int(*m_idle.rbegin() - *m_idle.begin()) + 1);
        const auto at = m_idle.lower_bound(from);
        taken.push_back(*at);
        m_idle.erase(at);
    }
    return taken;
}

void BusySession::ask(const StoreOperation &operation, MailSession::Done<void> done)
{
    const auto &messages = operation.messages;
    const QStringList tag{QString::fromUtf8(operation.argument)};
    switch (operation.kind) {
    case StoreOperation::Kind::Read:
        return m_session.setFlags(messages, Flag::Read, {}, this, std::move(done));
    case StoreOperation::Kind::Unread:
        return m_session.setFlags(messages, {}, Flag::Read, this, std::move(done));
    case StoreOperation::Kind::Star:
        return m_session.setFlags(messages, Flag::Starred, {}, this, std::move(done));
    case StoreOperation::Kind::Unstar:
        return m_session.setFlags(messages, {}, Flag::Starred, this, std::move(done));
    case StoreOperation::Kind::Move:
        return m_session.moveTo(messages, static_cast<FolderKind>(operation.argument.toInt()), this,
                                std::move(done));
    case StoreOperation::Kind::Tag:
        return m_session.setTags(messages, tag, {}, this, std::move(done));
    case StoreOperation::Kind::Untag:
        return m_session.setTags(messages, {}, tag, this, std::move(done));
    case StoreOperation::Kind::Remove:
        return m_session.removeForGood(messages, this, std::move(done));
    case StoreOperation::Kind::Compact:
        return m_session.upkeep().reclaim(this, {}, [done](const Result<CompactionStep> &step) {
            done(step ? Result<void>() : Result<void>(step.error()));
        });
    case StoreOperation::Kind::Check:
        break;
    }
}

int BusySession::writeBegin(const StoreOperation &operation)
{
    tell("begin " + QByteArray::number(++m_number) + ' ' + operation.line());
    return m_number;
}

void BusySession::writeDone(int number, const Result<void> &result)
{
    if (result)
        return tell("done " + QByteArray::number(number));
    std::fprintf(stderr, "operation %d failed: %s %s\n", number,
                 qPrintable(errorCodeName(result.error().code)), qPrintable(result.error().detail));
    QCoreApplication::exit(1);
}
