// SPDX-License-Identifier: GPL-3.0-or-later
#include "CommandLine.h"
#include "FailingDisk.h"
#include "GeneratedMail.h"
#include "PopMailbox.h"
#include "Reason.h"
#include "SmallDisk.h"
#include "StoredMail.h"

#include <QCoreApplication>
#include <QDir>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

#include <mutex>
#include <set>

namespace
{

constexpr int messages = 200;
constexpr int spooled = 120; // the number of the large one

// So large that its frame waits in a spool file, and of bytes that nobody searches.
QByteArray largeMessage()
{
    QRandomGenerator random(5);
    QByteArray bytes(1'500'000, Qt::Uninitialized);
    random.fillRange(reinterpret_cast<quint32 *>(bytes.data()), bytes.size() / qsizetype(sizeof(quint32)));
    const QByteArray encoded = bytes.toBase64();
    QByteArray message = "From: a@example.org\r\nSubject: large\r\nContent-Type: application/octet-stream\r\n"
                         "Content-Transfer-Encoding: base64\r\n\r\n";
    for (qsizetype at = 0; at < encoded.size(); at += 76)
        message += encoded.mid(at, 76) + "\r\n";
    return message;
}

// By a server that deletes what was fetched: whatever is deleted too early is lost.
std::vector<PopMailbox::Message> mailboxMail()
{
    std::vector<PopMailbox::Message> mail;
    for (int number = 1; number <= messages; ++number) {
        QByteArray bytes = number == spooled ? largeMessage() : generatedMessage(number, 1'000 + number * 37);
        if (!bytes.endsWith("\r\n"))
            bytes += "\r\n";
        mail.push_back({"uidl-" + QByteArray::number(number), bytes});
    }
    return mail;
}

Result<void> copyDirectory(const QString &from, const QString &to)
{
    if (!QDir().mkpath(to))
        return failure(ErrorCode::DiskFailed, to);
    for (const QFileInfo &entry :
         QDir(from).entryInfoList(QDir::AllEntries | QDir::NoDotAndDotDot | QDir::Hidden)) {
        const QString target = to + u'/' + entry.fileName();
        if (entry.isDir())
            CHECK(copyDirectory(entry.filePath(), target));
        else if (!QFile::copy(entry.filePath(), target))
            return failure(ErrorCode::DiskFailed, target);
    }
    return {};
}

} // namespace

// A disk that is full, broken or read-only, at each write of a check of 200 messages in turn: the program
// says so in a sentence, deletes nothing on the server that is not stored, loses nothing and goes on when it
// can.
class FullDiskTest : public QObject
{
    Q_OBJECT

public:
    explicit FullDiskTest(Result<void> ownMounts) : m_ownMounts(std::move(ownMounts)) {}

private Q_SLOTS:
    void initTestCase();
    void anyWriteMayFail_data();
    void anyWriteMayFail();
    void theDiskMayHaveAnyRoom();
    void aReadOnlyDiskIsSaid();

private:
    // An account that nobody checked yet, and a mailbox that nobody has seen.
    QString begin(const QString &directory);
    struct Outcome {
        int exitCode = -1;
        QByteArray output, errors;
    };
    Outcome fetch(const QString &profile, const QProcessEnvironment &environment) const;
    // What is wrong after the check on the failing disk. `sentence`: what a failure must be called.
    QString faultsAfter(const Outcome &outcome, const QString &profile, const QByteArray &sentence);
    // What is wrong after the next check, on a disk that works.
    QString faultsAtTheEnd(const QString &profile);

    Result<void> m_ownMounts;
    QTemporaryDir m_directory;
    const std::vector<PopMailbox::Message> m_mail = mailboxMail();
    PopMailbox m_mailbox;
    std::unique_ptr<ScriptedPopServer> m_server;
    std::vector<ServedMessage> m_served;
    std::mutex m_mutex;
    std::set<QByteArray> m_deleted; // unique-ids that DELE named
    int m_profiles = 0;
    int m_failed = 0, m_unharmed = 0;
    std::set<QByteArray> m_places; // in words, where the disk failed
};

void FullDiskTest::initTestCase()
{
    m_mailbox.deleting = [this](const PopMailbox::Message &message) {
        const std::lock_guard lock(m_mutex);
        m_deleted.insert(message.uidl);
    };
    for (const PopMailbox::Message &message : m_mail)
        m_served.push_back({message.uidl, message.bytes});
    m_server = std::make_unique<ScriptedPopServer>(m_mailbox.script());
    ServerSettings settings;
    settings.host = QStringLiteral("127.0.0.1");
    settings.port = m_server->port();
    settings.security = ServerSecurity::None;
    settings.user = QStringLiteral("user");
    CommandLine poplar(m_directory.filePath(QStringLiteral("template")));
    const auto added = poplar.addAccount(settings, QStringLiteral("secret"), QStringLiteral("delete"));
    QVERIFY2(added, reason(added));
}

QString FullDiskTest::begin(const QString &directory)
{
    const QString profile = QStringLiteral("%1/profile%2").arg(directory).arg(++m_profiles);
    if (!copyDirectory(m_directory.filePath(QStringLiteral("template")), profile))
        qFatal("the profile cannot be copied");
    m_server->waitForDisconnect();
    m_mailbox.clear();
    for (const PopMailbox::Message &message : m_mail)
        m_mailbox.add(message);
    const std::lock_guard lock(m_mutex);
    m_deleted.clear();
    return profile;
}

FullDiskTest::Outcome FullDiskTest::fetch(const QString &profile,
                                          const QProcessEnvironment &environment) const
{
    QProcess process;
    process.setProcessEnvironment(environment);
    process.start(qEnvironmentVariable("POPLAR_CLI"),
                  {QStringLiteral("--profile"), profile, QStringLiteral("--json"), QStringLiteral("fetch")});
    Outcome outcome;
    if (process.waitForFinished(60'000) && process.exitStatus() == QProcess::NormalExit)
        outcome.exitCode = process.exitCode();
    outcome.output = process.readAllStandardOutput();
    outcome.errors = process.readAllStandardError();
    m_server->waitForDisconnect();
    return outcome;
}

QString FullDiskTest::faultsAfter(const Outcome &outcome, const QString &profile, const QByteArray &sentence)
{
    QStringList wrong;
    std::set<QByteArray> stored;
    // A store that could not be made cannot be read; then nothing may be deleted.
    if (const auto found = readStoredMail(profile))
        for (const StoredMessage &message : *found)
            stored.insert(message.summary.uidl);
    {
        const std::lock_guard lock(m_mutex);
        for (const QByteArray &uidl : m_deleted)
            if (!stored.contains(uidl))
                wrong << QString::fromLatin1("DELE was sent for " + uidl + ", which is not stored");
    }
    if (outcome.exitCode == 0) {
        ++m_unharmed;
        if (stored.size() != messages || !m_mailbox.messages().empty())
            wrong << QStringLiteral("it said that all is done, and it is not");
        return wrong.join(u'\n');
    }
    ++m_failed;
    if (outcome.exitCode != 1 && outcome.exitCode != 3)
        wrong << QStringLiteral("exit code %1").arg(outcome.exitCode);
    if (!outcome.errors.contains(sentence))
        wrong << QStringLiteral("no sentence says \"%1\"").arg(QString::fromUtf8(sentence));
    for (const char *place : {"/vault", "/spool", "SQLite", "LOCK", "accounts", "search"})
        if (outcome.errors.contains(place))
            m_places.insert(place);
    return wrong.isEmpty() ? QString()
                           : wrong.join(u'\n') + QString::fromUtf8('\n' + outcome.output + outcome.errors);
}

QString FullDiskTest::faultsAtTheEnd(const QString &profile)
{
    const auto outcome = fetch(profile, QProcessEnvironment::systemEnvironment());
    const QString said = QString::fromUtf8('\n' + outcome.output + outcome.errors);
    if (outcome.exitCode != 0)
        return QStringLiteral("the next check failed") + said;
    if (!m_mailbox.messages().empty())
        return QStringLiteral("%1 messages are left on the server").arg(m_mailbox.messages().size()) + said;
    const auto stored = readStoredMail(profile);
    if (!stored)
        return QStringLiteral("the store cannot be read: ") + stored.error().detail;
    return faults(m_served, *stored);
}

void FullDiskTest::anyWriteMayFail_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<int>("failures");
    QTest::addColumn<QByteArray>("sentence"); // its beginning
    QTest::newRow("full from then on") << int(FailingDisk::Kind::Full) << 0 << QByteArray("The disk is full");
    // SQLite does not say why its shared memory could not grow, and by then there is room again.
    QTest::newRow("full once") << int(FailingDisk::Kind::Full) << 1 << QByteArray("The disk ");
    QTest::newRow("broken from then on")
        << int(FailingDisk::Kind::Broken) << 0 << QByteArray("The disk could not be read or written");
    QTest::newRow("read-only from then on")
        << int(FailingDisk::Kind::ReadOnly) << 0 << QByteArray("This place cannot be written to");
}

void FullDiskTest::anyWriteMayFail()
{
    if (!FailingDisk::isPossible())
        QSKIP("no library that fails writes can be loaded into this program on this system");
    QFETCH(const int, kind);
    QFETCH(const int, failures);
    QFETCH(const QByteArray, sentence);
    const QString countFile = m_directory.filePath(QStringLiteral("count"));
    FailingDisk disk{static_cast<FailingDisk::Kind>(kind), 0, failures};
    const auto count = [&] {
        QFile file(countFile);
        return file.open(QIODevice::ReadOnly) ? file.readAll().toInt() : 0;
    };
    const QString whole = begin(m_directory.path());
    const auto undisturbed = fetch(whole, disk.environment(whole, countFile));
    QVERIFY2(undisturbed.exitCode == 0, undisturbed.errors);
    const int writes = count();
    QVERIFY2(writes > 20, "the library counts nothing: it is not loaded");
    m_failed = m_unharmed = 0;
    m_places.clear();
    // Every write of the check, or every third; then the search index is written, at which nothing can be
    // lost.
    constexpr int writesOfTheCheck = 260, rarely = 60;
    const int step = kind == int(FailingDisk::Kind::Full) && failures == 0 ? 1 : 3;
    for (disk.from = 1; disk.from <= writes; disk.from += disk.from < writesOfTheCheck ? step : rarely) {
        const QString profile = begin(m_directory.path());
        const auto outcome = fetch(profile, disk.environment(profile, countFile));
        QString wrong = faultsAfter(outcome, profile, sentence);
        if (wrong.isEmpty())
            wrong = faultsAtTheEnd(profile);
        QVERIFY2(wrong.isEmpty(),
                 qPrintable(QStringLiteral("write %1 of %2: %3").arg(disk.from).arg(writes).arg(wrong)));
        QDir(profile).removeRecursively();
    }
    qInfo("%d writes; %d checks failed and said so, %d were not harmed; it failed in: %s", writes, m_failed,
          m_unharmed, QByteArrayList(m_places.begin(), m_places.end()).join(", ").constData());
    QVERIFY(m_failed > 0);
}

void FullDiskTest::theDiskMayHaveAnyRoom()
{
    if (!m_ownMounts)
        QSKIP(qPrintable(QStringLiteral("no mounts of one's own here: ") + m_ownMounts.error().detail));
    const QString mountPoint = m_directory.filePath(QStringLiteral("disk"));
    QVERIFY(QDir().mkpath(mountPoint));
    const auto disk = SmallDisk::mount(mountPoint);
    QVERIFY2(disk, reason(disk));
    m_failed = m_unharmed = 0;
    m_places.clear();
    const auto environment = QProcessEnvironment::systemEnvironment();
    qint64 room = 0;
    for (; m_unharmed < 3 && room < qint64(64) << 20; room += room < 65'536 ? 4'096 : 98'304) {
        const QString profile = begin(mountPoint);
        QVERIFY(disk->leaveFree(room));
        const auto outcome = fetch(profile, environment);
        QString wrong = faultsAfter(outcome, profile, "The disk is full");
        QVERIFY(disk->leavePlenty());
        if (wrong.isEmpty())
            wrong = faultsAtTheEnd(profile);
        QVERIFY2(wrong.isEmpty(), qPrintable(QStringLiteral("%1 bytes free: %2").arg(room).arg(wrong)));
        QDir(profile).removeRecursively();
    }
    qInfo("from 0 to %lld bytes free: %d checks failed and said so, %d were not harmed; it failed in: %s",
          room, m_failed, m_unharmed,
          QByteArrayList(m_places.begin(), m_places.end()).join(", ").constData());
    QVERIFY(m_failed > 20);
    QVERIFY2(m_unharmed == 3, "it was never enough");
    QVERIFY(m_places.contains("/vault") && m_places.contains("SQLite"));
}

void FullDiskTest::aReadOnlyDiskIsSaid()
{
    if (!m_ownMounts)
        QSKIP(qPrintable(QStringLiteral("no mounts of one's own here: ") + m_ownMounts.error().detail));
    const QString mountPoint = m_directory.filePath(QStringLiteral("locked"));
    QVERIFY(QDir().mkpath(mountPoint));
    const auto disk = SmallDisk::mount(mountPoint);
    QVERIFY2(disk, reason(disk));
    const QString profile = begin(mountPoint);
    const auto environment = QProcessEnvironment::systemEnvironment();
    QVERIFY(disk->setReadOnly(true));
    const auto outcome = fetch(profile, environment);
    QCOMPARE(outcome.exitCode, 1);
    QVERIFY2(outcome.errors.contains("This place cannot be written to"), outcome.errors);
    QCOMPARE(int(m_mailbox.messages().size()), messages);
    QVERIFY(disk->setReadOnly(false));
    QCOMPARE(faultsAtTheEnd(profile), QString());
}

int main(int argc, char **argv)
{
    // Before Qt starts a thread.
    const auto ownMounts = SmallDisk::enterOwnMounts();
    QCoreApplication application(argc, argv);
    FullDiskTest test(ownMounts);
    return QTest::qExec(&test, argc, argv);
}

#include "FullDiskTest.moc"
