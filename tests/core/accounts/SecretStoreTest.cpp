// SPDX-License-Identifier: GPL-3.0-or-later
#include "FileSecrets.h"
#include "KeychainSecrets.h"
#include "MemorySecrets.h"

#include <QDir>
#include <QFileInfo>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>

#include <memory>

class SecretStoreTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsAndForgets_data()
    {
        QTest::addColumn<bool>("inFile");
        QTest::newRow("memory") << false;
        QTest::newRow("file") << true;
    }

    void keepsAndForgets()
    {
        QFETCH(bool, inFile);
        const QTemporaryDir profile;
        std::unique_ptr<SecretStore> store;
        if (inFile)
            store = std::make_unique<FileSecrets>(profile.path());
        else
            store = std::make_unique<MemorySecrets>();
        Cancellation cancellation;
        const QString key = QStringLiteral("uuid"), secret = QString::fromUtf8("pä\"ss wörd");
        QCOMPARE(store->read(key, cancellation).error().code, ErrorCode::NotFound);
        QVERIFY(store->write(key, secret, cancellation));
        QCOMPARE(*store->read(key, cancellation), secret);
        QVERIFY(store->remove(key, cancellation));
        QCOMPARE(store->read(key, cancellation).error().code, ErrorCode::NotFound);
    }

    void secretsFileIsForItsOwnerAlone()
    {
        const QTemporaryDir profile;
        Cancellation cancellation;
        QVERIFY(!FileSecrets::isUsed(profile.path()));
        FileSecrets store(profile.path());
        QVERIFY(store.write(QStringLiteral("k"), QStringLiteral("s"), cancellation));
        QVERIFY(FileSecrets::isUsed(profile.path()));
        const QFileInfo file(QDir(profile.path()).filePath(QStringLiteral("secrets.json")));
        const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
        QCOMPARE(file.permissions() & others, QFile::Permissions());
    }

    void damagedSecretsFileIsNotOverwritten()
    {
        const QTemporaryDir profile;
        QFile file(QDir(profile.path()).filePath(QStringLiteral("secrets.json")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("not json");
        file.close();
        Cancellation cancellation;
        FileSecrets store(profile.path());
        QCOMPARE(store.write(QStringLiteral("k"), QStringLiteral("s"), cancellation).error().code,
                 ErrorCode::Damaged);
        QCOMPARE(file.size(), qint64(8));
    }

    void missingKeychainIsAnErrorAndNoHang()
    {
        // No session bus: there is no keychain to ask.
        qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent");
        Cancellation cancellation;
        ErrorCode code = ErrorCode::Cancelled;
        const std::unique_ptr<QThread> thread(QThread::create([&] {
            KeychainSecrets store;
            const auto result = store.read(QStringLiteral("k"), cancellation);
            code = result ? ErrorCode::Cancelled : result.error().code;
        }));
        QSignalSpy finished(thread.get(), &QThread::finished);
        thread->start();
        QVERIFY(finished.wait(20000));
        QCOMPARE(code, ErrorCode::Unsupported);
    }

    void cancelEndsTheWaitForAKeychain()
    {
        Cancellation cancellation;
        cancellation.cancel();
        ErrorCode code = ErrorCode::NotFound;
        const std::unique_ptr<QThread> thread(QThread::create([&] {
            KeychainSecrets store;
            code = store.read(QStringLiteral("k"), cancellation).error().code;
        }));
        thread->start();
        // The application's thread does not answer: it is busy waiting, as when the program ends.
        QVERIFY(thread->wait(20000));
        QCOMPARE(code, ErrorCode::Cancelled);
    }
};

QTEST_GUILESS_MAIN(SecretStoreTest)
#include "SecretStoreTest.moc"
