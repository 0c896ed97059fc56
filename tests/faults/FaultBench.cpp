// SPDX-License-Identifier: GPL-3.0-or-later
#include "FaultBench.h"

#include "InWorker.h"
#include "StoreReader.h"

#include <QCryptographicHash>
#include <QElapsedTimer>
#include <QFile>
#include <QLoggingCategory>

#include <algorithm>

namespace
{
// The sanitizers' own memory says nothing of the program's.
#if defined(__SANITIZE_ADDRESS__)
constexpr bool isSanitized = true;
#elif defined(__has_feature)
constexpr bool isSanitized = __has_feature(address_sanitizer);
#else
constexpr bool isSanitized = false;
#endif
constexpr qint64 memoryLimit = qint64(64) * 1024 * 1024;
constexpr Patience patience{std::chrono::seconds(20), std::chrono::seconds(20), std::chrono::seconds(20)};
constexpr qint64 timeLimit = 60'000; // ms; with the bench's short waits a check needs a fraction of it

// Everything that the program says in its logs, from all threads.
class LogRecord
{
public:
    LogRecord()
    {
        QLoggingCategory::setFilterRules(QStringLiteral("poplar.*=true"));
        qInstallMessageHandler([](QtMsgType, const QMessageLogContext &, const QString &text) {
            const std::lock_guard lock(mutex());
            lines().append(text.toUtf8());
        });
    }
    ~LogRecord()
    {
        qInstallMessageHandler(nullptr);
        QLoggingCategory::setFilterRules({});
    }

    static QByteArrayList take()
    {
        const std::lock_guard lock(mutex());
        return std::exchange(lines(), {});
    }

private:
    static std::mutex &mutex()
    {
        static std::mutex instance;
        return instance;
    }
    static QByteArrayList &lines()
    {
        static QByteArrayList instance;
        return instance;
    }
};

// kB fields of /proc/self/status in bytes; 0 where there is none.
qint64 memory(const QByteArray &field)
{
    QFile status(QStringLiteral("/proc/self/status"));
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    for (const QByteArray &line : status.readAll().split('\n'))
        if (line.startsWith(field + ':'))
            return line.mid(field.size() + 1).trimmed().split(' ').first().toLongLong() * 1024;
    return 0;
}

void forgetMemoryPeak()
{
    QFile file(QStringLiteral("/proc/self/clear_refs"));
    if (file.open(QIODevice::WriteOnly))
        file.write("5");
}
} // namespace

FaultBench::FaultBench(int messages, Mode mode, qsizetype bodyBytes)
    : connect(connectBySocket()), m_bodyBytes(bodyBytes)
{
    for (int number = 1; number <= messages; ++number)
        add(message(number, bodyBytes));
    job.account.id = account;
    job.account.name = QStringLiteral("Test");
    job.account.server.host = QStringLiteral("127.0.0.1");
    job.account.server.security = ServerSecurity::None;
    job.account.server.user = QString::fromLatin1(mailbox.user);
    setMode(mode);
    mailbox.password = "sesame-4-street";
    job.secrets.password = QString::fromLatin1(mailbox.password);
    job.spoolDirectory = MessageStore::spoolDirectory(m_profile.path());
    job.patience = patience;
    mailbox.deleting = [this](const PopMailbox::Message &message) {
        const QByteArray hash = QCryptographicHash::hash(message.bytes, QCryptographicHash::Sha256);
        const std::lock_guard lock(m_mutex);
        if (!m_durable.count(hash))
            m_faults << QStringLiteral("I2: DELE before it was durable: ") +
                            QString::fromLatin1(message.uidl);
    };
    openStore();
}

void FaultBench::setMode(Mode mode)
{
    job.account.retention.afterDownload = mode == Mode::Delete;
    job.account.confirmedRetention = job.account.retention;
}

PopMailbox::Message FaultBench::message(int number, qsizetype bodyBytes)
{
    const QByteArray name = QByteArray::number(number);
    QByteArray bytes = "Message-ID: <" + name + "@example.org>\r\nSubject: number " + name +
                       "\r\nFrom: a@example.org\r\nDate: Thu, 1 Jan 2026 00:00:00 +0000\r\n\r\n";
    while (bytes.size() < bodyBytes)
        bytes += "line of message " + name + ", with dots\r\n.\r\n..\r\n.x\r\n";
    return {"uidl-" + name, bytes};
}

// Made once: openssl takes its time.
const TestCertificates &FaultBench::certificates()
{
    static const TestCertificates made;
    return made;
}

void FaultBench::add(PopMailbox::Message message)
{
    m_ever.append(message.bytes);
    mailbox.add(std::move(message));
}

void FaultBench::takeAway(const QByteArray &uidl)
{
    for (const auto &message : mailbox.messages())
        if (message.uidl == uidl)
            m_ever.removeOne(message.bytes);
    mailbox.remove(uidl);
}

void FaultBench::useTls()
{
    serverSecurity = ScriptedPopServer::Security::Tls;
    identity = certificates().localhost();
    job.account.server.security = ServerSecurity::Tls;
    job.account.server.caFile = certificates().caFile();
}

void FaultBench::useStartTls()
{
    useTls();
    serverSecurity = ScriptedPopServer::Security::Plain;
    job.account.server.security = ServerSecurity::StartTls;
    mailbox.offersStls = true;
}

// A server that announces a command and refuses it is out of order for now (R47); this one has none.
void FaultBench::withoutUidl()
{
    mailbox.hasUidl = false;
    mailbox.capabilitiesBefore.removeAll("UIDL");
    mailbox.capabilitiesAfter.removeAll("UIDL");
}

void FaultBench::openStore()
{
    m_store.reset();
    auto opened = MessageStore::open(m_profile.path(), storeOptions);
    if (!opened)
        qFatal("the store does not open: %s", qPrintable(opened.error().detail));
    m_store = std::move(*opened);
    const auto folders = m_store->ensureFolders(account);
    if (!folders)
        qFatal("the store has no folders: %s", qPrintable(folders.error().detail));
    job.inbox = folders->front().id;
}

FetchReport FaultBench::check()
{
    DirectSink sink(*m_store);
    sink.failAt = std::exchange(failAt, -1);
    sink.afterStore = [this] { noteDurable(); };
    noteDurable();
    ScriptedPopServer server(script ? script : mailbox.script(), serverSecurity, identity);
    job.account.server.port = server.port();
    if (!m_accepted.isEmpty()) {
        job.account.server.accepted = {job.account.server.host, server.port(), m_accepted};
        if (adjustAccepted)
            adjustAccepted(*job.account.server.accepted);
    }
    Cancellation cancellation;
    LogRecord log;
    forgetMemoryPeak();
    const qint64 base = memory("VmRSS");
    QElapsedTimer time;
    time.start();
    report = inWorker(
        [&] {
            return FetchRun(
                       job, sink, clock, cancellation, [](const FetchProgress &) {}, connect)
                .run();
        },
        [&] {
            if (beside)
                std::exchange(beside, {})(cancellation);
        });
    if (time.elapsed() > timeLimit)
        fault(QStringLiteral("I5: the check took %1 ms").arg(time.elapsed()));
    checkMemory(base, memory("VmHWM"));
    server.waitForDisconnect();
    received = server.received();
    storeOperations = static_cast<int>(sink.operations.size());
    checkClear(server.receivedInClear());
    checkLog();
    if (report.error && report.error->code == ErrorCode::AuthRejected && !mayCallPasswordWrong)
        fault(QStringLiteral("I8: the password was called wrong"));
    noteLedger();
    return report;
}

void FaultBench::heal()
{
    mailbox.interfere = {};
    mailbox.farewell = PopMailbox::Farewell::Polite;
    mailbox.deletesWhatWasRetrieved = false;
    if (job.account.server.security == ServerSecurity::Tls)
        useTls();
    else if (job.account.server.security == ServerSecurity::StartTls)
        useStartTls();
    job.patience = patience;
    script = {};
    storeOptions.faults = {};
    connect = connectBySocket();
    mayCallPasswordWrong = false;
    clock.advance(3600);
    openStore();
}

int FaultBench::sent(QByteArrayView command) const
{
    return static_cast<int>(std::count_if(received.begin(), received.end(),
                                          [&](const QByteArray &line) { return line.startsWith(command); }));
}

QByteArrayList FaultBench::contents()
{
    auto reader = StoreReader::open(m_profile.path());
    ListQuery everything;
    everything.scope = ListQuery::Scope::Everything;
    QByteArrayList bytes;
    const auto rows = (*reader)->rows(everything);
    for (const MessageRow &row : *rows) {
        auto raw = (*reader)->raw(row.id);
        bytes.append(raw ? *raw : QByteArray("unreadable"));
    }
    return bytes;
}

bool FaultBench::isInStore(int number)
{
    return contents().contains(message(number, m_bodyBytes).bytes);
}

int FaultBench::stored()
{
    return static_cast<int>(contents().size());
}

Ledger FaultBench::ledger()
{
    return m_store->ledger(account).value();
}

// Called where a batch was committed, in the thread of the check.
void FaultBench::noteDurable()
{
    auto reader = StoreReader::open(m_profile.path());
    ListQuery everything;
    everything.scope = ListQuery::Scope::Everything;
    std::vector<MessageId> ids;
    const auto rows = (*reader)->rows(everything);
    for (const MessageRow &row : *rows)
        ids.push_back(row.id);
    const auto summaries = (*reader)->summaries(ids);
    const std::lock_guard lock(m_mutex);
    for (const MessageSummary &summary : *summaries)
        m_durable.insert(summary.sha256);
}

// A row under this UIDL says that a message is on the server: another one than before (R44).
bool FaultBench::isListedAs(const Ledger &rows, const QByteArray &uidl)
{
    return std::any_of(rows.begin(), rows.end(), [&](const LedgerEntry &row) {
        return row.uidl == uidl && row.state != LedgerState::Gone;
    });
}

// I7
void FaultBench::noteLedger()
{
    const Ledger now = ledger();
    const auto listed = mailbox.messages();
    for (const LedgerEntry &before : m_ledger) {
        const auto row = std::find_if(now.begin(), now.end(), [&](const LedgerEntry &entry) {
            return entry.uidl == before.uidl && entry.occurrence == before.occurrence;
        });
        const bool isThere =
            std::any_of(listed.begin(), listed.end(),
                        [&](const PopMailbox::Message &message) { return message.uidl == before.uidl; });
        const bool wasHere = before.state != LedgerState::New && before.state != LedgerState::Fetching;
        if (row == now.end() && wasHere)
            fault(QStringLiteral("I7: %1 was forgotten").arg(QString::fromLatin1(before.uidl)));
        else if (row != now.end() && row->state == LedgerState::Gone && before.state != LedgerState::Gone &&
                 isThere && !isListedAs(now, before.uidl))
            fault(QStringLiteral("I7: %1 is called gone").arg(QString::fromLatin1(before.uidl)));
    }
    m_ledger = now;
}

void FaultBench::checkMemory(qint64 base, qint64 peak)
{
    if (!isSanitized && base > 0 && peak - base > memoryLimit)
        fault(QStringLiteral("I6: %1 MiB of memory").arg((peak - base) >> 20));
}

// I3
void FaultBench::checkClear(const QByteArrayList &lines)
{
    if (job.account.server.security == ServerSecurity::None)
        return;
    for (const QByteArray &line : lines)
        if (line != "CAPA" && line != "STLS" && line != "QUIT")
            fault(QStringLiteral("I3: in clear: %1").arg(QString::fromLatin1(line)));
}

// I4
void FaultBench::checkLog()
{
    const QByteArray password = job.secrets.password.toUtf8();
    const QByteArray user = job.account.server.user.toUtf8();
    QByteArrayList secrets{password, password.toBase64(), (user + ' ' + password).toBase64()};
    secrets << (QByteArray(1, '\0') + user + QByteArray(1, '\0') + password).toBase64();
    if (job.secrets.accessToken)
        secrets << job.secrets.accessToken(false).value().toUtf8();
    for (const QByteArray &line : LogRecord::take())
        for (const QByteArray &secret : secrets)
            if (!secret.isEmpty() && line.contains(secret))
                fault(QStringLiteral("I4: a secret in the log: %1").arg(QString::fromUtf8(line)));
}

void FaultBench::fault(const QString &line)
{
    const std::lock_guard lock(m_mutex);
    m_faults << line;
}

// I1, and what the checks found.
QString FaultBench::violations()
{
    QByteArrayList stored = contents();
    QByteArrayList onServer;
    for (const auto &message : mailbox.messages())
        onServer.append(message.bytes);
    QStringList lines;
    {
        const std::lock_guard lock(m_mutex);
        lines = m_faults;
    }
    for (const QByteArray &bytes : m_ever) {
        const QString name = QString::fromLatin1(bytes.left(40)).section(QLatin1Char('\r'), 0, 0);
        if (!stored.removeOne(bytes) && !onServer.contains(bytes))
            lines << QStringLiteral("I1: lost: ") + name;
    }
    for (const QByteArray &bytes : stored)
        lines << QStringLiteral("I1: twice, or never on the server: ") + QString::fromLatin1(bytes.left(40));
    if (lines.size() > 10)
        lines = lines.mid(0, 10) << QStringLiteral("… and %1 more").arg(lines.size() - 10);
    return lines.join(QLatin1Char('\n'));
}

QString FaultBench::violationsWhenAllArrived()
{
    QString lines = violations();
    const int missing = static_cast<int>(m_ever.size()) - stored();
    if (report.error)
        lines += QStringLiteral("\nthe normal check failed: ") + errorCodeName(report.error->code) +
                 QLatin1Char(' ') + report.error->detail;
    if (missing != 0)
        lines += QStringLiteral("\n%1 messages have not arrived").arg(missing);
    if (job.account.retention.afterDownload && !mailbox.messages().empty())
        lines += QStringLiteral("\n%1 messages are on the server").arg(mailbox.messages().size());
    return lines.trimmed();
}
