// SPDX-License-Identifier: GPL-3.0-or-later
#include "CliProcess.h"
#include "PopMailbox.h"

#include <set>

namespace
{

constexpr int messages = 12;

PopMailbox::Message numberedMail(int number)
{
    const QByteArray name = QByteArray::number(number);
    return {"uidl-" + name, "From: Anna <anna@example.org>\r\nSubject: number " + name + "\r\nMessage-ID: <" +
                                name + "@example.org>\r\n\r\nHello\r\n"};
}

std::vector<PopMailbox::Message> numberedMails()
{
    std::vector<PopMailbox::Message> mails;
    for (int number = 1; number <= messages; ++number)
        mails.push_back(numberedMail(number));
    return mails;
}

} // namespace

// The verbs that act on stored messages: mark, move, tag, delete.
class CliMessagesTest : public QObject
{
    Q_OBJECT
private:
    std::optional<CliProcess> m_cli;
    std::unique_ptr<PopMailbox> m_mailbox;
    std::unique_ptr<ScriptedPopServer> m_server;

    CliProcess::Outcome run(const QString &arguments, const QByteArray &input = {})
    {
        return m_cli->run(arguments, input);
    }

    // The rows for which the test is true, by id.
    template <class Test> std::set<qint64> idsWhere(Test test)
    {
        std::set<qint64> ids;
        // A list of everything leaves out junk and trash.
        for (const char *folder : {"inbox", "archive", "junk", "trash"})
            for (const QJsonObject &row :
                 run(QStringLiteral("list|--json|--folder|") + QLatin1String(folder)).lines())
                if (test(row))
                    ids.insert(row[QLatin1String("id")].toInteger());
        return ids;
    }
    std::set<qint64> idsThatAre(const char *mark)
    {
        return idsWhere([mark](const QJsonObject &row) { return row[QLatin1String(mark)].toBool(); });
    }
    std::set<qint64> idsIn(const char *folder)
    {
        return idsWhere([folder](const QJsonObject &row) {
            return row[QLatin1String("folder")] == QLatin1String(folder);
        });
    }

private Q_SLOTS:
    void initTestCase();
    void init();
    void marksAreSetAndTakenAway();
    void numbersRangesAndStandardInputNameMessages();
    void thousandsArePiped();
    void whatIsNotThereIsNamedAndTheRestDone();
    void messagesMoveIntoFolders();
    void tagsAreGivenAndTakenAway();
    void deletedMessagesAreInTheTrash();
    void messagesDeletedForGoodStayGone();
    void whatTheRulesWillDeleteOnTheServerIsSaid();
    void mistakesAreSentences_data();
    void mistakesAreSentences();
    void eachVerbExplainsItself();
};

void CliMessagesTest::initTestCase()
{
    QVERIFY2(!CliProcess::program().isEmpty(), "POPLAR_CLI must name the program; ctest sets it");
}

void CliMessagesTest::init()
{
    m_cli.emplace();
    m_mailbox = std::make_unique<PopMailbox>(numberedMails());
    m_mailbox->user = "demo";
    m_mailbox->password = "demo";
    m_server = std::make_unique<ScriptedPopServer>(m_mailbox->script());
    const auto added = m_cli->addAccount(QStringLiteral("Work"), m_server->port());
    QVERIFY2(added.code == 0, added.err);
    const auto fetched = run(QStringLiteral("fetch"));
    QVERIFY2(fetched.code == 0, fetched.err);
}

void CliMessagesTest::marksAreSetAndTakenAway()
{
    const auto marked = run(QStringLiteral("mark|1|2|3|--read|--star"));
    QVERIFY2(marked.code == 0, marked.err);
    QCOMPARE(marked.out, QByteArray("3 messages marked as read and starred.\n"));
    QCOMPARE(marked.err, QByteArray()); // no terminal: no progress
    QCOMPARE(idsThatAre("read"), (std::set<qint64>{1, 2, 3}));
    QCOMPARE(idsThatAre("starred"), (std::set<qint64>{1, 2, 3}));

    const auto unmarked = run(QStringLiteral("mark|2|--unread|--unstar|--json"));
    QVERIFY2(unmarked.code == 0, unmarked.err);
    const QJsonObject report = unmarked.object();
    QCOMPARE(report.keys(), (QStringList{QStringLiteral("done"), QStringLiteral("error"),
                                         QStringLiteral("not_done"), QStringLiteral("unknown")}));
    QCOMPARE(report[QLatin1String("done")].toInt(), 1);
    QCOMPARE(report[QLatin1String("not_done")].toInt(-1), 0);
    QVERIFY(report[QLatin1String("unknown")].toArray().isEmpty());
    QVERIFY(report[QLatin1String("error")].isNull());
    QCOMPARE(idsThatAre("read"), (std::set<qint64>{1, 3}));
    QCOMPARE(idsThatAre("starred"), (std::set<qint64>{1, 3}));
}

void CliMessagesTest::numbersRangesAndStandardInputNameMessages()
{
    const auto marked = run(QStringLiteral("mark|--read|9|2-4|3|-|4-5"), "7\n 11-12\n\n7\t");
    QVERIFY2(marked.code == 0, marked.err);
    QCOMPARE(marked.out, QByteArray("8 messages marked as read.\n"));
    QCOMPARE(idsThatAre("read"), (std::set<qint64>{2, 3, 4, 5, 7, 9, 11, 12}));
    // A range takes what there is of it.
    QCOMPARE(run(QStringLiteral("mark|--star|10-9000000000000")).out,
             QByteArray("3 messages marked as starred.\n"));
    // A pipe that brought nothing is no mistake.
    const auto none = run(QStringLiteral("mark|--star|-"), "\n");
    QCOMPARE(none.code, 0);
    QCOMPARE(none.out, QByteArray("0 messages marked as starred.\n"));
}

void CliMessagesTest::thousandsArePiped()
{
    for (int number = messages + 1; number <= 5'100; ++number)
        m_mailbox->add(numberedMail(number));
    const auto fetched = run(QStringLiteral("fetch"));
    QVERIFY2(fetched.code == 0, fetched.err);
    QByteArray input;
    for (int id = 1; id <= 5'100; id += 1)
        input += QByteArray::number(id) + '\n';
    const auto marked = run(QStringLiteral("mark|-|--read|--json"), input);
    QVERIFY2(marked.code == 0, marked.err);
    QCOMPARE(marked.object()[QLatin1String("done")].toInt(), 5'100);
    QCOMPARE(int(idsThatAre("read").size()), 5'100);
}

void CliMessagesTest::whatIsNotThereIsNamedAndTheRestDone()
{
    const auto partly = run(QStringLiteral("mark|1|77|200-300|--read"));
    QCOMPARE(partly.code, 3);
    QVERIFY2(partly.err.contains("no message 77, 200-300."), partly.err);
    QCOMPARE(partly.out, QByteArray("1 message marked as read.\n"));
    QCOMPARE(idsThatAre("read"), (std::set<qint64>{1}));

    const auto none = run(QStringLiteral("mark|77|--star|--json"));
    QCOMPARE(none.code, 1);
    QCOMPARE(none.object()[QLatin1String("unknown")].toArray(), QJsonArray{QStringLiteral("77")});
    QCOMPARE(none.object()[QLatin1String("done")].toInt(-1), 0);
    QCOMPARE(run(QStringLiteral("delete|77|--for-good")).out, QByteArray());
}

void CliMessagesTest::messagesMoveIntoFolders()
{
    QCOMPARE(run(QStringLiteral("move|1-3|--folder|archive")).out,
             QByteArray("3 messages moved to \"archive\".\n"));
    QCOMPARE(run(QStringLiteral("move|4|--folder|junk|--account|Work")).out,
             QByteArray("1 message moved to \"Work/junk\".\n"));
    QCOMPARE(idsIn("archive"), (std::set<qint64>{1, 2, 3}));
    QCOMPARE(idsIn("junk"), (std::set<qint64>{4}));
    QCOMPARE(run(QStringLiteral("move|2|--folder|inbox")).code, 0);
    QCOMPARE(idsIn("archive"), (std::set<qint64>{1, 3}));
    for (const char *arguments : {"move|5|--folder|nowhere", "move|5|--folder|inbox|--account|Play"}) {
        const auto failed = run(QString::fromLatin1(arguments));
        QCOMPARE(failed.code, 1);
        QVERIFY2(failed.err.contains("There is no folder"), failed.err);
    }
    QVERIFY(idsIn("inbox").contains(5));
}

void CliMessagesTest::tagsAreGivenAndTakenAway()
{
    const auto tagsOf = [this](qint64 id) {
        const auto shown = run(QStringLiteral("show|%1|--json").arg(id)).object();
        QStringList tags;
        for (const auto &row : run(QStringLiteral("list|--json")).lines())
            if (row[QLatin1String("id")].toInteger() == id)
                tags = row[QLatin1String("tags")].toVariant().toStringList();
        return shown[QLatin1String("tags")].toVariant().toStringList() == tags
                   ? tags
                   : QStringList{QStringLiteral("list and show differ")};
    };
    const auto tagged = run(QStringLiteral("tag|1-3|--add|to do"));
    QVERIFY2(tagged.code == 0, tagged.err);
    QCOMPARE(tagged.out, QByteArray("3 messages tagged.\n"));
    QCOMPARE(run(QStringLiteral("tag|2|--add|bills|--add|2026|--remove|to do")).code, 0);
    QCOMPARE(tagsOf(1), QStringList{QStringLiteral("to do")});
    QCOMPARE(tagsOf(2), (QStringList{QStringLiteral("2026"), QStringLiteral("bills")}));
    QCOMPARE(tagsOf(4), QStringList());
    QCOMPARE(run(QStringLiteral("tag|99|--add|bills")).code, 1);
    // They come back without the catalogue.
    QVERIFY(QFile::remove(m_cli->profile() + QStringLiteral("/catalogue.db")));
    QCOMPARE(tagsOf(2), (QStringList{QStringLiteral("2026"), QStringLiteral("bills")}));
}

void CliMessagesTest::deletedMessagesAreInTheTrash()
{
    const auto deleted = run(QStringLiteral("delete|3|5"));
    QVERIFY2(deleted.code == 0, deleted.err);
    QCOMPARE(deleted.out, QByteArray("2 messages moved to the trash. Nothing was deleted on a server.\n"));
    QCOMPARE(idsIn("trash"), (std::set<qint64>{3, 5}));
    QCOMPARE(run(QStringLiteral("show|3|--raw")).out, numberedMail(3).bytes);
    QCOMPARE(int(m_mailbox->messages().size()), messages);
}

void CliMessagesTest::messagesDeletedForGoodStayGone()
{
    const auto deleted = run(QStringLiteral("delete|2-4|--for-good"));
    QVERIFY2(deleted.code == 0, deleted.err);
    QCOMPARE(deleted.out, QByteArray("3 messages deleted here for good. Nothing was deleted on a server.\n"));
    const auto shown = run(QStringLiteral("show|3|--raw"));
    QCOMPARE(shown.code, 1);
    QVERIFY(shown.err.contains("There is no message 3."));
    // Also from the trash.
    QCOMPARE(run(QStringLiteral("delete|5")).code, 0);
    QCOMPARE(run(QStringLiteral("delete|5|--for-good")).code, 0);
    QVERIFY(idsIn("trash").empty());
    // They are still on the server, and not fetched again.
    QCOMPARE(int(m_mailbox->messages().size()), messages);
    QCOMPARE(run(QStringLiteral("fetch|--json")).array()[0][QLatin1String("fetched")].toInt(-1), 0);
    QCOMPARE(int(idsIn("inbox").size()), messages - 4);
    QVERIFY(QFile::remove(m_cli->profile() + QStringLiteral("/catalogue.db")));
    QCOMPARE(int(idsIn("inbox").size()), messages - 4);
    QCOMPARE(run(QStringLiteral("verify")).code, 0);
}

void CliMessagesTest::whatTheRulesWillDeleteOnTheServerIsSaid()
{
    QCOMPARE(run(QStringLiteral("account|set|Work|--keep|until-deleted|--yes")).code, 0);
    const auto trashed = run(QStringLiteral("delete|1"));
    QVERIFY2(trashed.out.contains("The rules of Work delete it there too, at the next check."), trashed.out);
    const auto removed = run(QStringLiteral("delete|2|--for-good"));
    QVERIFY2(!removed.out.contains("The rules"), removed.out);
    QCOMPARE(run(QStringLiteral("fetch|--json")).array()[0][QLatin1String("deleted")].toInt(), 1);
    QCOMPARE(run(QStringLiteral("account|set|Work|--keep|until-trash-emptied|--yes")).code, 0);
    QVERIFY(run(QStringLiteral("delete|3|--for-good")).out.contains("The rules of Work"));
}

void CliMessagesTest::mistakesAreSentences_data()
{
    QTest::addColumn<QString>("arguments");
    for (const char *arguments : {"mark|--read",
                                  "mark|1",
                                  "mark|one|--read",
                                  "mark|0|--read",
                                  "mark|5-3|--read",
                                  "mark|1-|--read",
                                  "mark|1-2-3|--read",
                                  "mark|99999999999999999999|--read",
                                  "mark|1|--read|--unread",
                                  "mark|1|--star|--unstar",
                                  "mark|1|--blink",
                                  "move|1",
                                  "move|--folder|trash",
                                  "move|1|--folder|",
                                  "tag|1",
                                  "tag|1|--add",
                                  "tag|1|--add| ",
                                  "tag|1|--add|x|--remove|x",
                                  "delete",
                                  "delete|all",
                                  "delete|1|--forgood"})
        QTest::newRow(arguments) << QString::fromLatin1(arguments);
}

void CliMessagesTest::mistakesAreSentences()
{
    QFETCH(const QString, arguments);
    const auto outcome = run(arguments);
    QCOMPARE(outcome.code, 2);
    const QString help = QStringLiteral("See \"poplar-cli %1 --help\".").arg(arguments.section(u'|', 0, 0));
    QVERIFY2(outcome.err.startsWith("poplar-cli: ") && outcome.err.contains(help.toLatin1()), outcome.err);
    QCOMPARE(outcome.out, QByteArray());
    const auto rows = run(QStringLiteral("list|--json")).lines(); // without what is in junk and trash
    QCOMPARE(int(rows.size()), messages);
    for (const QJsonObject &row : rows)
        QVERIFY(!row[QLatin1String("read")].toBool() && !row[QLatin1String("starred")].toBool());
}

void CliMessagesTest::eachVerbExplainsItself()
{
    const QByteArray verbs = run(QStringLiteral("--help")).out;
    for (const char *verb : {"mark", "move", "tag", "delete"}) {
        QVERIFY2(verbs.contains(QByteArray("\n  ") + verb + ' '), verbs);
        const auto help = run(QString::fromLatin1(verb) + QStringLiteral("|--help"));
        QCOMPARE(help.code, 0);
        QVERIFY2(help.out.contains("Numbers of messages"), help.out);
    }
}

QTEST_GUILESS_MAIN(CliMessagesTest)
#include "CliMessagesTest.moc"
