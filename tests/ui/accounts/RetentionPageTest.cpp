// SPDX-License-Identifier: GPL-3.0-or-later
#include "RetentionPage.h"

#include "ChoiceCard.h"
#include "WidgetSearch.h"

#include <QComboBox>
#include <QDateTime>
#include <QPushButton>
#include <QSpinBox>
#include <QTest>

namespace
{
QSpinBox *visibleDays(QWidget &page)
{
    for (QSpinBox *box : page.findChildren<QSpinBox *>())
        if (box->isVisible() && box->accessibleName().startsWith(QStringLiteral("Days whose")))
            return box;
    return nullptr;
}
} // namespace

class RetentionPageTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void withoutLastingNamesKeepingIsImpossible();
    void serverThatRemovesMailItselfIsNoticed();
    void onlyTheMailOfTheLastDaysIsARule();
};

void RetentionPageTest::onlyTheMailOfTheLastDaysIsARule()
{
    RetentionPage page;
    page.show();
    auto *amount = named<QComboBox>(page, "How much of the mail to get");
    amount->setCurrentIndex(amount->findText(QStringLiteral("only the mail of the last")));
    auto *days = visibleDays(page);
    QVERIFY(days);
    days->setValue(10);
    Account account;
    const ReceiveRule boss{
        ReceiveRule::Field::From, {}, QStringLiteral("boss@"), 0, ReceiveRule::Action::Receive};
    account.receiveRules = {boss};
    page.applyTo(account);
    page.applyTo(account); // and once is enough
    QCOMPARE(account.receiveRules.size(), size_t(2));
    QCOMPARE(account.receiveRules.front(), boss);
    const ReceiveRule rule = account.receiveRules.back();
    QCOMPARE(rule.action, ReceiveRule::Action::DoNotReceive);
    const QDate today = QDateTime::currentDateTimeUtc().date(); // midnight may have passed meanwhile
    QVERIFY(qAbs(rule.before.daysTo(today) - 10) <= 1);
    QVERIFY(!account.download.headersOnly);

    RetentionPage again;
    again.setAccount(account);
    again.show();
    QVERIFY(qAbs(visibleDays(again)->value() - 10) <= 1);
    named<QComboBox>(again, "How much of the mail to get")->setCurrentIndex(0);
    again.applyTo(account);
    QCOMPARE(account.receiveRules, std::vector<ReceiveRule>{boss});
}

void RetentionPageTest::withoutLastingNamesKeepingIsImpossible()
{
    RetentionPage page;
    MailboxFacts facts;
    facts.uidl = false;
    page.setFacts(facts);
    Account account;
    page.applyTo(account);
    QVERIFY(account.retention.afterDownload);
    const auto cards = page.findChildren<ChoiceCard *>();
    QVERIFY(!cards[0]->isEnabled() && !cards[1]->isEnabled() && cards[2]->isEnabled());
    QVERIFY(cards[0]->accessibleDescription().contains(QStringLiteral("UIDL")));
    facts.uidl = true; // another server: the wish from before counts again
    page.setFacts(facts);
    page.applyTo(account);
    QVERIFY(account.retention.letsNothingGo());
}

// R67
void RetentionPageTest::serverThatRemovesMailItselfIsNoticed()
{
    RetentionPage page;
    MailboxFacts facts;
    facts.uidl = true;
    facts.expireDays = 20;
    page.setFacts(facts);
    const auto cards = page.findChildren<ChoiceCard *>();
    const auto warns = [&cards](int card, const char *words) {
        return cards[card]->accessibleDescription().contains(QString::fromLatin1(words));
    };
    QVERIFY(warns(0, "may remove mail after 20") && warns(1, "may remove mail after 20"));
    auto *days = cards[1]->findChild<QSpinBox *>();
    days->setValue(19);
    QVERIFY(warns(0, "may remove mail") && !warns(1, "may remove mail"));
    facts.expireDays = 0;
    page.setFacts(facts);
    QVERIFY(warns(0, "says that it keeps nothing") && warns(1, "says that it keeps nothing"));
    facts.expireDays.reset();
    page.setFacts(facts);
    QVERIFY(warns(0, "Nothing is ever deleted"));
}

QTEST_MAIN(RetentionPageTest)
#include "RetentionPageTest.moc"
