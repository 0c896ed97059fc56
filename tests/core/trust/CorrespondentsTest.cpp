// SPDX-License-Identifier: GPL-3.0-or-later
#include "Correspondents.h"

#include "LookAlike.h"

#include <QTest>

namespace
{
constexpr qint64 day = 24 * 60 * 60;
constexpr qint64 today = 1'790'000'000;

SenderCount counted(const char *name, const char *address, qint64 since, int messages = 5)
{
    return {{QString::fromUtf8(name), QString::fromUtf8(address)}, messages, since};
}

SenderCount newcomer(const char *name, const char *address)
{
    return counted(name, address, today, 1);
}

Correspondents annaAndHerShop()
{
    Correspondents all;
    all.add(counted("Anna Berger", "anna@berger-soehne.example", today - 400 * day));
    all.add(counted("Kellers Shop", "news@kellers.example", today - 300 * day));
    all.add(counted("Zoë Müller", "zoe@gmail.com", today - 200 * day));
    return all;
}
} // namespace

class CorrespondentsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whoWroteOftenAndForLongIsNotNew()
    {
        QVERIFY(Correspondents::isNew(counted("", "a@b.example", 0, 0), today));
        QVERIFY(Correspondents::isNew(counted("", "a@b.example", today - 99 * day, 2), today));
        QVERIFY(Correspondents::isNew(counted("", "a@b.example", today - 29 * day, 50), today));
        QVERIFY(!Correspondents::isNew(counted("", "a@b.example", today - 30 * day, 3), today));
    }

    void theNameOfACorrespondentIsFound_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("address");
        QTest::addColumn<QString>("namesake");
        const auto row = [](const char *what, const char *name, const char *address, const char *namesake) {
            QTest::newRow(what) << QString::fromUtf8(name) << QString::fromUtf8(address)
                                << QString::fromUtf8(namesake);
        };
        const char *anna = "anna@berger-soehne.example";
        row("the very name", "Anna Berger", "x@evil.example", anna);
        row("in other letters", "  anna  BERGER", "x@evil.example", anna);
        row("with quotation marks", "\"Anna Berger\"", "x@evil.example", anna);
        row("the other way round", "Berger, Anna", "x@evil.example", anna);
        row("with a Cyrillic letter", "Аnna Berger", "x@evil.example", anna);
        row("with a letter that nobody sees", "Anna Ber​ger", "x@evil.example", anna);
        row("without accents", "Zoe Muller", "x@evil.example", "zoe@gmail.com");
        row("at the same free provider", "Zoë Müller", "zoe.mueller99@gmail.com", "zoe@gmail.com");
        row("the same mailbox by its other name", "Zoë Müller", "zoe@googlemail.com", "");
        row("of the same company", "Anna Berger", "a.berger@mail.berger-soehne.example", "");
        row("his own", "Anna Berger", "Anna@Berger-Soehne.example", "");
        row("another name", "Anna Bergmann", "x@evil.example", "");
        row("no name", "", "x@evil.example", "");
        row("an address", "anna@berger-soehne.example", "x@evil.example", "");
    }

    void theNameOfACorrespondentIsFound()
    {
        QFETCH(QString, name);
        QFETCH(QString, address);
        QTEST(annaAndHerShop().namesakeOf({{name, address}, 1, today}), "namesake");
    }

    void namesThatSayNothingAreLeftAlone()
    {
        Correspondents all;
        for (const char *name : {"Support", "Customer Service", "info", "No-Reply", "The Newsletter Team"})
            all.add(counted(name, "post@shop.example", today - 400 * day));
        for (const char *name : {"Support", "Customer Service", "info", "No-Reply", "The Newsletter Team"})
            QCOMPARE(all.namesakeOf(newcomer(name, "x@other.example")), QString());
        // A name that many people have.
        for (const char *address : {"a@one.example", "b@two.example", "c@three.example"})
            all.add(counted("John Smith", address, today - 400 * day));
        QCOMPARE(all.namesakeOf(newcomer("John Smith", "x@evil.example")), QStringLiteral("a@one.example"));
        all.add(counted("John Smith", "d@four.example", today - 400 * day));
        QCOMPARE(all.namesakeOf(newcomer("John Smith", "x@evil.example")), QString());
    }

    void whoIsToldTwiceIsOneAllTheSame()
    {
        Correspondents all;
        for (int i = 0; i < 6; ++i)
            all.add(counted("Anna Berger", "anna@berger.example", today - 400 * day));
        QCOMPARE(all.namesakeOf(newcomer("Anna Berger", "x@evil.example")),
                 QStringLiteral("anna@berger.example"));
    }

    void aMachineThatWritesForManyOwnsNoneOfTheirNames()
    {
        Correspondents all;
        for (const char *name : {"Anna Berger", "Bob Keller", "Carla Diaz", "Dora Ek"})
            all.add(counted(name, "notifications@forge.example", today - 400 * day));
        QCOMPARE(all.namesakeOf(newcomer("Anna Berger", "anna@home.example")), QString());
    }

    void theOlderOneIsNotTakenForTheCopy()
    {
        Correspondents all;
        all.add(counted("Anna Berger", "anna@examp1e.example", today));
        QCOMPARE(all.namesakeOf(counted("Anna Berger", "anna@berger.example", today - 9 * day, 2)),
                 QString());
        QCOMPARE(all.lookAlikeOf(counted("Anna", "anna@example.example", today - 9 * day, 2)), QString());
    }

    void aDomainThatLooksLikeTheirsIsFound_data()
    {
        QTest::addColumn<QString>("address");
        QTest::addColumn<QString>("other");
        const char *anna = "anna@berger-soehne.example";
        const auto row = [](const char *address, const char *other) {
            QTest::newRow(address) << QString::fromUtf8(address) << QString::fromUtf8(other);
        };
        row("x@berger-s0ehne.example", anna);
        row("x@mail.bergersoehne.example", anna);
        row("x@berger-soehnе.example", anna); // Cyrillic е
        row("x@berger-soehne.example.login.example", anna);
        row("x@kel1ers.test", "news@kellers.example");
        row("x@berger-soehne.example", "");
        row("x@mail.berger-soehne.example", "");
        row("x@berger-soehne.test", ""); // the same name elsewhere is no picture of it
        row("x@berger.example", "");
        row("x@gmail.com", "");
        row("x@localhost", "");
        row("nobody", "");
    }

    void aDomainThatLooksLikeTheirsIsFound()
    {
        QFETCH(QString, address);
        QTEST(annaAndHerShop().lookAlikeOf({{QString(), address}, 1, today}), "other");
    }

    void aNewColleagueOfSomebodyKnownImitatesNobody()
    {
        Correspondents all = annaAndHerShop();
        all.add(counted("Bob", "bob@kel1ers.example", today - 40 * day)); // who turned out to be real
        QCOMPARE(all.lookAlikeOf(newcomer("Carla", "carla@kel1ers.example")), QString());
    }

    void hostileNamesAndAddressesAreBounded()
    {
        Correspondents all;
        const QString longest(1'000'000, QLatin1Char('a'));
        all.add({{longest, longest + QLatin1String("@b.example")}, 5, 0});
        all.add({{QStringLiteral(","), QStringLiteral("@")}, 5, 0});
        const QString labels = QStringLiteral("a.").repeated(100'000);
        QCOMPARE(all.lookAlikeOf({{longest, QLatin1Char('x') + QStringLiteral("@") + labels}, 1, today}),
                 QString());
        QCOMPARE(all.namesakeOf({{longest, QStringLiteral("x@y.example")}, 1, today}),
                 longest + QLatin1String("@b.example"));
    }
};

QTEST_GUILESS_MAIN(CorrespondentsTest)
#include "CorrespondentsTest.moc"
