// SPDX-License-Identifier: GPL-3.0-or-later
#include "CliProcess.h"
#include "PopMailbox.h"

#include <QDirIterator>

// "poplar-cli compact" gives the room of removed mail back.
class CliCompactTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void removedMailGivesItsRoomBack();
    void withoutRemovedMailThereIsNothingToDo();
    void aDamagedSegmentIsNamedAndLeft();
    void aProfileThatIsNotThereIsNotMade();

private:
    CliProcess::Outcome run(const QString &arguments) { return m_cli->run(arguments); }
    QString segment() const { return m_cli->profile() + QStringLiteral("/vault/000001.seg"); }
    qint64 vaultSize() const
    {
        qint64 size = 0;
        QDirIterator files(m_cli->profile() + QStringLiteral("/vault"), QDir::Files);
        while (files.hasNext())
            size += QFileInfo(files.next()).size();
        return size;
    }

    bool isInIndex(const QByteArray &letters) const
    {
        QByteArray bytes;
        QDirIterator files(m_cli->profile(), {QStringLiteral("search.db*")}, QDir::Files);
        while (files.hasNext()) {
            QFile file(files.next());
            if (!file.open(QIODevice::ReadOnly))
                qFatal("the index cannot be read");
            bytes += file.readAll();
        }
        return bytes.contains(letters);
    }

    std::optional<CliProcess> m_cli;
    std::unique_ptr<PopMailbox> m_mailbox;
    std::unique_ptr<ScriptedPopServer> m_server;
};

void CliCompactTest::init()
{
    std::vector<PopMailbox::Message> mails;
    for (int number = 1; number <= 10; ++number) {
        const QByteArray name = QByteArray::number(number);
        QByteArray body;
        for (int line = 0; line < 200; ++line)
            body += QByteArray::number(qint64(number) * line * 7919 * 104729) + "\r\n";
        if (number == 7)
            body += "about a xylophone\r\n";
        mails.push_back(
            {"uidl-" + name, "From: anna@example.org\r\nSubject: number " + name + "\r\n\r\n" + body});
    }
    m_cli.emplace();
    m_mailbox = std::make_unique<PopMailbox>(mails);
    m_mailbox->user = m_mailbox->password = "demo";
    m_server = std::make_unique<ScriptedPopServer>(m_mailbox->script());
    QCOMPARE(m_cli->addAccount(QStringLiteral("Work"), m_server->port()).code, 0);
    QCOMPARE(run(QStringLiteral("fetch")).code, 0);
}

void CliCompactTest::removedMailGivesItsRoomBack()
{
    QVERIFY(isInIndex("lophone")); // tokens lack the letters that they share with the one before
    QCOMPARE(run(QStringLiteral("delete|1-4|7|--for-good")).code, 0);
    QVERIFY(isInIndex("lophone"));
    const qint64 before = vaultSize();
    const auto compacted = run(QStringLiteral("compact|--json"));
    QVERIFY2(compacted.code == 0, compacted.err);
    QCOMPARE(compacted.err, QByteArray()); // no terminal: no progress
    const QJsonObject said = compacted.object();
    QVERIFY(said[QLatin1String("done")].toBool());
    QVERIFY(said[QLatin1String("left_alone")].toArray().isEmpty());
    QVERIFY(said[QLatin1String("bytes")].toInteger() > before / 3);
    QVERIFY(before - vaultSize() > before / 3);
    QVERIFY(!QFile::exists(segment()));
    QVERIFY(!isInIndex("lophone"));
    for (const int number : {5, 6, 8, 9, 10}) {
        const auto shown = run(QStringLiteral("show|%1|--raw").arg(number));
        QVERIFY2(shown.out.contains("Subject: number " + QByteArray::number(number) + "\r\n"), shown.err);
    }
    QCOMPARE(run(QStringLiteral("verify")).code, 0);
    QCOMPARE(run(QStringLiteral("fetch|--json")).array()[0][QLatin1String("fetched")].toInt(-1), 0);
    QVERIFY(!isInIndex("lophone"));
    // Not back from the dead either when only the vault is left.
    for (const char *name : {"catalogue.db", "catalogue.bak.1", "catalogue.bak.2"})
        QFile::remove(m_cli->profile() + QLatin1Char('/') + QLatin1String(name));
    QCOMPARE(int(run(QStringLiteral("list|--json")).lines().size()), 5);
    QCOMPARE(run(QStringLiteral("verify")).code, 0);
}

void CliCompactTest::withoutRemovedMailThereIsNothingToDo()
{
    const auto compacted = run(QStringLiteral("compact"));
    QVERIFY2(compacted.code == 0, compacted.err);
    QCOMPARE(compacted.out, QByteArray("There was no room of removed mail to give back.\n"));
    QVERIFY(QFile::exists(segment()));
    QCOMPARE(run(QStringLiteral("compact|now")).code, 2);
}

void CliCompactTest::aDamagedSegmentIsNamedAndLeft()
{
    QCOMPARE(run(QStringLiteral("delete|1|--for-good")).code, 0);
    QFile file(segment());
    QVERIFY(file.open(QIODevice::ReadWrite));
    QByteArray bytes = file.readAll();
    const qsizetype uidl = bytes.indexOf("uidl-5"); // in the record's header
    QVERIFY(uidl > 0);
    bytes[uidl] = 'x';
    file.seek(0);
    QCOMPARE(file.write(bytes), bytes.size());
    file.close();
    const auto compacted = run(QStringLiteral("compact"));
    QCOMPARE(compacted.code, 3);
    QVERIFY2(compacted.out.startsWith("Left as it is, because it is damaged: 000001.seg: "), compacted.out);
    QVERIFY(QFile::exists(segment()));
    QVERIFY(run(QStringLiteral("show|6|--raw")).out.contains("Subject: number 6"));
}

void CliCompactTest::aProfileThatIsNotThereIsNotMade()
{
    m_cli.emplace();
    QCOMPARE(run(QStringLiteral("compact")).code, 1);
    QVERIFY(!QFile::exists(m_cli->profile()));
}

QTEST_GUILESS_MAIN(CliCompactTest)
#include "CliCompactTest.moc"
