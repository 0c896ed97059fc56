// SPDX-License-Identifier: GPL-3.0-or-later
//
// The verbs that look after the stored mail: verify, rebuild, and what every verb does with a lost catalogue.
#include "CliProcess.h"
#include "PopMailbox.h"

#include <QDir>

class CliStoreTest : public QObject
{
    Q_OBJECT
private:
    static constexpr int messages = 9;

    std::optional<CliProcess> m_cli;
    std::unique_ptr<PopMailbox> m_mailbox;
    std::unique_ptr<ScriptedPopServer> m_server;

    CliProcess::Outcome run(const char *arguments) { return m_cli->run(QString::fromLatin1(arguments)); }
    QString segment() const { return m_cli->profile() + QStringLiteral("/vault/000001.seg"); }
    // Flips a bit in the message that has this subject; they are stored one after the other.
    void damage(qint64 id);

private Q_SLOTS:
    void init();
    void damageIsNamedAndTheNextFetchMendsIt();
    void theListIsMadeAnew();
    void theIndexIsMadeAnew();
    void aLostCatalogueIsSaidInOneSentence();
    void aDamagedCatalogueIsKeptAside();
    void aNewerProfileIsRefusedPolitely();
    void wrongWordsAreWrongUsage();
};

void CliStoreTest::init()
{
    m_cli.emplace();
    std::vector<PopMailbox::Message> mails;
    for (int i = 1; i <= messages; ++i) {
        const QByteArray name = QByteArray::number(i);
        mails.push_back({"uidl-" + name, "From: Anna <anna@example.org>\r\nSubject: number " + name +
                                             "\r\nMessage-ID: <" + name + "@example.org>\r\n\r\nHello " +
                                             name + "\r\n"});
    }
    m_mailbox = std::make_unique<PopMailbox>(std::move(mails));
    m_mailbox->user = "demo";
    m_mailbox->password = "demo";
    m_server = std::make_unique<ScriptedPopServer>(m_mailbox->script());
    QCOMPARE(m_cli->addAccount(QStringLiteral("Home"), m_server->port()).code, 0);
    const auto fetched = run("fetch");
    QVERIFY2(fetched.code == 0, fetched.err);
}

void CliStoreTest::damage(qint64 id)
{
    QFile file(segment());
    QVERIFY(file.open(QIODevice::ReadWrite));
    const QByteArray bytes = file.readAll();
    const qsizetype header = bytes.indexOf("uidl-" + QByteArray::number(id));
    QVERIFY(header > 0);
    QVERIFY(file.seek(header + 60)); // within the frame behind the header
    QVERIFY(file.putChar(static_cast<char>(bytes[header + 60] ^ 8)));
}

void CliStoreTest::damageIsNamedAndTheNextFetchMendsIt()
{
    QCOMPARE(run("tag|4|--add|keep").code, 0);
    damage(4);
    const auto found = run("verify");
    QCOMPARE(found.code, 1);
    QVERIFY2(found.out.contains("Message 4 is damaged or missing: \"number 4\" from anna@example.org"),
             found.out);
    const auto repaired = run("verify|--repair|--json");
    QVERIFY2(repaired.code == 3, repaired.err);
    const QJsonObject repair = repaired.object()[QLatin1String("repair")].toObject();
    QCOMPARE(repair[QLatin1String("fetched_again")].toArray(), QJsonArray{4});
    QCOMPARE(repair[QLatin1String("left")].toArray().size(), 0);
    QCOMPARE(repaired.object()[QLatin1String("damaged_messages")]
                 .toArray()[0]
                 .toObject()[QLatin1String("subject")],
             QStringLiteral("number 4"));
    const auto fetched = run("fetch");
    QVERIFY2(fetched.code == 0, fetched.err);
    QVERIFY(run("show|4|--raw").out.contains("Hello 4"));
    QVERIFY(run("show|4|--json").object()[QLatin1String("tags")].toArray().contains(QStringLiteral("keep")));
    const auto after = run("verify");
    QVERIFY2(after.code == 0, after.out);
}

void CliStoreTest::theListIsMadeAnew()
{
    QCOMPARE(run("mark|3|--star").code, 0);
    const auto before = run("list|--json").lines();
    const auto rebuilt = run("rebuild|catalogue|--json");
    QVERIFY2(rebuilt.code == 0, rebuilt.err);
    QCOMPARE(rebuilt.object()[QLatin1String("rebuilt")], QStringLiteral("catalogue"));
    QCOMPARE(rebuilt.object()[QLatin1String("messages")].toInt(), messages);
    QVERIFY(run("list|--json").lines() == before);
    QCOMPARE(run("verify").code, 0);
    QVERIFY(run("rebuild|catalogue").out.contains("9 messages"));
}

void CliStoreTest::theIndexIsMadeAnew()
{
    const auto rebuilt = run("rebuild|index");
    QVERIFY2(rebuilt.code == 0, rebuilt.err);
    QVERIFY(run("search|hello|--json").lines().size() == size_t(messages));
    QCOMPARE(run("verify").code, 0);
}

void CliStoreTest::aLostCatalogueIsSaidInOneSentence()
{
    QCOMPARE(run("mark|3|--star").code, 0);
    const auto before = run("list|--json").lines();
    for (const QString &name :
         QDir(m_cli->profile())
             .entryList({QStringLiteral("catalogue.*"), QStringLiteral("search.db*")}, QDir::Files))
        QVERIFY(QFile::remove(m_cli->profile() + QLatin1Char('/') + name));
    const auto listed = run("list|--json");
    QCOMPARE(listed.code, 0);
    QVERIFY(listed.lines() == before); // with subjects
    QVERIFY2(listed.err.contains("The list of messages was missing. It was made anew from the mail itself"),
             listed.err);
    QCOMPARE(listed.err.count('\n'), 1);
    QCOMPARE(run("list|--json").err, QByteArray());
    QCOMPARE(run("verify").code, 0);
}

void CliStoreTest::aDamagedCatalogueIsKeptAside()
{
    const auto before = run("list|--json").lines();
    QFile file(m_cli->profile() + QStringLiteral("/catalogue.db"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray(100000, 'x'));
    file.close();
    const auto listed = run("list|--json");
    QVERIFY2(listed.code == 0, listed.err);
    QVERIFY(listed.lines() == before);
    QVERIFY2(listed.err.contains("The list of messages was damaged. It was restored from the copy of"),
             listed.err);
    const QStringList kept =
        QDir(m_cli->profile()).entryList({QStringLiteral("catalogue.db.damaged-*")}, QDir::Files);
    QCOMPARE(kept.size(), 1);
    QVERIFY(listed.err.contains(kept[0].toUtf8()));
}

void CliStoreTest::aNewerProfileIsRefusedPolitely()
{
    QFile file(m_cli->profile() + QStringLiteral("/catalogue.db"));
    QVERIFY(file.open(QIODevice::ReadWrite));
    QVERIFY(file.seek(60)); // user_version (SQLite's file format, 1.3)
    file.write(QByteArray("\0\0\0\x63", 4));
    file.close();
    const auto listed = run("list");
    QCOMPARE(listed.code, 1);
    QVERIFY2(listed.err.contains("newer"), listed.err);
    QCOMPARE(QDir(m_cli->profile()).entryList({QStringLiteral("*damaged*")}).size(), 0);
}

void CliStoreTest::wrongWordsAreWrongUsage()
{
    for (const char *arguments : {"rebuild", "rebuild|everything", "rebuild|index|catalogue", "verify|now"})
        QCOMPARE(run(arguments).code, 2);
}

QTEST_GUILESS_MAIN(CliStoreTest)
#include "CliStoreTest.moc"
