// SPDX-License-Identifier: GPL-3.0-or-later
#include "NestedCardView.h"

#include "AnswerOf.h"
#include "AttachmentBar.h"
#include "CardList.h"
#include "EncryptedCardView.h"
#include "ExternalCardView.h"
#include "HeaderBar.h"
#include "HeaderChips.h"
#include "HtmlView.h"
#include "MessagePage.h"
#include "NestedBody.h"
#include "NestedWindow.h"
#include "OpenSession.h"
#include "PartialCardView.h"
#include "TnefCardView.h"

#include <QClipboard>
#include <QLabel>
#include <QPointer>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

namespace
{

// A message that holds one that holds one, five deep; each with an attachment of its own.
QByteArray nested(int depth)
{
    QByteArray bytes;
    for (int level = depth; level >= 0; --level) {
        const QByteArray number = QByteArray::number(level);
        const QByteArray boundary = "b" + number;
        const QByteArray inner =
            bytes.isEmpty() ? QByteArray()
                            : "--" + boundary + "\r\nContent-Type: message/rfc822\r\n\r\n" + bytes + "\r\n";
        bytes = "From: Anna <anna@example.org>\r\nSubject: Level " + number + "\r\nMessage-ID: <" + number +
                "@example.org>\r\nDate: Mon, 16 Nov 2026 09:10:00 +0000\r\nMIME-Version: 1.0\r\n"
                "Content-Type: multipart/mixed; boundary=" +
                boundary + "\r\n\r\n--" + boundary + "\r\nContent-Type: text/plain\r\n\r\nWords of " +
                number + ".\r\n--" + boundary +
                "\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename=file" +
                number + ".pdf\r\n\r\ncontent " + number + "\r\n" + inner + "--" + boundary + "--\r\n";
    }
    return bytes;
}

QPushButton *buttonOf(const QWidget &widget, const QString &text)
{
    for (auto *button : widget.findChildren<QPushButton *>(QString(), Qt::FindDirectChildrenOnly)) {
        if (button->text() == text)
            return button;
    }
    return nullptr;
}

NestedCardView *cardIn(const QWidget &widget)
{
    return widget.findChild<NestedCardView *>();
}

} // namespace

class NestedCardViewTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void headIsTheInnerMessages();
    void unfoldsDownToTheThirdLevel();
    void innerAttachmentsAreReadFromWithin();
    void windowShowsTheInnerMessage();
    void withoutSessionThereIsOnlyTheHead();
    void missingPartIsTold();
    void otherCardsSayWhatIsMissing();
    void chipsTellTheKindOfMessage();

private:
    MessageBody body() const;

    std::unique_ptr<OpenSession> m_open;
    MessageId m_message = 0;
};

void NestedCardViewTest::initTestCase()
{
    m_open = std::make_unique<OpenSession>();
    m_message = m_open->add(nested(5));
}

MessageBody NestedCardViewTest::body() const
{
    return answerOf<MessageBody>(
               [this](auto done) { m_open->session.body(m_message, {}, &m_open->session, done); })
        .value_or(MessageBody());
}

void NestedCardViewTest::headIsTheInnerMessages()
{
    const MessageBody outer = body();
    QCOMPARE(outer.header.subject, QStringLiteral("Level 0"));
    QCOMPARE(outer.cards.size(), size_t(1));
    CardList list;
    list.showCards(outer.cards, {&m_open->session, m_message, 1});
    auto *card = cardIn(list);
    QVERIFY(card);
    QVERIFY(card->words().contains(QStringLiteral("Level 1")));
    QVERIFY(card->words().contains(QStringLiteral("From: Anna")));
    QVERIFY(!card->isUnfolded());
    const QSignalSpy saves(&list, &CardList::saveWanted);
    buttonOf(*card, QStringLiteral("Save as .eml…"))->click();
    QCOMPARE(saves.size(), 1);
    QCOMPARE(saves[0][0].toString(), QStringLiteral("3"));
}

void NestedCardViewTest::unfoldsDownToTheThirdLevel()
{
    CardList list;
    list.resize(600, 800);
    list.showCards(body().cards, {&m_open->session, m_message, 1});
    NestedCardView *card = cardIn(list);
    for (int level = 1; level <= NestedCardView::deepest; ++level) {
        QPushButton *show = buttonOf(*card, QStringLiteral("Show"));
        QVERIFY(show);
        show->click();
        QVERIFY(card->isUnfolded());
        QTRY_VERIFY(cardIn(*card));
        const auto *view = card->findChild<HtmlView *>();
        QVERIFY(view->toPlainText().contains(QStringLiteral("Words of %1.").arg(level)));
        NestedCardView *inner = cardIn(*card);
        QVERIFY(inner->words().contains(QStringLiteral("Level %1").arg(level + 1)));
        if (level == 1) {
            card->setUnfolded(false);
            QVERIFY(!card->isUnfolded());
            card->setUnfolded(true);
        }
        card = inner;
    }
    QVERIFY(!buttonOf(*card, QStringLiteral("Show")));
    const QSignalSpy windows(&list, &CardList::windowWanted);
    buttonOf(*card, QStringLiteral("Open in a window"))->click();
    QCOMPARE(windows.size(), 1);
    QCOMPARE(windows[0][0].toString(), QStringLiteral("3/3/3/3"));
}

void NestedCardViewTest::innerAttachmentsAreReadFromWithin()
{
    const auto inner = answerOf<MessageBody>([this](auto done) {
        readNestedBody(m_open->session, m_message, QStringLiteral("3/3"), {}, this, done);
    });
    QVERIFY(inner.has_value());
    QCOMPARE(inner->header.subject, QStringLiteral("Level 2"));
    QCOMPARE(inner->attachments[0].part, QStringLiteral("3/3/2"));
    const auto content = answerOf<QByteArray>(
        [&](auto done) { m_open->session.attachment(m_message, inner->attachments[0].part, this, done); });
    QCOMPARE(content.value_or(QByteArray()), QByteArray("content 2"));
}

void NestedCardViewTest::windowShowsTheInnerMessage()
{
    auto *window = new NestedWindow(m_open->session, m_message, QStringLiteral("3/3/3/3"));
    window->show();
    QTRY_COMPARE(window->windowTitle(), QStringLiteral("Level 4"));
    QCOMPARE(window->page().body().text.trimmed(), QStringLiteral("Words of 4."));
    QVERIFY(window->page().findChild<AttachmentBar *>()->isVisible());
    QPointer<QWidget> watched = window;
    QTest::keyClick(window, Qt::Key_Escape);
    QTRY_VERIFY(!watched);
}

void NestedCardViewTest::withoutSessionThereIsOnlyTheHead()
{
    CardList list;
    list.showCards(body().cards);
    QVERIFY(!buttonOf(*cardIn(list), QStringLiteral("Show")));
    QVERIFY(!buttonOf(*cardIn(list), QStringLiteral("Open in a window")));
    QVERIFY(buttonOf(*cardIn(list), QStringLiteral("Save as .eml…")));
}

void NestedCardViewTest::missingPartIsTold()
{
    NestedCard card;
    card.part = QStringLiteral("9");
    CardList list;
    list.showCards({card}, {&m_open->session, m_message, 1});
    cardIn(list)->setUnfolded(true);
    const auto told = [&list] {
        const auto labels = cardIn(list)->findChildren<QLabel *>();
        return std::none_of(labels.begin(), labels.end(),
                            [](const QLabel *label) { return label->text() == QStringLiteral("Reading…"); });
    };
    QTRY_VERIFY(told());
    QVERIFY(!cardIn(list)->findChild<HtmlView *>());
}

void NestedCardViewTest::otherCardsSayWhatIsMissing()
{
    TnefCard whole;
    whole.names = {QStringLiteral("plan.doc")};
    QVERIFY(TnefCardView(whole, nullptr).words().contains(QStringLiteral("plan.doc")));
    TnefCard broken;
    broken.problem = QStringLiteral("cut short");
    QVERIFY(TnefCardView(broken, nullptr).words().contains(QStringLiteral("damaged")));
    PartialCard piece;
    piece.number = 2;
    piece.total = 3;
    QCOMPARE(PartialCardView(piece, {}, nullptr).title(), QStringLiteral("Part 2 of 3 of a message"));
    ExternalCard external;
    external.access = QStringLiteral("anon-ftp");
    external.parameters = {{QStringLiteral("site"), QStringLiteral("ftp.example.org")}};
    QVERIFY(ExternalCardView(external, nullptr).words().contains(QStringLiteral("site: ftp.example.org")));
    EncryptedCard locked;
    locked.part = QStringLiteral("2");
    CardList list;
    list.showCards({locked});
    const QSignalSpy saves(&list, &CardList::saveWanted);
    buttonOf(*list.findChild<EncryptedCardView *>(), QStringLiteral("Save…"))->click();
    QCOMPARE(saves.size(), 1);
    QCOMPARE(saves[0][1].toString(), QStringLiteral("encrypted.asc"));
    buttonOf(*list.findChild<EncryptedCardView *>(), QStringLiteral("Copy"))->click();
    const QString copied = QGuiApplication::clipboard()->text();
    QVERIFY(copied.startsWith(QStringLiteral("This content is encrypted\n")));
    QVERIFY(copied.endsWith(QStringLiteral("Kind: OpenPGP")));
}

void NestedCardViewTest::chipsTellTheKindOfMessage()
{
    HeaderBar bar;
    auto *chips = bar.findChild<HeaderChips *>();
    MessageBody body;
    bar.showChips(body);
    QVERIFY(chips->isHidden());
    body.header.listId = QStringLiteral("dev.lists.example.org");
    body.header.fields = {{QStringLiteral("disposition-notification-to"), QStringLiteral("a@example.org")}};
    body.isAutomaticReply = true;
    bar.showChips(body);
    QVERIFY(!chips->isHidden());
    QCOMPARE(chips->words(), QStringLiteral("Mailing list: dev.lists.example.org\nAutomatic reply\n"
                                            "Sender asked for a receipt – not sent"));
    body.cards = {BounceCard()};
    bar.showChips(body);
    QVERIFY(!chips->words().contains(QStringLiteral("Automatic reply")));
}

QTEST_MAIN(NestedCardViewTest)
#include "NestedCardViewTest.moc"
