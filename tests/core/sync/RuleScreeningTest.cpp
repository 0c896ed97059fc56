// SPDX-License-Identifier: GPL-3.0-or-later
#include "SyncFixture.h"

#include "Trouble.h"

#include <QTest>

using Field = ReceiveRule::Field;
using Action = ReceiveRule::Action;
using Peer = ScriptedPopServer::Peer;

// Receive rules on the wire: what is not to be received costs a TOP once, and never a RETR.
class RuleScreeningTest : public QObject
{
    Q_OBJECT

private:
    static ReceiveRule bySubject(const char *text, Action action = Action::DoNotReceive)
    {
        return {Field::Subject, {}, QString::fromLatin1(text), 0, action};
    }

    static const LedgerEntry *row(const Ledger &ledger, int number)
    {
        const auto found = std::find_if(ledger.begin(), ledger.end(), [number](const LedgerEntry &entry) {
            return entry.uidl == "uidl-" + QByteArray::number(number);
        });
        return found == ledger.end() ? nullptr : &*found;
    }

private Q_SLOTS:
    void theRulesAreAskedBeforeAnythingIsFetched()
    {
        SyncFixture fixture(5);
        fixture.job.account.receiveRules = {bySubject("number 2"), bySubject("number 4")};
        const auto report = fixture.check();
        QVERIFY(!report.error);
        QCOMPARE(report.fetched, 3);
        QVERIFY(report.notFetched.empty());
        QCOMPARE(report.skipped.size(), size_t(2));
        QCOMPARE(fixture.sent("TOP "), 5);
        for (const char *left : {"RETR 2", "RETR 4", "DELE"})
            QCOMPARE(fixture.sent(left), 0);
        QVERIFY(fixture.received.indexOf("TOP 5 0") < fixture.received.indexOf("RETR 1"));
        const Ledger ledger = fixture.ledger();
        QCOMPARE(row(ledger, 2)->state, LedgerState::New);
        QVERIFY(Trouble::isByRule(row(ledger, 2)->trouble));
        QCOMPARE(row(ledger, 3)->state, LedgerState::Stored);
    }

    // Old mail stays where it is, the ledger knows it, and what the user wants of it comes.
    void mailFromBeforeADayStaysOnTheServer()
    {
        SyncFixture fixture(0);
        fixture.mailbox.add(
            {"uidl-1", "Date: Sat, 1 Aug 2026 10:00:00 +0000\r\nSubject: old\r\n\r\nold\r\n"});
        fixture.mailbox.add(
            {"uidl-2", "Date: Wed, 5 Aug 2026 10:00:00 +0000\r\nSubject: new\r\n\r\nnew\r\n"});
        fixture.deleteAfterDownload();
        ReceiveRule rule;
        rule.field = Field::Before;
        rule.before = QDate(2026, 8, 4);
        fixture.job.account.receiveRules = {rule};
        const auto report = fixture.check();
        QVERIFY(!report.error);
        QCOMPARE(report.fetched, 1);
        QCOMPARE(fixture.sent("RETR 1"), 0);
        QCOMPARE(fixture.mailbox.messages().size(), size_t(1));
        QCOMPARE(row(fixture.ledger(), 1)->state, LedgerState::New);
        QCOMPARE(fixture.check().fetched, 0);
        QCOMPARE(fixture.sent("TOP "), 0);
        QVERIFY(fixture.store->want({{SyncFixture::account, "uidl-1", 0}}));
        QCOMPARE(fixture.check().fetched, 1);
    }

    void theNextCheckAsksForNothingOfIt()
    {
        SyncFixture fixture(3);
        fixture.job.account.receiveRules = {bySubject("number 2")};
        QCOMPARE(fixture.check().fetched, 2);
        fixture.mailbox.add(SyncFixture::message(6));
        const auto report = fixture.check();
        QCOMPARE(report.fetched, 1);
        QCOMPARE(fixture.sent("TOP "), 1); // that of the new one
        QCOMPARE(fixture.sent("RETR "), 1);
        QVERIFY(report.skipped.empty()); // it has been told
    }

    void changedRulesAreAskedAnew()
    {
        SyncFixture fixture(3);
        fixture.job.account.receiveRules = {bySubject("number")};
        QCOMPARE(fixture.check().fetched, 0);
        fixture.job.account.receiveRules = {bySubject("number 3", Action::Receive), bySubject("number")};
        QCOMPARE(fixture.check().fetched, 1);
        QCOMPARE(fixture.sent("TOP "), 3);
        fixture.job.account.receiveRules.clear();
        QCOMPARE(fixture.check().fetched, 2);
        QCOMPARE(fixture.sent("TOP "), 0);
        QCOMPARE(fixture.stored(), SyncFixture::bytesOf(fixture.mailbox.messages()));
        for (const LedgerEntry &entry : fixture.ledger())
            QVERIFY(entry.trouble.isEmpty());
    }

    void whatTheUserWantsComesAllTheSame()
    {
        SyncFixture fixture(2);
        fixture.job.account.receiveRules = {bySubject("number 2")};
        QCOMPARE(fixture.check().fetched, 1);
        QVERIFY(fixture.store->want({{SyncFixture::account, "uidl-2", 0}}));
        QCOMPARE(fixture.check().fetched, 1);
        QCOMPARE(fixture.sent("TOP "), 0);
        QVERIFY(row(fixture.ledger(), 2)->trouble.isEmpty());
    }

    void noRuleOfRetentionDeletesWhatIsNotHere()
    {
        SyncFixture fixture(2);
        fixture.deleteAfterDownload();
        fixture.job.account.receiveRules = {bySubject("number 2")};
        QCOMPARE(fixture.check().deleted, 1);
        QCOMPARE(fixture.mailbox.messages().size(), size_t(1));
        QCOMPARE(fixture.mailbox.messages().front().uidl, QByteArray("uidl-2"));
        QCOMPARE(fixture.check().deleted, 0);
    }

    void onlyTheHeadComes()
    {
        SyncFixture fixture(1, 4000);
        fixture.job.account.receiveRules = {bySubject("number", Action::OnlyHeader)};
        const auto report = fixture.check();
        QCOMPARE(report.partial, 1);
        QCOMPARE(fixture.sent("RETR"), 0);
        QCOMPARE(fixture.ledger().front().state, LedgerState::Partial);
    }

    void aRuleAboutTheSizeCostsNoCommand()
    {
        SyncFixture fixture(2);
        fixture.mailbox.add(SyncFixture::message(3, 9000));
        fixture.job.account.receiveRules = {{Field::Larger, {}, {}, 5000, Action::DoNotReceive}};
        QCOMPARE(fixture.check().fetched, 2);
        QCOMPARE(fixture.sent("TOP"), 0);
        QCOMPARE(fixture.sent("RETR 3"), 0);
    }

    // The live view has put them into the ledger, and so a check asks for no sizes.
    void sizesThatTheLedgerKnowsCount()
    {
        SyncFixture fixture(1);
        fixture.mailbox.add(SyncFixture::message(2, 9000));
        std::vector<LedgerEntry> rows;
        for (const auto &message : fixture.mailbox.messages()) {
            LedgerEntry row;
            row.uidl = message.uidl;
            row.state = LedgerState::New;
            row.listedSize = message.bytes.size();
            rows.push_back(row);
        }
        QVERIFY(fixture.store->updateLedger(SyncFixture::account, rows));
        fixture.job.account.download.sizeLimit = 5000;
        const auto report = fixture.check();
        QCOMPARE(report.fetched, 2);
        QCOMPARE(report.partial, 1);
        QCOMPARE(fixture.sent("RETR 2"), 0);
    }

    void withoutTopTheMailIsReceived()
    {
        SyncFixture fixture(2);
        fixture.mailbox.interfere = [](Peer &peer, const QByteArray &command) {
            if (!command.startsWith("TOP"))
                return false;
            peer.send("-ERR unknown command\r\n");
            return true;
        };
        fixture.job.account.receiveRules = {bySubject("number")};
        const auto report = fixture.check();
        QVERIFY(!report.error);
        QCOMPARE(report.fetched, 2);
    }

    // Nothing of what was found out is asked for again, and nothing is lost.
    void aBreakInTheMiddleOfTheHeadersGoesOn()
    {
        SyncFixture fixture(40);
        std::atomic<bool> breaks = true;
        fixture.mailbox.interfere = [&breaks](Peer &peer, const QByteArray &command) {
            if (command == "TOP 20 0" && breaks.exchange(false))
                peer.drop();
            return false;
        };
        fixture.job.account.receiveRules = {bySubject("number 7")};
        const auto report = fixture.check();
        QVERIFY(!report.error);
        QCOMPARE(report.fetched, 39);
        QCOMPARE(fixture.sent("RETR 7"), 0);
        QVERIFY(row(fixture.ledger(), 20)->state == LedgerState::Stored);
    }
};

QTEST_GUILESS_MAIN(RuleScreeningTest)
#include "RuleScreeningTest.moc"
