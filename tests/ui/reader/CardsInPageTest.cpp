// SPDX-License-Identifier: GPL-3.0-or-later
//
// Cards in the reader with a real session: what their buttons do with the part that they were made from.
#include "AttachmentBar.h"
#include "CardFrame.h"
#include "CardList.h"
#include "HeaderBar.h"
#include "HtmlView.h"
#include "OpenSession.h"
#include "ReaderPane.h"

#include <QApplication>
#include <QDesktopServices>
#include <QFileDialog>
#include <QFileInfo>
#include <QPushButton>
#include <QTest>

class CardsInPageTest : public QObject
{
    Q_OBJECT
public:
    // Stands in for the program that opens calendars.
    Q_INVOKABLE void take(const QUrl &url) { m_opened = url; }

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void invitationIsACardAboveTheText();
    void openingGivesACopyThatNobodyElseReads();
    void savingAsksWhere();
    void nextMessageHasItsOwnCards();
    void tabGoesThroughThePageAsTheEyeDoes();

private:
    MessageId messageWith(const QString &subject) const { return m_messages.value(subject); }
    void show(const QString &subject);
    QPushButton *button(const QString &text) const;

    std::unique_ptr<OpenSession> m_open;
    std::unique_ptr<ReaderPane> m_reader;
    QHash<QString, MessageId> m_messages;
    QUrl m_opened;
};

void CardsInPageTest::initTestCase()
{
    m_open = std::make_unique<OpenSession>();
    MailSession &session = m_open->session;
    QStringList paths;
    for (const char *name : {"invite-weekly", "bounce-delayed", "contact-3"})
        paths += QStringLiteral(POPLAR_TEST_DATA "/cards/%1.eml").arg(QLatin1String(name));
    int imported = 0;
    session.importFiles(paths, this,
                        [&imported](const Result<int> &result) { imported = result.value_or(-1); });
    QTRY_COMPARE(imported, 3);
    std::vector<MessageId> ids;
    session.rows({ListQuery::Scope::Everything, 0, ListQuery::Sort::Date, true}, this,
                 [&ids](const Result<std::vector<MessageRow>> &rows) {
                     for (const MessageRow &row : *rows)
                         ids.push_back(row.id);
                 });
    QTRY_COMPARE(ids.size(), size_t(3));
    session.summaries(ids, this, [this](const Result<std::vector<MessageSummary>> &summaries) {
        for (const MessageSummary &one : *summaries)
            m_messages.insert(one.subject, one.id);
    });
    QTRY_COMPARE(m_messages.size(), qsizetype(3));
    m_reader = std::make_unique<ReaderPane>(session);
    m_reader->resize(760, 700);
    m_reader->show();
    QDesktopServices::setUrlHandler(QStringLiteral("file"), this, "take");
}

void CardsInPageTest::cleanupTestCase()
{
    QDesktopServices::unsetUrlHandler(QStringLiteral("file"));
    m_reader.reset();
    m_open.reset();
}

void CardsInPageTest::show(const QString &subject)
{
    const MessageId message = messageWith(subject);
    QVERIFY(message != 0);
    m_reader->showMessage(message, Flag::Read);
    QTRY_COMPARE(m_reader->body().header.subject, subject);
}

QPushButton *CardsInPageTest::button(const QString &text) const
{
    for (auto *one : m_reader->findChild<CardList *>()->findChildren<QPushButton *>()) {
        if (one->text() == text)
            return one;
    }
    return nullptr;
}

void CardsInPageTest::invitationIsACardAboveTheText()
{
    show(QStringLiteral("Invitation: Lantern design review"));
    auto *list = m_reader->findChild<CardList *>();
    QTRY_VERIFY(list->isVisible());
    auto *text = m_reader->findChild<HtmlView *>();
    QTRY_VERIFY(text->toPlainText().contains(QStringLiteral("You are invited")));
    QTRY_VERIFY(list->mapTo(m_reader.get(), QPoint(0, list->height())).y() <=
                text->mapTo(m_reader.get(), QPoint(0, 0)).y());
    QVERIFY(m_reader->findChild<AttachmentBar *>()->isVisible()); // it stays listed
}

void CardsInPageTest::openingGivesACopyThatNobodyElseReads()
{
    show(QStringLiteral("Invitation: Lantern design review"));
    button(QStringLiteral("Open in calendar"))->click();
    QTRY_VERIFY(m_opened.isLocalFile());
    QFile file(m_opened.toLocalFile());
    QVERIFY(file.fileName().endsWith(QStringLiteral(".ics")));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(file.readAll().startsWith("BEGIN:VCALENDAR"));
    const auto others = QFile::ReadGroup | QFile::ReadOther | QFile::WriteGroup | QFile::WriteOther;
    QVERIFY(!(file.permissions() & others));
    QVERIFY(!(file.permissions() & QFile::WriteOwner));
}

void CardsInPageTest::savingAsksWhere()
{
    show(QStringLiteral("My new address"));
    button(QStringLiteral("Save as .vcf…"))->click();
    QFileDialog *dialog = nullptr;
    QTRY_VERIFY((dialog = m_reader->findChild<QFileDialog *>()));
    QCOMPARE(dialog->acceptMode(), QFileDialog::AcceptSave);
    QCOMPARE(QFileInfo(dialog->selectedFiles().value(0)).fileName(), QStringLiteral("tomas-reed.vcf"));
    dialog->close();
}

void CardsInPageTest::nextMessageHasItsOwnCards()
{
    show(QStringLiteral("Delayed Mail (still being retried)"));
    auto *list = m_reader->findChild<CardList *>();
    QTRY_VERIFY(!list->findChildren<CardFrame *>().isEmpty());
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    const auto cards = list->findChildren<CardFrame *>();
    QCOMPARE(cards.size(), qsizetype(1));
    QVERIFY(cards[0]->words().contains(QStringLiteral("anna@slow.example")));
}

void CardsInPageTest::tabGoesThroughThePageAsTheEyeDoes()
{
    show(QStringLiteral("Invitation: Lantern design review"));
    m_reader->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_reader.get()));
    QTRY_VERIFY(m_reader->findChild<CardList *>()->isVisible());
    QWidget *const open = button(QStringLiteral("Open in calendar"));
    QWidget *const text = m_reader->findChild<HtmlView *>();
    open->setFocus();
    QList<QWidget *> reached{open};
    while (reached.size() < 60) {
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        QWidget *const focus = QApplication::focusWidget();
        QVERIFY(focus);
        if (focus == open)
            break;
        if (focus != reached.last()) // from link to link in the text
            reached += focus;
    }
    // Around once: the rest of the card, the text, the attachments, and again from the head.
    const auto *attachments = m_reader->findChild<AttachmentBar *>();
    const auto *cards = m_reader->findChild<CardList *>();
    const auto *header = m_reader->findChild<HeaderBar *>();
    QList<int> areas;
    for (const QWidget *one : reached) {
        const int area = cards->isAncestorOf(one) || one == cards ? 0
                         : one == text                            ? 1
                         : attachments->isAncestorOf(one)         ? 2
                         : header->isAncestorOf(one)              ? 3
                                                                  : 4;
        if (areas.isEmpty() || areas.last() != area)
            areas += area;
    }
    areas.removeAll(4); // notices between head and cards
    if (areas.last() == 0)
        areas.removeLast(); // the buttons of the card before the first one
    QCOMPARE(areas, (QList<int>{0, 1, 2, 3}));
    // And back.
    text->setFocus();
    QTest::keyClick(text, Qt::Key_Backtab);
    QVERIFY(cards->isAncestorOf(QApplication::focusWidget()) || QApplication::focusWidget() == cards);
}

QTEST_MAIN(CardsInPageTest)
#include "CardsInPageTest.moc"
