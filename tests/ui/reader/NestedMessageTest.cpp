// SPDX-License-Identifier: GPL-3.0-or-later
//
// Messages within messages, in place and in a window: their pictures, which lie on a web server that counts,
// their links, and their signature.
#include "NestedCardView.h"
#include "NestedWindow.h"

#include "AttachmentBar.h"
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
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
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

const QByteArray twoForms =
    "From: Anna <anna@example.org>\r\nSubject: Inner\r\nMIME-Version: 1.0\r\n"
    "Content-Type: multipart/alternative; boundary=i\r\n\r\n--i\r\n\r\nplain words\r\n--i\r\n"
    "Content-Type: text/html\r\n\r\n<p>rich words</p>\r\n--i--\r\n";

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
    void cardIsShownAsThePageAroundIt();
    void cardTellsWhoSentItAndWhatWasSaved();

private:
    QByteArray newsletter() const;
    // The card of the message within this one, in a reader; null where none comes.
    static NestedCardView *cardIn(ReaderPane &reader, MessageId message);
    // The same, in a reader of its own, unfolded.
    HtmlView *textOfCard(MessageId message);
    int asked() const { return int(m_server->requests().size()); }
    static bool isBlocked(const RemoteBar *bar)
    {
        return bar && bar->isVisible() && bar->text().contains(QStringLiteral("1 remote picture not loaded"));
    }

    std::unique_ptr<TestHttpServer> m_server;
    std::unique_ptr<OpenSession> m_open;
    std::unique_ptr<ReaderPane> m_reader;
    NestedCardView *m_card = nullptr;
    QUrl m_opened;
};

void NestedMessageTest::init()
{
    m_server = std::make_unique<TestHttpServer>(
        [picture = bluePicture()](const auto &) { return TestHttpServer::answer(200, picture); });
    m_open = std::make_unique<OpenSession>();
    m_reader = std::make_unique<ReaderPane>(m_open->session);
    RemotePictures::Limits limits;
    limits.mayBePrivate = true;
    m_open->session.reading().pictures().setLimits(limits);
}

void NestedMessageTest::cleanup()
{
    QDesktopServices::unsetUrlHandler(QStringLiteral("https"));
    m_reader.reset();
    m_open.reset();
    m_server.reset();
}

QByteArray NestedMessageTest::newsletter() const
{
    return "From: Anna <anna@example.org>\r\nSubject: Inner\r\nContent-Type: text/html\r\n\r\n"
           "<p>Hello</p><img width=80 height=60 alt=\"our shop\" src=\"http://127.0.0.1:" +
           QByteArray::number(m_server->port()) + "/a.png\">";
}

NestedCardView *NestedMessageTest::cardIn(ReaderPane &reader, MessageId message)
{
    reader.showMessage(message, Flag::Read);
    NestedCardView *card = nullptr;
    (void)QTest::qWaitFor([&] { return (card = reader.findChild<NestedCardView *>()); },
                          OpenSession::patience);
    return card;
}

HtmlView *NestedMessageTest::textOfCard(MessageId message)
{
    m_reader->resize(760, 900);
    m_reader->show();
    m_card = cardIn(*m_reader, message);
    HtmlView *view = nullptr;
    if (m_card)
        m_card->setUnfolded(true);
    (void)QTest::qWaitFor([&] { return m_card && (view = m_card->findChild<HtmlView *>()); },
                          OpenSession::patience);
    return view;
}

void NestedMessageTest::cardLoadsThemWhenAsked()
{
    QVERIFY(textOfCard(m_open->add(holding(newsletter()))));
    auto *bar = m_card->findChild<RemoteBar *>();
    QTRY_VERIFY(isBlocked(bar));
    QCOMPARE(asked(), 0);
    QVERIFY(!showsBlue(*m_card->findChild<HtmlView *>()));
    QCOMPARE(bar->findChildren<QPushButton *>().size(), qsizetype(1)); // once, never always
    bar->button(0)->click();
    QTRY_VERIFY(showsBlue(*m_card->findChild<HtmlView *>()));
    QTRY_VERIFY(!bar->isVisible());
    QCOMPARE(asked(), 1);
}

void NestedMessageTest::windowLoadsThemWhenAsked()
{
    NestedWindow window(m_open->session, m_open->add(holding(newsletter())), QStringLiteral("2"));
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
    NestedWindow window(m_open->session, m_open->add(holding(newsletter())), QStringLiteral("2"));
    window.setAttribute(Qt::WA_DeleteOnClose, false);
    window.show();
    QTRY_VERIFY(isBlocked(window.findChild<RemoteBar *>()));
    QCOMPARE(asked(), 0);
}

void NestedMessageTest::cardIsAsHighAsItsText()
{
    const MessageId message = m_open->add(
        holding("From: Anna <anna@example.org>\r\nSubject: Inner\r\nContent-Type: text/html\r\n\r\n"
                "<table width=600 bgcolor=\"#f4efe6\"><tr><td><h2>Three books</h2><p>Read them by the "
                "fire, and tell the others what you think of them when you have come to their end.</p>"
                "</td></tr></table>"));
    HtmlView *const view = textOfCard(message);
    QVERIFY(view);
    const auto needed = [view] { return qCeil(view->document()->size().height()); };
    for (const int width : {760, 1100, 560}) {
        m_reader->resize(width, 900);
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
    const MessageId message = m_open->add(
        holding("From: Anna <anna@example.org>\r\nSubject: Inner\r\nContent-Type: text/html\r\n\r\n"
                "<a href=\"https://shop.example/a\">our shop</a> "
                "<a href=\"https://evil.example/\">www.bank.com</a>"));
    QSignalSpy hovers(&m_reader->page(), &MessagePage::linkHovered);
    HtmlView *const view = textOfCard(message);
    QVERIFY(view);
    Q_EMIT view->linkHovered(QUrl(QStringLiteral("https://shop.example/a")));
    QVERIFY(!hovers.isEmpty());
    QCOMPARE(hovers.last().value(0).toString(), QStringLiteral("https://shop.example/a"));
    Q_EMIT view->linkActivated(QUrl(QStringLiteral("https://shop.example/a")));
    QCOMPARE(m_opened, QUrl(QStringLiteral("https://shop.example/a")));
    Q_EMIT view->linkActivated(QUrl(QStringLiteral("https://evil.example/")));
    QVERIFY(m_card->findChild<QMessageBox *>()); // it asks which one is meant
    QCOMPARE(m_opened, QUrl(QStringLiteral("https://shop.example/a")));
}

void NestedMessageTest::focusStaysInTheReaderWhenItsCardGoes()
{
    const MessageId holder = m_open->add(holding("Subject: Inner\r\n\r\nwords\r\n"));
    const MessageId plain = m_open->add("From: Anna <anna@example.org>\r\nSubject: Plain\r\n\r\nwords\r\n");
    QWidget window;
    QLineEdit beside(&window); // comes next in the order of Tab
    ReaderPane reader(m_open->session, &window);
    reader.setGeometry(0, 40, 760, 600);
    window.resize(760, 640);
    window.show();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    NestedCardView *const card = cardIn(reader, holder);
    QVERIFY(card);
    auto *button = card->findChild<QPushButton *>();
    button->setFocus();
    QTRY_VERIFY(button->hasFocus());
    reader.showMessage(plain, Flag::Read);
    QTRY_COMPARE(reader.body().header.subject, QStringLiteral("Plain"));
    QVERIFY(reader.findChild<HtmlView *>()->hasFocus());
}

void NestedMessageTest::windowTellsNothingOfTheStoredMessage()
{
    NestedWindow window(m_open->session, m_open->add(holding(newsletter())), QStringLiteral("2"));
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
    NestedWindow window(m_open->session, m_open->add(holding(isSigned)), QStringLiteral("2"));
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

void NestedMessageTest::cardIsShownAsThePageAroundIt()
{
    HtmlView *const view = textOfCard(m_open->add(holding(twoForms)));
    QVERIFY(view);
    QTRY_VERIFY(view->toPlainText().contains(QStringLiteral("rich words")));
    m_reader->page().setPlainText(true);
    QTRY_VERIFY(view->toPlainText().contains(QStringLiteral("plain words")));
    const int size = view->document()->defaultFont().pixelSize();
    m_reader->page().setZoom(2);
    QTRY_COMPARE(view->document()->defaultFont().pixelSize(), 2 * size);
}

void NestedMessageTest::cardTellsWhoSentItAndWhatWasSaved()
{
    HtmlView *const view = textOfCard(
        m_open->add(holding("From: Anna <anna@example.org>\r\nSubject: Inner\r\nMIME-Version: 1.0\r\n"
                            "Content-Type: multipart/mixed; boundary=i\r\n\r\n--i\r\n\r\nwords\r\n--i\r\n"
                            "Content-Disposition: attachment; filename=a.bin\r\n\r\nbytes\r\n--i--\r\n")));
    QVERIFY(view);
    const auto *line = m_card->findChild<TrustLine *>();
    QVERIFY(line && line->isVisible());
    QVERIFY(!line->text().isEmpty());
    QSignalSpy noticed(&m_reader->page(), &MessagePage::noticed);
    const QTemporaryDir directory;
    m_card->findChild<AttachmentBar *>()->saveAllTo(directory.path());
    QTRY_COMPARE(noticed.size(), 1);
    QVERIFY(noticed[0][0].toString().startsWith(QStringLiteral("1 attachment saved: ")));
}

QTEST_MAIN(NestedMessageTest)
#include "NestedMessageTest.moc"
