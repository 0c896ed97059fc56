// SPDX-License-Identifier: GPL-3.0-or-later
#include "StoreFixture.h"

#include <QTest>

#include <algorithm>

// What is remembered of headers on a server, and what the user asks to be done with the messages.
class ServerHeadersTest : public QObject
{
    Q_OBJECT

private:
    static LedgerEntry listed(const QByteArray &uidl, LedgerState state = LedgerState::New)
    {
        LedgerEntry entry;
        entry.uidl = uidl;
        entry.state = state;
        entry.firstSeen = 1700000000;
        return entry;
    }

    static ServerHeader header(const QByteArray &uidl)
    {
        return {uidl, 0, 1600000000, QStringLiteral("Anna"),
                QStringLiteral("About ") + QString::fromLatin1(uidl)};
    }

    static QByteArrayList withoutHeader(MessageStore &store)
    {
        QByteArrayList uidls;
        const auto keys = store.withoutHeader(2);
        for (const ServerMessageKey &key : *keys)
            uidls.append(key.uidl);
        std::sort(uidls.begin(), uidls.end());
        return uidls;
    }

    static LedgerEntry rowOf(MessageStore &store, const QByteArray &uidl)
    {
        const Ledger ledger = store.ledger(2).value();
        for (const LedgerEntry &entry : ledger)
            if (entry.uidl == uidl)
                return entry;
        return {};
    }

private Q_SLOTS:
    void aHeaderOutlivesARestart()
    {
        StoreFixture fixture;
        {
            auto store = fixture.open();
            QVERIFY(store->updateLedger(2, {listed("a"), listed("b")}));
            QCOMPARE(withoutHeader(*store), (QByteArrayList{"a", "b"}));
            QVERIFY(store->keepHeaders(2, {header("a")}));
        }
        auto store = fixture.open();
        QCOMPARE(withoutHeader(*store), QByteArrayList{"b"});
        const auto list = fixture.read()->serverMessages(2).value();
        QCOMPARE(list[0].subject, QStringLiteral("About a"));
        QCOMPARE(list[0].sender, QStringLiteral("Anna"));
        QCOMPARE(list[0].date, 1600000000);
        QCOMPARE(list[1].date, 0);
        QVERIFY(list[1].subject.isEmpty());
    }

    void whatIsHereOrGoneNeedsNone()
    {
        StoreFixture fixture;
        auto store = fixture.open();
        QVERIFY(store->updateLedger(2, {listed("a"), listed("b"), listed("c")}));
        QVERIFY(store->keepHeaders(2, {header("a"), header("b"), header("c")}));
        QCOMPARE(withoutHeader(*store), QByteArrayList());
        QVERIFY(store->updateLedger(2, {listed("a", LedgerState::Gone)}));
        QCOMPARE(StoreFixture::addAll(*store, batchOf(fixture.message("b", "b"))).size(), 1u);
        QCOMPARE(withoutHeader(*store), QByteArrayList()); // drops both
        const auto list = fixture.read()->serverMessages(2).value();
        QVERIFY(list[0].subject.isEmpty());
        QCOMPARE(list[1].subject, QStringLiteral("Subject of b"));
        QCOMPARE(list[2].subject, QStringLiteral("About c"));
        QVERIFY(store->updateLedger(2, {listed("a"), listed("b")}));
        QCOMPARE(withoutHeader(*store), (QByteArrayList{"a", "b"}));
    }

    void oneThatIsWithoutEndIsCut()
    {
        StoreFixture fixture;
        auto store = fixture.open();
        QVERIFY(store->updateLedger(2, {listed("a")}));
        ServerHeader endless = header("a");
        endless.subject = QString(100'000, u'x');
        QVERIFY(store->keepHeaders(2, {endless}));
        QCOMPARE(fixture.read()->serverMessages(2)->at(0).subject, QString(300, u'x'));
    }

    void workIsWrittenDownAtOnce()
    {
        StoreFixture fixture;
        auto store = fixture.open();
        QVERIFY(store->updateLedger(
            2, {listed("get"), listed("both"), listed("never"), listed("keep"), listed("delete")}));
        QVERIFY(store->choose({{2, "never", 0}}, ServerChoice::Never));
        QVERIFY(store->choose({{2, "keep", 0}}, ServerChoice::Keep));
        QVERIFY(store->want({{2, "delete", 0}}));
        const ServerWork work{{{2, "get", 0}, {2, "both", 0}, {2, "never", 0}, {2, "keep", 0}},
                              {{2, "both", 0}, {2, "delete", 0}}};
        QVERIFY(store->carryOut(work));
        for (const char *uidl : {"get", "never"})
            QVERIFY(rowOf(*store, uidl).wanted && rowOf(*store, uidl).choice == ServerChoice::ByRule);
        QVERIFY(rowOf(*store, "keep").wanted && rowOf(*store, "keep").choice == ServerChoice::Keep);
        QVERIFY(rowOf(*store, "both").wanted && rowOf(*store, "both").choice == ServerChoice::Delete);
        QVERIFY(!rowOf(*store, "delete").wanted && rowOf(*store, "delete").choice == ServerChoice::Delete);
    }

    void workOnAnUnknownMessageIsNone()
    {
        StoreFixture fixture;
        auto store = fixture.open();
        QVERIFY(store->updateLedger(2, {listed("a")}));
        const auto written = store->carryOut({{{2, "a", 0}}, {{2, "unknown", 0}}});
        QVERIFY(!written && written.error().code == ErrorCode::NotFound);
        QVERIFY(!rowOf(*store, "a").wanted);
    }
};

QTEST_GUILESS_MAIN(ServerHeadersTest)
#include "ServerHeadersTest.moc"
