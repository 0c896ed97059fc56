// SPDX-License-Identifier: GPL-3.0-or-later
#include "AccountSettings.h"
#include "ForecastLine.h"
#include "OpenSession.h"
#include "PopMailbox.h"
#include "RetentionRules.h"
#include "ServerNotice.h"
#include "ServerPage.h"
#include "ServerTable.h"

#include <QCheckBox>
#include <QListWidget>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

namespace
{
std::vector<PopMailbox::Message> manyMessages(int count)
{
    std::vector<PopMailbox::Message> messages;
    for (int i = 0; i < count; ++i) {
        const QByteArray number = QByteArray::number(i);
        messages.push_back({"uid" + number, "From: Anna <a@example.org>\r\nSubject: Message " + number +
                                                "\r\nMessage-ID: <" + number +
                                                "@example.org>\r\n\r\nText\r\n"});
    }
    return messages;
}

QPushButton *button(QWidget &parent, const char *text)
{
    for (QPushButton *one : parent.findChildren<QPushButton *>()) {
        if (one->text().remove(QLatin1Char('&')).startsWith(QLatin1String(text)))
            return one;
    }
    qFatal("There is no button %s", text);
}
} // namespace

class AccountSettingsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyFieldComesBack();
    void pagesAreReachedByTheKeyboard();
    void theForecastFollowsTheRules();
    void muchDeletionAsksFirst();
    void aCheckThatHoldsBackAsksInAStrip();
    void keptMailIsHeldByChoice();
    void aCertificateIsTakenBack();
};

void AccountSettingsTest::everyFieldComesBack()
{
    OpenSession open;
    Account account;
    account.name = QStringLiteral("All & sundry");
    account.email = QStringLiteral("me@example.org");
    account.server.host = QStringLiteral("pop.example.org");
    account.server.port = 1995;
    account.server.security = ServerSecurity::StartTls;
    account.server.user = QStringLiteral("recent:me");
    account.server.signIn = SignIn::OAuth;
    account.server.oauth = {QStringLiteral("https://example.org/token"),
                            QStringLiteral("https://example.org/authorize"),
                            QStringLiteral("https://example.org/revoke"),
                            QStringLiteral("client"),
                            QStringLiteral("public secret"),
                            QStringLiteral("pop.read")};
    account.server.proxy = {ProxySettings::Kind::Socks5, QStringLiteral("proxy.example.org"), 1081,
                            QStringLiteral("proxy user")};
    QFile certificate(open.directory.filePath(QStringLiteral("ca.pem")));
    QVERIFY(certificate.open(QIODevice::WriteOnly));
    account.server.caFile = account.server.clientCertificate = certificate.fileName();
    account.server.accepted =
        AcceptedCertificate{account.server.host, account.server.port, QByteArray(32, '\x42')};
    account.retention.hours = 36;
    account.retention.newest = 700;
    account.retention.newestMegabytes = 250;
    account.retention.whenInTrash = account.retention.whenArchived = account.retention.whenRemoved = true;
    account.retention.keepStarred = false;
    account.download = {false, 25'000'000, 60};
    account.schedule = {17, false, false, 23 * 60, 6 * 60 + 30};
    account.receiveRules = {
        {ReceiveRule::Field::Subject, {}, QStringLiteral("weekly"), 0, ReceiveRule::Action::DoNotReceive}};
    account.colour = QStringLiteral("#3b78d8");
    account.enabled = false;
    const Account saved = open.save(account, QStringLiteral("refresh token"));
    QCOMPARE(saved.id, open.session.accounts().front().id);

    AccountSettings settings(open.session, saved, std::nullopt);
    settings.show();
    QSignalSpy told(&settings, &AccountSettings::accountSaved);
    QTRY_VERIFY(!settings.forecastLine().isAsking());
    settings.save();
    QTRY_COMPARE(told.count(), 1);
    QCOMPARE(open.session.accounts().front(), saved);
    Cancellation never;
    QCOMPARE(*open.secrets.read(saved.uuid, never), QStringLiteral("refresh token"));
    QVERIFY(!settings.isVisible());
}

void AccountSettingsTest::pagesAreReachedByTheKeyboard()
{
    OpenSession open;
    const Account account = open.add(1);
    AccountSettings settings(open.session, account, std::nullopt);
    settings.show();
    auto *list = settings.findChild<QListWidget *>();
    list->setFocus();
    QTest::keyClick(list, Qt::Key_Down);
    QCOMPARE(settings.page(), AccountSettings::Retention);
    QTest::keyClick(list, Qt::Key_Down);
    QCOMPARE(settings.page(), AccountSettings::Download);
    QTest::keyClick(list, Qt::Key_Down);
    QCOMPARE(settings.page(), AccountSettings::Schedule);
    QTest::keyClick(list, Qt::Key_Down);
    QCOMPARE(settings.page(), AccountSettings::Rules);
    QTest::keyClick(list, Qt::Key_Down);
    QCOMPARE(settings.page(), AccountSettings::Place);
    QTest::keyClick(list, Qt::Key_Down); // there is no certificate to be shown
    QCOMPARE(settings.page(), AccountSettings::Place);
    QTest::keyClick(&settings, Qt::Key_Escape);
    QVERIFY(!settings.isVisible());
    QCOMPARE(open.session.accounts().front(), account);
}

void AccountSettingsTest::theForecastFollowsTheRules()
{
    PopMailbox mailbox(manyMessages(4));
    ScriptedPopServer server(mailbox.script());
    OpenSession open;
    const Account account = open.add(server.port());
    QVERIFY(!open.check(account.id).error);
    AccountSettings settings(open.session, account, std::nullopt);
    settings.show();
    QTRY_VERIFY(settings.forecastLine().text().contains(QStringLiteral("none of the 4")));
    RetentionPolicy policy;
    policy.newest = 1;
    settings.rules().setPolicy(policy);
    Q_EMIT settings.rules().edited();
    QTRY_VERIFY2(settings.forecastLine().text().contains(QStringLiteral("deletes 3 of 4")),
                 qPrintable(settings.forecastLine().text()));
    QVERIFY(settings.forecastLine().text().contains(QStringLiteral("The oldest is from")));
    QCOMPARE(mailbox.messages().size(), size_t(4));
}

void AccountSettingsTest::muchDeletionAsksFirst()
{
    PopMailbox mailbox(manyMessages(30));
    ScriptedPopServer server(mailbox.script());
    OpenSession open;
    const Account account = open.add(server.port());
    QCOMPARE(open.check(account.id).fetched, 30);
    AccountSettings settings(open.session, account, std::nullopt);
    settings.show();
    RetentionPolicy policy;
    policy.afterDownload = true;
    settings.rules().setPolicy(policy);
    Q_EMIT settings.rules().edited();
    settings.save(); // before the forecast has come
    QTRY_COMPARE(settings.page(), AccountSettings::Confirmation);
    QCOMPARE(settings.findChild<ServerTable *>()->model()->rowCount(), 30);
    QVERIFY(open.session.accounts().front().retention.letsNothingGo());
    QVERIFY(button(settings, "Back")->isDefault()); // Enter alone deletes nothing
    button(settings, "Back")->click();
    QCOMPARE(settings.page(), AccountSettings::Retention);
    settings.save();
    QTRY_COMPARE(settings.page(), AccountSettings::Confirmation);
    QSignalSpy finished(&open.session, &MailSession::checkFinished);
    button(settings, "Save, and delete")->click();
    QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 1, OpenSession::patience);
    QVERIFY(mailbox.messages().empty());
    std::optional<std::vector<DeletionLogEntry>> log;
    open.session.deletions({}, this, [&log](const auto &result) { log = *result; });
    QTRY_VERIFY(log);
    QCOMPARE(log->size(), size_t(30));
    QVERIFY(log->front().confirmed);
}

void AccountSettingsTest::aCheckThatHoldsBackAsksInAStrip()
{
    PopMailbox mailbox(manyMessages(30));
    ScriptedPopServer server(mailbox.script());
    OpenSession open;
    Account account = open.add(server.port());
    ServerNotice notice(open.session);
    QCOMPARE(open.check(account.id).fetched, 30);
    account = open.session.accounts().front();
    account.retention.afterDownload = true;
    open.save(account); // by the command line, say
    QCOMPARE(open.check(account.id).heldBack, 30);
    QVERIFY(!notice.isHidden());
    QVERIFY(notice.text().contains(QStringLiteral("30")));
    QVERIFY(!QApplication::activeModalWidget());
    QCOMPARE(mailbox.messages().size(), size_t(30));
    QSignalSpy finished(&open.session, &MailSession::checkFinished);
    button(notice, "Delete them")->click();
    QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 1, OpenSession::patience);
    QVERIFY(mailbox.messages().empty());
    QVERIFY(notice.isHidden());
}

void AccountSettingsTest::keptMailIsHeldByChoice()
{
    PopMailbox mailbox(manyMessages(30));
    ScriptedPopServer server(mailbox.script());
    OpenSession open;
    Account account = open.add(server.port());
    ServerNotice notice(open.session);
    QCOMPARE(open.check(account.id).fetched, 30);
    account = open.session.accounts().front();
    account.retention.afterDownload = true;
    open.save(account);
    QCOMPARE(open.check(account.id).heldBack, 30);
    button(notice, "Keep them")->click();
    QTRY_VERIFY(notice.isHidden());
    const FetchReport report = open.check(account.id);
    QVERIFY(!report.error);
    QCOMPARE(report.deleted, 0);
    QCOMPARE(mailbox.messages().size(), size_t(30));
}

void AccountSettingsTest::aCertificateIsTakenBack()
{
    OpenSession open;
    Account account;
    account.name = account.email = account.server.user = QStringLiteral("me@example.org");
    account.server.host = QStringLiteral("127.0.0.1");
    account.server.port = 1;
    account.server.accepted = AcceptedCertificate{account.server.host, 1, QByteArray(32, '\x42')};
    account = open.save(account, QStringLiteral("secret"));
    AccountSettings settings(open.session, account, std::nullopt);
    settings.show();
    settings.turnTo(AccountSettings::Certificate);
    button(settings, "Stop trusting it")->click();
    QCOMPARE(settings.page(), AccountSettings::Server);
    QVERIFY(open.session.accounts().front().server.accepted); // not before it is saved
    settings.save();
    QTRY_VERIFY(!open.session.accounts().front().server.accepted);
}

QTEST_MAIN(AccountSettingsTest)
#include "AccountSettingsTest.moc"
