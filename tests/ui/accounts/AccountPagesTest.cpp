// SPDX-License-Identifier: GPL-3.0-or-later
#include "CertificatePage.h"
#include "ChoiceCard.h"
#include "DownloadPage.h"
#include "RetentionPage.h"
#include "RetentionRules.h"
#include "ServerOptions.h"

#include <QApplication>
#include <QCheckBox>
#include <QCryptographicHash>
#include <QLabel>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>
#include <QTest>

class AccountPagesTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void rulesCombine();
    void keepingEverythingIsNoRule();
    void tabGoesFromARuleToItsNumber();
    void moreChoicesTakesTheCardAlong();
    void downloadPolicyComesBack();
    void serverOptionsComeBack();
    void everyWayToSignInHasAName();
    void certificateIsAcceptedOnlyAfterComparing();
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

void AccountPagesTest::downloadPolicyComesBack()
{
    DownloadPage page;
    Account account;
    account.download = {false, 25'000'000, 60};
    account.schedule.minutes = 0;
    account.enabled = false;
    page.setAccount(account);
    Account same;
    page.applyTo(same);
    QCOMPARE(same.download, account.download);
    QCOMPARE(same.schedule.minutes, 0);
    QVERIFY(!same.enabled);
    account.download.sizeLimit = 300'000; // of the command line
    page.setAccount(account);
    same = account;
    page.applyTo(same);
    QCOMPARE(same.download.sizeLimit, qint64(300'000));
}

void AccountPagesTest::serverOptionsComeBack()
{
    ServerSettings server;
    server.signIn = SignIn::OAuth;
    server.oauth = {QStringLiteral("https://example.org/token"), {}, {}, QStringLiteral("id"),
                    QStringLiteral("secret"), QStringLiteral("pop")};
    server.proxy = {ProxySettings::Kind::Http, QStringLiteral("proxy.example.org"), 3128,
                    QStringLiteral("me")};
    ServerOptions options;
    options.setServer(server);
    ServerSettings same;
    options.applyTo(same);
    QCOMPARE(same, server);
    QVERIFY(!options.validate());
    QVERIFY(ServerOptions::isUsed(server));
    server.oauth.tokenUrl = QStringLiteral("http://example.org/token");
    options.setServer(server);
    QVERIFY(options.validate());
    server.signIn = SignIn::Automatic;
    server.proxy.host.clear();
    options.setServer(server);
    QVERIFY(options.validate());
}

void AccountPagesTest::everyWayToSignInHasAName()
{
    QSet<QString> names;
    for (int way = 0; way <= int(SignIn::OAuth); ++way)
        names.insert(ServerOptions::nameOf(SignIn(way)));
    QCOMPARE(names.size(), int(SignIn::OAuth) + 1);
    QVERIFY(!names.contains(QString()));
}

void AccountPagesTest::certificateIsAcceptedOnlyAfterComparing()
{
    ServerSettings server;
    server.host = QStringLiteral("pop.example.org");
    server.accepted = AcceptedCertificate{server.host, 995, QByteArray(32, '\x11')};
    const QByteArray der("not the certificate that it was");
    const Error error{ErrorCode::CertificateChanged, {}, {}, {der}, {QStringLiteral("self-signed")}};
    CertificatePage page;
    page.show(server, error);
    page.show();
    const QByteArray hash = QCryptographicHash::hash(der, QCryptographicHash::Sha256);
    QStringList texts;
    for (const QLabel *label : page.findChildren<QLabel *>())
        texts += label->text();
    QVERIFY(texts.contains(CertificatePage::fingerprint(hash)));
    QVERIFY(texts.contains(CertificatePage::fingerprint(server.accepted->sha256)));
    QSignalSpy accepted(&page, &CertificatePage::accepted);
    QPushButton *accept = page.findChildren<QPushButton *>().front();
    QVERIFY(!accept->isEnabled());
    accept->click();
    QCOMPARE(accepted.count(), 0);
    page.findChild<QCheckBox *>()->click();
    accept->click();
    QCOMPARE(accepted.count(), 1);
    QCOMPARE(accepted.front().front().value<AcceptedCertificate>(),
             (AcceptedCertificate{server.host, 995, hash}));
    QVERIFY(!CertificatePage::concerns(ServerSettings(), std::nullopt));
}

QTEST_MAIN(AccountPagesTest)
#include "AccountPagesTest.moc"
