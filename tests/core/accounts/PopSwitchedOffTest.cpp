// SPDX-License-Identifier: GPL-3.0-or-later
#include "PopSwitchedOff.h"

#include <QTest>

class PopSwitchedOffTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refusalsAreUnderstood_data();
    void refusalsAreUnderstood();
    void otherErrorsSayNothing();
    void endlessTextsAreBounded();
};

void PopSwitchedOffTest::refusalsAreUnderstood_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<PopSwitch>("pop");
    QTest::addColumn<bool>("appPassword");
    const auto row = [](const char *text, PopSwitch pop, bool appPassword = false) {
        QTest::newRow(*text ? text : "nothing") << QString::fromUtf8(text) << pop << appPassword;
    };
    row("Your account is not enabled for POP access. Please visit your Gmail settings page and enable your "
        "account for POP access.",
        PopSwitch::Off);
    row("POP3 is disabled for this account", PopSwitch::Off);
    row("POP3 access has been deactivated, enable it in your settings", PopSwitch::Off);
    row("pop access must be activated first", PopSwitch::Off);
    row("POP3-Abruf ist nicht aktiviert", PopSwitch::Off);
    row("POP3 ist deaktiviert", PopSwitch::Off);
    row("login failure or POP3 disabled, try later", PopSwitch::PerhapsOff);
    row("Application-specific password required: https://example.org/", PopSwitch::NotSaid, true);
    row("Please use an app password", PopSwitch::NotSaid, true);
    row("Please log in with the authorization code", PopSwitch::NotSaid, true);
    row("Username and password not accepted.", PopSwitch::NotSaid);
    row("POP3 login failed", PopSwitch::NotSaid);
    row("Your account is disabled", PopSwitch::NotSaid);
    row("popular accounts are disabled", PopSwitch::NotSaid);
    row("", PopSwitch::NotSaid);
}

void PopSwitchedOffTest::refusalsAreUnderstood()
{
    QFETCH(QString, text);
    QFETCH(bool, appPassword);
    for (const ErrorCode code :
         {ErrorCode::AuthRejected, ErrorCode::ServerRefused, ErrorCode::ServerPermanent}) {
        const Error refusal{code, {}, text, {}, {}};
        QTEST(popSwitchOf(refusal), "pop");
        QCOMPARE(wantsAppPassword(refusal), appPassword);
    }
}

void PopSwitchedOffTest::otherErrorsSayNothing()
{
    const Error busy{ErrorCode::MailboxBusy, {}, QStringLiteral("POP3 is disabled"), {}, {}};
    QCOMPARE(popSwitchOf(busy), PopSwitch::NotSaid);
    QVERIFY(!wantsAppPassword({ErrorCode::Timeout, {}, QStringLiteral("app password"), {}, {}}));
}

void PopSwitchedOffTest::endlessTextsAreBounded()
{
    const Error refusal{
        ErrorCode::AuthRejected, {}, QStringLiteral("login pop3 ").repeated(1'000'000), {}, {}};
    QCOMPARE(popSwitchOf(refusal), PopSwitch::NotSaid);
}

QTEST_GUILESS_MAIN(PopSwitchedOffTest)
#include "PopSwitchedOffTest.moc"
