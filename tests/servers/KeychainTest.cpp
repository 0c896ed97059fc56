// SPDX-License-Identifier: GPL-3.0-or-later
#include "DovecotServer.h"
#include "GeneratedMail.h"
#include "Keyring.h"
#include "Reason.h"

#include <QDirIterator>
#include <QFile>
#include <QTest>

namespace
{
// The forms in which a secret could lie somewhere.
QByteArrayList formsOf(const QString &user, const QString &password)
{
    const QByteArray plain = '\0' + user.toUtf8() + '\0' + password.toUtf8();
    const QByteArray wide(reinterpret_cast<const char *>(password.utf16()), password.size() * 2);
    return {password.toUtf8(), password.toUtf8().toBase64(), password.toUtf8().toHex(), plain.toBase64(),
            wide};
}
} // namespace

// Passwords in a real keychain (GNOME's keyring over a D-Bus session), by the real program, which is a new
// process with each command.
class KeychainTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void passwordIsReadAfterARestart();
    void passwordGoesWithItsAccount();
    void accountKeepsItsPasswordWhenItIsRenamed();
    void passwordLiesNowhereAfterAWholeRun();
    void keyringThatHasGoneIsSaid();

private:
    struct Outcome {
        int exitCode = -1;
        QByteArray output;    // both streams
        QByteArray processes; // command line and environment of the process while it ran
    };
    Outcome poplar(const QString &arguments, const QByteArray &input = {});
    Outcome add(const QString &user, const QString &password = DovecotServer::password());
    int secretsKept(); // by the keyring's own word

    Keyring m_keyring;
    DovecotServer m_server;
    QProcessEnvironment m_environment;
    std::unique_ptr<QTemporaryDir> m_directory;
};

void KeychainTest::initTestCase()
{
#ifndef Q_OS_LINUX
    QSKIP("There is no such keyring on this system.");
#endif
    const auto unlocked = m_keyring.start();
    QVERIFY2(unlocked, reason(unlocked));
    const auto started = m_server.start();
    QVERIFY2(started, reason(started));
    m_environment = m_keyring.environment();
}

void KeychainTest::init()
{
    const auto restarted = m_keyring.restart();
    QVERIFY2(restarted, reason(restarted));
    m_directory = std::make_unique<QTemporaryDir>();
}

KeychainTest::Outcome KeychainTest::poplar(const QString &arguments, const QByteArray &input)
{
    QProcess process;
    process.setProcessEnvironment(m_environment);
    process.start(qEnvironmentVariable("POPLAR_CLI"),
                  QStringList{QStringLiteral("--profile"), m_directory->filePath(QStringLiteral("profile"))} +
                      arguments.split(u' '));
    Outcome outcome;
    if (!process.waitForStarted())
        return outcome;
    for (const char *table : {"cmdline", "environ"}) {
        QFile file(QStringLiteral("/proc/%1/%2").arg(process.processId()).arg(QLatin1String(table)));
        if (file.open(QIODevice::ReadOnly))
            outcome.processes += file.readAll();
    }
    process.write(input);
    process.closeWriteChannel();
    if (!process.waitForFinished(120'000))
        process.kill();
    if (process.exitStatus() == QProcess::NormalExit)
        outcome.exitCode = process.exitCode();
    outcome.output = process.readAllStandardOutput() + process.readAllStandardError();
    return outcome;
}

KeychainTest::Outcome KeychainTest::add(const QString &user, const QString &password)
{
    auto maildir = m_server.maildir(user);
    if (maildir && maildir->messages() == 0)
        (void)maildir->deliver(generatedMessages(0, 3));
    return poplar(QStringLiteral("account add --name %1 --user %1 --server localhost --port %2 --ca-file %3 "
                                 "--password-stdin")
                      .arg(user)
                      .arg(m_server.tlsPort())
                      .arg(m_server.caFile()),
                  password.toUtf8() + '\n');
}

int KeychainTest::secretsKept()
{
    QProcess question;
    question.setProcessEnvironment(m_environment);
    question.start(QStringLiteral("dbus-send"), {QStringLiteral("--session"), QStringLiteral("--print-reply"),
                                                 QStringLiteral("--dest=org.freedesktop.secrets"),
                                                 QStringLiteral("/org/freedesktop/secrets/collection/login"),
                                                 QStringLiteral("org.freedesktop.DBus.Properties.Get"),
                                                 QStringLiteral("string:org.freedesktop.Secret.Collection"),
                                                 QStringLiteral("string:Items")});
    question.waitForFinished();
    const QByteArray answer = question.readAllStandardOutput();
    return answer.contains("array") ? static_cast<int>(answer.count("object path")) : -1;
}

void KeychainTest::passwordIsReadAfterARestart()
{
    const auto added = add(QStringLiteral("restarted"));
    QVERIFY2(added.exitCode == 0, added.output);
    const auto first = poplar(QStringLiteral("account test restarted"));
    QVERIFY2(first.exitCode == 0, first.output);
    const auto restarted = m_keyring.restart();
    QVERIFY2(restarted, reason(restarted));
    const auto second = poplar(QStringLiteral("fetch"));
    QVERIFY2(second.exitCode == 0, second.output);
    QVERIFY(!QFile::exists(m_directory->filePath(QStringLiteral("profile/secrets.json"))));
    QCOMPARE(poplar(QStringLiteral("account remove restarted")).exitCode, 0);
}

void KeychainTest::passwordGoesWithItsAccount()
{
    QCOMPARE(secretsKept(), 0);
    QCOMPARE(add(QStringLiteral("one")).exitCode, 0);
    QCOMPARE(add(QStringLiteral("two")).exitCode, 0);
    QCOMPARE(secretsKept(), 2);
    QCOMPARE(poplar(QStringLiteral("account remove one")).exitCode, 0);
    QCOMPARE(secretsKept(), 1);
    QCOMPARE(poplar(QStringLiteral("account test two")).exitCode, 0);
    QCOMPARE(poplar(QStringLiteral("account remove two")).exitCode, 0);
    QCOMPARE(secretsKept(), 0);
}

void KeychainTest::accountKeepsItsPasswordWhenItIsRenamed()
{
    QCOMPARE(add(QStringLiteral("before")).exitCode, 0);
    QCOMPARE(poplar(QStringLiteral("account set before --name after")).exitCode, 0);
    const auto tested = poplar(QStringLiteral("account test after"));
    QVERIFY2(tested.exitCode == 0, tested.output);
    // A new password takes the place of the old one.
    QCOMPARE(poplar(QStringLiteral("account set after --password-stdin"), "wrong-Secret-81\n").exitCode, 0);
    QCOMPARE(secretsKept(), 1);
    QCOMPARE(poplar(QStringLiteral("account test after")).exitCode, 1);
    QCOMPARE(poplar(QStringLiteral("account remove after")).exitCode, 0);
}

// With everything logged that can be: in the profile, in what was printed, on the command line, in the
// environment, and in the clear in the keyring's own files.
void KeychainTest::passwordLiesNowhereAfterAWholeRun()
{
    const QProcessEnvironment quiet = m_environment;
    m_environment.insert(QStringLiteral("QT_LOGGING_RULES"), QStringLiteral("*=true"));
    const QString user = QStringLiteral("searched");
    Outcome all = add(user);
    QVERIFY2(all.exitCode == 0, all.output);
    const std::pair<const char *, QByteArray> run[] = {
        {"account test searched", {}},
        {"fetch", {}},
        {"account doctor searched --log", {}},
        {"account set searched --keep days:30 --password-stdin", DovecotServer::password().toUtf8() + '\n'},
        {"fetch", {}},
        {"list", {}},
        {"verify", {}},
        {"account show searched --json", {}},
    };
    for (const auto &[arguments, input] : run) {
        const Outcome outcome = poplar(QLatin1String(arguments), input);
        QVERIFY2(outcome.exitCode == 0, arguments + outcome.output);
        all.output += outcome.output;
        all.processes += outcome.processes;
    }
    m_environment = quiet;
    QVERIFY2(all.output.contains("poplar.") && all.processes.contains("--password-stdin"),
             "nothing was logged or seen, so that this test shows nothing");
    int files = 0, octets = 0;
    for (const QString &place : {m_directory->path(), m_keyring.directory()}) {
        QDirIterator at(place, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        while (at.hasNext()) {
            QFile file(at.next());
            if (!file.open(QIODevice::ReadOnly))
                continue;
            const QByteArray bytes = file.readAll();
            ++files;
            octets += static_cast<int>(bytes.size());
            for (const QByteArray &secret : formsOf(user, DovecotServer::password()))
                QVERIFY2(!bytes.contains(secret), qPrintable(file.fileName()));
        }
    }
    QVERIFY2(files > 6 && octets > 50'000, "there was little to search");
    for (const QByteArray &secret : formsOf(user, DovecotServer::password())) {
        QVERIFY2(!all.output.contains(secret), all.output);
        QVERIFY2(!all.processes.contains(secret), all.processes);
    }
    QCOMPARE(poplar(QStringLiteral("account remove searched")).exitCode, 0);
}

// Nothing is lost by it: when the keyring is back, so is the password.
void KeychainTest::keyringThatHasGoneIsSaid()
{
    QCOMPARE(add(QStringLiteral("waiting")).exitCode, 0);
    m_keyring.stop();
    const auto without = poplar(QStringLiteral("fetch"));
    QCOMPARE(without.exitCode, 1);
    const auto refused = add(QStringLiteral("late"));
    QCOMPARE(refused.exitCode, 1);
    QVERIFY2(refused.output.contains("--store-password-in-file"), refused.output);
    QVERIFY(!poplar(QStringLiteral("account list")).output.contains("late"));
    const auto restarted = m_keyring.restart();
    QVERIFY2(restarted, reason(restarted));
    const auto again = poplar(QStringLiteral("fetch"));
    QVERIFY2(again.exitCode == 0, again.output);
    QCOMPARE(poplar(QStringLiteral("account remove waiting")).exitCode, 0);
}

QTEST_GUILESS_MAIN(KeychainTest)
#include "KeychainTest.moc"
