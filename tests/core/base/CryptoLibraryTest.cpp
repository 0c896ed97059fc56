// SPDX-License-Identifier: GPL-3.0-or-later
#include "CryptoLibrary.h"
#include "Sha256.h"

#include <QProcess>
#include <QTest>

#include <cstdlib>

#include <openssl/crypto.h>

namespace
{
// A process that asks libcrypto while it ends, as its threads do.
int askWhileEnding()
{
    std::atexit([] { // registered before libcrypto's own, so called after it
        std::_Exit(OPENSSL_init_crypto(0, nullptr) == 1 ? 0 : 1);
    });
    cryptoLibrary::keepUntilExit();
    (void)Sha256::of("text");
    std::exit(2);
}
} // namespace

class CryptoLibraryTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void isThereUntilTheProcessHasEnded();
};

void CryptoLibraryTest::isThereUntilTheProcessHasEnded()
{
    QProcess process;
    process.start(QCoreApplication::applicationFilePath(), {QStringLiteral("end")});
    QVERIFY(process.waitForFinished());
    QVERIFY2(process.exitStatus() == QProcess::NormalExit, process.readAllStandardError());
    QVERIFY2(process.exitCode() == 0, process.readAllStandardError());
}

int main(int argc, char **argv)
{
    if (argc == 2 && qstrcmp(argv[1], "end") == 0)
        return askWhileEnding();
    QCoreApplication application(argc, argv);
    CryptoLibraryTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "CryptoLibraryTest.moc"
