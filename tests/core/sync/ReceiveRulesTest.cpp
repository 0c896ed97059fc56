// SPDX-License-Identifier: GPL-3.0-or-later
#include "ReceiveRules.h"

#include "InWorker.h"

#include <QTest>

using Field = ReceiveRule::Field;
using Action = ReceiveRule::Action;
using Verdict = ReceiveRules::Verdict;

class ReceiveRulesTest : public QObject
{
    Q_OBJECT

private:
    static ReceiveRule rule(Field field, const char *text, Action action = Action::DoNotReceive)
    {
        return {field, QStringLiteral("List-Id"), QString::fromUtf8(text), 1000, action};
    }

    static Verdict judge(const std::vector<ReceiveRule> &rules, const QByteArray &header, qint64 size = 500)
    {
        return inWorker([&] { return ReceiveRules(rules).byHeader(header, size); });
    }

private Q_SLOTS:
    void aRuleLooksIntoItsField_data()
    {
        QTest::addColumn<int>("field");
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<bool>("fits");
        const auto row = [](const char *name, Field field, const char *text, bool fits) {
            QTest::newRow(name) << int(field) << QByteArray(text) << fits;
        };
        row("address", Field::From, "NEWS@example", true);
        row("name", Field::From, "böse bank", true);
        row("name and address", Field::From, "Bank <news@", true);
        row("not the recipient", Field::From, "anna@", false);
        row("recipient", Field::To, "anna@example.org", true);
        row("copy", Field::To, "carl", true);
        row("not the sender", Field::To, "news", false);
        row("encoded subject", Field::Subject, "grüße an alle", true);
        row("folded subject", Field::Subject, "alle zum Fest", true);
        row("other subject", Field::Subject, "Bank", false);
        row("second field of the name", Field::Header, "<cats.", true);
        row("the field is there", Field::Header, "", true);
        row("other field", Field::Header, "Anna", false);
    }

    void aRuleLooksIntoItsField()
    {
        QFETCH(int, field);
        QFETCH(QByteArray, text);
        QFETCH(bool, fits);
        const QByteArray header = "From: =?utf-8?q?B=C3=B6se_Bank?= <news@example.net>\r\n"
                                  "To: Anna <anna@example.org>, bob@example.org\r\nCc: carl@example.org\r\n"
                                  "Subject: =?utf-8?b?R3LDvMOfZQ==?= an alle\r\n zum Fest\r\n"
                                  "List-Id: dogs\r\nlist-id: <CATS.example.org>\r\n\r\n";
        QCOMPARE(judge({rule(Field(field), text.constData())}, header),
                 fits ? (Verdict{Action::DoNotReceive, 0}) : Verdict());
    }

    void oldIsWhatWasSentAndTakenInBeforeADay_data()
    {
        QTest::addColumn<QByteArray>("header");
        QTest::addColumn<bool>("isOld");
        const QByteArray old = "Date: Mon, 3 Aug 2026 23:59:59 +0000\r\n";
        QTest::newRow("the last second") << old << true;
        QTest::newRow("the first second") << QByteArray("Date: Tue, 4 Aug 2026 00:00:00 +0000\r\n") << false;
        QTest::newRow("by the day of Greenwich")
            << QByteArray("Date: Tue, 4 Aug 2026 01:00:00 +0200\r\n") << true;
        QTest::newRow("taken in then") << "Received: by mx; Mon, 3 Aug 2026 10:00:00 +0000\r\n" + old << true;
        QTest::newRow("taken in since")
            << "Received: by mx; Tue, 4 Aug 2026 10:00:00 +0000\r\n" + old << false;
        QTest::newRow("without a date of its own")
            << QByteArray("Received: by mx; Mon, 3 Aug 2026 10:00:00 +0000\r\n") << true;
        QTest::newRow("without any date") << QByteArray("Subject: now\r\n") << false;
        QTest::newRow("with a date that is none") << QByteArray("Date: yesterday\r\n") << false;
        QTest::newRow("of a clock that was never set")
            << QByteArray("Date: Thu, 1 Jan 1970 00:00:00 +0000\r\n") << false;
    }

    void oldIsWhatWasSentAndTakenInBeforeADay()
    {
        QFETCH(QByteArray, header);
        QFETCH(bool, isOld);
        ReceiveRule rule;
        rule.field = Field::Before;
        rule.before = QDate(2026, 8, 4);
        QCOMPARE(judge({rule}, header + "\r\n"), isOld ? (Verdict{Action::DoNotReceive, 0}) : Verdict());
        QCOMPARE(ReceiveRules({rule}).withoutHeader(500), Verdict());
        QVERIFY(!ReceiveRules({rule}).bySize(500));
    }

    void theFirstRuleThatFitsDecides()
    {
        const std::vector<ReceiveRule> rules{rule(Field::From, "boss", Action::Receive),
                                             rule(Field::Larger, "", Action::OnlyHeader),
                                             rule(Field::From, "@")};
        QCOMPARE(judge(rules, "From: boss@example.org\r\n\r\n", 5000), (Verdict{Action::Receive, 0}));
        QCOMPARE(judge(rules, "From: a@example.org\r\n\r\n", 1001), (Verdict{Action::OnlyHeader, 1}));
        QCOMPARE(judge(rules, "From: a@example.org\r\n\r\n", 1000), (Verdict{Action::DoNotReceive, 2}));
        QCOMPARE(judge(rules, "Subject: nobody's\r\n\r\n"), Verdict());
    }

    void aSizeThatDecidesNeedsNoHeader()
    {
        const ReceiveRule larger = rule(Field::Larger, ""), sender = rule(Field::From, "a");
        QCOMPARE(ReceiveRules({larger, sender}).bySize(1001), (Verdict{Action::DoNotReceive, 0}));
        QVERIFY(!ReceiveRules({larger, sender}).bySize(1000));
        QVERIFY(!ReceiveRules({sender, larger}).bySize(1001));
        QCOMPARE(ReceiveRules({larger}).bySize(1000), Verdict());
        QCOMPARE(ReceiveRules({sender, larger}).withoutHeader(1001), (Verdict{Action::DoNotReceive, 1}));
        QCOMPARE(ReceiveRules({sender, larger}).withoutHeader(1000), Verdict());
    }

    void brokenHeadersAreReceived()
    {
        const std::vector<ReceiveRule> rules{rule(Field::From, "a"), rule(Field::Header, "a")};
        for (const QByteArray &header : {QByteArray(), QByteArray("\r\n"), QByteArray("\r\na from the body"),
                                         QByteArray(200'000, ':'), QByteArray(200'000, 'a')})
            QCOMPARE(judge(rules, header), Verdict());
    }

    // What is written of a message in the ledger counts as long as the rules up to that one are the same.
    void whatARuleLeftIsLookedAtAnewWhenTheRulesChange()
    {
        const ReceiveRule news = rule(Field::From, "news"), boss = rule(Field::From, "boss", Action::Receive);
        const QString trouble = ReceiveRules({news}).trouble(0);
        QVERIFY(trouble.startsWith(QStringLiteral("by rule: ")));
        QVERIFY(trouble.endsWith(QStringLiteral(" from:news")));
        QVERIFY(ReceiveRules({news}).isCurrent(trouble));
        QVERIFY(ReceiveRules({news, boss}).isCurrent(trouble));
        QVERIFY(!ReceiveRules({boss, news}).isCurrent(trouble));
        QVERIFY(!ReceiveRules({}).isCurrent(trouble));
        ReceiveRule received = news;
        received.action = Action::Receive;
        QVERIFY(!ReceiveRules({received}).isCurrent(trouble));
    }
};

QTEST_GUILESS_MAIN(ReceiveRulesTest)
#include "ReceiveRulesTest.moc"
