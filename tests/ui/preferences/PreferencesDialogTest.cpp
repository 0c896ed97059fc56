// SPDX-License-Identifier: GPL-3.0-or-later
#include "PreferencesDialog.h"

#include "ConsentList.h"
#include "MailReading.h"
#include "OpenSession.h"
#include "PageList.h"
#include "ReadingPage.h"
#include "SecurityPage.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTest>
#include <QTreeWidget>

class PreferencesDialogTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsChangedHoldsAtOnce();
    void preferencesSurviveTheirSettings();
    void nonsenseInTheSettingsIsNotTaken();
    void consentsAreListedAndTakenBack();
    void everythingHasANameForAScreenReader();
    void acceptedCertificatesAreListedAndTakenBack();

private:
    static void allow(OpenSession &open, ReadingConsent::Kind kind, const char *address)
    {
        open.session.reading().allowRemote(kind, QString::fromLatin1(address), &open.session,
                                           [](const Result<void> &) {});
    }
};

void PreferencesDialogTest::whatIsChangedHoldsAtOnce()
{
    OpenSession open;
    ReadingPreferences given;
    given.readAfter = 5;
    given.zoom = 1.25;
    PreferencesDialog dialog(open.session, given);
    dialog.show();
    QVERIFY(dialog.readingPage().preferences() == given);
    std::vector<ReadingPreferences> told;
    connect(&dialog, &PreferencesDialog::readingChanged, this,
            [&told](const ReadingPreferences &reading) { told.push_back(reading); });
    const auto numbers = dialog.findChildren<QSpinBox *>();
    QCOMPARE(numbers.size(), 2);
    numbers[0]->setValue(numbers[0]->minimum());
    QCOMPARE(numbers[0]->text(), QStringLiteral("never by itself"));
    QCOMPARE(told.back().readAfter, ReadingPreferences::never);
    numbers[1]->setValue(150);
    QCOMPARE(told.back().zoom, 1.5);
    dialog.findChild<QCheckBox *>()->click();
    QVERIFY(told.back().plainText);
    dialog.findChild<QComboBox *>()->setCurrentIndex(1);
    QVERIFY(told.back().opensInWindow);
    QCOMPARE(told.size(), size_t(4));
}

void PreferencesDialogTest::preferencesSurviveTheirSettings()
{
    QTemporaryDir directory;
    const QString path = directory.filePath(QStringLiteral("window.ini"));
    const ReadingPreferences wanted{ReadingPreferences::never, true, 1.3, true, true};
    {
        QSettings settings(path, QSettings::IniFormat);
        QVERIFY(ReadingPreferences::from(settings) == ReadingPreferences());
        wanted.writeTo(settings);
    }
    QVERIFY(ReadingPreferences::from(QSettings(path, QSettings::IniFormat)) == wanted);
}

void PreferencesDialogTest::nonsenseInTheSettingsIsNotTaken()
{
    QTemporaryDir directory;
    QSettings settings(directory.filePath(QStringLiteral("window.ini")), QSettings::IniFormat);
    settings.setValue(QStringLiteral("reader/readAfter"), 1'000'000'000);
    settings.setValue(QStringLiteral("zoom"), QStringLiteral("nan"));
    const auto read = ReadingPreferences::from(settings);
    QVERIFY(read.readAfter <= 3600);
    QVERIFY(read.zoom >= 0.5 && read.zoom <= 3.0);
}

void PreferencesDialogTest::consentsAreListedAndTakenBack()
{
    OpenSession open;
    PreferencesDialog dialog(open.session, {});
    dialog.show();
    auto *list = dialog.findChild<ConsentList *>();
    auto *rows = list->findChild<QTreeWidget *>();
    auto *remove = list->findChild<QPushButton *>();
    QVERIFY(!rows->isVisible());
    QVERIFY(list->findChild<QLabel *>()->isVisible());
    allow(open, ReadingConsent::Kind::Domain, "x@news.example.com");
    allow(open, ReadingConsent::Kind::Sender, "anna@example.org");
    allow(open, ReadingConsent::Kind::Sender, "bob@example.org");
    QTRY_COMPARE(rows->topLevelItemCount(), 3); // it follows the session
    QVERIFY(rows->isVisible());
    QVERIFY(!remove->isEnabled());
    QCOMPARE(rows->topLevelItem(0)->text(0), QStringLiteral("anna@example.org"));
    QCOMPARE(rows->topLevelItem(2)->text(0), QStringLiteral("example.com"));
    QVERIFY(rows->topLevelItem(0)->text(1) != rows->topLevelItem(2)->text(1));
    QCOMPARE(rows->topLevelItem(2)->toolTip(1),
             QStringLiteral("Every address that ends in @example.com or .example.com"));
    rows->topLevelItem(1)->setSelected(true);
    rows->topLevelItem(2)->setSelected(true);
    QVERIFY(remove->isEnabled());
    remove->click();
    QTRY_COMPARE(open.session.reading().consents().size(), size_t(1));
    QTRY_COMPARE(rows->topLevelItemCount(), 1);
    QCOMPARE(rows->topLevelItem(0)->text(0), QStringLiteral("anna@example.org"));
}

void PreferencesDialogTest::everythingHasANameForAScreenReader()
{
    OpenSession open;
    PreferencesDialog dialog(open.session, {});
    QVERIFY(!dialog.findChild<PageList *>()->accessibleName().isEmpty());
    for (const QTreeWidget *list : dialog.findChildren<QTreeWidget *>())
        QVERIFY(!list->accessibleName().isEmpty());
    for (const QSpinBox *number : dialog.findChildren<QSpinBox *>())
        QVERIFY(!number->accessibleName().isEmpty());
    QVERIFY(!dialog.findChild<QComboBox *>()->accessibleName().isEmpty());
    QCOMPARE(dialog.findChild<PageList *>()->count(), 2);
}

void PreferencesDialogTest::acceptedCertificatesAreListedAndTakenBack()
{
    OpenSession open;
    Account account;
    account.server.accepted = AcceptedCertificate{QStringLiteral("pop.example.org"),
                                                  995,
                                                  QByteArray(32, '\x42'),
                                                  {CertificateFault::WrongHost, CertificateFault::Expired}};
    open.add(1, QStringLiteral("secret"), account);
    account.name = QStringLiteral("Home");
    account.server.accepted.reset();
    open.add(2, QStringLiteral("secret"), account);
    PreferencesDialog dialog(open.session, {});
    dialog.turnTo(PreferencesDialog::Security);
    dialog.show();
    auto *list = dialog.securityPage().findChild<QTreeWidget *>();
    QCOMPARE(list->topLevelItemCount(), 1);
    QCOMPARE(list->topLevelItem(0)->text(0), QStringLiteral("Work"));
    QVERIFY(list->topLevelItem(0)->text(1).contains(QStringLiteral("pop.example.org")));
    QCOMPARE(list->topLevelItem(0)->text(2), QStringLiteral("wrong host name, expired"));
    QVERIFY(list->topLevelItem(0)->text(3).contains(QStringLiteral("4242 4242")));
    list->topLevelItem(0)->setSelected(true);
    dialog.securityPage().findChild<QPushButton *>()->click();
    QTRY_VERIFY(!open.session.accounts().front().server.accepted);
    QTRY_COMPARE(list->topLevelItemCount(), 0);
    QCOMPARE(open.session.accounts().size(), size_t(2));
}

QTEST_MAIN(PreferencesDialogTest)
#include "PreferencesDialogTest.moc"
