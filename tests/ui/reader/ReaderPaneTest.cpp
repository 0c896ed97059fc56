// SPDX-License-Identifier: GPL-3.0-or-later
#include "ReaderPane.h"
#include "AttachmentBar.h"
#include "Clock.h"
#include "HtmlView.h"
#include "MailSession.h"
#include "MemorySecrets.h"
#include "MessageBar.h"
#include "MessagePage.h"
#include "SourceView.h"
#include "SourceWindow.h"

#include <QBuffer>
#include <QDir>
#include <QFile>
#include <QImage>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

static const char *const twoParts = "From: Anna Berger <anna@example.org>\r\n"
                                    "To: me@example.org\r\n"
                                    "Subject: Two parts\r\n"
                                    "Date: Mon, 16 Nov 2026 09:10:00 +0000\r\n"
                                    "Message-ID: <two@example.org>\r\n"
                                    "MIME-Version: 1.0\r\n"
                                    "Content-Type: multipart/mixed; boundary=b\r\n"
                                    "\r\n"
                                    "--b\r\n"
                                    "Content-Type: text/html; charset=utf-8\r\n"
                                    "\r\n"
                                    "<p>Hello <b>there</b><img src=\"http://example.org/t.png\"></p>\r\n"
                                    "--b\r\n"
                                    "Content-Type: text/plain; name=notes.txt\r\n"
                                    "Content-Disposition: attachment; filename=notes.txt\r\n"
                                    "\r\n"
                                    "one\r\n"
                                    "--b\r\n"
                                    "Content-Type: text/plain; name=notes.txt\r\n"
                                    "Content-Disposition: attachment; filename=notes.txt\r\n"
                                    "\r\n"
                                    "two\r\n"
                                    "--b--\r\n";

static const char *const plain = "From: bob@example.org\r\n"
                                 "Subject: Plain\r\n"
                                 "Message-ID: <plain@example.org>\r\n"
                                 "\r\n"
                                 "Only text.\r\n";

static const char *const withPicture = "From: carl@example.org\r\n"
                                       "Subject: With a picture\r\n"
                                       "Message-ID: <picture@example.org>\r\n"
                                       "MIME-Version: 1.0\r\n"
                                       "Content-Type: multipart/mixed; boundary=b\r\n"
                                       "\r\n"
                                       "--b\r\n\r\nBefore.\r\n"
                                       "--b\r\n"
                                       "Content-Type: image/png; name=red.png\r\n"
                                       "Content-Disposition: inline; filename=red.png\r\n"
                                       "Content-Transfer-Encoding: base64\r\n"
                                       "\r\n"
                                       "%1\r\n"
                                       "--b\r\n\r\nAfter.\r\n"
                                       "--b--\r\n";

static const char *const empty = "From: dora@example.org\r\n"
                                 "Subject: Empty\r\n"
                                 "Message-ID: <empty@example.org>\r\n"
                                 "\r\n";

static QByteArray redPicture()
{
    QImage image(60, 40, QImage::Format_RGB32);
    image.fill(Qt::red);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    return bytes.toBase64();
}

class ReaderPaneTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase() { m_session.reset(); }
    void showsTextNoticesAndAttachments();
    void picturesAmongTheTextsAreSeenAndListed();
    void anEmptyMessageSaysSoAndOpensItsSource();
    void plainTextIsAChoice();
    void attachmentsOfOneNameAreBothSaved();
    void ofQuickStepsOnlyTheLastIsShown();
    void readingForTwoSecondsIsTold();
    void hiddenMessageIsNotBeingRead();
    void missingMessageSaysSo();
    void nothingSelectedShowsNothing();
    void sourceIsShownAndSaved();

private:
    QTemporaryDir m_directory;
    MemorySecrets m_secrets;
    SystemClock m_clock;
    std::unique_ptr<MailSession> m_session;
    MessageId m_twoParts = 0;
    MessageId m_plain = 0;
    MessageId m_withPicture = 0;
    MessageId m_empty = 0;
};

void ReaderPaneTest::initTestCase()
{
    m_session =
        std::make_unique<MailSession>(m_directory.filePath(QStringLiteral("profile")), m_secrets, m_clock);
    bool open = false;
    m_session->open(this, [&open](const Result<void> &result) { open = result.has_value(); });
    QTRY_VERIFY(open);
    QStringList paths;
    const QByteArray picture = QByteArray(withPicture).replace("%1", redPicture());
    for (const char *bytes : {twoParts, plain, picture.constData(), empty}) {
        QFile file(m_directory.filePath(QStringLiteral("%1.eml").arg(paths.size())));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
        paths += file.fileName();
    }
    int imported = 0;
    m_session->importFiles(paths, this,
                           [&imported](const Result<int> &result) { imported = result ? *result : -1; });
    QTRY_COMPARE(imported, 4);
    std::vector<MessageRow> rows;
    m_session->rows({ListQuery::Scope::Everything, 0, ListQuery::Sort::Date, true}, this,
                    [&rows](const Result<std::vector<MessageRow>> &result) { rows = *result; });
    QTRY_COMPARE(rows.size(), size_t(4));
    std::vector<MessageSummary> summaries;
    m_session->summaries(
        {rows[0].id, rows[1].id, rows[2].id, rows[3].id}, this,
        [&summaries](const Result<std::vector<MessageSummary>> &result) { summaries = *result; });
    QTRY_COMPARE(summaries.size(), size_t(4));
    const std::pair<QLatin1String, MessageId *> subjects[] = {
        {QLatin1String("Two parts"), &m_twoParts},
        {QLatin1String("Plain"), &m_plain},
        {QLatin1String("With a picture"), &m_withPicture},
        {QLatin1String("Empty"), &m_empty}};
    for (const MessageSummary &summary : summaries) {
        for (const auto &[subject, id] : subjects) {
            if (summary.subject == subject)
                *id = summary.id;
        }
    }
    QVERIFY(m_twoParts && m_plain && m_withPicture && m_empty);
}

void ReaderPaneTest::showsTextNoticesAndAttachments()
{
    ReaderPane pane(*m_session);
    pane.resize(700, 600);
    pane.show();
    pane.showMessage(m_twoParts, Flag::Read);
    QTRY_VERIFY(pane.isShowing());
    QCOMPARE(pane.body().header.subject, QStringLiteral("Two parts"));
    auto *view = pane.findChild<HtmlView *>();
    QTRY_VERIFY(view->toPlainText().contains(QStringLiteral("Hello there")));
    QVERIFY(pane.findChild<AttachmentBar *>()->isVisible());
    bool remote = false;
    for (const MessageBar *bar : pane.findChildren<MessageBar *>())
        remote |= bar->isVisible() && bar->text().contains(QStringLiteral("remote picture"));
    QVERIFY(remote);
    pane.showMessage(m_plain, Flag::Read);
    QTRY_COMPARE(pane.body().header.subject, QStringLiteral("Plain"));
    QVERIFY(!pane.findChild<AttachmentBar *>()->isVisible());
    QVERIFY(view->toPlainText().contains(QStringLiteral("Only text.")));
}

void ReaderPaneTest::picturesAmongTheTextsAreSeenAndListed()
{
    ReaderPane pane(*m_session);
    pane.resize(700, 600);
    pane.show();
    pane.showMessage(m_withPicture, Flag::Read);
    QTRY_COMPARE(pane.body().header.subject, QStringLiteral("With a picture"));
    const QImage shot = pane.findChild<HtmlView *>()->grab().toImage();
    int red = 0;
    for (int y = 0; y < shot.height(); ++y) {
        for (int x = 0; x < shot.width(); ++x)
            red += shot.pixelColor(x, y) == QColor(Qt::red) ? 1 : 0;
    }
    QCOMPARE(red, 60 * 40);
    QVERIFY(pane.findChild<AttachmentBar *>()->isVisible());
}

void ReaderPaneTest::anEmptyMessageSaysSoAndOpensItsSource()
{
    ReaderPane pane(*m_session);
    pane.resize(700, 600);
    pane.show();
    pane.showMessage(m_empty, Flag::Read);
    QTRY_COMPARE(pane.body().header.subject, QStringLiteral("Empty"));
    MessageBar *notice = nullptr;
    for (MessageBar *bar : pane.findChildren<MessageBar *>()) {
        if (bar->isVisible() && bar->text().contains(QStringLiteral("nothing in this message")))
            notice = bar;
        QVERIFY(!bar->isVisible() || !bar->text().contains(QStringLiteral("empty message"))); // core's name
    }
    QVERIFY(notice);
    notice->button(0)->click();
    auto *window = pane.findChild<SourceWindow *>();
    QVERIFY(window);
    QTRY_COMPARE(window->findChild<SourceView *>()->lines().bytes(), QByteArray(empty));
    window->close();
}

void ReaderPaneTest::plainTextIsAChoice()
{
    ReaderPane pane(*m_session);
    pane.resize(700, 600);
    pane.show();
    pane.showMessage(m_twoParts, Flag::Read);
    QTRY_VERIFY(pane.isShowing());
    auto *view = pane.findChild<HtmlView *>();
    const QString html = view->toHtml();
    pane.page().setPlainText(true);
    QVERIFY(view->toHtml() != html);
    QVERIFY(view->toPlainText().contains(QStringLiteral("Hello")));
}

void ReaderPaneTest::attachmentsOfOneNameAreBothSaved()
{
    ReaderPane pane(*m_session);
    pane.showMessage(m_twoParts, Flag::Read);
    QTRY_COMPARE(pane.body().attachments.size(), size_t(2));
    QTemporaryDir target;
    auto *bar = pane.findChild<AttachmentBar *>();
    QSignalSpy saved(bar, &AttachmentBar::saved);
    bar->saveAllTo(target.path());
    QTRY_COMPARE(saved.count(), 1);
    QCOMPARE(saved.first().first().toInt(), 2);
    const QStringList files = QDir(target.path()).entryList(QDir::Files, QDir::Name);
    QCOMPARE(files, (QStringList{QStringLiteral("notes (2).txt"), QStringLiteral("notes.txt")}));
    QFile first(target.filePath(QStringLiteral("notes.txt")));
    QVERIFY(first.open(QIODevice::ReadOnly));
    QCOMPARE(first.readAll().trimmed(), QByteArray("one"));
}

void ReaderPaneTest::ofQuickStepsOnlyTheLastIsShown()
{
    ReaderPane pane(*m_session);
    QSignalSpy shown(&pane, &ReaderPane::messageShown);
    for (int i = 0; i < 20; ++i)
        pane.showMessage(i % 2 == 0 ? m_twoParts : m_plain, Flag::Read);
    QTRY_COMPARE(pane.body().header.subject, QStringLiteral("Plain"));
    QCOMPARE(shown.count(), 1);
}

void ReaderPaneTest::readingForTwoSecondsIsTold()
{
    ReaderPane pane(*m_session);
    pane.show();
    QSignalSpy viewed(&pane, &ReaderPane::messageViewed);
    pane.showMessage(m_twoParts, Flags());
    QTRY_VERIFY(pane.isShowing());
    pane.showMessage(m_plain, Flags()); // left too early
    QTRY_COMPARE_WITH_TIMEOUT(viewed.count(), 1, 20'000);
    QCOMPARE(viewed.first().first().value<MessageId>(), m_plain);
    pane.showMessage(m_twoParts, Flag::Read); // read already
    QTRY_COMPARE(pane.body().header.subject, QStringLiteral("Two parts"));
    QTest::qWait(50);
    QCOMPARE(viewed.count(), 1);
}

void ReaderPaneTest::hiddenMessageIsNotBeingRead()
{
    ReaderPane pane(*m_session);
    pane.setReadDelay(0);
    QSignalSpy viewed(&pane, &ReaderPane::messageViewed);
    pane.showMessage(m_plain, Flags()); // behind another tab
    QTRY_VERIFY(pane.isShowing());
    QTest::qWait(50);
    QCOMPARE(viewed.count(), 0);
    pane.show();
    QTRY_COMPARE(viewed.count(), 1);
    pane.setReadDelay(3600);
    pane.showMessage(m_twoParts, Flags());
    QTRY_COMPARE(pane.body().header.subject, QStringLiteral("Two parts"));
    pane.hide(); // left before it counted
    pane.setReadDelay(0);
    QTest::qWait(50);
    QCOMPARE(viewed.count(), 1);
    pane.show();
    QTRY_COMPARE(viewed.count(), 2);
}

void ReaderPaneTest::missingMessageSaysSo()
{
    ReaderPane pane(*m_session);
    pane.show();
    pane.showMessage(987'654, Flag::Read);
    QTRY_VERIFY(pane.currentIndex() == 2);
    QVERIFY(!pane.isShowing());
    pane.showMessage(m_plain, Flag::Read);
    QTRY_VERIFY(pane.isShowing());
}

void ReaderPaneTest::nothingSelectedShowsNothing()
{
    ReaderPane pane(*m_session);
    pane.showMessage(m_plain, Flag::Read);
    QTRY_VERIFY(pane.isShowing());
    pane.showMessage(0, Flags());
    QVERIFY(!pane.isShowing());
    QVERIFY(pane.findChild<HtmlView *>()->toPlainText().isEmpty());
}

void ReaderPaneTest::sourceIsShownAndSaved()
{
    ReaderPane pane(*m_session);
    pane.showMessage(m_plain, Flag::Read);
    QTRY_VERIFY(pane.isShowing());
    pane.openSource();
    auto *window = pane.findChild<SourceWindow *>();
    QVERIFY(window);
    QCOMPARE(window->windowTitle(), QStringLiteral("Source of “Plain”"));
    QTRY_COMPARE(window->findChild<SourceView *>()->lines().bytes(), QByteArray(plain));
    const QString path = m_directory.filePath(QStringLiteral("saved.eml"));
    Q_EMIT window->saveRequested(path);
    QTRY_VERIFY(window->findChild<MessageBar *>()->text().contains(QStringLiteral("saved.eml")));
    QFile saved(path);
    QVERIFY(saved.open(QIODevice::ReadOnly));
    QCOMPARE(saved.readAll(), QByteArray(plain));
    window->close();
}

QTEST_MAIN(ReaderPaneTest)
#include "ReaderPaneTest.moc"
