// SPDX-License-Identifier: GPL-3.0-or-later
#include "FetchPlan.h"

#include <QTest>

using Action = FetchPlan::Action;

class FetchPlanTest : public QObject
{
    Q_OBJECT

private:
    static constexpr qint64 now = 1'700'000'000, day = 24 * 60 * 60;
    static inline const DownloadPolicy all;

    static LedgerEntry stored(const QByteArray &uidl, qint64 size = 1000, qint64 firstSeen = now - day)
    {
        LedgerEntry entry;
        entry.uidl = uidl;
        entry.message = qHash(uidl) % 1000 + 1;
        entry.listedSize = size;
        entry.fingerprint = "print of " + uidl;
        entry.firstSeen = entry.lastSeen = firstSeen;
        return entry;
    }

    static LedgerEntry inState(LedgerState state, LedgerEntry entry)
    {
        entry.state = state;
        return entry;
    }

    static Pop3Listing listing(std::initializer_list<Pop3Listing::Entry> entries) { return {entries, true}; }

    static std::vector<Action> actions(const FetchPlan &plan)
    {
        std::vector<Action> found;
        for (const auto &row : plan.rows)
            found.push_back(row.action);
        return found;
    }

private Q_SLOTS:
    void fetchesWhatIsNewAlone()
    {
        const auto plan = FetchPlan::make(listing({{1, 1000, "a"}, {2, 1000, "b"}}), {stored("a")}, all, now);
        QCOMPARE(actions(plan), (std::vector{Action::Keep, Action::Fetch}));
        QCOMPARE(plan.rows[1].ledger.firstSeen, now);
        QVERIFY(plan.ledgerChanges.empty());
    }

    void uidlIsComparedByteForByte()
    {
        const auto plan = FetchPlan::make(listing({{1, 1000, "A"}, {2, 1000, "a "}, {3, 1000, "\xc3\xa4"}}),
                                          {stored("a")}, all, now, {true, {}});
        QCOMPARE(actions(plan), (std::vector{Action::Fetch, Action::Fetch, Action::Fetch}));
    }

    void stateDecidesOverKnownMessages_data()
    {
        QTest::addColumn<int>("state");
        QTest::addColumn<int>("attempts");
        QTest::addColumn<bool>("wanted");
        QTest::addColumn<QString>("trouble");
        QTest::addColumn<int>("action");
        QTest::addColumn<bool>("last");
        const int isStored = int(LedgerState::Stored), sent = int(LedgerState::DeleteSent),
                  isNew = int(LedgerState::New), partial = int(LedgerState::Partial),
                  fetching = int(LedgerState::Fetching);
        const int keep = int(Action::Keep), fetch = int(Action::Fetch), skip = int(Action::Skip);
        const QString cut = QStringLiteral("cut: after 5 octets"), refused = QStringLiteral("refused: no");
        QTest::newRow("stored") << isStored << 0 << false << QString() << keep << false;
        QTest::newRow("deletion under way")
            << sent << 0 << false << QString() << int(Action::Delete) << false;
        QTest::newRow("new") << isNew << 0 << false << QString() << fetch << false;
        QTest::newRow("cut once") << isNew << 1 << false << cut << fetch << true;
        QTest::newRow("cut too often") << isNew << 3 << false << cut << skip << false;
        QTest::newRow("cut too often, wanted") << isNew << 3 << true << cut << fetch << true;
        QTest::newRow("refused once") << isNew << 1 << false << refused << fetch << false;
        QTest::newRow("refused too often") << isNew << 3 << false << refused << skip << false;
        QTest::newRow("the beginning is here") << partial << 0 << false << QString() << keep << false;
        QTest::newRow("the rest is wanted") << partial << 0 << true << QString() << fetch << false;
        QTest::newRow("crashed again") << fetching << 0 << false << QString() << skip << false;
    }

    void stateDecidesOverKnownMessages()
    {
        QFETCH(int, state);
        QFETCH(int, attempts);
        QFETCH(bool, wanted);
        QFETCH(QString, trouble);
        QFETCH(int, action);
        QFETCH(bool, last);
        auto entry = inState(LedgerState(state), stored("a"));
        entry.message = entry.state == LedgerState::New || entry.state == LedgerState::Fetching ? 0 : 7;
        entry.attempts = attempts;
        entry.lastAttempt = now - 60;
        entry.wanted = wanted;
        entry.trouble = trouble;
        const auto plan = FetchPlan::make(listing({{1, 1000, "a"}}), {entry}, all, now);
        QCOMPARE(actions(plan), (std::vector{Action(action)}));
        QCOMPARE(plan.rows[0].last, last);
    }

    // To be refused costs nothing, so it is tried again, but not at every check.
    void refusedMessageIsTriedAgainAfterADay()
    {
        auto entry = inState(LedgerState::New, stored("a"));
        entry.attempts = 3;
        entry.trouble = QStringLiteral("refused: no");
        entry.lastAttempt = now - day;
        const auto plan = FetchPlan::make(listing({{1, 1000, "a"}}), {entry}, all, now);
        QCOMPARE(actions(plan), (std::vector{Action::Fetch}));
    }

    void downloadPolicyAsksForTheBeginning()
    {
        const auto server = listing({{1, 1000, "small"}, {2, 90'000, "large"}});
        DownloadPolicy policy;
        policy.sizeLimit = 50'000;
        policy.lines = 30;
        auto plan = FetchPlan::make(server, {}, policy, now);
        QCOMPARE(actions(plan), (std::vector{Action::Fetch, Action::Top}));
        QCOMPARE(plan.rows[1].lines, 30);
        policy.headersOnly = true;
        plan = FetchPlan::make(server, {}, policy, now);
        QCOMPARE(actions(plan), (std::vector{Action::Top, Action::Top}));
        QCOMPARE(plan.rows[1].lines, 0);
        auto wanted = inState(LedgerState::New, stored("large", 90'000));
        wanted.wanted = true;
        plan = FetchPlan::make(listing({{2, 90'000, "large"}}), {wanted}, policy, now);
        QCOMPARE(actions(plan), (std::vector{Action::Fetch}));
    }

    void whatIsHereIsNotWantedAnyMore()
    {
        auto entry = stored("a");
        entry.wanted = true;
        const auto plan = FetchPlan::make(listing({{1, 1000, "a"}}), {entry}, all, now);
        QCOMPARE(actions(plan), (std::vector{Action::Keep}));
        QCOMPARE(plan.ledgerChanges.size(), size_t(1));
        QVERIFY(!plan.ledgerChanges.at(0).wanted);
    }

    void wantedMessageThatVanishedIsNamed()
    {
        auto wanted = inState(LedgerState::Partial, stored("a"));
        wanted.wanted = true;
        const auto plan = FetchPlan::make(listing({}), {wanted}, all, now);
        QCOMPARE(plan.wantedGone.size(), size_t(1));
        QCOMPARE(plan.ledgerChanges.at(0).state, LedgerState::Gone);
        // When it is back it must not be taken for whole: only the beginning is here.
        const Ledger gone{plan.ledgerChanges.at(0)};
        const auto back =
            FetchPlan::make(listing({{1, 1000, "a"}}), gone, all, now, {true, {{1, "print of a"}}});
        QCOMPARE(back.ledgerChanges.at(0).state, LedgerState::Partial);
    }

    // R42: both are fetched, and each has a row of its own.
    void oneUidlOnTwoMessagesIsTwoMessages()
    {
        const auto plan = FetchPlan::make(listing({{1, 500, "x"}, {2, 900, "x"}, {3, 900, "x"}}),
                                          {stored("x", 500)}, all, now);
        QCOMPARE(actions(plan), (std::vector{Action::Keep, Action::Fetch, Action::Fetch}));
        QCOMPARE(plan.rows[1].ledger.occurrence, 1);
        QCOMPARE(plan.rows[2].ledger.occurrence, 2);
    }

    void bestSizeMatchesFirst()
    {
        auto second = stored("x", 90'000);
        second.occurrence = 1;
        const auto plan = FetchPlan::make(listing({{7, 90'000, "x"}}), {stored("x", 500), second}, all, now);
        QCOMPARE(actions(plan), (std::vector{Action::Keep}));
        QCOMPARE(plan.rows[0].ledger.occurrence, 1);
    }

    // R44: an old UIDL on a message of quite another size.
    void reusedUidlIsFetchedAndNeverDeletedUnread()
    {
        const auto plan =
            FetchPlan::make(listing({{1, 80'000, "a"}}), {inState(LedgerState::DeleteSent, stored("a", 500))},
                            all, now, {true, {{1, "another print"}}});
        QCOMPARE(actions(plan), (std::vector{Action::Fetch}));
        QCOMPARE(plan.rows[0].ledger.occurrence, 1);
    }

    // R14: LIST is a hint.
    void sizeMayBeOffByItsLineEnds()
    {
        for (const qint64 size : {qint64(0), qint64(10'300), qint64(9'700), qint64(-5)}) {
            const Ledger ledger{stored("a", 10'000)};
            const auto plan = FetchPlan::make(listing({{1, size, "a"}}), ledger, all, now, {true, {}});
            QCOMPARE(actions(plan), (std::vector{Action::Keep}));
        }
    }

    // R44: a little larger than before, it is looked at before it is believed.
    void resizedMessageIsLookedAtFirst()
    {
        const Ledger ledger{inState(LedgerState::DeleteSent, stored("a", 500))};
        const auto server = listing({{1, 900, "a"}});
        QCOMPARE(actions(FetchPlan::make(server, ledger, all, now)), (std::vector{Action::Identify}));

        const auto same = FetchPlan::make(server, ledger, all, now, {true, {{1, "print of a"}}});
        QCOMPARE(actions(same), (std::vector{Action::Delete}));
        QCOMPARE(same.ledgerChanges.at(0).listedSize, 900);

        const auto other = FetchPlan::make(server, ledger, all, now, {true, {{1, "another print"}}});
        QCOMPARE(actions(other), (std::vector{Action::Fetch}));
        QCOMPARE(other.rows[0].ledger.occurrence, 1);
        QCOMPARE(other.ledgerChanges.size(), size_t(1));
        QCOMPARE(other.ledgerChanges.at(0).state, LedgerState::Gone);
    }

    // R40, R41: the unique-id was unreadable when the message was fetched.
    void namelessMessageThatHasANameNowIsRecognised()
    {
        const Identification prints{true, {{1, "p1"}, {2, "p2"}}};
        Ledger ledger;
        for (const auto &row :
             FetchPlan::make(listing({{1, 1000, ""}, {2, 2000, "two"}}), {}, all, now, prints).rows)
            ledger.push_back(inState(LedgerState::Stored, row.ledger));
        ledger[0].message = 5;
        ledger[0].fingerprint = "p1";
        const auto server = listing({{1, 1000, "one"}, {2, 2000, "two"}});
        QCOMPARE(actions(FetchPlan::make(server, ledger, all, now)),
                 (std::vector{Action::Identify, Action::Keep}));
        const auto plan = FetchPlan::make(server, ledger, all, now, prints);
        QCOMPARE(actions(plan), (std::vector{Action::Keep, Action::Keep}));
        QCOMPARE(plan.rows[0].ledger.message, MessageId(5));
        QCOMPARE(plan.rows[0].ledger.uidl, QByteArray("one"));
        // New mail beside one that still has no name is just new.
        const auto more = listing({{1, 1000, ""}, {2, 2000, "two"}, {3, 700, "three"}});
        QCOMPARE(actions(FetchPlan::make(more, ledger, all, now, prints)),
                 (std::vector{Action::Keep, Action::Keep, Action::Fetch}));
        QCOMPARE(actions(FetchPlan::make(more, ledger, all, now)),
                 (std::vector{Action::Identify, Action::Keep, Action::Fetch}));
    }

    // Only the beginning is here, under whatever name; and so it is should the old name come back.
    void renumberedBeginningIsStillNoWholeMessage()
    {
        const Ledger ledger{inState(LedgerState::Partial, stored("old"))};
        const Identification prints{true, {{1, "print of old"}}};
        const auto plan = FetchPlan::make(listing({{1, 1000, "new"}}), ledger, all, now, prints);
        QCOMPARE(plan.rows[0].ledger.state, LedgerState::Partial);
        QCOMPARE(plan.rows[0].ledger.message, ledger[0].message);
        const auto back = FetchPlan::make(listing({{1, 1000, "old"}}), plan.ledgerChanges, all, now, prints);
        QCOMPARE(back.rows[0].ledger.uidl, QByteArray("old"));
        QCOMPARE(back.rows[0].ledger.state, LedgerState::Partial);
    }

    void vanishedMessagesAreRememberedAsGone()
    {
        const auto plan = FetchPlan::make(listing({}),
                                          {stored("a"), inState(LedgerState::DeleteSent, stored("b")),
                                           inState(LedgerState::Gone, stored("c"))},
                                          all, now);
        QCOMPARE(plan.ledgerChanges.size(), size_t(2));
        for (const auto &change : plan.ledgerChanges) {
            QCOMPARE(change.state, LedgerState::Gone);
            QCOMPARE(change.goneSince, now);
        }
    }

    void goneMessageThatIsBackIsLookedAtFirst()
    {
        const Ledger ledger{inState(LedgerState::Gone, stored("a"))};
        const auto server = listing({{4, 1000, "a"}});
        QCOMPARE(actions(FetchPlan::make(server, ledger, all, now)), (std::vector{Action::Identify}));

        const auto same = FetchPlan::make(server, ledger, all, now, {true, {{4, "print of a"}}});
        QCOMPARE(actions(same), (std::vector{Action::Keep}));
        QCOMPARE(same.ledgerChanges.at(0).state, LedgerState::Stored);

        const auto other = FetchPlan::make(server, ledger, all, now, {true, {{4, "another print"}}});
        QCOMPARE(actions(other), (std::vector{Action::Fetch}));
        const auto unknown = FetchPlan::make(server, ledger, all, now, {true, {}});
        QCOMPARE(actions(unknown), (std::vector{Action::Fetch}));
    }

    // R41, R47
    void namelessMessagesAreToldApartByTheirHeader()
    {
        const auto server = listing({{1, 1000, ""}, {2, 2000, ""}, {3, 1000, "named"}});
        QCOMPARE(actions(FetchPlan::make(server, {}, all, now)),
                 (std::vector{Action::Identify, Action::Identify, Action::Fetch}));
        const Identification prints{true, {{1, "p1"}, {2, "p2"}}};
        const auto first = FetchPlan::make(server, {}, all, now, prints);
        QCOMPARE(actions(first), (std::vector{Action::Fetch, Action::Fetch, Action::Fetch}));
        QVERIFY(!first.rows[0].ledger.uidl.isEmpty());

        Ledger ledger;
        for (const auto &row : first.rows)
            ledger.push_back(inState(LedgerState::Stored, row.ledger));
        const auto second = FetchPlan::make(server, ledger, all, now, prints);
        QCOMPARE(actions(second), (std::vector{Action::Keep, Action::Keep, Action::Keep}));
    }

    void namelessTwinsAreTwoMessages()
    {
        const auto server = listing({{1, 1000, ""}, {2, 1000, ""}});
        const Identification prints{true, {{1, "p"}, {2, "p"}}};
        const auto plan = FetchPlan::make(server, {}, all, now, prints);
        QCOMPARE(actions(plan), (std::vector{Action::Fetch, Action::Fetch}));
        QCOMPARE(plan.rows[0].ledger.occurrence, 0);
        QCOMPARE(plan.rows[1].ledger.occurrence, 1);
    }

    void withoutTopEverythingNamelessIsFetched()
    {
        const auto plan = FetchPlan::make(listing({{1, 1000, ""}}), {}, all, now, {true, {}});
        QCOMPARE(actions(plan), (std::vector{Action::Fetch}));
        QVERIFY(plan.rows[0].ledger.uidl.isEmpty());
    }

    // R49
    void renumberedMailboxIsRecognised()
    {
        Ledger ledger;
        Pop3Listing server{{}, true};
        Identification prints{true, {}};
        for (int number = 1; number <= 200; ++number) {
            const QByteArray name = QByteArray::number(number);
            ledger.push_back(stored("old" + name, 1000 + number));
            server.entries.push_back({number, 1000 + number, "new" + name});
            prints.fingerprints.insert(number, "print of old" + name);
        }
        server.entries.push_back({201, 5000, "really new"});
        prints.fingerprints.insert(201, "its own print");

        const auto unclear = FetchPlan::make(server, ledger, all, now);
        QCOMPARE(unclear.entries(Action::Identify).size(), size_t(201));
        QVERIFY(unclear.ledgerChanges.empty());

        const auto plan = FetchPlan::make(server, ledger, all, now, prints);
        QCOMPARE(plan.entries(Action::Keep).size(), size_t(200));
        QCOMPARE(plan.entries(Action::Fetch).size(), size_t(1));
        QCOMPARE(plan.entries(Action::Fetch)[0].number, 201);
        QCOMPARE(plan.ledgerChanges.size(), size_t(400));
        QCOMPARE(plan.rows[0].ledger.message, ledger[0].message);
        QCOMPARE(plan.rows[0].ledger.firstSeen, ledger[0].firstSeen);
    }

    // Small mailboxes are renumbered as well.
    void threeRenumberedMessagesAreIdentified()
    {
        const Ledger ledger{stored("a"), stored("b"), stored("c")};
        const auto plan =
            FetchPlan::make(listing({{1, 1000, "x"}, {2, 1000, "y"}, {3, 1000, "z"}}), ledger, all, now);
        QCOMPARE(plan.entries(Action::Identify).size(), size_t(3));
    }

    void vanishedMessagesBesideKnownOnesAreNoRenumbering()
    {
        Ledger ledger;
        Pop3Listing server{{{1, 1000, "new"}}, true};
        for (int number = 0; number < 60; ++number) {
            ledger.push_back(stored("old" + QByteArray::number(number)));
            if (number < 5)
                server.entries.push_back({number + 2, 1000, ledger.back().uidl});
        }
        const auto plan = FetchPlan::make(server, ledger, all, now);
        QCOMPARE(plan.entries(Action::Fetch).size(), size_t(1));
        QCOMPARE(plan.entries(Action::Keep).size(), size_t(5));
    }

    void messageNumbersMayHaveGaps()
    {
        const auto plan =
            FetchPlan::make(listing({{3, 1000, "a"}, {40, 1000, "b"}}), {stored("a")}, all, now);
        QCOMPARE(plan.entries(Action::Keep)[0].number, 3);
        QCOMPARE(plan.entries(Action::Fetch)[0].number, 40);
    }

    void samePlanForSameInput()
    {
        const auto server = listing({{1, 10, "a"}, {2, 20, "b"}});
        const auto first = FetchPlan::make(server, {stored("a", 10)}, all, now);
        const auto second = FetchPlan::make(server, {stored("a", 10)}, all, now);
        QCOMPARE(actions(first), actions(second));
    }
};

QTEST_GUILESS_MAIN(FetchPlanTest)
#include "FetchPlanTest.moc"
