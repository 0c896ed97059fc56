// SPDX-License-Identifier: GPL-3.0-or-later
//
// Messages within messages, in place and in a window: their pictures, which lie on a web server that counts,
// their links, and their signature.
#include "NestedCardView.h"
#include "NestedWindow.h"

#include "CardList.h"
#include "EnglishPlurals.h"
#include "HtmlView.h"
#include "MailReading.h"
#include "MailTrust.h"
#include "MessagePage.h"
#include "OpenSession.h"
#include "ReaderPane.h"
#include "RemoteBar.h"
#include "TestHttpServer.h"
#include "TrustLine.h"

#include <QApplication>
#include <QBuffer>
#include <QDesktopServices>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QTextDocument>
#include <QToolButton>
#include <QtMath>

namespace
{
const QColor blue(20, 60, 220);

QByteArray bluePicture()
{
    QImage image(80, 60, QImage::Format_RGB32);
    image.fill(blue);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    return bytes;
}

bool showsBlue(QWidget &view)
{
    const QImage image = view.grab().toImage();
    for (int y = 0; y < image.height(); y += 4)
        for (int x = 0; x < image.width(); x += 4)
            if (image.pixelColor(x, y).rgb() == blue.rgb())
                return true;
    return false;
}

QByteArray holding(const QByteArray &inner)
{
    return "From: Ben <ben@example.org>\r\nSubject: Outer\r\nMIME-Version: 1.0\r\n"
           "Content-Type: multipart/mixed; boundary=o\r\n\r\n--o\r\nContent-Type: text/plain\r\n\r\n"
           "See below.\r\n--o\r\nContent-Type: message/rfc822\r\n\r\n" +
           inner + "\r\n--o--\r\n";
}
} // namespace

class NestedMessageTest : public QObject
{
    Q_OBJECT
public:
    // Stands in for the browser.
    Q_INVOKABLE void take(const QUrl &url) { m_opened = url; }

private Q_SLOTS:
    void initTestCase() { EnglishPlurals::installFor(*qApp); }
    void init();
    void cleanup();
    void cardLoadsThemWhenAsked();
    void windowLoadsThemWhenAsked();
    void consentForASenderIsNoneForWhomOthersQuote();
    void cardIsAsHighAsItsText();
    void linksOfTheCardOpen();
    void focusStaysInTheReaderWhenItsCardGoes();
    void windowTellsNothingOfTheStoredMessage();
    void signatureOfTheInnerMessageIsChecked();

private:
    QByteArray newsletter() const;
    MessageId add(const QByteArray &message);
    int asked() const { return int(m_server->requests().size()); }
    static bool isBlocked(const RemoteBar *bar)
    {
        return bar && bar->isVisible() && bar->text().contains(QStringLiteral("1 remote picture not loaded"));
    }

    std::unique_ptr<TestHttpServer> m_server;
    std::unique_ptr<OpenSession> m_open;
    QUrl m_opened;
};

void NestedMessageTest::init()
{
    m_server = std::make_unique<TestHttpServer>(
        [picture = bluePicture()](const auto &) { return TestHttpServer::answer(200, picture); });
    m_open = std::make_unique<OpenSession>();
    RemotePictures::Limits limits;
    limits.mayBePrivate = true;
    m_open->session.reading().pictures().setLimits(limits);
}

void NestedMessageTest::cleanup()
{
    QDesktopServices::unsetUrlHandler(QStringLiteral("https"));
    m_open.reset();
    m_server.reset();
}

QByteArray NestedMessageTest::newsletter() const
{
    return "From: Anna <anna@example.org>\r\nSubject: Inner\r\nContent-Type: text/html\r\n\r\n"
           "<p>Hello</p><img width=80 height=60 alt=\"our shop\" src=\"http://127.0.0.1:" +
           QByteArray::number(m_server->port()) + "/a.png\">";
}

MessageId NestedMessageTest::add(const QByteArray &message)
{
    const QString path = m_open->directory.filePath(QStringLiteral("message.eml"));
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(message) != message.size())
        qFatal("no room for a test");
    file.close();
    MessageId id = 0;
    const auto connection =
        connect(&m_open->session, &MailSession::messagesAdded, this,
                [&id](const std::vector<MessageSummary> &added) { id = added.front().id; });
    m_open->session.importFiles({path}, this, [](const Result<int> &) {});
    if (!QTest::qWaitFor([&id] { return id != 0; }, OpenSession::patience))
        qFatal("the message was not imported");
    disconnect(connection);
    return id;
}

void NestedMessageTest::cardLoadsThemWhenAsked()
{
    const MessageId message = add(holding(newsletter()));
    ReaderPane reader(m_open->session);
    reader.resize(760, 900);
    reader.show();
    reader.showMessage(message, Flag::Read);
    NestedCardView *card = nullptr;
    QTRY_VERIFY((card = reader.findChild<NestedCardView *>()));
    card->setUnfolded(true);
    QTRY_VERIFY(card->findChild<HtmlView *>());
    auto *bar = card->findChild<RemoteBar *>();
    QTRY_VERIFY(isBlocked(bar));
    QCOMPARE(asked(), 0);
    QVERIFY(!showsBlue(*card->findChild<HtmlView *>()));
    QCOMPARE(bar->findChildren<QPushButton *>().size(), qsizetype(1)); // once, never always
    bar->button(0)->click();
    QTRY_VERIFY(showsBlue(*card->findChild<HtmlView *>()));
    QTRY_VERIFY(!bar->isVisible());
    QCOMPARE(asked(), 1);
}

void NestedMessageTest::windowLoadsThemWhenAsked()
{
    NestedWindow window(m_open->session, add(holding(newsletter())), QStringLiteral("2"));
    window.setAttribute(Qt::WA_DeleteOnClose, false);
    window.show();
    auto *bar = window.findChild<RemoteBar *>();
    QTRY_VERIFY(isBlocked(bar));
    QCOMPARE(bar->findChildren<QPushButton *>().size(), qsizetype(1));
    QVERIFY(!showsBlue(*window.findChild<HtmlView *>()));
    QCOMPARE(asked(), 0);
    bar->button(0)->click();
    QTRY_VERIFY(showsBlue(*window.findChild<HtmlView *>()));
    QTRY_VERIFY(!bar->isVisible());
    QCOMPARE(asked(), 1);
}

// Whoever sends a message can write any message into it.
void NestedMessageTest::consentForASenderIsNoneForWhomOthersQuote()
{
    bool isAllowed = false;
    m_open->session.reading().allowRemote(ReadingConsent::Kind::Sender, QStringLiteral("anna@example.org"),
                                          this, [&](const Result<void> &done) { isAllowed = bool(done); });
    QTRY_VERIFY(isAllowed);
    NestedWindow window(m_open->session, add(holding(newsletter())), QStringLiteral("2"));
    window.setAttribute(Qt::WA_DeleteOnClose, false);
    window.show();
    QTRY_VERIFY(isBlocked(window.findChild<RemoteBar *>()));
    QCOMPARE(asked(), 0);
}

void NestedMessageTest::cardIsAsHighAsItsText()
{
    const MessageId message =
        add(holding("From: Anna <anna@example.org>\r\nSubject: Inner\r\nContent-Type: text/html\r\n\r\n"
                    "<table width=600 bgcolor=\"#f4efe6\"><tr><td><h2>Three books</h2><p>Read them by the "
                    "fire, and tell the others what you think of them when you have come to their end.</p>"
                    "</td></tr></table>"));
    ReaderPane reader(m_open->session);
    reader.resize(760, 900);
    reader.show();
    reader.showMessage(message, Flag::Read);
    NestedCardView *card = nullptr;
    QTRY_VERIFY((card = reader.findChild<NestedCardView *>()));
    card->setUnfolded(true);
    HtmlView *view = nullptr;
    QTRY_VERIFY((view = card->findChild<HtmlView *>()));
    const auto needed = [view] { return qCeil(view->document()->size().height()); };
    for (const int width : {760, 1100, 560}) {
        reader.resize(width, 900);
        QTest::qWait(50);
        const auto isFit = [&] { // with room for a bar that scrolls sideways
            return view->height() >= needed() && view->height() <= needed() + 20;
        };
        QTRY_VERIFY2(isFit(), qPrintable(QStringLiteral("%1, not %2").arg(view->height()).arg(needed())));
    }
}

void NestedMessageTest::linksOfTheCardOpen()
{
    QDesktopServices::setUrlHandler(QStringLiteral("https"), this, "take");
    const MessageId message =
        add(holding("From: Anna <anna@example.org>\r\nSubject: Inner\r\nContent-Type: text/html\r\n\r\n"
                    "<a href=\"https://shop.example/a\">our shop</a> "
                    "<a href=\"https://evil.example/\">www.bank.com</a>"));
    ReaderPane reader(m_open->session);
    QSignalSpy hovers(&reader.page(), &MessagePage::linkHovered);
    reader.resize(760, 900);
    reader.show();
    reader.showMessage(message, Flag::Read);
    NestedCardView *card = nullptr;
    QTRY_VERIFY((card = reader.findChild<NestedCardView *>()));
    card->setUnfolded(true);
    HtmlView *view = nullptr;
    QTRY_VERIFY((view = card->findChild<HtmlView *>()));
    Q_EMIT view->linkHovered(QUrl(QStringLiteral("https://shop.example/a")));
    QVERIFY(!hovers.isEmpty());
    QCOMPARE(hovers.last().value(0).toString(), QStringLiteral("https://shop.example/a"));
    Q_EMIT view->linkActivated(QUrl(QStringLiteral("https://shop.example/a")));
    QCOMPARE(m_opened, QUrl(QStringLiteral("https://shop.example/a")));
    Q_EMIT view->linkActivated(QUrl(QStringLiteral("https://evil.example/")));
    QVERIFY(card->findChild<QMessageBox *>()); // it asks which one is meant
    QCOMPARE(m_opened, QUrl(QStringLiteral("https://shop.example/a")));
}

void NestedMessageTest::focusStaysInTheReaderWhenItsCardGoes()
{
    const MessageId holder = add(holding("Subject: Inner\r\n\r\nwords\r\n"));
    const MessageId plain = add("From: Anna <anna@example.org>\r\nSubject: Plain\r\n\r\nwords\r\n");
    QWidget window;
    QLineEdit beside(&window); // comes next in the order of Tab
    ReaderPane reader(m_open->session, &window);
    reader.setGeometry(0, 40, 760, 600);
    window.resize(760, 640);
    window.show();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    reader.showMessage(holder, Flag::Read);
    NestedCardView *card = nullptr;
    QTRY_VERIFY((card = reader.findChild<NestedCardView *>()));
    auto *button = card->findChild<QPushButton *>();
    button->setFocus();
    QTRY_VERIFY(button->hasFocus());
    reader.showMessage(plain, Flag::Read);
    QTRY_COMPARE(reader.body().header.subject, QStringLiteral("Plain"));
    QVERIFY(reader.findChild<HtmlView *>()->hasFocus());
}

void NestedMessageTest::windowTellsNothingOfTheStoredMessage()
{
    NestedWindow window(m_open->session, add(holding(newsletter())), QStringLiteral("2"));
    window.setAttribute(Qt::WA_DeleteOnClose, false);
    window.show();
    QTRY_COMPARE(window.windowTitle(), QStringLiteral("Inner"));
    for (auto *one : window.findChildren<QToolButton *>())
        if (one->isCheckable() && one->isVisible())
            one->click(); // unfold whatever there is
    QTest::qWait(200);
    for (const QLabel *label : window.findChildren<QLabel *>())
        QVERIFY2(!label->text().contains(QStringLiteral("SHA-256")), qPrintable(label->text()));
}

void NestedMessageTest::signatureOfTheInnerMessageIsChecked()
{
    std::optional<bool> can;
    m_open->session.trust().canCheck(MessageSignature::Kind::OpenPgp, this,
                                     [&can](bool answer) { can = answer; });
    QTRY_VERIFY_WITH_TIMEOUT(can.has_value(), OpenSession::patience);
    if (!*can)
        QSKIP("gpg is not installed");
    const QByteArray isSigned = "From: Anna <anna@example.org>\r\nSubject: Keys\r\nMIME-Version: 1.0\r\n"
                                "Content-Type: multipart/signed; protocol=\"application/pgp-signature\"; "
                                "boundary=s\r\n\r\n--s\r\nContent-Type: text/plain\r\n\r\nHello\r\n--s\r\n"
                                "Content-Type: application/pgp-signature\r\n\r\nno signature\r\n--s--\r\n";
    NestedWindow window(m_open->session, add(holding(isSigned)), QStringLiteral("2"));
    window.setAttribute(Qt::WA_DeleteOnClose, false);
    window.show();
    QTRY_COMPARE(window.windowTitle(), QStringLiteral("Keys"));
    TrustLine &line = window.page().trustLine();
    QSignalSpy told(&line, &TrustLine::noticed);
    QToolButton *check = nullptr;
    for (auto *one : line.findChildren<QToolButton *>())
        if (one->text() == QStringLiteral("Check signature"))
            check = one;
    QTRY_VERIFY_WITH_TIMEOUT(check && check->isVisible(), OpenSession::patience);
    check->click();
    // GnuPG was given the signature of the inner message; the outer one has none.
    QTRY_COMPARE_WITH_TIMEOUT(told.count(), 1, OpenSession::patience);
    QCOMPARE(told[0][0].toString(), QStringLiteral("GnuPG cannot read the signature of this message."));
}

QTEST_MAIN(NestedMessageTest)
#include "NestedMessageTest.moc"
