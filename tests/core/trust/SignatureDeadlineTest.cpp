// SPDX-License-Identifier: GPL-3.0-or-later
//
// A GnuPG that does not answer. GPGME finds it by the gpgconf of the PATH, where the test puts its own before
// GPGME looks for the first time: so this is a program of its own.
#include "GnupgHome.h"
#include "SignatureCheck.h"

#include <QtTest>

#include <thread>

using namespace std::chrono_literals;

namespace
{
const QByteArray message =
    "From: Anna <anna@example.org>\r\nSubject: Keys\r\nMIME-Version: 1.0\r\n"
    "Content-Type: multipart/signed; protocol=\"application/pgp-signature\"; boundary=b\r\n"
    "\r\n--b\r\nContent-Type: text/plain\r\n\r\nHello\r\n--b\r\n"
    "Content-Type: application/pgp-signature\r\n\r\nno signature\r\n--b--\r\n";
}

class SignatureDeadlineTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void whoAskedDoesNotWaitForAGnupgThatHangs();
    void aCancelEndsTheWait();

private:
    void write(const QString &name, const QByteArray &script);

    QTemporaryDir m_folder;
};

void SignatureDeadlineTest::write(const QString &name, const QByteArray &script)
{
    QFile file(m_folder.filePath(name));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("#!/bin/sh\n" + script);
    file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ExeOwner);
}

void SignatureDeadlineTest::initTestCase()
{
    const QByteArray gpg = QStandardPaths::findExecutable(QStringLiteral("gpg")).toLocal8Bit();
    const QByteArray gpgconf = QStandardPaths::findExecutable(QStringLiteral("gpgconf")).toLocal8Bit();
    if (gpg.isEmpty() || gpgconf.isEmpty() || !QFile::exists(QStringLiteral("/bin/sh")))
        QSKIP("gpg is not installed");
    const QByteArray here = m_folder.path().toLocal8Bit();
    write(QStringLiteral("gpgconf"),
          gpgconf + " \"$@\" | sed 's#:/.*/gpg\\(:\\|$\\)#:" + here + "/gpg\\1#'\n");
    // It hangs for as long as the test lives, so that nothing of it wakes up while the program ends.
    const QByteArray test = QByteArray::number(QCoreApplication::applicationPid());
    write(QStringLiteral("gpg"), "case \" $* \" in\n*\" --verify \"*) touch " + here +
                                     "/asked; i=0\nwhile kill -0 " + test +
                                     " 2>/dev/null && [ $i -lt 1200 ]; do sleep 0.1; i=$((i+1)); done\n"
                                     "rm -rf " +
                                     here + ";;\n*) exec " + gpg + " \"$@\";;\nesac\n");
    m_folder.setAutoRemove(false);
    qputenv("PATH", here + ':' + qgetenv("PATH"));
}

void SignatureDeadlineTest::whoAskedDoesNotWaitForAGnupgThatHangs()
{
    Cancellation cancellation;
    const auto result = checkSignatures(signedParts(message), 3s, cancellation);
    QVERIFY(!result);
    QCOMPARE(result.error().code, ErrorCode::Timeout);
    // Not for want of a GnuPG.
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(m_folder.filePath(QStringLiteral("asked"))), 60'000);
}

void SignatureDeadlineTest::aCancelEndsTheWait()
{
    Cancellation cancellation;
    std::thread later([&cancellation] {
        std::this_thread::sleep_for(500ms);
        cancellation.cancel();
    });
    const auto result = checkSignatures(signedParts(message), 60s, cancellation);
    later.join();
    QVERIFY(!result);
    QCOMPARE(result.error().code, ErrorCode::Cancelled);
}

QTEST_GUILESS_MAIN(SignatureDeadlineTest)
#include "SignatureDeadlineTest.moc"
