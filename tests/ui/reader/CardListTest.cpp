// SPDX-License-Identifier: GPL-3.0-or-later
#include "CardList.h"
#include "AbuseCardView.h"
#include "BounceCardView.h"
#include "ContactCardView.h"
#include "EnglishPlurals.h"
#include "InviteCardView.h"
#include "ReceiptCardView.h"
#include "ShownText.h"
#include "StatusWords.h"
#include "Theme.h"

#include <QApplication>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QVBoxLayout>

namespace
{
using Action = BounceRecipient::Action;

BounceRecipient recipient(const QString &address, Action action, const QString &status)
{
    BounceRecipient one;
    one.address = address;
    one.action = action;
    one.status = status;
    return one;
}

BounceCard bounce(Action action, const QString &status)
{
    BounceCard card;
    card.part = QStringLiteral("2");
    card.reportingServer = QStringLiteral("mx.poplar.example");
    card.recipients = {recipient(QStringLiteral("anna@harbour.example"), action, status)};
    return card;
}

InviteCard invite()
{
    CalendarEvent event;
    event.summary = QStringLiteral("Lantern design review");
    event.location = QStringLiteral("Pier room");
    event.start.seconds = 1794913200; // 2026-11-17 11:00 UTC
    event.organizer = {QStringLiteral("Mara Okafor"), QStringLiteral("mara@okafor.example"), {}, false};
    event.attendees = {{QStringLiteral("Jonas"), QStringLiteral("jonas@pier.example"), "ACCEPTED", true}};
    InviteCard card;
    card.part = QStringLiteral("1.2");
    card.method = "REQUEST";
    card.events = {event};
    return card;
}

// As it stands in a page: at the top, with the text below it.
struct Page : QWidget {
    Page() : list(new CardList(this))
    {
        auto *layout = new QVBoxLayout(this);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->addWidget(list);
        layout->addWidget(new QWidget(this), 1);
        resize(640, 600);
    }
    CardList *list;
};

QPushButton *buttonOf(const QWidget &widget, const QString &text)
{
    for (auto *button : widget.findChildren<QPushButton *>()) {
        if (button->text() == text)
            return button;
    }
    return nullptr;
}
} // namespace

class CardListTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { EnglishPlurals::installFor(*qApp); }
    void failureNamesRecipientReasonAndCode();
    void delayIsNoFailure();
    void everyCodeOfTheRfcHasItsWords_data();
    void everyCodeOfTheRfcHasItsWords();
    void unknownCodesSayWhatTheirClassSays();
    void receiptsClaimNoMoreThanTheyKnow();
    void invitationSaysWhatWhenWhereAndWho();
    void cancellationAndAnswersAreNoInvitations();
    void contactHasAWayToSaveIt();
    void cardsOfferTheirPart();
    void textsOfStrangersCannotTurnTheLine();
    void listIsNoHigherThanItsShareOfThePage();
    void countlessCardsAreBounded();
    void listHidesWithoutCards();
    void looksLikeItselfInBothSchemes();
};

void CardListTest::failureNamesRecipientReasonAndCode()
{
    const BounceCardView view(bounce(Action::Failed, QStringLiteral("5.1.1")), nullptr);
    QCOMPARE(view.title(), QStringLiteral("A message was not delivered to 1 recipient"));
    QVERIFY(view.words().contains(QStringLiteral("anna@harbour.example")));
    QVERIFY(view.words().contains(QStringLiteral("The mailbox does not exist. (5.1.1, permanent)")));
    QVERIFY(view.words().contains(QStringLiteral("Reported by: mx.poplar.example")));
    QCOMPARE(view.accessibleName(), view.title());
    QCOMPARE(view.accessibleDescription(), view.words());
}

void CardListTest::delayIsNoFailure()
{
    BounceCard card = bounce(Action::Delayed, QStringLiteral("4.4.1"));
    card.recipients[0].retryUntil = 1795252200;
    const BounceCardView view(card, nullptr);
    QCOMPARE(view.title(), QStringLiteral("A message is delayed for 1 recipient"));
    QVERIFY(view.words().contains(QStringLiteral("Delayed, not failed.")));
    QVERIFY(view.words().contains(QStringLiteral("temporary")));
    QVERIFY(view.words().contains(QStringLiteral("Tried until: ")));
    QVERIFY(!view.words().contains(QStringLiteral("Not delivered")));
    const BounceCardView given(bounce(Action::Failed, QStringLiteral("4.4.7")), nullptr);
    QVERIFY(given.words().contains(QStringLiteral("The server has given up.")));
}

void CardListTest::everyCodeOfTheRfcHasItsWords_data()
{
    QTest::addColumn<int>("subject");
    QTest::addColumn<int>("details");
    const int details[]{0, 10, 4, 6, 7, 6, 10, 30};
    for (int subject = 0; subject <= 7; ++subject)
        QTest::newRow(qPrintable(QString::number(subject))) << subject << details[subject];
}

void CardListTest::everyCodeOfTheRfcHasItsWords()
{
    QFETCH(int, subject);
    QFETCH(int, details);
    QSet<QString> all;
    for (int detail = 0; detail <= details; ++detail) {
        const QString code = QStringLiteral("5.%1.%2").arg(subject).arg(detail);
        const QString words = StatusWords::explain(code);
        QVERIFY2(words.endsWith(QStringLiteral("(%1, permanent)").arg(code)), qPrintable(words));
        all.insert(words.section(QLatin1Char('('), 0, -2));
    }
    // 6.8 and 6.10 mean the same (RFC 6531 §6).
    QVERIFY(all.size() >= details + (subject == 6 ? 0 : 1));
}

void CardListTest::unknownCodesSayWhatTheirClassSays()
{
    QCOMPARE(StatusWords::explain(QStringLiteral("4.2.99")),
             QStringLiteral("Something is wrong with the mailbox. (4.2.99, temporary)"));
    QCOMPARE(StatusWords::explain(QStringLiteral("5.9.1")),
             QStringLiteral("The server gives no reason. (5.9.1, permanent)"));
    QCOMPARE(StatusWords::explain(QStringLiteral("2.0.0")),
             QStringLiteral("Everything went well. (2.0.0, success)"));
    QCOMPARE(StatusWords::explain(QStringLiteral("9.1.1")), QString());
    QCOMPARE(StatusWords::explain(QStringLiteral("5.x.1")), QString());
    QCOMPARE(StatusWords::explain({}), QString());
}

void CardListTest::receiptsClaimNoMoreThanTheyKnow()
{
    ReceiptCard card;
    card.recipient = QStringLiteral("jonas@pier.example");
    card.disposition = ReceiptCard::Disposition::Displayed;
    const ReceiptCardView view(card, nullptr);
    QCOMPARE(view.title(), QStringLiteral("A message was displayed"));
    QVERIFY(view.words().contains(QStringLiteral("does not mean that it was read")));
    QVERIFY(view.words().contains(QStringLiteral("jonas@pier.example")));
    AbuseCard complaint;
    complaint.feedback = QStringLiteral("fraud");
    complaint.sender = QStringLiteral("offers@sender.example");
    const AbuseCardView abuse(complaint, nullptr);
    QVERIFY(abuse.words().contains(QStringLiteral("Reported as: Fraud or phishing")));
    QVERIFY(abuse.words().contains(QStringLiteral("offers@sender.example")));
}

void CardListTest::invitationSaysWhatWhenWhereAndWho()
{
    InviteCard card = invite();
    card.events[0].attendees.resize(12, {QStringLiteral("Ines"), {}, "DECLINED", false});
    const InviteCardView view(card, nullptr);
    QCOMPARE(view.title(), QStringLiteral("Invitation"));
    QVERIFY(view.words().contains(QStringLiteral("\nInes: declined\n")));
    QVERIFY(view.words().contains(QStringLiteral("\nand 4 more\n")));
    QVERIFY(view.words().contains(QStringLiteral("Lantern design review")));
    QVERIFY(view.words().contains(QStringLiteral("When: Tuesday, 17 November 2026, 11:00")));
    QVERIFY(view.words().contains(QStringLiteral("Place: Pier room")));
    QVERIFY(view.words().contains(QStringLiteral("Mara Okafor <mara@okafor.example>")));
    QVERIFY(view.words().contains(QStringLiteral("Jonas <jonas@pier.example>: accepted (optional)")));
    QVERIFY(buttonOf(view, QStringLiteral("Save as .ics…")));
    QVERIFY(buttonOf(view, QStringLiteral("Open in calendar")));
    InviteCard wordy = card;
    wordy.events[0].description = QString(20000, QLatin1Char('d'));
    QVERIFY(InviteCardView(wordy, nullptr).words().size() < view.words().size() + 350);
}

void CardListTest::cancellationAndAnswersAreNoInvitations()
{
    InviteCard card = invite();
    card.method = "CANCEL";
    QCOMPARE(InviteCardView(card, nullptr).title(), QStringLiteral("1 event cancelled"));
    card.method = "REPLY";
    QCOMPARE(InviteCardView(card, nullptr).title(), QStringLiteral("An invitation was accepted"));
    card.method = "COUNTER";
    QCOMPARE(InviteCardView(card, nullptr).title(), QStringLiteral("Another time is proposed"));
    card.method.clear();
    QCOMPARE(InviteCardView(card, nullptr).title(), QStringLiteral("Event"));
    card.events.push_back(card.events[0]);
    card.leftOut = 4;
    QCOMPARE(InviteCardView(card, nullptr).title(), QStringLiteral("6 events"));
    QVERIFY(InviteCardView(card, nullptr).words().contains(QStringLiteral("and 4 more events")));
}

void CardListTest::contactHasAWayToSaveIt()
{
    ContactCard card;
    card.name = QStringLiteral("Tomas Reed");
    card.mail = {QStringLiteral("tomas@reed.example"), QStringLiteral("reed@harbour.example")};
    const ContactCardView view(card, nullptr);
    QVERIFY(view.words().contains(QStringLiteral("Mail: tomas@reed.example\nreed@harbour.example")));
    QVERIFY(buttonOf(view, QStringLiteral("Save as .vcf…")));
}

void CardListTest::cardsOfferTheirPart()
{
    Page page;
    page.list->showCards({invite()});
    QSignalSpy opened(page.list, &CardList::openWanted);
    QSignalSpy saved(page.list, &CardList::saveWanted);
    buttonOf(page, QStringLiteral("Open in calendar"))->click();
    buttonOf(page, QStringLiteral("Save as .ics…"))->click();
    QCOMPARE(opened.takeFirst().value(0), QVariant(QStringLiteral("1.2")));
    QCOMPARE(saved.takeFirst().value(0), QVariant(QStringLiteral("1.2")));
}

void CardListTest::textsOfStrangersCannotTurnTheLine()
{
    InviteCard card = invite();
    card.events[0].summary = QStringLiteral("pay \u202egnp.exe\u202c <b>now</b>\u0007");
    const InviteCardView view(card, nullptr);
    QVERIFY(view.words().contains(QStringLiteral("pay gnp.exe <b>now</b>")));
    for (const auto *label : view.findChildren<QLabel *>())
        QVERIFY(label->text().isEmpty() || label->textFormat() == Qt::PlainText);
    QVERIFY(ShownText::lines(QString(100000, QLatin1Char('x'))).size() < 2200);
    QCOMPARE(ShownText::line(QStringLiteral(" a\n b ")), QStringLiteral("a b"));
}

void CardListTest::listIsNoHigherThanItsShareOfThePage()
{
    Page page;
    page.list->showCards({invite(), invite(), invite(), invite(), invite()});
    page.show();
    QVERIFY(QTest::qWaitForWindowExposed(&page));
    QTRY_VERIFY(page.list->height() > 100);
    QVERIFY(page.list->height() <= page.height() / 2);
    page.resize(640, 2000);
    QTRY_VERIFY(page.list->height() > 500); // more room, more of the cards
    page.list->showCards({bounce(Action::Failed, QStringLiteral("5.1.1"))});
    QTRY_VERIFY(page.list->height() < 220); // no more than its lines need
    QCOMPARE(page.list->widget()->height(), page.list->viewport()->height());
}

void CardListTest::countlessCardsAreBounded()
{
    Page page;
    page.list->showCards(std::vector<MessageCard>(50, invite()));
    QCOMPARE(page.list->findChildren<CardFrame *>().size(), qsizetype(CardList::mostShown));
    // Their lines are counted, too.
    InviteCard crowded = invite();
    crowded.events.resize(10, crowded.events[0]);
    page.list->showCards(std::vector<MessageCard>(20, crowded));
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    QVERIFY(page.list->findChildren<CardFrame *>().size() < 10);
    BounceCard many = bounce(Action::Failed, QStringLiteral("5.1.1"));
    many.recipients.resize(400, many.recipients[0]);
    const BounceCardView view(many, nullptr);
    QCOMPARE(view.words().count(QStringLiteral("anna@harbour.example")), qsizetype(10));
    QVERIFY(view.words().contains(QStringLiteral("and 390 more recipients")));
}

void CardListTest::listHidesWithoutCards()
{
    Page page;
    page.show();
    QVERIFY(page.list->isHidden());
    page.list->showCards({invite()});
    QVERIFY(!page.list->isHidden());
    page.list->showCards({});
    QVERIFY(page.list->isHidden());
}

// A card that is painted in the colours of the other scheme cannot be read.
void CardListTest::looksLikeItselfInBothSchemes()
{
    for (const Theme::Scheme scheme : {Theme::Scheme::Light, Theme::Scheme::Dark}) {
        Theme::apply(*qApp, scheme);
        Page page;
        page.list->showCards({bounce(Action::Failed, QStringLiteral("5.1.1"))});
        page.show();
        QVERIFY(QTest::qWaitForWindowExposed(&page));
        auto *card = page.list->findChild<CardFrame *>();
        const QImage image = card->grab().toImage();
        const QColor ground = image.pixelColor(image.width() - 20, image.height() / 2);
        QCOMPARE(ground.lightness() < 110, scheme == Theme::Scheme::Dark);
        QCOMPARE(ground, Theme::palette(scheme).color(QPalette::Base));
    }
}

QTEST_MAIN(CardListTest)
#include "CardListTest.moc"
