// SPDX-License-Identifier: GPL-3.0-or-later
//
// A piece of a message in the reader, with a real session that has the other pieces or gets them.
#include "PartialCardView.h"

#include "AnswerOf.h"
#include "AttachmentBar.h"
#include "CardList.h"
#include "EnglishPlurals.h"
#include "MessagePage.h"
#include "NestedWindow.h"
#include "OpenSession.h"
#include "ReaderPane.h"

#include <QApplication>
#include <QFile>
#include <QFileDialog>
#include <QPointer>
#include <QPushButton>

namespace
{

// Of three; the second has the end of the text and the beginning of a nested message.
QByteArray piece(int number)
{
    static const QByteArray contents[] = {
        "Subject: Minutes of the meeting\r\nMessage-ID: <minutes@example.org>\r\nMIME-Version: 1.0\r\n"
        "Content-Type: multipart/mixed; boundary=m\r\n\r\n--m\r\nContent-Type: text/plain\r\n\r\nWe met\r\n",
        "at noon.\r\n--m\r\nContent-Type: message/rfc822\r\n\r\nFrom: Ben <ben@example.org>\r\n"
        "Subject: The agenda\r\nContent-Type: text/plain\r\n\r\nLunch\r\n",
        "and minutes.\r\n--m\r\nContent-Type: application/pdf; name=minutes.pdf\r\n\r\nthe "
        "file\r\n--m--\r\n"};
    const QByteArray text = QByteArray::number(number);
    return "From: Anna <anna@example.org>\r\nSubject: Minutes (" + text + "/3)\r\nMessage-ID: <" + text +
           "@example.org>\r\nDate: Mon, 16 Nov 2026 09:10:00 +0000\r\nMIME-Version: 1.0\r\n"
           "Content-Type: message/partial; id=\"minutes@example.org\"; total=3; number=" +
           text + "\r\n\r\n" + contents[number - 1];
}

} // namespace

class PartialCardViewTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { EnglishPlurals::installFor(*qApp); }
    void init();
    void cleanup();
    void whatIsMissingIsTold();
    void lastPieceThatComesMakesItWhole();
    void wholeMessageOpensInAWindow();
    void wholeMessageIsSavedWithItsOwnName();
    void pieceWithinAMessageOffersItselfAlone();
    void statusIsToldToScreenReaders();

private:
    PartialCardView *show(MessageId message);
    static QPushButton *button(const PartialCardView &card, const QString &text);
    static bool says(const PartialCardView &card, const QString &words)
    {
        return card.words().contains(words);
    }

    std::unique_ptr<OpenSession> m_open;
    std::unique_ptr<ReaderPane> m_reader;
};

void PartialCardViewTest::init()
{
    m_open = std::make_unique<OpenSession>();
    m_reader = std::make_unique<ReaderPane>(m_open->session);
    m_reader->resize(760, 700);
    m_reader->show();
}

void PartialCardViewTest::cleanup()
{
    m_reader.reset();
    m_open.reset();
}

PartialCardView *PartialCardViewTest::show(MessageId message)
{
    m_reader->showMessage(message, Flag::Read);
    PartialCardView *card = nullptr;
    (void)QTest::qWaitFor([&] { return (card = m_reader->findChild<PartialCardView *>()); },
                          OpenSession::patience);
    return card;
}

QPushButton *PartialCardViewTest::button(const PartialCardView &card, const QString &text)
{
    for (auto *one : card.findChildren<QPushButton *>())
        if (one->text() == text)
            return one;
    return nullptr;
}

void PartialCardViewTest::whatIsMissingIsTold()
{
    const MessageId first = m_open->add(piece(1));
    PartialCardView *card = show(first);
    QVERIFY(card);
    QCOMPARE(card->title(), QStringLiteral("Part 1 of 3 of a message"));
    QTRY_VERIFY2(says(*card, QStringLiteral("1 of 3 parts is here; parts 2 and 3 are missing.")),
                 qPrintable(card->words()));
    for (const char *text : {"Put together", "Save whole message…"}) {
        QPushButton *one = button(*card, QString::fromUtf8(text));
        QVERIFY(one && !one->isEnabled());
    }
    QVERIFY(button(*card, QStringLiteral("Save this part…"))->isEnabled());
}

void PartialCardViewTest::lastPieceThatComesMakesItWhole()
{
    const MessageId third = m_open->add(piece(3));
    m_open->add(piece(1));
    PartialCardView *card = show(third);
    QVERIFY(card);
    QTRY_VERIFY2(says(*card, QStringLiteral("2 of 3 parts are here; part 2 is missing.")),
                 qPrintable(card->words()));
    m_open->add(piece(2));
    QTRY_VERIFY2(says(*card, QStringLiteral("All 3 parts are here.")), qPrintable(card->words()));
    QVERIFY(button(*card, QStringLiteral("Put together"))->isEnabled());
}

void PartialCardViewTest::wholeMessageOpensInAWindow()
{
    m_open->add(piece(3));
    m_open->add(piece(2));
    const MessageId first = m_open->add(piece(1));
    PartialCardView *card = show(first);
    QVERIFY(card);
    QPushButton *open = button(*card, QStringLiteral("Put together"));
    QTRY_VERIFY(open->isEnabled());
    open->click();
    QPointer<NestedWindow> window = m_reader->window()->findChild<NestedWindow *>();
    QVERIFY(window && window->isVisible());
    QTRY_COMPARE(window->windowTitle(), QStringLiteral("Minutes of the meeting"));
    const MessageBody &body = window->page().body();
    QCOMPARE(body.text.trimmed(), QStringLiteral("We met\nat noon."));
    QCOMPARE(body.header.from.at(0).address, QStringLiteral("anna@example.org"));
    // What is in it is read like what is in any message.
    const auto file = answerOf<QByteArray>(
        [&](auto done) { m_open->session.attachment(first, body.attachments.back().part, this, done); });
    QCOMPARE(file.value_or(QByteArray()), QByteArray("the file"));
    window->page().findChild<CardList *>()->windowWanted(QStringLiteral("0+/2"));
    NestedWindow *inner = nullptr;
    QTRY_VERIFY((inner = window->findChild<NestedWindow *>()));
    QTRY_COMPARE(inner->windowTitle(), QStringLiteral("The agenda"));
    QCOMPARE(inner->page().body().text.trimmed(), QStringLiteral("Lunch\nand minutes."));
    window->close();
    QTRY_VERIFY(!window);
}

void PartialCardViewTest::wholeMessageIsSavedWithItsOwnName()
{
    m_open->add(piece(3));
    m_open->add(piece(2));
    PartialCardView *card = show(m_open->add(piece(1)));
    QVERIFY(card);
    QPushButton *save = button(*card, QStringLiteral("Save whole message…"));
    QTRY_VERIFY(save->isEnabled());
    save->click();
    QFileDialog *dialog = nullptr;
    QTRY_VERIFY((dialog = m_reader->findChild<QFileDialog *>()));
    const QString path = m_open->directory.filePath(QStringLiteral("whole.eml"));
    Q_EMIT dialog->fileSelected(path);
    dialog->close();
    QFile file(path);
    QTRY_VERIFY(file.exists());
    QTRY_VERIFY(file.isOpen() || file.open(QIODevice::ReadOnly));
    const QByteArray whole = file.readAll();
    QVERIFY(whole.startsWith("From: Anna <anna@example.org>\r\nDate: "));
    QVERIFY(whole.contains("\r\nSubject: Minutes of the meeting\r\n"));
    QVERIFY(whole.endsWith("the file\r\n--m--\r\n"));
}

void PartialCardViewTest::pieceWithinAMessageOffersItselfAlone()
{
    PartialCard card;
    card.part = QStringLiteral("2/0");
    card.number = 1;
    const PartialCardView within(card, {&m_open->session, 1, 1}, nullptr);
    QVERIFY(!button(within, QStringLiteral("Put together")));
    QVERIFY(button(within, QStringLiteral("Save this part…")));
    const PartialCardView withoutSession(card, {}, nullptr);
    QVERIFY(!button(withoutSession, QStringLiteral("Put together")));
}

void PartialCardViewTest::statusIsToldToScreenReaders()
{
    PartialCardView *card = show(m_open->add(piece(2)));
    QVERIFY(card);
    const QString sentence = QStringLiteral("1 of 3 parts is here; parts 1 and 3 are missing.");
    QTRY_VERIFY(says(*card, sentence));
    QVERIFY(card->accessibleDescription().endsWith(sentence));
    QVERIFY(!card->accessibleDescription().contains(QStringLiteral("Looking")));
    for (const auto *one : card->findChildren<QPushButton *>())
        QVERIFY(!one->accessibleName().isEmpty());
}

QTEST_MAIN(PartialCardViewTest)
#include "PartialCardViewTest.moc"
