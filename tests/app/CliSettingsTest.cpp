// SPDX-License-Identifier: GPL-3.0-or-later
#include "CliProcess.h"
#include "PopMailbox.h"

#include <QFile>

// What poplar-cli does about an account's settings: schedule, rules for receiving, place, order, removal, and
// settings that go to another profile.
class CliSettingsTest : public QObject
{
    Q_OBJECT
private:
    static PopMailbox::Message mail(int number)
    {
        const QByteArray name = QByteArray::number(number);
        return {"uidl-" + name, "From: Anna <anna@example.org>\r\nSubject: number " + name +
                                    "\r\nMessage-ID: <" + name + "@example.org>\r\n\r\nHello\r\n"};
    }

    // On a PopMailbox.
    static int add(const CliProcess &cli, const char *name, quint16 port)
    {
        return cli
            .run(QStringLiteral("account|add|--name|%1|--server|127.0.0.1|--port|%2|--security|none|--user|"
                                "user|--password-stdin|--store-password-in-file")
                     .arg(QLatin1String(name))
                     .arg(port),
                 "secret\n")
            .code;
    }

    static QJsonObject shown(const CliProcess &cli, const char *name = "Work")
    {
        return cli.run(QStringLiteral("account|show|%1|--json").arg(QLatin1String(name))).object();
    }

    static QStringList names(const CliProcess &cli)
    {
        QStringList names;
        for (const QJsonObject &account : cli.run(QStringLiteral("account|list|--json")).lines())
            names += account[QLatin1String("name")].toString();
        return names;
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY2(!CliProcess::program().isEmpty(), "POPLAR_CLI must name the program; ctest sets it");
    }

    void theScheduleIsKept()
    {
        const CliProcess cli;
        QCOMPARE(cli.addAccount(QStringLiteral("Work"), 1).code, 0);
        QVERIFY(shown(cli)[QLatin1String("check_at_start")].toBool());
        QCOMPARE(cli.run(QStringLiteral("account|set|Work|--check-minutes|15|--check-at-start|no|"
                                        "--check-with-all|no|--quiet-hours|22:30-06:15|--colour|#3366CC|"
                                        "--enabled|no"))
                     .code,
                 0);
        const QJsonObject account = shown(cli);
        QCOMPARE(account[QLatin1String("check_minutes")].toInt(), 15);
        QVERIFY(!account[QLatin1String("check_at_start")].toBool(true));
        QVERIFY(!account[QLatin1String("check_with_all")].toBool(true));
        QCOMPARE(account[QLatin1String("quiet_hours")].toString(), QStringLiteral("22:30-06:15"));
        QCOMPARE(account[QLatin1String("colour")].toString(), QStringLiteral("#3366cc"));
        QVERIFY(!account[QLatin1String("enabled")].toBool(true));
        QCOMPARE(cli.run(QStringLiteral("account|set|Work|--quiet-hours|none|--colour|none")).code, 0);
        QVERIFY(shown(cli)[QLatin1String("quiet_hours")].isNull() &&
                shown(cli)[QLatin1String("colour")].isNull());
    }

    void whatMeansNothingIsRefused_data()
    {
        QTest::addColumn<QString>("arguments");
        QTest::addColumn<int>("code");
        QTest::newRow("quiet") << QStringLiteral("account|set|Work|--quiet-hours|25:00-07:00") << 2;
        QTest::newRow("half quiet") << QStringLiteral("account|set|Work|--quiet-hours|22:00") << 2;
        QTest::newRow("yes or no") << QStringLiteral("account|set|Work|--check-at-start|maybe") << 2;
        QTest::newRow("colour") << QStringLiteral("account|set|Work|--colour|red") << 1;
        QTest::newRow("rule") << QStringLiteral("account|rules|Work|--add|drop from:a") << 2;
        QTest::newRow("rule's number") << QStringLiteral("account|rules|Work|--remove|1") << 2;
        QTest::newRow("folder") << QStringLiteral("account|folder|Work|nowhere") << 1;
        QTest::newRow("place") << QStringLiteral("account|move|Work|0") << 2;
        QTest::newRow("no such file") << QStringLiteral("account|import|/nonexistent/file") << 1;
    }

    void whatMeansNothingIsRefused()
    {
        QFETCH(QString, arguments);
        QFETCH(int, code);
        const CliProcess cli;
        QCOMPARE(cli.addAccount(QStringLiteral("Work"), 1).code, 0);
        const QJsonObject before = shown(cli);
        const auto outcome = cli.run(arguments);
        QVERIFY2(outcome.code == code, outcome.err);
        QVERIFY(!outcome.err.isEmpty());
        QCOMPARE(shown(cli), before);
    }

    void rulesDecideWhatIsFetched()
    {
        PopMailbox mailbox({mail(1), mail(2), mail(3)});
        ScriptedPopServer server(mailbox.script());
        const CliProcess cli;
        QCOMPARE(add(cli, "Work", server.port()), 0);
        const auto added = cli.run(QStringLiteral("account|rules|Work|--add|receive subject:number "
                                                  "2|--add|skip from:ANNA@|--add|skip to:x|--json"));
        QVERIFY2(added.code == 0, added.err);
        QCOMPARE(added.object()[QLatin1String("rules")].toArray(),
                 (QJsonArray{QStringLiteral("receive subject:number 2"), QStringLiteral("skip from:ANNA@"),
                             QStringLiteral("skip to:x")}));
        QCOMPARE(cli.run(QStringLiteral("account|rules|Work|--remove|3")).out.count('\n'), 2);
        const auto fetched = cli.run(QStringLiteral("fetch|--json"));
        QCOMPARE(fetched.code, 0); // that is what was wanted
        QCOMPARE(fetched.array().first()[QLatin1String("fetched")].toInt(), 1);
        QCOMPARE(mailbox.messages().size(), size_t(3));
        QVERIFY(!server.hasReceived("RETR 1") && server.hasReceived("RETR 2"));
        QCOMPARE(cli.run(QStringLiteral("account|rules|Work|--clear")).out, QByteArray());
        QCOMPARE(cli.run(QStringLiteral("fetch|--json")).array().first()[QLatin1String("fetched")].toInt(),
                 2);
    }

    void newMailGoesToTheFolderThatIsNamed()
    {
        PopMailbox mailbox({mail(1)});
        ScriptedPopServer server(mailbox.script());
        const CliProcess cli;
        QCOMPARE(add(cli, "Work", server.port()), 0);
        QCOMPARE(cli.run(QStringLiteral("account|folder|Work|Work/archive")).code, 0);
        QVERIFY(shown(cli)[QLatin1String("target_folder")].toInt() > 0);
        QCOMPARE(cli.run(QStringLiteral("fetch")).code, 0);
        QCOMPARE(cli.run(QStringLiteral("list|--folder|Work/archive|--json")).lines().size(), size_t(1));
        QCOMPARE(cli.run(QStringLiteral("account|folder|Work|own")).code, 0);
        QVERIFY(shown(cli)[QLatin1String("target_folder")].isNull());
    }

    void accountsAreMovedAndRemoved()
    {
        PopMailbox mailbox({mail(1), mail(2)});
        ScriptedPopServer server(mailbox.script());
        const CliProcess cli;
        for (const char *name : {"a", "b", "c"})
            QCOMPARE(add(cli, name, server.port()), 0);
        QCOMPARE(cli.run(QStringLiteral("account|move|c|1")).code, 0);
        QCOMPARE(names(cli).join(QString()), QStringLiteral("cab"));
        QCOMPARE(cli.run(QStringLiteral("account|move|c|99")).code, 0);
        QCOMPARE(names(cli).join(QString()), QStringLiteral("abc"));
        QCOMPARE(cli.run(QStringLiteral("fetch|--account|a")).code, 0);
        QCOMPARE(cli.run(QStringLiteral("fetch|--account|b")).code, 0);
        QCOMPARE(cli.run(QStringLiteral("account|remove|a")).code, 0);
        const auto removed = cli.run(QStringLiteral("account|remove|b|--with-mail"));
        QCOMPARE(removed.code, 0);
        QVERIFY(removed.out.startsWith("2 messages"));
        QCOMPARE(names(cli), QStringList{QStringLiteral("c")});
        QCOMPARE(cli.run(QStringLiteral("list|--json")).lines().size(), size_t(2)); // those of a
        QCOMPARE(mailbox.messages().size(), size_t(2));
        QVERIFY(!server.hasReceived("DELE"));
    }

    void settingsGoToAnotherProfile()
    {
        const CliProcess from, to;
        QCOMPARE(from.addAccount(QStringLiteral("Work"), 4711, "the secret itself").code, 0);
        QCOMPARE(from.run(QStringLiteral("account|rules|Work|--add|skip from:news")).code, 0);
        const QString path = from.path(QStringLiteral("settings.json"));
        QCOMPARE(from.run(QStringLiteral("account|export|") + path).code, 0);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(!file.readAll().contains("the secret itself"));
        QCOMPARE(to.addAccount(QStringLiteral("Work"), 1).code, 0);
        const auto imported = to.run(QStringLiteral("account|import|") + path);
        QVERIFY2(imported.code == 0, imported.err);
        QCOMPARE(imported.out, QByteArray("Work 2: demo at 127.0.0.1:4711 (none)\n"));
        QCOMPARE(shown(to, "Work 2")[QLatin1String("rules")].toArray().size(), 1);
        QCOMPARE(to.run(QStringLiteral("account|import|") + path).out, QByteArray()); // it is here
        QCOMPARE(names(to).size(), 2);
    }
};

QTEST_GUILESS_MAIN(CliSettingsTest)
#include "CliSettingsTest.moc"
