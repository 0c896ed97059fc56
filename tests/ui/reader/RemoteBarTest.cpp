// SPDX-License-Identifier: GPL-3.0-or-later
//
// A reader on the screen, a message whose pictures lie on a web server, and that server, which counts.
#include "RemoteBar.h"

#include "ConsentList.h"
#include "EnglishPlurals.h"
#include "HtmlView.h"
#include "MailReading.h"
#include "MessagePage.h"
#include "OpenSession.h"
#include "PreferencesDialog.h"
#include "ReaderPane.h"
#include "TestHttpServer.h"

#include <QApplication>
#include <QBuffer>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QTreeWidget>

namespace
{
const QColor red(220, 20, 40);

QByteArray redPicture()
{
    QImage image(80, 60, QImage::Format_RGB32);
    image.fill(red);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    return bytes;
}
} // namespace

class RemoteBarTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { EnglishPlurals::installFor(*qApp); }
    void init();
    void cleanup();
    void nothingIsAskedWithoutTheUser();
    void onceIsForThisMessageAlone();
    void alwaysForTheSenderHoldsForHisNextMessage();
    void alwaysForTheDomainIsInTheMenu();
    void revokingInThePreferencesHoldsAtOnce();
    void aForgedSenderIsNotCovered();
    void plainTextLoadsNothing();
    void whatCannotBeLoadedIsSaidAndTriedAgain();
    void stoppingLeavesTheRest();
    void trackingPixelsAreNeverLoaded();
    void theButtonsAreReachedByTheKeyboard();

private:
    MessageId import(const QByteArray &from, const QByteArray &html);
    MessageId newsletter(const QByteArray &from, const QByteArray &name = "a.png");
    void show(MessageId message);
    RemoteBar &bar() { return *m_reader->findChild<RemoteBar *>(); }
    bool isBlocked() { return bar().isVisible() && bar().text().contains(QStringLiteral("not loaded")); }
    bool showsRed();
    int asked() const { return int(m_server->requests().size()); }

    std::unique_ptr<TestHttpServer> m_server;
    std::unique_ptr<OpenSession> m_open;
    std::unique_ptr<ReaderPane> m_reader;
    std::atomic<bool> m_fails = false;
    std::atomic<bool> m_hangs = false;
    int m_imported = 0;
};

void RemoteBarTest::init()
{
    m_fails = false;
    m_hangs = false;
    m_server = std::make_unique<TestHttpServer>([this, picture = redPicture()](const auto &) {
        if (m_hangs)
            return QByteArray();
        return TestHttpServer::answer(m_fails ? 404 : 200, picture, "Set-Cookie: id=1\r\n");
    });
    m_open = std::make_unique<OpenSession>();
    RemotePictures::Limits limits;
    limits.mayBePrivate = true;
    m_open->session.reading().pictures().setLimits(limits);
    m_reader = std::make_unique<ReaderPane>(m_open->session);
    m_reader->resize(760, 560);
    m_reader->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_reader.get()));
}

void RemoteBarTest::cleanup()
{
    m_reader.reset();
    m_open.reset();
    m_server.reset();
}

MessageId RemoteBarTest::import(const QByteArray &from, const QByteArray &html)
{
    const QByteArray number = QByteArray::number(++m_imported);
    return m_open->add("From: " + from + "\r\nSubject: News " + number + "\r\nMessage-ID: <" + number +
                       "@example.org>\r\nContent-Type: text/html\r\n\r\n" + html + "\r\n");
}

MessageId RemoteBarTest::newsletter(const QByteArray &from, const QByteArray &name)
{
    return import(from, "<p>Hello</p><img width=80 height=60 alt=\"our shop\" src=\"http://127.0.0.1:" +
                            QByteArray::number(m_server->port()) + "/" + name + "\">");
}

void RemoteBarTest::show(MessageId message)
{
    QVERIFY(message != 0);
    QSignalSpy shown(m_reader.get(), &ReaderPane::messageShown);
    m_reader->showMessage(message, Flag::Read);
    QTRY_COMPARE(shown.count(), 1);
}

bool RemoteBarTest::showsRed()
{
    const QImage image = m_reader->findChild<HtmlView *>()->viewport()->grab().toImage();
    for (int y = 0; y < image.height(); y += 4)
        for (int x = 0; x < image.width(); x += 4)
            if (image.pixelColor(x, y).rgb() == red.rgb())
                return true;
    return false;
}

void RemoteBarTest::nothingIsAskedWithoutTheUser()
{
    show(newsletter("Anna <anna@example.org>"));
    QTRY_VERIFY(isBlocked());
    QVERIFY2(bar().text().contains(QStringLiteral("1 remote picture not loaded")), qPrintable(bar().text()));
    m_reader->page().setZoom(1.3); // laid out anew
    QTest::qWait(400);
    QCOMPARE(asked(), 0);
    QVERIFY(!showsRed());
}

void RemoteBarTest::onceIsForThisMessageAlone()
{
    const MessageId first = newsletter("Anna <anna@example.org>", "a.png");
    const MessageId second = newsletter("Anna <anna@example.org>", "b.png");
    show(first);
    QTRY_VERIFY(isBlocked());
    bar().button(0)->click();
    QTRY_VERIFY(showsRed());
    QTRY_VERIFY(!bar().isVisible());
    QCOMPARE(asked(), 1);
    const QByteArray head = m_server->requests().front().head.toLower();
    QVERIFY(!head.contains("cookie") && !head.contains("referer"));
    m_reader->page().setZoom(1.2); // it stays, and is not asked for again
    QTest::qWait(400);
    QTRY_VERIFY(showsRed());
    show(second);
    QTRY_VERIFY(isBlocked());
    QVERIFY(!showsRed());
    show(first); // also not with what is in memory
    QTRY_VERIFY(isBlocked());
    QVERIFY(!showsRed());
    QCOMPARE(asked(), 1);
    QVERIFY(m_open->session.reading().consents().empty());
}

void RemoteBarTest::alwaysForTheSenderHoldsForHisNextMessage()
{
    const MessageId first = newsletter("Anna <Anna@example.org>", "a.png");
    const MessageId second = newsletter("Anna again <anna@EXAMPLE.org>", "b.png");
    const MessageId other = newsletter("Bob <bob@example.org>", "c.png");
    show(first);
    QTRY_VERIFY(isBlocked());
    QCOMPARE(bar().button(1)->text(), QStringLiteral("&Always for Anna@example.org"));
    bar().button(1)->click();
    QTRY_VERIFY(showsRed());
    show(second);
    QTRY_COMPARE(asked(), 2);
    QTRY_VERIFY(showsRed());
    QTRY_VERIFY(!bar().isVisible());
    show(other);
    QTRY_VERIFY(isBlocked());
    QCOMPARE(asked(), 2);
}

void RemoteBarTest::alwaysForTheDomainIsInTheMenu()
{
    const MessageId other = newsletter("Bob <bob@example.org>", "b.png");
    const MessageId below = newsletter("Eve <eve@mail.example.org>", "c.png");
    const MessageId another = newsletter("Mallory <m@notexample.org>", "d.png");
    show(newsletter("Anna <anna@example.org>", "a.png"));
    QTRY_VERIFY(isBlocked());
    const QMenu *menu = bar().button(2)->menu();
    QVERIFY(menu);
    QCOMPARE(menu->actions().first()->text().remove(QLatin1Char('&')),
             QStringLiteral("Always for every address that ends in @example.org or .example.org"));
    menu->actions().first()->trigger();
    QTRY_VERIFY(showsRed());
    show(other);
    QTRY_VERIFY(showsRed());
    show(below);
    QTRY_VERIFY(showsRed());
    show(another);
    QTRY_VERIFY(isBlocked());
    QCOMPARE(asked(), 3);
}

void RemoteBarTest::revokingInThePreferencesHoldsAtOnce()
{
    show(newsletter("Anna <anna@example.org>"));
    QTRY_VERIFY(isBlocked());
    bar().button(1)->click();
    QTRY_VERIFY(showsRed());
    PreferencesDialog preferences(m_open->session, {});
    preferences.show();
    QVERIFY(QTest::qWaitForWindowActive(&preferences)); // else it has no shortcuts
    auto *list = preferences.findChild<ConsentList *>();
    auto *rows = list->findChild<QTreeWidget *>();
    QTRY_COMPARE(rows->topLevelItemCount(), 1);
    QCOMPARE(rows->topLevelItem(0)->text(0), QStringLiteral("anna@example.org"));
    rows->setCurrentItem(rows->topLevelItem(0));
    rows->setFocus();
    QTest::keyClick(rows, Qt::Key_Delete);
    QTRY_VERIFY(m_open->session.reading().consents().empty());
    QTRY_COMPARE(rows->topLevelItemCount(), 0);
    QTRY_VERIFY(isBlocked());
    QTRY_VERIFY(!showsRed());
    show(newsletter("Anna <anna@example.org>", "b.png"));
    QTRY_VERIFY(isBlocked());
    QCOMPARE(asked(), 1);
}

void RemoteBarTest::aForgedSenderIsNotCovered()
{
    const auto allow = [&](const char *address) {
        m_open->session.reading().allowRemote(ReadingConsent::Kind::Sender, QString::fromLatin1(address),
                                              this, [](const Result<void> &) {});
    };
    allow("anna@example.org");
    QTRY_COMPARE(m_open->session.reading().consents().size(), size_t(1));
    show(newsletter("Anna <anna@example.org>, Eve <eve@example.com>"));
    QTRY_VERIFY(isBlocked());
    show(newsletter("\"anna@example.org\" <eve@example.com>"));
    QTRY_VERIFY(isBlocked());
    QCOMPARE(asked(), 0);
    MessageBody body;
    body.header.from = {{{}, QStringLiteral("anna@example.org")}};
    const auto &consents = m_open->session.reading().consents();
    QVERIFY(MailReading::isAllowed(consents, body));
    body.trust.verdict = MessageTrust::Verdict::Warning;
    QVERIFY(!MailReading::isAllowed(consents, body));
}

void RemoteBarTest::plainTextLoadsNothing()
{
    m_open->session.reading().allowRemote(ReadingConsent::Kind::Sender, QStringLiteral("anna@example.org"),
                                          this, [](const Result<void> &) {});
    QTRY_COMPARE(m_open->session.reading().consents().size(), size_t(1));
    m_reader->page().setPlainText(true);
    show(newsletter("Anna <anna@example.org>"));
    QTest::qWait(300);
    QVERIFY(!bar().isVisible());
    QCOMPARE(asked(), 0);
    m_reader->page().setPlainText(false);
    QTRY_VERIFY(showsRed());
}

void RemoteBarTest::whatCannotBeLoadedIsSaidAndTriedAgain()
{
    m_fails = true;
    show(newsletter("Anna <anna@example.org>"));
    QTRY_VERIFY(isBlocked());
    bar().button(0)->click();
    QTRY_VERIFY2(bar().text().contains(QStringLiteral("1 remote picture could not be loaded")),
                 qPrintable(bar().text()));
    QTest::qWait(300); // by itself it is not tried again
    QCOMPARE(asked(), 1);
    m_fails = false;
    bar().button(0)->click();
    QTRY_VERIFY(showsRed());
    QTRY_VERIFY(!bar().isVisible());
    QCOMPARE(asked(), 2);
}

void RemoteBarTest::stoppingLeavesTheRest()
{
    m_hangs = true;
    show(newsletter("Anna <anna@example.org>"));
    QTRY_VERIFY(isBlocked());
    bar().button(0)->click();
    QTRY_VERIFY(bar().text().contains(QStringLiteral("0 of 1")));
    QTRY_COMPARE(asked(), 1);
    bar().button(0)->click();
    QTRY_VERIFY(bar().text().contains(QStringLiteral("could not be loaded")));
}

void RemoteBarTest::trackingPixelsAreNeverLoaded()
{
    const QByteArray place = "http://127.0.0.1:" + QByteArray::number(m_server->port());
    const QByteArray pixel = "<img width=1 height=1 src=\"" + place + "/pixel.gif\">";
    show(import("Anna <anna@example.org>", "<p>Hi</p>" + pixel));
    QTRY_VERIFY2(bar().isVisible() && bar().text().contains(QStringLiteral("1 tracking pixel not loaded")),
                 qPrintable(bar().text()));
    QVERIFY(bar().findChildren<QPushButton *>().isEmpty());
    show(import("Anna <anna@example.org>",
                "<p>Hi</p>" + pixel + "<img width=80 height=60 src=\"" + place + "/a.png\">"));
    QTRY_VERIFY(isBlocked());
    QVERIFY2(bar().text().contains(QStringLiteral("1 tracking pixel")), qPrintable(bar().text()));
    bar().button(0)->click();
    QTRY_VERIFY(showsRed());
    QCOMPARE(asked(), 1);
    QCOMPARE(m_server->requests().front().path, QByteArray("/a.png"));
}

void RemoteBarTest::theButtonsAreReachedByTheKeyboard()
{
    show(newsletter("Anna <anna@example.org>"));
    QTRY_VERIFY(isBlocked());
    for (int i = 0; i < 3; ++i) {
        QVERIFY(bar().button(i)->focusPolicy() & Qt::TabFocus);
        const bool isNamed =
            !bar().button(i)->accessibleName().isEmpty() || !bar().button(i)->text().isEmpty();
        QVERIFY(isNamed);
    }
    bar().button(0)->setFocus();
    QTest::keyClick(bar().button(0), Qt::Key_Space);
    QTRY_VERIFY(showsRed());
}

QTEST_MAIN(RemoteBarTest)
#include "RemoteBarTest.moc"
