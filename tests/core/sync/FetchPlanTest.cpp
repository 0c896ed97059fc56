// SPDX-License-Identifier: GPL-3.0-or-later
#include "FetchPlan.h"

#include <QTest>

using Action = FetchPlan::Action;

class FetchPlanTest : public QObject
{
    Q_OBJECT

private:
    static constexpr qint64 now = 1'700'000'000, day = 24 * 60 * 60;
    static inline const RetentionPolicy keep{RetentionPolicy::Mode::Keep, 0};
    static inline const RetentionPolicy remove{RetentionPolicy::Mode::Delete, 0};

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
        const auto plan =
            FetchPlan::make(listing({{1, 1000, "a"}, {2, 1000, "b"}}), {stored("a")}, keep, now);
        QCOMPARE(actions(plan), (std::vector{Action::Keep, Action::Fetch}));
        QCOMPARE(plan.rows[1].ledger.firstSeen, now);
        QVERIFY(plan.ledgerChanges.empty());
    }

    void uidlIsComparedByteForByte()
    {
        const auto plan = FetchPlan::make(listing({{1, 1000, "A"}, {2, 1000, "a "}, {3, 1000, "\xc3\xa4"}}),
                                          {stored("a")}, keep, now);
        QCOMPARE(actions(plan), (std::vector{Action::Fetch, Action::Fetch, Action::Fetch}));
    }

    void policyDecidesOverStoredMessages_data()
    {
        QTest::addColumn<int>("mode");
        QTest::addColumn<int>("days");
        QTest::addColumn<qint64>("age");
        QTest::addColumn<int>("state");
        QTest::addColumn<bool>("deleted");
        const int keepMode = int(RetentionPolicy::Mode::Keep),
                  daysMode = int(RetentionPolicy::Mode::KeepDays),
                  deleteMode = int(RetentionPolicy::Mode::Delete);
        const int isStored = int(LedgerState::Stored), sent = int(LedgerState::DeleteSent);
        QTest::newRow("keep, old") << keepMode << 0 << 9999 * day << isStored << false;
        QTest::newRow("keep, deletion under way") << keepMode << 0 << day << sent << true;
        QTest::newRow("delete, just seen") << deleteMode << 0 << qint64(0) << isStored << true;
        QTest::newRow("delete, deletion under way") << deleteMode << 0 << qint64(0) << sent << true;
        QTest::newRow("14 days, a second short") << daysMode << 14 << 14 * day - 1 << isStored << false;
        QTest::newRow("14 days, to the second") << daysMode << 14 << 14 * day << isStored << true;
        QTest::newRow("14 days, long ago") << daysMode << 14 << 400 * day << isStored << true;
        QTest::newRow("1 day, clock went back") << daysMode << 1 << -3 * day << isStored << false;
    }

    void policyDecidesOverStoredMessages()
    {
        QFETCH(int, mode);
        QFETCH(int, days);
        QFETCH(qint64, age);
        QFETCH(int, state);
        QFETCH(bool, deleted);
        const auto entry = inState(LedgerState(state), stored("a", 1000, now - age));
        const auto plan =
            FetchPlan::make(listing({{1, 1000, "a"}}), {entry}, {RetentionPolicy::Mode(mode), days}, now);
        QCOMPARE(actions(plan), (std::vector{deleted ? Action::Delete : Action::Keep}));
        QCOMPARE(plan.rows[0].ledger, entry);
    }

    // R42: both are fetched, and each has a row of its own.
    void oneUidlOnTwoMessagesIsTwoMessages()
    {
        const auto plan = FetchPlan::make(listing({{1, 500, "x"}, {2, 900, "x"}, {3, 900, "x"}}),
                                          {stored("x", 500)}, keep, now);
        QCOMPARE(actions(plan), (std::vector{Action::Keep, Action::Fetch, Action::Fetch}));
        QCOMPARE(plan.rows[1].ledger.occurrence, 1);
        QCOMPARE(plan.rows[2].ledger.occurrence, 2);
    }

    void bestSizeMatchesFirst()
    {
        auto second = stored("x", 90'000);
        second.occurrence = 1;
        const auto plan = FetchPlan::make(listing({{7, 90'000, "x"}}), {stored("x", 500), second}, keep, now);
        QCOMPARE(actions(plan), (std::vector{Action::Keep}));
        QCOMPARE(plan.rows[0].ledger.occurrence, 1);
    }

    // R44: an old UIDL on a message of quite another size.
    void reusedUidlIsFetchedAndNeverDeletedUnread()
    {
        const auto plan = FetchPlan::make(listing({{1, 80'000, "a"}}),
                                          {inState(LedgerState::DeleteSent, stored("a", 500))}, remove, now);
        QCOMPARE(actions(plan), (std::vector{Action::Fetch}));
        QCOMPARE(plan.rows[0].ledger.occurrence, 1);
    }

    // R14: LIST is a hint.
    void sizeMayBeOffByItsLineEnds()
    {
        for (const qint64 size : {qint64(0), qint64(10'300), qint64(9'700), qint64(-5)}) {
            const auto plan = FetchPlan::make(listing({{1, size, "a"}}), {stored("a", 10'000)}, keep, now);
            QCOMPARE(actions(plan), (std::vector{Action::Keep}));
        }
    }

    void vanishedMessagesAreRememberedAsGone()
    {
        const auto plan = FetchPlan::make(listing({}),
                                          {stored("a"), inState(LedgerState::DeleteSent, stored("b")),
                                           inState(LedgerState::Gone, stored("c"))},
                                          keep, now);
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
        QCOMPARE(actions(FetchPlan::make(server, ledger, keep, now)), (std::vector{Action::Identify}));

        const auto same = FetchPlan::make(server, ledger, keep, now, {true, {{4, "print of a"}}});
        QCOMPARE(actions(same), (std::vector{Action::Keep}));
        QCOMPARE(same.ledgerChanges.at(0).state, LedgerState::Stored);

        const auto other = FetchPlan::make(server, ledger, keep, now, {true, {{4, "another print"}}});
        QCOMPARE(actions(other), (std::vector{Action::Fetch}));
        const auto unknown = FetchPlan::make(server, ledger, keep, now, {true, {}});
        QCOMPARE(actions(unknown), (std::vector{Action::Fetch}));
    }

    // R41, R47
    void namelessMessagesAreToldApartByTheirHeader()
    {
        const auto server = listing({{1, 1000, ""}, {2, 2000, ""}, {3, 1000, "named"}});
        QCOMPARE(actions(FetchPlan::make(server, {}, keep, now)),
                 (std::vector{Action::Identify, Action::Identify, Action::Fetch}));
        const Identification prints{true, {{1, "p1"}, {2, "p2"}}};
        const auto first = FetchPlan::make(server, {}, keep, now, prints);
        QCOMPARE(actions(first), (std::vector{Action::Fetch, Action::Fetch, Action::Fetch}));
        QVERIFY(!first.rows[0].ledger.uidl.isEmpty());

        const Ledger ledger{first.rows[0].ledger, first.rows[1].ledger, first.rows[2].ledger};
        const auto second = FetchPlan::make(server, ledger, keep, now, prints);
        QCOMPARE(actions(second), (std::vector{Action::Keep, Action::Keep, Action::Keep}));
    }

    void namelessTwinsAreTwoMessages()
    {
        const auto server = listing({{1, 1000, ""}, {2, 1000, ""}});
        const Identification prints{true, {{1, "p"}, {2, "p"}}};
        const auto plan = FetchPlan::make(server, {}, keep, now, prints);
        QCOMPARE(actions(plan), (std::vector{Action::Fetch, Action::Fetch}));
        QCOMPARE(plan.rows[0].ledger.occurrence, 0);
        QCOMPARE(plan.rows[1].ledger.occurrence, 1);
    }

    void withoutTopEverythingNamelessIsFetched()
    {
        const auto plan = FetchPlan::make(listing({{1, 1000, ""}}), {}, keep, now, {true, {}});
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

        const auto unclear = FetchPlan::make(server, ledger, keep, now);
        QCOMPARE(unclear.entries(Action::Identify).size(), size_t(201));
        QVERIFY(unclear.ledgerChanges.empty());

        const auto plan = FetchPlan::make(server, ledger, keep, now, prints);
        QCOMPARE(plan.entries(Action::Keep).size(), size_t(200));
        QCOMPARE(plan.entries(Action::Fetch).size(), size_t(1));
        QCOMPARE(plan.entries(Action::Fetch)[0].number, 201);
        QCOMPARE(plan.ledgerChanges.size(), size_t(400));
        QCOMPARE(plan.rows[0].ledger.message, ledger[0].message);
        QCOMPARE(plan.rows[0].ledger.firstSeen, ledger[0].firstSeen);
    }

    void aFewVanishedMessagesAreNoRenumbering()
    {
        Ledger ledger;
        for (int number = 0; number < 49; ++number)
            ledger.push_back(stored("old" + QByteArray::number(number)));
        const auto plan = FetchPlan::make(listing({{1, 1000, "a"}}), ledger, keep, now);
        QCOMPARE(actions(plan), (std::vector{Action::Fetch}));
    }

    void messageNumbersMayHaveGaps()
    {
        const auto plan =
            FetchPlan::make(listing({{3, 1000, "a"}, {40, 1000, "b"}}), {stored("a")}, remove, now);
        QCOMPARE(plan.entries(Action::Delete)[0].number, 3);
        QCOMPARE(plan.entries(Action::Fetch)[0].number, 40);
    }

    void samePlanForSameInput()
    {
        const auto server = listing({{1, 10, "a"}, {2, 20, "b"}});
        const auto first = FetchPlan::make(server, {stored("a", 10)}, remove, now);
        const auto second = FetchPlan::make(server, {stored("a", 10)}, remove, now);
        QCOMPARE(actions(first), actions(second));
    }
};

QTEST_GUILESS_MAIN(FetchPlanTest)
#include "FetchPlanTest.moc"
