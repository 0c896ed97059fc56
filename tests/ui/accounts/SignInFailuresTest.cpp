// SPDX-License-Identifier: GPL-3.0-or-later
//
// Every way in which a sign-in test fails has a text of its own, and no password leaves before the server has
// proved who it is. The real wizard against servers that fail in that way; a picture of each, and a sheet of
// all of them, are left beside the test program in "sign-in-failures".
#include "AccountWizard.h"
#include "AddressPage.h"
#include "OpenSession.h"
#include "PopMailbox.h"
#include "ServerPage.h"
#include "SignInPage.h"
#include "Theme.h"

#include <QApplication>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>
#include <QTcpServer>
#include <QTest>

#include <map>

namespace
{
using Peer = ScriptedPopServer::Peer;
using Security = ScriptedPopServer::Security;

// Greets, says what it can do, and gives this answer to the password.
ScriptedPopServer::Script answering(const QByteArray &answer)
{
    return [answer](Peer &peer) {
        peer.send("+OK ready\r\n");
        while (true) {
            const QByteArray line = peer.receiveLine().toUpper();
            if (line == "CAPA")
                peer.send("+OK\r\nUSER\r\nRESP-CODES\r\nAUTH-RESP-CODE\r\n.\r\n");
            else if (line.startsWith("USER"))
                peer.send("+OK\r\n");
            else if (line.startsWith("PASS"))
                peer.send(answer + "\r\n");
            else
                peer.send("+OK\r\n");
        }
    };
}

QStringList textsOf(const SignInPage &page)
{
    QStringList texts;
    for (const QLabel *label : page.findChildren<QLabel *>()) {
        if (label->isVisibleTo(&page) && !label->text().isEmpty())
            texts += label->text();
    }
    return texts;
}
} // namespace

class SignInFailuresTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void eachFailureHasItsOwnText_data();
    void eachFailureHasItsOwnText();
    void noTwoFailuresReadTheSame();
    void cleanupTestCase();

private:
    QImage show(const ServerSettings &server, const std::optional<Error> &error, QStringList &texts);
    void keepPicture(const QImage &light, const QImage &dark, const QString &name);

    std::unique_ptr<OpenSession> m_open;
    TestCertificates m_certificates;
    std::map<QString, QString> m_texts; // by failure
    std::vector<QImage> m_pictures;
    QDir m_folder;
};

void SignInFailuresTest::initTestCase()
{
    QVERIFY(m_certificates.isValid());
    m_open = std::make_unique<OpenSession>();
    m_folder =
        QDir(QDir(QCoreApplication::applicationDirPath()).filePath(QStringLiteral("sign-in-failures")));
    QVERIFY(m_folder.mkpath(QStringLiteral(".")));
}

void SignInFailuresTest::eachFailureHasItsOwnText_data()
{
    QTest::addColumn<QString>("says");
    QTest::addColumn<QString>("leadsTo"); // a button
    QTest::newRow("name-not-found") << "No computer named nowhere.invalid"
                                    << "Change the server…";
    QTest::newRow("refused") << "does not accept a connection"
                             << "Change the server…";
    QTest::newRow("timeout") << "did not answer in time"
                             << "Change the server…";
    QTest::newRow("no-starttls") << "does not offer encryption"
                                 << "Change the server…";
    QTest::newRow("untrusted") << "Nobody that your system trusts"
                               << "Show the certificate…";
    QTest::newRow("expired") << "expired on"
                             << "Show the certificate…";
    QTest::newRow("wrong-host") << "not for localhost, but for mail.example.org"
                                << "Show the certificate…";
    QTest::newRow("wrong-password") << "did not accept the user name or the password"
                                    << "Change the password…";
    QTest::newRow("app-password") << "wants an app password"
                                  << "Change the password…";
    QTest::newRow("pop-off") << "POP3 is switched off"
                             << "Try again";
    QTest::newRow("in-use") << "Another program is using this mailbox"
                            << "Try again";
    QTest::newRow("login-delay") << "more time between two checks"
                                 << "Try again";
    QTest::newRow("sys-temp") << "has trouble at the moment"
                              << "Try again";
    QTest::newRow("sys-perm") << "cannot solve by itself"
                              << "Try again";
    QTest::newRow("no-pop3") << "does not belong to POP3"
                             << "Change the server…";
}

void SignInFailuresTest::eachFailureHasItsOwnText()
{
    QFETCH(QString, says);
    QFETCH(QString, leadsTo);
    const QString failure = QString::fromLatin1(QTest::currentDataTag());
    const std::map<QString, QByteArray> answers{
        {QStringLiteral("wrong-password"), "-ERR [AUTH] Authentication failed."},
        {QStringLiteral("app-password"), "-ERR [AUTH] Application-specific password required: see the help"},
        {QStringLiteral("pop-off"), "-ERR [SYS/PERM] Your account is not enabled for POP access."},
        {QStringLiteral("in-use"), "-ERR [IN-USE] Mailbox is locked by another session"},
        {QStringLiteral("login-delay"), "-ERR [LOGIN-DELAY] Wait 300 seconds between logins"},
        {QStringLiteral("sys-temp"), "-ERR [SYS/TEMP] Storage is being moved"},
        {QStringLiteral("sys-perm"), "-ERR [SYS/PERM] Mailbox is broken"},
    };
    const std::map<QString, ServerIdentity> identities{
        {QStringLiteral("untrusted"), m_certificates.selfSigned()},
        {QStringLiteral("expired"), m_certificates.expired()},
        {QStringLiteral("wrong-host"), m_certificates.wrongHost()}};
    ServerSettings settings;
    settings.host = QStringLiteral("localhost");
    settings.user = QStringLiteral("me@example.org");
    settings.caFile = m_certificates.caFile();
    std::unique_ptr<ScriptedPopServer> server;
    std::optional<Error> error; // where no server of a test can be waited for
    if (const auto answer = answers.find(failure); answer != answers.end()) {
        server = std::make_unique<ScriptedPopServer>(answering(answer->second), Security::Tls,
                                                     m_certificates.localhost());
    } else if (const auto identity = identities.find(failure); identity != identities.end()) {
        server = std::make_unique<ScriptedPopServer>(answering("+OK"), Security::Tls, identity->second);
    } else if (failure == QLatin1String("no-starttls")) {
        server = std::make_unique<ScriptedPopServer>(answering("+OK"));
        settings.security = ServerSecurity::StartTls;
    } else if (failure == QLatin1String("no-pop3")) {
        server = std::make_unique<ScriptedPopServer>(
            [](Peer &peer) {
                peer.send("220 smtp.example.org ESMTP\r\n");
                peer.stall();
            },
            Security::Tls, m_certificates.localhost());
    } else if (failure == QLatin1String("refused")) {
        QTcpServer closed;
        QVERIFY(closed.listen(QHostAddress::LocalHost));
        settings.host = QStringLiteral("127.0.0.1");
        settings.port = closed.serverPort();
    } else if (failure == QLatin1String("name-not-found")) {
        settings.host = QStringLiteral("nowhere.invalid");
        error = Error{ErrorCode::HostNotFound, {}, {}, {}, {}};
    } else {
        error = Error{ErrorCode::Timeout, {}, {}, {}, {}};
    }
    if (server)
        settings.port = server->port();

    QStringList texts;
    Theme::apply(*qApp, Theme::Scheme::Dark);
    const QImage dark = show(settings, error, texts);
    Theme::apply(*qApp, Theme::Scheme::Light);
    texts.clear();
    const QImage light = show(settings, error, texts);
    const QString all = texts.join(QLatin1Char('\n'));
    QVERIFY2(all.contains(says), qPrintable(all));
    QVERIFY2(texts.contains(leadsTo), qPrintable(all));
    m_texts.insert_or_assign(failure, all);
    keepPicture(light, dark, failure);
    // Whoever has not proved who he is gets nothing; in the clear nobody gets anything.
    if (server && identities.count(failure))
        QCOMPARE(server->received(), QByteArrayList());
    if (server) {
        for (const QByteArray &line : server->receivedInClear())
            QVERIFY2(line == "CAPA" || line == "STLS" || line == "QUIT", line.constData());
    }
}

// The wizard as its user sees it, at the end of the test. `texts`: what it says, and its buttons.
QImage SignInFailuresTest::show(const ServerSettings &server, const std::optional<Error> &error,
                                QStringList &texts)
{
    Account account;
    account.email = account.name = QStringLiteral("me@example.org");
    account.server = server;
    AccountWizard wizard(m_open->session, account);
    wizard.show();
    wizard.addressPage().findChildren<QLineEdit *>().at(1)->setText(QStringLiteral("secret"));
    wizard.setUpByHand();
    wizard.goOn();
    if (error) {
        wizard.signInPage().stop();
        wizard.signInPage().showResult(tl::unexpected<Error>(*error));
    }
    if (!QTest::qWaitFor([&] { return !wizard.signInPage().isRunning(); }, OpenSession::patience))
        qFatal("The test did not end.");
    texts += textsOf(wizard.signInPage());
    for (const QPushButton *one : wizard.signInPage().findChildren<QPushButton *>()) {
        if (one->isVisible())
            texts += one->text().remove(QLatin1Char('&'));
    }
    QCoreApplication::processEvents(); // which lays the buttons out
    return wizard.grab().toImage();
}

void SignInFailuresTest::keepPicture(const QImage &light, const QImage &dark, const QString &name)
{
    QVERIFY(light.save(m_folder.filePath(name + QStringLiteral("-light.png"))));
    QVERIFY(dark.save(m_folder.filePath(name + QStringLiteral("-dark.png"))));
    m_pictures.push_back(m_pictures.size() % 2 == 0 ? light : dark);
}

void SignInFailuresTest::noTwoFailuresReadTheSame()
{
    QCOMPARE(m_texts.size(), size_t(15));
    std::map<QString, QString> failureOf;
    for (const auto &[failure, text] : m_texts) {
        QVERIFY2(!failureOf.count(text),
                 qPrintable(failure + QStringLiteral(" reads like ") + failureOf[text]));
        failureOf[text] = failure;
    }
}

void SignInFailuresTest::cleanupTestCase()
{
    if (m_pictures.empty())
        return;
    constexpr int columns = 3;
    const QSize cell = m_pictures.front().size();
    QImage sheet(cell.width() * columns, cell.height() * ((int(m_pictures.size()) + columns - 1) / columns),
                 QImage::Format_RGB32);
    sheet.fill(Qt::gray);
    QPainter painter(&sheet);
    for (int i = 0; i < int(m_pictures.size()); ++i)
        painter.drawImage(QPoint(i % columns * cell.width(), i / columns * cell.height()),
                          m_pictures[size_t(i)]);
    painter.end();
    QVERIFY(sheet.save(m_folder.filePath(QStringLiteral("all.png"))));
    m_open.reset();
}

QTEST_MAIN(SignInFailuresTest)
#include "SignInFailuresTest.moc"
