// SPDX-License-Identifier: GPL-3.0-or-later
#include "DoctorDialog.h"
#include "DiagnosisModel.h"
#include "OpenSession.h"
#include "PopMailbox.h"

#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPointer>
#include <QPushButton>
#include <QTest>

using Kind = DiagnosisStep::Kind;

namespace
{
Account unsaved(quint16 port)
{
    Account account;
    account.server.host = QStringLiteral("127.0.0.1");
    account.server.port = port;
    account.server.security = ServerSecurity::None;
    account.server.user = QStringLiteral("user");
    return account;
}

QPushButton *button(const DoctorDialog &dialog, const char *text)
{
    for (QPushButton *one : dialog.findChildren<QPushButton *>()) {
        if (one->text().remove(QLatin1Char('&')) == QLatin1String(text))
            return one;
    }
    qFatal("There is no button %s", text);
}

bool says(const DoctorDialog &dialog, const QString &text)
{
    for (const QLabel *label : dialog.findChildren<QLabel *>()) {
        if (label->text().contains(text))
            return true;
    }
    return false;
}
} // namespace

class DoctorDialogTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void whatIsTypedReachesTheDoctor();
    void stepsAreShownAsTheyHappenAndTheFailedOneIsNamed();
    void copyTakesStepsAndLog();
    void closingEndsTheDiagnosis();
    void anUnsavedAccountIsDiagnosedForReal();
    void aSavedAccountNeedsNoPassword();

private:
    DoctorDialog::Source source();

    DoctorDialog::Secrets m_given;
    AccountId m_account = 99;
    std::function<void(const DiagnosisStep &)> m_step;
    std::function<void(Result<Diagnosis>)> m_done;
    int m_started = 0;
    int m_cancelled = 0;
};

void DoctorDialogTest::init()
{
    m_started = m_cancelled = 0;
}

DoctorDialog::Source DoctorDialogTest::source()
{
    return {[this](const ServerSettings &, const DoctorDialog::Secrets &secrets, AccountId account, QObject *,
                   std::function<void(const DiagnosisStep &)> step,
                   std::function<void(Result<Diagnosis>)> done) {
                ++m_started;
                m_given = secrets;
                m_account = account;
                m_step = std::move(step);
                m_done = std::move(done);
            },
            [this] { ++m_cancelled; }};
}

void DoctorDialogTest::whatIsTypedReachesTheDoctor()
{
    DoctorDialog dialog(source(), unsaved(1), {QStringLiteral("new"), QStringLiteral("proxy's")});
    QCOMPARE(m_started, 1);
    QCOMPARE(m_account, AccountId(0));
    QCOMPARE(m_given.password, QStringLiteral("new"));
    QCOMPARE(m_given.proxyPassword, QStringLiteral("proxy's"));
}

void DoctorDialogTest::stepsAreShownAsTheyHappenAndTheFailedOneIsNamed()
{
    DoctorDialog dialog(source(), unsaved(1), {});
    dialog.show();
    QVERIFY(dialog.isRunning());
    QVERIFY(!button(dialog, "Try again")->isVisible());
    DiagnosisStep step;
    m_step(step);
    step.ok = true;
    m_step(step);
    QCOMPARE(dialog.model().index(0).data(DiagnosisModel::StateRole).toInt(),
             int(DiagnosisModel::State::Done));
    Diagnosis diagnosis;
    diagnosis.steps = {step, {Kind::SignIn, false, 12, {}, Error{ErrorCode::MailboxBusy, {}, {}, {}, {}}}};
    m_done(diagnosis);
    QVERIFY(!dialog.isRunning());
    QVERIFY(says(dialog, DiagnosisModel::nameOf(Kind::SignIn)));
    QVERIFY(!button(dialog, "Stop")->isVisible());
    button(dialog, "Try again")->click();
    QCOMPARE(m_started, 2);
    QVERIFY(dialog.isRunning());
    m_done(Error{ErrorCode::Cancelled, {}, {}, {}, {}});
    QVERIFY(!dialog.isRunning());
}

void DoctorDialogTest::copyTakesStepsAndLog()
{
    DoctorDialog dialog(source(), unsaved(1), {QStringLiteral("hunter2"), {}});
    Diagnosis diagnosis;
    diagnosis.steps = {{Kind::NameLookup, true, 3, QStringLiteral("192.0.2.1"), {}}};
    diagnosis.wireLog = QStringLiteral("C: PASS ***\nS: +OK\n");
    m_done(diagnosis);
    button(dialog, "Copy")->click();
    const QString text = QApplication::clipboard()->text();
    QVERIFY(text.contains(QStringLiteral("192.0.2.1")) && text.contains(QStringLiteral("C: PASS ***")));
    QVERIFY(text.contains(DiagnosisModel::nameOf(Kind::NameLookup)));
    QVERIFY(!text.contains(QStringLiteral("hunter2")));
}

void DoctorDialogTest::closingEndsTheDiagnosis()
{
    QPointer<DoctorDialog> dialog = new DoctorDialog(source(), unsaved(1), {});
    dialog->show();
    QTest::keyClick(dialog, Qt::Key_Escape);
    QCOMPARE(m_cancelled, 1);
    QTRY_VERIFY(!dialog);
}

void DoctorDialogTest::anUnsavedAccountIsDiagnosedForReal()
{
    PopMailbox mailbox({{"one", "Subject: x\r\n\r\nText\r\n"}});
    ScriptedPopServer server(mailbox.script());
    OpenSession open;
    DoctorDialog dialog(DoctorDialog::sourceOf(open.session), unsaved(server.port()),
                        {QStringLiteral("secret"), {}});
    QTRY_VERIFY_WITH_TIMEOUT(!dialog.isRunning(), OpenSession::patience);
    QVERIFY(!dialog.model().hasFailed());
    QVERIFY(says(dialog, QStringLiteral("Everything works.")));
    const QString log = dialog.findChild<QPlainTextEdit *>()->toPlainText();
    QVERIFY(log.contains(QStringLiteral("UIDL")));
    QVERIFY(!log.contains(QStringLiteral("secret")));
    QVERIFY(open.session.accounts().empty());

    DoctorDialog wrong(DoctorDialog::sourceOf(open.session), unsaved(server.port()),
                       {QStringLiteral("typo"), {}});
    QTRY_VERIFY_WITH_TIMEOUT(!wrong.isRunning(), OpenSession::patience);
    QCOMPARE(wrong.model().failedStep(), DiagnosisModel::nameOf(Kind::SignIn));
    QCOMPARE(mailbox.messages().size(), size_t(1));
}

void DoctorDialogTest::aSavedAccountNeedsNoPassword()
{
    PopMailbox mailbox;
    ScriptedPopServer server(mailbox.script());
    OpenSession open;
    const Account account = open.add(server.port());
    DoctorDialog dialog(DoctorDialog::sourceOf(open.session), account, {});
    QTRY_VERIFY_WITH_TIMEOUT(!dialog.isRunning(), OpenSession::patience);
    QVERIFY2(!dialog.model().hasFailed(), qPrintable(dialog.model().asText()));
}

QTEST_MAIN(DoctorDialogTest)
#include "DoctorDialogTest.moc"
