// SPDX-License-Identifier: GPL-3.0-or-later
#include "UnchangedMailbox.h"

#include "FetchPlan.h"

#include <QRandomGenerator>
#include <QTest>

#include <algorithm>

class UnchangedMailboxTest : public QObject
{
    Q_OBJECT

private:
    static LedgerEntry row(const QByteArray &uidl, LedgerState state = LedgerState::Stored,
                           int occurrence = 0)
    {
        LedgerEntry entry;
        entry.uidl = uidl;
        entry.occurrence = occurrence;
        entry.state = state;
        entry.message = 1;
        entry.listedSize = 10;
        return entry;
    }

    static Pop3Listing listing(const QByteArrayList &uidls)
    {
        Pop3Listing made{{}, true};
        for (const QByteArray &uidl : uidls)
            made.entries.push_back({static_cast<int>(made.entries.size()) + 1, 0, uidl});
        return made;
    }

private Q_SLOTS:
    void knownMailboxIsUnchanged()
    {
        QVERIFY(isUnchanged({{}, true}, {}, 0));
        const Ledger ledger{row("a"), row("b"), row("c")};
        QVERIFY(isUnchanged(listing({"a", "b", "c"}), ledger, 30));
        QVERIFY(!isUnchanged(listing({"a", "b", "c"}), ledger, 31)); // R44
        QVERIFY(!isUnchanged(listing({"a", "b"}), ledger, 20));      // one is gone
        QVERIFY(!isUnchanged(listing({"a", "b", "c", "d"}), ledger, 30));
        QVERIFY(!isUnchanged(listing({"a", "", "c"}), ledger, 30));
        QVERIFY(!isUnchanged(listing({"b", "a", "c"}), ledger, 30)); // for the plan
    }

    void whatIsGoneMattersOnlyWhenItReturns()
    {
        const Ledger ledger{row("a", LedgerState::Gone), row("b"), row("c", LedgerState::Gone)};
        QVERIFY(isUnchanged(listing({"b"}), ledger, 10));
        QVERIFY(!isUnchanged(listing({"a", "b"}), ledger, 20));
        QVERIFY(!isUnchanged(listing({"b", "c"}), ledger, 20));
    }

    void rowThatAsksForSomethingIsNotPassedOver()
    {
        for (const LedgerState state : {LedgerState::DeleteSent, LedgerState::New, LedgerState::Fetching,
                                        LedgerState::Partial, LedgerState::Gone})
            QVERIFY(!isUnchanged(listing({"a"}), {row("a", state)}, 10));
        LedgerEntry chosen = row("a");
        chosen.choice = ServerChoice::Delete;
        QVERIFY(!isUnchanged(listing({"a"}), {chosen}, 10));
        LedgerEntry wanted = row("a");
        wanted.wanted = true;
        QVERIFY(!isUnchanged(listing({"a"}), {wanted}, 10));
    }

    void twinsAreForThePlan()
    {
        QVERIFY(!isUnchanged(listing({"a", "a"}), {row("a"), row("a", LedgerState::Stored, 1)}, 20));
        QVERIFY(!isUnchanged(listing({"a"}), {row("a", LedgerState::Gone), row("a", LedgerState::Stored, 1)},
                             10));
        QVERIFY(!isUnchanged(listing({"a"}), {row("a"), row("a", LedgerState::Gone, 1)}, 10));
    }

    // Whatever it says is unchanged, a plan keeps as it is.
    void agreesWithThePlan()
    {
        QRandomGenerator random(3);
        int unchanged = 0;
        for (int round = 0; round < 20'000; ++round) {
            Ledger ledger;
            QByteArrayList uidls;
            qint64 octets = 0;
            for (char name = 'a'; name < 'e'; ++name) {
                const bool isListed = random.bounded(8) > 0;
                const bool isKnown = random.bounded(8) > 0;
                if (isKnown) {
                    auto state = LedgerState::Stored;
                    if (!isListed || random.bounded(10) == 0)
                        state = static_cast<LedgerState>(random.bounded(1, 7));
                    ledger.push_back(row(QByteArray(1, name), state));
                    ledger.back().wanted = random.bounded(20) == 0;
                    ledger.back().choice =
                        static_cast<ServerChoice>(random.bounded(12) ? 0 : random.bounded(3));
                }
                if (isListed) {
                    uidls.append(QByteArray(1, name));
                    octets += 10;
                }
            }
            const Pop3Listing listed = listing(uidls);
            if (!isUnchanged(listed, ledger, octets))
                continue;
            ++unchanged;
            const FetchPlan plan = FetchPlan::make(listed, ledger, {}, 1000);
            QVERIFY(plan.ledgerChanges.empty() && plan.wantedGone.empty() && plan.isAllKnown(octets));
            QVERIFY(std::all_of(plan.rows.begin(), plan.rows.end(), [](const FetchPlan::Row &kept) {
                return kept.action == FetchPlan::Action::Keep && kept.ledger.choice != ServerChoice::Delete;
            }));
        }
        QVERIFY(unchanged > 500);
    }
};

QTEST_GUILESS_MAIN(UnchangedMailboxTest)
#include "UnchangedMailboxTest.moc"
