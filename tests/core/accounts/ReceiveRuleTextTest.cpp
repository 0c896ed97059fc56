// SPDX-License-Identifier: GPL-3.0-or-later
#include "ReceiveRuleText.h"

#include <QTest>

using Field = ReceiveRule::Field;
using Action = ReceiveRule::Action;

class ReceiveRuleTextTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rulesAreReadBackAsWritten_data()
    {
        QTest::addColumn<ReceiveRule>("rule");
        QTest::addColumn<QString>("text");
        QTest::newRow("sender")
            << ReceiveRule{Field::From, {}, QStringLiteral("news@example.org"), 0, Action::DoNotReceive}
            << QStringLiteral("skip from:news@example.org");
        QTest::newRow("recipient") << ReceiveRule{Field::To, {}, QStringLiteral("all"), 0, Action::Receive}
                                   << QStringLiteral("receive to:all");
        QTest::newRow("a subject with colon and blanks")
            << ReceiveRule{Field::Subject, {}, QStringLiteral(" Re: [list] ö"), 0, Action::OnlyHeader}
            << QStringLiteral("head subject: Re: [list] ö");
        QTest::newRow("any field") << ReceiveRule{Field::Header, QStringLiteral("List-Id"),
                                                  QStringLiteral("a:b"), 0, Action::DoNotReceive}
                                   << QStringLiteral("skip header:List-Id:a:b");
        QTest::newRow("a field that is there")
            << ReceiveRule{Field::Header, QStringLiteral("X-Spam"), {}, 0, Action::DoNotReceive}
            << QStringLiteral("skip header:X-Spam:");
        QTest::newRow("size") << ReceiveRule{Field::Larger, {}, {}, 5'000'000'000, Action::DoNotReceive}
                              << QStringLiteral("skip larger:5000000000");
        QTest::newRow("day") << ReceiveRule{Field::Before,     {}, {}, 0, Action::DoNotReceive,
                                            QDate(2026, 8, 24)}
                             << QStringLiteral("skip before:2026-08-24");
    }

    void rulesAreReadBackAsWritten()
    {
        QFETCH(ReceiveRule, rule);
        QFETCH(QString, text);
        QCOMPARE(receiveRuleText(rule), text);
        const auto read = receiveRuleFrom(text);
        QVERIFY(read);
        QCOMPARE(*read, rule);
        QCOMPARE(text.section(u' ', 1), receiveConditionText(rule));
    }

    void whatIsNoRuleIsNone_data()
    {
        QTest::addColumn<QString>("text");
        for (const char *text :
             {"", "skip", "skip from", "skip from:", "skip from:   ", "drop from:a", "skip body:a", "from:a",
              "skip larger:", "skip larger:-5", "skip larger:much", "skip before:", "skip before:2026-02-30",
              "skip before:soon", "skip header::a", "skip header:two words:a", "skip from:a\nb",
              ": :", "skip : "})
            QTest::newRow(*text ? text : "nothing") << QString::fromLatin1(text);
        QTest::newRow("without end") << QStringLiteral("skip from:") + QString(501, u'a');
    }

    void whatIsNoRuleIsNone()
    {
        QFETCH(QString, text);
        QVERIFY(!receiveRuleFrom(text));
    }
};

QTEST_GUILESS_MAIN(ReceiveRuleTextTest)
#include "ReceiveRuleTextTest.moc"
