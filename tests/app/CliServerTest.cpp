// SPDX-License-Identifier: GPL-3.0-or-later
#include "CliProcess.h"
#include "PopMailbox.h"
#include "TestCertificates.h"

#include <QFile>

#include <atomic>

using Peer = ScriptedPopServer::Peer;

namespace
{
PopMailbox::Message mail(int number, int octets = 0)
{
    const QByteArray name = QByteArray::number(number);
    QByteArray bytes = "From: Anna <anna@example.org>\r\nSubject: number " + name + "\r\nMessage-ID: <" +
                       name + "@example.org>\r\n\r\nHello\r\n";
    while (bytes.size() < octets)
        bytes += "Another line of message " + name + ".\r\n";
    return {"uidl-" + name, bytes};
}

std::vector<PopMailbox::Message> mails(int count)
{
    std::vector<PopMailbox::Message> messages;
    for (int number = 1; number <= count; ++number)
        messages.push_back(mail(number));
    return messages;
}
} // namespace

// What poplar-cli does about mail on a server: rules, forecast, agreement, log, single messages,
// certificates.
class CliServerTest : public QObject
{
    Q_OBJECT
private:
    std::optional<CliProcess> m_cli;
    TestCertificates m_certificates;

    void addAccount(quint16 port, const QString &more = {})
    {
        const auto added = m_cli->run(
            QStringLiteral("account|add|--name|Work|--server|127.0.0.1|--port|%1|--security|none|--user|user|"
                           "--password-stdin|--store-password-in-file%2")
                .arg(port)
                .arg(more),
            "secret\n");
        QVERIFY2(added.code == 0, added.err);
    }

    QJsonObject fetched()
    {
        const auto outcome = m_cli->run(QStringLiteral("fetch|--json"));
        return outcome.array().isEmpty() ? QJsonObject() : outcome.array().first().toObject();
    }

    QJsonObject message(const QString &uidl)
    {
        for (const QJsonObject &row : m_cli->run(QStringLiteral("server|list|Work|--json")).lines())
            if (row[QLatin1String("uidl")].toString() == uidl)
                return row;
        return {};
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY2(!CliProcess::program().isEmpty(), "POPLAR_CLI must name the program; ctest sets it");
        QVERIFY(m_certificates.isValid());
    }
    void init() { m_cli.emplace(); }

    void everyRuleIsKept_data()
    {
        QTest::addColumn<QString>("keep");
        for (const char *keep :
             {"forever", "delete", "days:14", "hours:36", "newest:500", "newest-mb:200", "until-deleted",
              "until-archived", "until-trash-emptied",
              "days:30,newest:500,newest-mb:200,until-deleted,until-archived,until-trash-emptied",
              "delete,hours:5"})
            QTest::newRow(keep) << QString::fromLatin1(keep);
    }

    void everyRuleIsKept()
    {
        QFETCH(QString, keep);
        addAccount(1, QStringLiteral("|--keep|") + keep);
        const QJsonObject account = m_cli->run(QStringLiteral("account|show|Work|--json")).object();
        QCOMPARE(account[QLatin1String("keep")].toString(), keep);
        QCOMPARE(account[QLatin1String("keep_starred")].toBool(), true);
        QCOMPARE(account[QLatin1String("keep_confirmed")].toBool(), true); // a new account means what it says
        QCOMPARE(m_cli->run(QStringLiteral("account|set|Work|--keep-starred|no")).code, 0);
        const QJsonObject changed = m_cli->run(QStringLiteral("account|show|Work|--json")).object();
        QCOMPARE(changed[QLatin1String("keep")].toString(), keep);
        QCOMPARE(changed[QLatin1String("keep_starred")].toBool(), false);
    }

    void everySettingIsShown()
    {
        QFile certificate(m_cli->path(QStringLiteral("client.pem")));
        QVERIFY(certificate.open(QIODevice::WriteOnly));
        certificate.close();
        const QString sha256(64, u'a');
        addAccount(1, QStringLiteral("|--auth|scram-sha-256|--proxy|socks5://me@proxy.example.org:1080|"
                                     "--client-certificate|%1|--accept-certificate|%2|--headers-only|yes|"
                                     "--size-limit|50000|--lines|7")
                          .arg(certificate.fileName(), sha256));
        const QJsonObject account = m_cli->run(QStringLiteral("account|show|Work|--json")).object();
        QCOMPARE(account[QLatin1String("auth")].toString(), QStringLiteral("scram-sha-256"));
        QCOMPARE(account[QLatin1String("proxy")].toString(),
                 QStringLiteral("socks5://me@proxy.example.org:1080"));
        QCOMPARE(account[QLatin1String("client_certificate")].toString(), certificate.fileName());
        const QJsonObject accepted = account[QLatin1String("accepted_certificate")].toObject();
        QCOMPARE(accepted[QLatin1String("host")].toString(), QStringLiteral("127.0.0.1"));
        QCOMPARE(accepted[QLatin1String("port")].toInt(), 1);
        QCOMPARE(accepted[QLatin1String("sha256")].toString(), sha256);
        QCOMPARE(account[QLatin1String("headers_only")].toBool(), true);
        QCOMPARE(account[QLatin1String("size_limit")].toInt(), 50'000);
        QCOMPARE(account[QLatin1String("lines")].toInt(), 7);
        QVERIFY(account[QLatin1String("recent_mode")].isNull());
        const auto shown = m_cli->run(QStringLiteral("account|show|Work"));
        QVERIFY(shown.out.contains(sha256.toLatin1()));

        QCOMPARE(m_cli
                     ->run(QStringLiteral("account|set|Work|--server|pop.gmail.com|--user|recent:a@gmail.com|"
                                          "--accept-certificate|none|--proxy|none"))
                     .code,
                 0);
        const auto gmail = m_cli->run(QStringLiteral("account|show|Work"));
        QVERIFY2(gmail.out.contains("the mail of the last 30 days"), gmail.out);
        const QJsonObject changed = m_cli->run(QStringLiteral("account|show|Work|--json")).object();
        QCOMPARE(changed[QLatin1String("recent_mode")].toString(), QStringLiteral("on"));
        QVERIFY(changed[QLatin1String("accepted_certificate")].isNull());
        QVERIFY(changed[QLatin1String("proxy")].isNull());
    }

    void nothingIsDeletedBeforeTheUserAgrees()
    {
        PopMailbox mailbox(mails(40));
        ScriptedPopServer server(mailbox.script());
        addAccount(server.port());
        QCOMPARE(fetched()[QLatin1String("fetched")].toInt(), 40);

        const auto foreseen =
            m_cli->run(QStringLiteral("account|forecast|Work|--keep|newest:10|--json")).object();
        QCOMPARE(foreseen[QLatin1String("deleted")].toInt(), 30);
        QCOMPARE(foreseen[QLatin1String("on_server")].toInt(), 40);
        QCOMPARE(foreseen[QLatin1String("needs_confirmation")].toBool(), true);
        QCOMPARE(foreseen[QLatin1String("deletions")].toArray().size(), 30);
        QCOMPARE(
            m_cli->run(QStringLiteral("account|show|Work|--json")).object()[QLatin1String("keep")].toString(),
            QStringLiteral("forever")); // only foreseen

        const auto set = m_cli->run(QStringLiteral("account|set|Work|--keep|newest:10"));
        QCOMPARE(set.code, 3);
        QVERIFY2(set.err.contains("poplar-cli account confirm Work"), set.err);
        QVERIFY(set.out.contains("30 of 40 messages"));
        for (int round = 0; round < 2; ++round) {
            const auto held = m_cli->run(QStringLiteral("fetch|--json"));
            QCOMPARE(held.code, 3);
            QVERIFY2(held.err.contains("30 messages") && held.err.contains("account confirm Work"), held.err);
            QCOMPARE(held.array().first().toObject()[QLatin1String("held_back")].toInt(), 30);
            QCOMPARE(held.array().first().toObject()[QLatin1String("deleted")].toInt(), 0);
        }
        QCOMPARE(mailbox.messages().size(), size_t(40));
        QVERIFY(!server.hasReceived("DELE"));

        const auto agreed = m_cli->run(QStringLiteral("account|confirm|Work|--json"));
        QCOMPARE(agreed.code, 0);
        QCOMPARE(agreed.object()[QLatin1String("confirmed")].toBool(), true);
        QCOMPARE(agreed.object()[QLatin1String("deleted")].toInt(), 30);
        QCOMPARE(fetched()[QLatin1String("deleted")].toInt(), 30);
        QCOMPARE(mailbox.messages().size(), size_t(10));

        const auto log = m_cli->run(QStringLiteral("deletions|--json")).lines();
        QCOMPARE(log.size(), size_t(30));
        QCOMPARE(log.front()[QLatin1String("reason")].toString(), QStringLiteral("beyond the newest 10"));
        QCOMPARE(log.front()[QLatin1String("confirmed")].toBool(), true);
        const auto found =
            m_cli->run(QStringLiteral("account|deletions|--account|Work|--search|number 7|--json")).lines();
        QCOMPARE(found.size(), size_t(1));
        QCOMPARE(found.front()[QLatin1String("uidl")].toString(), QStringLiteral("uidl-7"));
        QVERIFY(m_cli->run(QStringLiteral("deletions|--search|nothing like it")).out.isEmpty());
        QCOMPARE(m_cli->run(QStringLiteral("deletions|--account|Nobody")).code, 1);
    }

    void whoAgreesAtOnceIsNotAsked()
    {
        PopMailbox mailbox(mails(40));
        ScriptedPopServer server(mailbox.script());
        addAccount(server.port());
        fetched();
        QCOMPARE(m_cli->run(QStringLiteral("account|set|Work|--keep|delete|--yes")).code, 0);
        QCOMPARE(m_cli->run(QStringLiteral("fetch")).code, 0);
        QVERIFY(mailbox.messages().empty());
    }

    void littleGoesAtOnce()
    {
        PopMailbox mailbox(mails(40));
        ScriptedPopServer server(mailbox.script());
        addAccount(server.port());
        fetched();
        QCOMPARE(m_cli->run(QStringLiteral("account|set|Work|--keep|newest:35")).code, 0);
        QCOMPARE(fetched()[QLatin1String("deleted")].toInt(), 5);
        QCOMPARE(m_cli->run(QStringLiteral("account|show|Work|--json"))
                     .object()[QLatin1String("keep_confirmed")]
                     .toBool(),
                 true);
    }

    void theRestOfAMessageIsFetched()
    {
        const auto large = mail(2, 40'000);
        PopMailbox mailbox({mail(1), large});
        ScriptedPopServer server(mailbox.script());
        addAccount(server.port(), QStringLiteral("|--size-limit|10000|--lines|2"));
        QCOMPARE(fetched()[QLatin1String("partial")].toInt(), 1);
        const QJsonObject beginning = message(QStringLiteral("uidl-2"));
        QCOMPARE(beginning[QLatin1String("state")].toString(), QStringLiteral("partial"));
        const QString id = QString::number(beginning[QLatin1String("id")].toInteger());
        QVERIFY(m_cli->run(QStringLiteral("show|%1|--raw").arg(id)).out.size() < 1000);

        const auto whole = m_cli->run(QStringLiteral("fetch|--whole|%1|--json").arg(id));
        QVERIFY2(whole.code == 0, whole.err);
        QCOMPARE(whole.array().first().toObject()[QLatin1String("fetched")].toInt(), 1);
        QCOMPARE(m_cli->run(QStringLiteral("show|%1|--raw").arg(id)).out, large.bytes);
        QCOMPARE(message(QStringLiteral("uidl-2"))[QLatin1String("state")].toString(),
                 QStringLiteral("stored"));
        const auto again = m_cli->run(QStringLiteral("fetch|--whole|%1|--json").arg(id)); // has no rest
        QCOMPARE(again.code, 0);
        QVERIFY(again.array().isEmpty());
        QCOMPARE(mailbox.sessions(), 2);
    }

    void whatIsGoneFromTheServerIsSaid()
    {
        PopMailbox mailbox({mail(1), mail(2, 40'000)});
        ScriptedPopServer server(mailbox.script());
        addAccount(server.port(), QStringLiteral("|--size-limit|10000|--lines|2"));
        fetched();
        const qint64 id = message(QStringLiteral("uidl-2"))[QLatin1String("id")].toInteger();
        mailbox.remove("uidl-2");
        const QString fetch = QStringLiteral("fetch|--whole|%1").arg(id);
        const auto first = m_cli->run(fetch);
        QCOMPARE(first.code, 0);
        QVERIFY2(first.out.contains("gone from the server: uidl-2"), first.out);
        const auto second = m_cli->run(fetch);
        QCOMPARE(second.code, 1);
        QVERIFY2(second.err.contains("gone from the server"), second.err);
    }

    void whatCouldNotBeFetchedIsTriedSavedAndDeleted()
    {
        PopMailbox mailbox({mail(1), mail(2, 40'000), mail(3)});
        std::atomic<bool> refuses = true, breaksOff = false;
        mailbox.interfere = [&](Peer &peer, const QByteArray &command) {
            if (command == "RETR 2" && breaksOff) {
                peer.send("+OK\r\n" + mail(2, 40'000).bytes.first(20'000));
                peer.drop();
            }
            if (command != "RETR 2" || !refuses)
                return false;
            peer.send("-ERR message is broken\r\n");
            return true;
        };
        ScriptedPopServer server(mailbox.script());
        addAccount(server.port());
        const auto first = m_cli->run(QStringLiteral("fetch|--json"));
        QCOMPARE(first.code, 3);
        const QJsonObject lost = message(QStringLiteral("uidl-2"));
        QVERIFY(lost[QLatin1String("trouble")].toString().startsWith(QLatin1String("refused")));
        QVERIFY(m_cli->run(QStringLiteral("server|list|Work")).out.contains("not fetched: refused"));
        QCOMPARE(m_cli->run(QStringLiteral("server|retry|Work|uidl-2|--json")).code, 3);

        refuses = false;
        breaksOff = true;
        const QString path = m_cli->path(QStringLiteral("saved.eml"));
        const auto broken = m_cli->run(QStringLiteral("server|get|Work|uidl-2|") + path);
        QCOMPARE(broken.code, 1);
        QVERIFY2(broken.err.contains("saved.eml.partial"), broken.err);
        QFile partial(path + QStringLiteral(".partial"));
        QVERIFY(partial.open(QIODevice::ReadOnly));
        const QByteArray got = partial.readAll();
        QVERIFY(got.size() > 19'000 && mail(2, 40'000).bytes.startsWith(got));

        breaksOff = false;
        const auto saved = m_cli->run(QStringLiteral("server|get|Work|uidl-2|%1|--json").arg(path));
        QVERIFY2(saved.code == 0, saved.err);
        QCOMPARE(saved.object()[QLatin1String("bytes")].toInteger(), qint64(mail(2, 40'000).bytes.size()));
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), mail(2, 40'000).bytes);

        refuses = true;
        const auto chosen = m_cli->run(QStringLiteral("server|delete|Work|uidl-2|--json"));
        QVERIFY2(chosen.code == 0, chosen.err);
        QCOMPARE(chosen.object()[QLatin1String("choice")].toString(), QStringLiteral("delete"));
        QCOMPARE(fetched()[QLatin1String("deleted")].toInt(), 1);
        QCOMPARE(mailbox.messages().size(), size_t(2));
        QCOMPARE(m_cli->run(QStringLiteral("server|delete|Work|uidl-2")).code, 1); // it is gone
    }

    void aRetryBringsWhatWasRefused()
    {
        PopMailbox mailbox(mails(2));
        std::atomic<bool> refuses = true;
        mailbox.interfere = [&](Peer &peer, const QByteArray &command) {
            if (!refuses || command != "RETR 2")
                return false;
            peer.send("-ERR not now\r\n");
            return true;
        };
        ScriptedPopServer server(mailbox.script());
        addAccount(server.port());
        QCOMPARE(m_cli->run(QStringLiteral("fetch")).code, 3);
        refuses = false;
        const auto retried = m_cli->run(QStringLiteral("account|server|retry|Work|uidl-2|--json"));
        QVERIFY2(retried.code == 0, retried.err);
        QCOMPARE(retried.array().first().toObject()[QLatin1String("fetched")].toInt(), 1);
        QCOMPARE(message(QStringLiteral("uidl-2"))[QLatin1String("state")].toString(),
                 QStringLiteral("stored"));
    }

    void theServerIsListedLive()
    {
        PopMailbox mailbox(mails(3));
        ScriptedPopServer server(mailbox.script());
        addAccount(server.port());
        QVERIFY(m_cli->run(QStringLiteral("server|list|Work|--json")).out.isEmpty()); // asks nobody
        QCOMPARE(server.connections(), 0);
        const auto live = m_cli->run(QStringLiteral("server|list|Work|--live|--json"));
        QVERIFY2(live.code == 0, live.err);
        QCOMPARE(live.lines().size(), size_t(3));
        QCOMPARE(live.lines()[1][QLatin1String("uidl")].toString(), QStringLiteral("uidl-2"));
        QCOMPARE(live.lines()[1][QLatin1String("subject")].toString(), QStringLiteral("number 2"));
        QCOMPARE(live.lines()[1][QLatin1String("state")].toString(), QStringLiteral("new"));
        QVERIFY(!server.hasReceived("RETR") && !server.hasReceived("DELE"));
        const auto known = m_cli->run(QStringLiteral("server|list|Work|--json")); // from then on known
        QCOMPARE(known.lines().size(), size_t(3));
        QCOMPARE(server.connections(), 1);
    }

    void whatIsNamedIsDoneNowAndNothingElse()
    {
        PopMailbox mailbox(mails(6));
        ScriptedPopServer server(mailbox.script());
        addAccount(server.port());
        QCOMPARE(m_cli->run(QStringLiteral("server|list|Work|--live")).code, 0);
        const auto got = m_cli->run(QStringLiteral("server|get|Work|uidl-2|uidl-5|--now|--json"));
        QVERIFY2(got.code == 0, got.err);
        QCOMPARE(got.array().first().toObject()[QLatin1String("fetched")].toInt(), 2);
        QCOMPARE(message(QStringLiteral("uidl-5"))[QLatin1String("state")].toString(),
                 QStringLiteral("stored"));
        QCOMPARE(message(QStringLiteral("uidl-4"))[QLatin1String("state")].toString(), QStringLiteral("new"));
        const auto deleted = m_cli->run(QStringLiteral("server|delete|Work|uidl-1|--now|--json"));
        QVERIFY2(deleted.code == 0, deleted.err);
        QCOMPARE(deleted.array().first().toObject()[QLatin1String("deleted")].toInt(), 1);
        QCOMPARE(mailbox.messages().size(), size_t(5));
        QCOMPARE(m_cli->run(QStringLiteral("server|get|Work|uidl-2")).code, 2); // no file, and not now
        QCOMPARE(m_cli->run(QStringLiteral("server|choose|Work|never|uidl-3")).code, 0);
        QCOMPARE(fetched()[QLatin1String("fetched")].toInt(), 2); // 4 and 6
    }

    void theUsersWordIsStrongerThanTheRules()
    {
        PopMailbox mailbox(mails(4));
        ScriptedPopServer server(mailbox.script());
        addAccount(server.port());
        fetched();
        const auto kept = m_cli->run(QStringLiteral("server|choose|Work|keep|uidl-1|uidl-3|--json"));
        QCOMPARE(kept.code, 0);
        QCOMPARE(kept.lines().size(), size_t(2));
        for (const QJsonObject &row : kept.lines())
            QCOMPARE(row[QLatin1String("choice")].toString(), QStringLiteral("keep"));
        QCOMPARE(m_cli->run(QStringLiteral("account|set|Work|--keep|delete|--yes")).code, 0);
        QCOMPARE(fetched()[QLatin1String("deleted")].toInt(), 2);
        QCOMPARE(m_cli->run(QStringLiteral("server|choose|Work|rule|uidl-1")).code, 0);
        QCOMPARE(fetched()[QLatin1String("deleted")].toInt(), 1);
        QCOMPARE(mailbox.messages(), std::vector<PopMailbox::Message>{mail(3)});
        QCOMPARE(m_cli->run(QStringLiteral("server|choose|Work|burn|uidl-3")).code, 2);
    }

    void aCertificateIsAcceptedByItsFingerprint()
    {
        PopMailbox mailbox(mails(1));
        ScriptedPopServer server(mailbox.script(), ScriptedPopServer::Security::Tls,
                                 m_certificates.selfSigned());
        addAccount(server.port(), QStringLiteral("|--security|tls"));
        QCOMPARE(m_cli
                     ->run(QStringLiteral("account|set|Work|--security|tls|--port|%1|--server|localhost")
                               .arg(server.port()))
                     .code,
                 0);
        const auto refused = m_cli->run(QStringLiteral("fetch"));
        QCOMPARE(refused.code, 1);
        const QByteArray sha256 = m_certificates.selfSigned().leafSha256().toHex();
        QVERIFY2(refused.err.contains(sha256) && refused.err.contains("--accept-certificate"), refused.err);
        QVERIFY(server.received().isEmpty());
        const QString accept = QStringLiteral("account|set|Work|--accept-certificate|");
        QCOMPARE(m_cli->run(accept + QString(64, u'0')).code, 0);
        const auto changed = m_cli->run(QStringLiteral("fetch|--json"));
        QCOMPARE(changed.array().first()[QLatin1String("error")][QLatin1String("code")].toString(),
                 QStringLiteral("CertificateChanged"));
        QVERIFY(server.received().isEmpty());
        QCOMPARE(m_cli->run(accept + QString::fromLatin1(sha256)).code, 0);
        QCOMPARE(fetched()[QLatin1String("fetched")].toInt(), 1);
    }

    void aServerThatRemovesMailFirstIsTold()
    {
        PopMailbox mailbox(mails(1));
        mailbox.capabilitiesAfter.append("EXPIRE 30");
        ScriptedPopServer server(mailbox.script());
        addAccount(server.port());
        QVERIFY(m_cli->run(QStringLiteral("account|test|Work")).out.contains("by itself after 30 days"));
        QCOMPARE(m_cli->run(QStringLiteral("account|set|Work|--keep|days:14")).code, 0);
        const QJsonObject facts = m_cli->run(QStringLiteral("account|test|Work|--json")).object();
        QCOMPARE(facts[QLatin1String("expire_days")].toInt(), 30);
        QCOMPARE(facts[QLatin1String("server_removes_first")].toBool(), false);
    }

    void aServerThatWantsAPauseIsGivenOne()
    {
        PopMailbox mailbox(mails(1));
        mailbox.capabilitiesAfter.append("LOGIN-DELAY 600");
        ScriptedPopServer server(mailbox.script());
        addAccount(server.port());
        const QJsonObject first = fetched();
        QVERIFY(!first[QLatin1String("not_before")].isNull());
        const auto second = m_cli->run(QStringLiteral("fetch|--json")); // another process
        QCOMPARE(second.code, 1);
        QCOMPARE(second.array().first()[QLatin1String("error")][QLatin1String("code")].toString(),
                 QStringLiteral("LoginTooSoon"));
        QCOMPARE(server.connections(), 1);
    }
};

QTEST_GUILESS_MAIN(CliServerTest)
#include "CliServerTest.moc"
