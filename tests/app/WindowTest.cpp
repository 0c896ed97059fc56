// SPDX-License-Identifier: GPL-3.0-or-later
#include "AttachmentBar.h"
#include "Clock.h"
#include "DemoServer.h"
#include "MailSession.h"
#include "MainWindow.h"
#include "MemorySecrets.h"
#include "MessageListModel.h"
#include "MessageListView.h"
#include "ReaderPane.h"
#include "SampleMailbox.h"

#include <QAbstractButton>
#include <QAbstractItemModelTester>
#include <QCryptographicHash>
#include <QDir>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

namespace
{

constexpr int patienceMs = 30'000;

// A start of Poplar: session and window over a profile. Its end is the end of the program.
struct RunningPoplar {
    explicit RunningPoplar(const QString &profile, MemorySecrets &secrets) : session(profile, secrets, clock)
    {
        window.resize(1280, 800);
        window.show();
        QObject::connect(reader(), &ReaderPane::messageShown, &window,
                         [this](MessageId message) { shown = message; });
        session.open(&window, [this](const Result<void> &opened) {
            isOpen = opened.has_value();
            window.start();
        });
    }

    MessageListView *list() const { return window.findChild<MessageListView *>(); }
    MessageListModel *model() const { return qobject_cast<MessageListModel *>(list()->model()); }
    ReaderPane *reader() const { return window.findChild<ReaderPane *>(); }
    QAbstractButton *button(const QString &text) const
    {
        for (auto *button : window.findChildren<QAbstractButton *>()) {
            if (button->isVisible() && button->text().remove(u'&').contains(text))
                return button;
        }
        return nullptr;
    }

    SystemClock clock;
    MailSession session;
    MainWindow window{session};
    bool isOpen = false;
    MessageId shown = 0; // by the reader
};

} // namespace

// The real window, from the first start to reading offline.
class WindowTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void theFirstStartOffersThreeWays();
    void aCheckFillsTheList();
    void aMessageIsSelectedAndRead();
    void anAttachmentIsSavedWithItsBytes();
    void quittingDuringACheckIsQuick();
    void withoutTheServerEverythingIsStillThere();

private:
    void start();
    // The first message of the list with an attachment that the reader lists.
    void openMessageWithAttachment(const Attachment *&attachment);

    QTemporaryDir m_profile;
    QByteArrayList m_messages = sampleMessages(1'790'000'000);
    std::unique_ptr<DemoServer> m_server;
    MemorySecrets m_secrets;
    std::unique_ptr<RunningPoplar> m_poplar;
    AccountId m_account = 0;
};

void WindowTest::initTestCase()
{
    m_server = std::make_unique<DemoServer>(m_messages);
    start();
}

void WindowTest::start()
{
    m_poplar.reset();
    m_poplar = std::make_unique<RunningPoplar>(m_profile.filePath(QStringLiteral("mail")), m_secrets);
    QTRY_VERIFY_WITH_TIMEOUT(m_poplar->isOpen, patienceMs);
}

void WindowTest::theFirstStartOffersThreeWays()
{
    QTRY_VERIFY(m_poplar->button(QStringLiteral("Set up")));
    QVERIFY(m_poplar->button(QStringLiteral("mail files")));
    auto *const sample = m_poplar->button(QStringLiteral("sample mail"));
    QVERIFY(sample);
    QSignalSpy requested(&m_poplar->window, &MainWindow::sampleMailRequested);
    QTest::mouseClick(sample, Qt::LeftButton);
    QCOMPARE(requested.size(), 1);
}

void WindowTest::aCheckFillsTheList()
{
    Account account;
    account.name = QStringLiteral("Work");
    account.server.host = QStringLiteral("127.0.0.1");
    account.server.port = m_server->start();
    account.server.security = ServerSecurity::None;
    account.server.user = QStringLiteral("demo");
    m_poplar->session.saveAccount(
        account, QStringLiteral("demo"), this,
        [this](const Result<Account> &saved) { m_account = saved ? saved->id : 0; });
    QTRY_VERIFY_WITH_TIMEOUT(m_account != 0, patienceMs);

    std::optional<FetchReport> report;
    connect(&m_poplar->session, &MailSession::checkFinished, this,
            [&report](const FetchReport &finished) { report = finished; });
    m_poplar->session.check(m_account);
    QTRY_VERIFY_WITH_TIMEOUT(report, patienceMs);
    QVERIFY(!report->error);
    QCOMPARE(report->fetched, int(m_messages.size()));

    QVERIFY(m_poplar->list());
    const QAbstractItemModelTester tester(m_poplar->model(),
                                          QAbstractItemModelTester::FailureReportingMode::QtTest);
    QTRY_COMPARE_WITH_TIMEOUT(m_poplar->model()->rowCount(), int(m_messages.size()), patienceMs);
    QVERIFY(m_poplar->list()->isVisible());
}

void WindowTest::aMessageIsSelectedAndRead()
{
    auto *const list = m_poplar->list();
    list->setFocus();
    list->selectRow(0);
    QTest::keyClick(list, Qt::Key_Down);
    QTRY_COMPARE_WITH_TIMEOUT(m_poplar->shown, m_poplar->model()->idAt(1), patienceMs);
    const MessageBody &body = m_poplar->reader()->body();
    QTRY_VERIFY_WITH_TIMEOUT(m_poplar->model()->summaryAt(1), patienceMs);
    QCOMPARE(body.header.subject, m_poplar->model()->summaryAt(1)->subject);
    QVERIFY(!body.text.isEmpty());
    // Looked at for two seconds, it counts as read.
    QTRY_VERIFY_WITH_TIMEOUT(m_poplar->model()->flagsAt(1).testFlag(Flag::Read), patienceMs);
}

void WindowTest::openMessageWithAttachment(const Attachment *&attachment)
{
    ReaderPane &reader = *m_poplar->reader();
    for (int row = 0; row < m_poplar->model()->rowCount(); ++row) {
        if (!m_poplar->model()->flagsAt(row).testFlag(Flag::HasAttachment))
            continue;
        m_poplar->list()->selectRow(row);
        const MessageId id = m_poplar->model()->idAt(row);
        QTRY_COMPARE_WITH_TIMEOUT(m_poplar->shown, id, patienceMs);
        for (const Attachment &candidate : reader.body().attachments) {
            if (candidate.isShown || candidate.size == 0)
                continue;
            attachment = &candidate;
            return;
        }
    }
    QFAIL("no sample message has an attachment");
}

void WindowTest::anAttachmentIsSavedWithItsBytes()
{
    const Attachment *attachment = nullptr;
    openMessageWithAttachment(attachment);
    QVERIFY(attachment);
    auto *const bar = m_poplar->window.findChild<AttachmentBar *>();
    QVERIFY(bar && bar->isVisible());
    const QTemporaryDir target;
    QSignalSpy saved(bar, &AttachmentBar::saved);
    QSignalSpy failed(bar, &AttachmentBar::failed);
    bar->saveAllTo(target.path());
    QTRY_COMPARE_WITH_TIMEOUT(saved.size() + failed.size(), 1, patienceMs);
    QCOMPARE(failed.size(), 0);

    QFile file(target.filePath(attachment->name));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray bytes = file.readAll();
    QCOMPARE(qint64(bytes.size()), attachment->size);
    QCOMPARE(QCryptographicHash::hash(bytes, QCryptographicHash::Sha256), attachment->sha256);
    QCOMPARE(QDir(target.path()).entryList(QDir::Files).size(), saved[0][0].toInt());
}

void WindowTest::quittingDuringACheckIsQuick()
{
    m_poplar->session.check(m_account);
    QVERIFY(m_poplar->session.isChecking(m_account));
    m_poplar->window.close();
    m_poplar.reset(); // waits for the threads; the test's own time-out would end it otherwise
    start();
    QTRY_COMPARE_WITH_TIMEOUT(m_poplar->model()->rowCount(), int(m_messages.size()), patienceMs);
}

void WindowTest::withoutTheServerEverythingIsStillThere()
{
    m_poplar.reset();
    m_server.reset();
    start();
    QTRY_COMPARE_WITH_TIMEOUT(m_poplar->model()->rowCount(), int(m_messages.size()), patienceMs);

    const Attachment *attachment = nullptr;
    openMessageWithAttachment(attachment);
    QVERIFY(attachment);
    QVERIFY(!m_poplar->reader()->body().header.subject.isEmpty());

    std::optional<FetchReport> report;
    connect(&m_poplar->session, &MailSession::checkFinished, this,
            [&report](const FetchReport &finished) { report = finished; });
    m_poplar->session.check(m_account);
    QTRY_VERIFY_WITH_TIMEOUT(report, patienceMs);
    QVERIFY(report->error);
    QCOMPARE(report->error->code, ErrorCode::ConnectionRefused);
    QCOMPARE(m_poplar->model()->rowCount(), int(m_messages.size()));
    m_poplar.reset();
}

QTEST_MAIN(WindowTest)
#include "WindowTest.moc"
