// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the user says about reading: whose remote pictures are loaded, and what a text is written in.
#include "StoreFixture.h"

using Kind = ReadingConsent::Kind;

class ReadingTableTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aConsentForASenderCoversHimAlone();
    void aConsentForADomainCoversAllThatIsBelowIt();
    void aConsentNeverReachesAnotherCustomerOfItsSuffix();
    void consentsAreKeptAndTakenBack();
    void consentsSurviveARebuildOfTheCatalogue();
    void anEncodingIsKeptAndTakenBack();
    void anEncodingComesBackFromTheVaultAlone();
    void anEncodingGoesWithItsMessage();
    void whatIsNoEncodingIsRefused();
};

void ReadingTableTest::aConsentForASenderCoversHimAlone()
{
    const auto sender = ReadingConsent::of(Kind::Sender, QStringLiteral(" Anna@Example.org "));
    QCOMPARE(sender.value, QStringLiteral("anna@example.org"));
    QVERIFY(sender.covers(QStringLiteral("ANNA@example.org")));
    QVERIFY(!sender.covers(QStringLiteral("bob@example.org")));
    QVERIFY(!sender.covers(QStringLiteral("anna@example.org@evil.example")));
    for (const char *broken : {"", "anna", "@example.org", "anna@"}) {
        const auto nobody = ReadingConsent::of(Kind::Sender, QString::fromLatin1(broken));
        QVERIFY(nobody.value.isEmpty());
        QVERIFY(!nobody.covers(QString::fromLatin1(broken)));
    }
}

void ReadingTableTest::aConsentForADomainCoversAllThatIsBelowIt()
{
    const auto domain = ReadingConsent::of(Kind::Domain, QStringLiteral("news@mail.Example.co.uk"));
    QCOMPARE(domain.value, QStringLiteral("example.co.uk"));
    QVERIFY(domain.covers(QStringLiteral("bob@example.co.uk")));
    QVERIFY(domain.covers(QStringLiteral(" Bob@News.Example.CO.UK ")));
    QVERIFY(!domain.covers(QStringLiteral("bob@notexample.co.uk")));
    QVERIFY(!domain.covers(QStringLiteral("bob@other.co.uk")));
    QVERIFY(!domain.covers(QStringLiteral("bob@example.co.uk.evil.example")));
    QVERIFY(!domain.covers(QStringLiteral("example.co.uk")));
    const auto umlaut = ReadingConsent::of(Kind::Domain, QStringLiteral("a@www.müller.example"));
    QVERIFY(umlaut.covers(QStringLiteral("b@xn--mller-kva.example")));
    // One that was given for a narrower domain than somebody registered stays as narrow.
    const ReadingConsent narrow{Kind::Domain, QStringLiteral("news.example.org"), 0};
    QVERIFY(narrow.covers(QStringLiteral("a@news.example.org")));
    QVERIFY(!narrow.covers(QStringLiteral("a@example.org")));
    QVERIFY(!narrow.covers(QStringLiteral("a@badnews.example.org")));
}

void ReadingTableTest::aConsentNeverReachesAnotherCustomerOfItsSuffix()
{
    const auto customer = ReadingConsent::of(Kind::Domain, QStringLiteral("a@anna.github.io"));
    QCOMPARE(customer.value, QStringLiteral("anna.github.io"));
    QVERIFY(!customer.covers(QStringLiteral("a@berta.github.io")));
    const auto suffix = ReadingConsent::of(Kind::Domain, QStringLiteral("a@github.io"));
    QVERIFY(suffix.covers(QStringLiteral("b@github.io")));
    QVERIFY(!suffix.covers(QStringLiteral("a@anna.github.io")));
}

void ReadingTableTest::consentsAreKeptAndTakenBack()
{
    StoreFixture fixture;
    const auto anna = ReadingConsent::of(Kind::Sender, QStringLiteral("anna@example.org"), 5);
    const auto domain = ReadingConsent::of(Kind::Domain, QStringLiteral("x@example.com"), 6);
    {
        auto store = fixture.open();
        QVERIFY(fixture.read()->consents().value().empty());
        QVERIFY(store->allow(domain));
        QVERIFY(store->allow(anna));
        auto later = anna;
        later.since = 99;
        QVERIFY(store->allow(later));
        const auto nobody = store->allow({Kind::Sender, {}, 7});
        QVERIFY(!nobody && nobody.error().code == ErrorCode::InvalidArgument);
    }
    auto store = fixture.open();
    const auto reader = fixture.read();
    QVERIFY(reader->consents().value() == (std::vector<ReadingConsent>{anna, domain}));
    QVERIFY(store->revoke(anna));
    QVERIFY(reader->consents().value() == std::vector<ReadingConsent>{domain});
}

void ReadingTableTest::consentsSurviveARebuildOfTheCatalogue()
{
    StoreFixture fixture;
    auto store = fixture.open();
    const auto domain = ReadingConsent::of(Kind::Domain, QStringLiteral("x@example.com"), 6);
    const auto ids = StoreFixture::addAll(*store, batchOf(fixture.message("a", "a")));
    QVERIFY(store->allow(domain));
    QVERIFY(store->setCharset(ids[0], "koi8-r"));
    QCOMPARE(store->rebuildCatalogue({}).value(), 1);
    const auto reader = fixture.read();
    QVERIFY(reader->consents().value() == std::vector<ReadingConsent>{domain});
    QCOMPARE(reader->charset(ids[0]).value(), QByteArray("koi8-r"));
}

void ReadingTableTest::anEncodingIsKeptAndTakenBack()
{
    StoreFixture fixture;
    auto store = fixture.open();
    const auto ids = StoreFixture::addAll(*store, batchOf(fixture.message("a", "a")));
    const auto reader = fixture.read();
    QCOMPARE(reader->charset(ids[0]).value(), QByteArray());
    QVERIFY(store->setCharset(ids[0], "koi8-r"));
    QCOMPARE(reader->charset(ids[0]).value(), QByteArray("koi8-r"));
    QVERIFY(store->setCharset(ids[0], {}));
    QCOMPARE(reader->charset(ids[0]).value(), QByteArray());
}

void ReadingTableTest::anEncodingComesBackFromTheVaultAlone()
{
    StoreFixture fixture;
    std::vector<MessageId> ids;
    {
        auto store = fixture.open();
        ids = StoreFixture::addAll(*store, batchOf(fixture.message("a", "a"), fixture.message("b", "b")));
        QVERIFY(store->setCharset(ids[1], "shift_jis"));
    }
    QVERIFY(QFile::remove(fixture.catalogue()));
    auto store = fixture.open();
    QCOMPARE(fixture.read()->charset(ids[0]).value(), QByteArray());
    QCOMPARE(fixture.read()->charset(ids[1]).value(), QByteArray("shift_jis"));
}

void ReadingTableTest::anEncodingGoesWithItsMessage()
{
    StoreFixture fixture;
    auto store = fixture.open();
    const auto ids = StoreFixture::addAll(*store, batchOf(fixture.message("a", "a")));
    QVERIFY(store->setCharset(ids[0], "koi8-r"));
    QVERIFY(store->remove(ids));
    QCOMPARE(fixture.read()->charset(ids[0]).value(), QByteArray());
}

void ReadingTableTest::whatIsNoEncodingIsRefused()
{
    StoreFixture fixture;
    auto store = fixture.open();
    const auto ids = StoreFixture::addAll(*store, batchOf(fixture.message("a", "a")));
    for (const QByteArray &name : {QByteArray("two words"), QByteArray(41, 'x'), QByteArray("\n")}) {
        const auto set = store->setCharset(ids[0], name);
        QVERIFY(!set && set.error().code == ErrorCode::InvalidArgument);
    }
    const auto missing = store->setCharset(ids[0] + 1, "utf-8");
    QVERIFY(!missing && missing.error().code == ErrorCode::NotFound);
}

QTEST_GUILESS_MAIN(ReadingTableTest)
#include "ReadingTableTest.moc"
