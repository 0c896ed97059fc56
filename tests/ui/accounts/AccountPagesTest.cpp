// SPDX-License-Identifier: GPL-3.0-or-later
#include "ChoiceCard.h"
#include "DownloadPage.h"
#include "RetentionPage.h"
#include "RetentionRules.h"
#include "ServerOptions.h"
#include "ServerPage.h"
#include "WidgetSearch.h"

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTest>

class AccountPagesTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void rulesCombine();
    void keepingEverythingIsNoRule();
    void tabGoesFromARuleToItsNumber();
    void moreChoicesTakesTheCardAlong();
    void theCardsTakeDeletionHereAndTheAmountAlong();
    void withoutPartsEverythingIsFetched();
    void downloadPolicyComesBack();
    void portFollowsSecurity();
    void serverOptionsComeBack();
    void aProvidersPageTakesThePlaceOfThePassword();
    void everyWayToSignInHasAName();
};

void AccountPagesTest::rulesCombine()
{
    RetentionPolicy policy;
    policy.hours = 36;
    policy.newest = 500;
    policy.newestMegabytes = 200;
    policy.whenInTrash = policy.whenArchived = policy.whenRemoved = true;
    policy.keepStarred = false;
    RetentionRules rules;
    rules.setPolicy(policy);
    QCOMPARE(rules.policy(), policy);
    policy.hours = 14 * 24;
    policy.afterDownload = true;
    rules.setPolicy(policy);
    QCOMPARE(rules.policy(), policy);
    rules.setCanKeep(false);
    QVERIFY(rules.policy().afterDownload && !rules.policy().newest);
}

void AccountPagesTest::keepingEverythingIsNoRule()
{
    RetentionRules rules;
    QVERIFY(rules.policy().letsNothingGo());
    QSignalSpy edited(&rules, &RetentionRules::edited);
    const auto radios = rules.findChildren<QRadioButton *>();
    radios[1]->click();
    rules.findChildren<QCheckBox *>()[1]->click();
    QVERIFY(edited.count() >= 2);
    QCOMPARE(rules.policy().hours, std::optional(14 * 24));
    radios[0]->click();
    QVERIFY(rules.policy().letsNothingGo());
}

void AccountPagesTest::tabGoesFromARuleToItsNumber()
{
    RetentionPolicy policy;
    policy.hours = 48;
    policy.newest = 5;
    policy.newestMegabytes = 6;
    RetentionRules rules;
    rules.setPolicy(policy);
    rules.show();
    rules.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&rules));
    QStringList order;
    rules.findChildren<QCheckBox *>()[0]->setFocus();
    for (int i = 0; i < 8; ++i) {
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        const QString name = QApplication::focusWidget()->accessibleName();
        if (!name.isEmpty())
            order += name;
    }
    QCOMPARE(order, (QStringList{QStringLiteral("Age"), QStringLiteral("Days or hours"),
                                 QStringLiteral("Newest messages to keep"),
                                 QStringLiteral("Newest megabytes to keep")}));
}

void AccountPagesTest::moreChoicesTakesTheCardAlong()
{
    RetentionPage page;
    page.setFacts(std::nullopt);
    page.findChildren<ChoiceCard *>()[1]->click();
    page.findChild<QPushButton *>()->click();
    Account account;
    page.applyTo(account);
    QCOMPARE(account.retention.hours, std::optional(30 * 24));
    account.retention.newest = 100; // no card says that
    page.setAccount(account);
    Account same;
    page.applyTo(same);
    QCOMPARE(same.retention, account.retention);
}

void AccountPagesTest::theCardsTakeDeletionHereAndTheAmountAlong()
{
    Account account;
    account.retention.hours = 14 * 24;
    account.retention.whenInTrash = true;
    account.download.sizeLimit = 25'000'000;
    RetentionPage page;
    page.setAccount(account);
    page.show();
    QVERIFY(page.findChildren<ChoiceCard *>()[1]->isVisible()); // not behind "More choices"
    Account same;
    page.applyTo(same);
    QCOMPARE(same.retention, account.retention);
    QCOMPARE(same.download, account.download);
    page.findChildren<ChoiceCard *>()[2]->click();
    page.applyTo(same);
    QVERIFY(same.retention.afterDownload && !same.retention.whenInTrash);
}

void AccountPagesTest::withoutPartsEverythingIsFetched()
{
    Account account;
    account.download.headersOnly = true;
    RetentionPage page;
    page.setAccount(account);
    MailboxFacts facts;
    facts.uidl = true;
    facts.top = false;
    page.setFacts(facts);
    page.applyTo(account);
    QVERIFY(!account.download.headersOnly);
    for (const QComboBox *box : page.findChildren<QComboBox *>()) {
        if (box->accessibleName().startsWith(QStringLiteral("How much")))
            QVERIFY(!box->isEnabled() && !box->toolTip().isEmpty());
    }
}

void AccountPagesTest::downloadPolicyComesBack()
{
    DownloadPage page;
    Account account;
    account.download = {false, 25'000'000, 60};
    page.setAccount(account);
    Account same;
    page.applyTo(same);
    QCOMPARE(same.download, account.download);
    account.download.sizeLimit = 300'000; // of the command line
    page.setAccount(account);
    same = account;
    page.applyTo(same);
    QCOMPARE(same.download.sizeLimit, qint64(300'000));
}

void AccountPagesTest::portFollowsSecurity()
{
    ServerPage page;
    auto *port = named<QSpinBox>(page, "Port");
    auto *security = named<QComboBox>(page, "Security");
    QCOMPARE(port->value(), 995);
    security->setCurrentIndex(1);
    QCOMPARE(port->value(), 110);
    security->setCurrentIndex(0);
    QCOMPARE(port->value(), 995);
    port->setValue(1995); // a port of one's own stays
    security->setCurrentIndex(1);
    QCOMPARE(port->value(), 1995);
    QCOMPARE(page.account().server.security, ServerSecurity::StartTls);
}

void AccountPagesTest::serverOptionsComeBack()
{
    ServerSettings server;
    server.signIn = SignIn::OAuth;
    server.oauth = {QStringLiteral("https://example.org/token"),
                    QStringLiteral("https://example.org/authorize"),
                    QStringLiteral("https://example.org/revoke"),
                    QStringLiteral("id"),
                    QStringLiteral("secret"),
                    QStringLiteral("pop")};
    server.proxy = {ProxySettings::Kind::Http, QStringLiteral("proxy.example.org"), 3128,
                    QStringLiteral("me")};
    ServerOptions options;
    options.setServer(server);
    ServerSettings same;
    options.applyTo(same);
    QCOMPARE(same, server);
    QVERIFY(!options.validate());
    QVERIFY(ServerOptions::isUsed(server));
    for (QString OAuthSettings::*address :
         {&OAuthSettings::tokenUrl, &OAuthSettings::authorizationUrl, &OAuthSettings::revocationUrl}) {
        ServerSettings unsafe = server;
        unsafe.oauth.*address = QStringLiteral("http://example.org/token");
        options.setServer(unsafe);
        QVERIFY(options.validate());
    }
    server.signIn = SignIn::Automatic;
    server.proxy.host.clear();
    options.setServer(server);
    QVERIFY(options.validate());
}

void AccountPagesTest::aProvidersPageTakesThePlaceOfThePassword()
{
    Account account;
    account.name = QStringLiteral("By hand");
    account.email = account.server.user = QStringLiteral("me@example.org");
    account.server.host = QStringLiteral("pop.example.org");
    account.server.signIn = SignIn::OAuth;
    account.server.oauth.tokenUrl = QStringLiteral("https://example.org/token");
    account.server.oauth.clientId = QStringLiteral("id");
    ServerPage page;
    page.setAccount(account);
    QVERIFY(!page.validate()); // the refresh token is missing
    account.server.oauth.authorizationUrl = QStringLiteral("https://example.org/authorize");
    page.setAccount(account);
    QVERIFY(page.validate());
    QCOMPARE(page.account().server.oauth, account.server.oauth);
}

void AccountPagesTest::everyWayToSignInHasAName()
{
    QSet<QString> names;
    for (int way = 0; way <= int(SignIn::OAuth); ++way)
        names.insert(ServerOptions::nameOf(SignIn(way)));
    QCOMPARE(names.size(), int(SignIn::OAuth) + 1);
    QVERIFY(!names.contains(QString()));
}

QTEST_MAIN(AccountPagesTest)
#include "AccountPagesTest.moc"
