// SPDX-License-Identifier: GPL-3.0-or-later
#include "PartialBar.h"
#include "EnglishPlurals.h"
#include "MessageListModel.h"
#include "OpenSession.h"
#include "PopMailbox.h"
#include "ReaderPane.h"

#include <QApplication>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include <atomic>

namespace
{
constexpr int lines = 400;

PopMailbox::Message largeMail()
{
    QByteArray bytes = "From: Anna <a@example.org>\r\nSubject: Plans\r\nMessage-ID: <1@example.org>\r\n\r\n";
    for (int line = 1; line <= lines; ++line)
        bytes += "This is line " + QByteArray::number(line) + " of the plans.\r\n";
    return {"large", bytes};
}
} // namespace

// The reader with a real session, a list and a message of which only the beginning was fetched.
class PartialBarTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { EnglishPlurals::installFor(*qApp); }
    void init();
    void cleanup();
    void linesAndSizesAreTold();
    void theRestComesIntoReaderAndList();
    void anotherDateIsNotAnotherMessage();
    void itCanBeAskedForAgain();
    void whatIsGoneFromTheServerIsSaid();

private:
    PartialBar &bar() { return *m_reader->findChild<PartialBar *>(); }

    std::atomic<bool> m_cuts = false;
    std::unique_ptr<PopMailbox> m_mailbox;
    std::unique_ptr<ScriptedPopServer> m_server;
    std::unique_ptr<OpenSession> m_open;
    std::unique_ptr<MessageListModel> m_list;
    std::unique_ptr<ReaderPane> m_reader;
    AccountId m_account = 0;
};

void PartialBarTest::init()
{
    m_mailbox = std::make_unique<PopMailbox>(std::vector<PopMailbox::Message>{largeMail()});
    m_cuts = false;
    m_mailbox->interfere = [this](ScriptedPopServer::Peer &peer, const QByteArray &command) {
        if (m_cuts && command.startsWith("RETR"))
            peer.send("-ERR not now\r\n");
        return m_cuts && command.startsWith("RETR");
    };
    m_server = std::make_unique<ScriptedPopServer>(m_mailbox->script());
    m_open = std::make_unique<OpenSession>();
    Account account;
    account.download = {false, 5000, 12};
    m_account = m_open->add(m_server->port(), QStringLiteral("secret"), account).id;
    QCOMPARE(m_open->check(m_account).partial, 1);
    m_list = std::make_unique<MessageListModel>(m_open->session);
    m_list->setQuery({ListQuery::Scope::Everything, 0, ListQuery::Sort::Date, true});
    QTRY_COMPARE(m_list->rowCount(), 1);
    m_reader = std::make_unique<ReaderPane>(m_open->session);
    m_reader->resize(700, 500);
    m_reader->show();
    m_reader->showMessage(m_list->idAt(0), m_list->flagsAt(0));
    QTRY_VERIFY(!bar().isHidden());
}

void PartialBarTest::cleanup()
{
    m_reader.reset();
    m_list.reset();
    m_open.reset();
    m_server.reset();
    m_mailbox.reset();
}

void PartialBarTest::linesAndSizesAreTold()
{
    QVERIFY(m_list->flagsAt(0).testFlag(Flag::Partial));
    QTRY_VERIFY2(bar().text().contains(QStringLiteral("first 12 lines")), qPrintable(bar().text()));
    QTRY_VERIFY2(bar().text().contains(QStringLiteral(" of 13 KB")), qPrintable(bar().text()));
    QTRY_VERIFY(bar().findChild<QPushButton *>());
}

void PartialBarTest::theRestComesIntoReaderAndList()
{
    QTRY_VERIFY(bar().findChild<QPushButton *>());
    QVERIFY(!m_reader->body().text.contains(QStringLiteral("line 400 of")));
    bar().findChild<QPushButton *>()->click();
    QTRY_VERIFY_WITH_TIMEOUT(m_reader->body().text.contains(QStringLiteral("line 400 of")),
                             OpenSession::patience);
    QVERIFY(bar().isHidden());
    QTRY_VERIFY(!m_list->flagsAt(0).testFlag(Flag::Partial));
    QCOMPARE(m_list->rowCount(), 1); // also where its date, that of its coming, is another one now
}

// A message without a date of its own has that of its coming.
void PartialBarTest::anotherDateIsNotAnotherMessage()
{
    std::optional<MessageSummary> summary;
    m_open->session.summaries({m_list->idAt(0)}, this,
                              [&summary](const auto &result) { summary = result->front(); });
    QTRY_VERIFY(summary);
    summary->date += 3600;
    summary->flags.setFlag(Flag::Partial, false);
    QSignalSpy changed(m_list.get(), &QAbstractItemModel::dataChanged);
    QSignalSpy inserted(m_list.get(), &QAbstractItemModel::rowsInserted);
    Q_EMIT m_open->session.messagesAdded({*summary});
    QTRY_VERIFY(changed.count() > 0);
    QCOMPARE(inserted.count(), 0);
    QCOMPARE(m_list->rowCount(), 1);
}

void PartialBarTest::itCanBeAskedForAgain()
{
    QTRY_VERIFY(bar().findChild<QPushButton *>());
    m_cuts = true;
    QSignalSpy finished(&m_open->session, &MailSession::checkFinished);
    bar().findChild<QPushButton *>()->click();
    QTRY_VERIFY_WITH_TIMEOUT(finished.count() > 0, OpenSession::patience);
    m_cuts = false;
    QTRY_VERIFY(bar().findChild<QPushButton *>() && bar().findChild<QPushButton *>()->isVisible());
    bar().findChild<QPushButton *>()->click();
    QTRY_VERIFY_WITH_TIMEOUT(m_reader->body().text.contains(QStringLiteral("line 400 of")),
                             OpenSession::patience);
}

void PartialBarTest::whatIsGoneFromTheServerIsSaid()
{
    m_mailbox->remove("large");
    QVERIFY(!m_open->check(m_account).error);
    QTRY_VERIFY2(bar().text().contains(QStringLiteral("no longer on the server")), qPrintable(bar().text()));
    QTRY_VERIFY(!bar().findChild<QPushButton *>() || !bar().findChild<QPushButton *>()->isVisible());
}

QTEST_MAIN(PartialBarTest)
#include "PartialBarTest.moc"
