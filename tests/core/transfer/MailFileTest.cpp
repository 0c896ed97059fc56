// SPDX-License-Identifier: GPL-3.0-or-later
#include "MailFile.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

class MailFileTest : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_directory;

    QString write(const QByteArray &bytes)
    {
        QFile file(QDir(m_directory.path()).filePath(QStringLiteral("mail")));
        if (!file.open(QIODevice::WriteOnly))
            return {};
        file.write(bytes);
        return file.fileName();
    }

    static QByteArrayList messages(const QString &path)
    {
        QByteArrayList found;
        const auto count = readMailFile(path, [&](const QByteArray &message) -> Result<void> {
            found.append(message);
            return {};
        });
        return count && *count == found.size() ? found : QByteArrayList{"count is wrong"};
    }

private Q_SLOTS:
    void mboxIsSplitAndUnquoted()
    {
        const QString path = write("From a@example.org Thu Jan  1 00:00:00 2026\nSubject: 1\n\n>From here\n"
                                   ">>From there\n>not From\n\nFrom b@example.org Thu Jan  1 00:00:00 2026\n"
                                   "Subject: 2\n\nNo blank line before\nFrom this line\n\n");
        QCOMPARE(messages(path), (QByteArrayList{"Subject: 1\n\nFrom here\n>From there\n>not From\n",
                                                 "Subject: 2\n\nNo blank line before\nFrom this line\n"}));
    }

    void crlfMboxKeepsItsLineEnds()
    {
        const QString path = write("From a\r\nA: 1\r\n\r\nx\r\n\r\nFrom b\r\nA: 2\r\n\r\ny\r\n\r\n");
        QCOMPARE(messages(path), (QByteArrayList{"A: 1\r\n\r\nx\r\n", "A: 2\r\n\r\ny\r\n"}));
    }

    void emlIsOneMessageByteForByte()
    {
        const QByteArray bytes = QByteArray("Subject: x\n\n>From stays\n\nFrom stays") + '\0' + "nul\n\n";
        QCOMPARE(messages(write(bytes)), QByteArrayList{bytes});
    }

    void errorOfTheReceiverEndsTheReading()
    {
        int seen = 0;
        const auto result =
            readMailFile(write("From a\nA: 1\n\n\nFrom b\nA: 2\n\n"), [&](const QByteArray &) {
                ++seen;
                return Result<void>(failure(ErrorCode::DiskFull));
            });
        QCOMPARE(result.error().code, ErrorCode::DiskFull);
        QCOMPARE(seen, 1);
    }

    void whatCannotBeReadIsAnError()
    {
        const auto nothing = [](const QByteArray &) { return Result<void>(); };
        QCOMPARE(readMailFile(QStringLiteral("/nonexistent.eml"), nothing).error().code, ErrorCode::NotFound);
        QCOMPARE(readMailFile(write(""), nothing).error().code, ErrorCode::InvalidArgument);
    }
};

QTEST_GUILESS_MAIN(MailFileTest)
#include "MailFileTest.moc"
