// SPDX-License-Identifier: GPL-3.0-or-later
#include "BrowserPage.h"

#include "OpenSession.h"

#include <QDesktopServices>
#include <QFile>
#include <QFileInfo>
#include <QSignalSpy>
#include <QTest>

class BrowserPageTest : public QObject
{
    Q_OBJECT

public Q_SLOTS:
    void take(const QUrl &url) { m_opened.append(url.toLocalFile()); }

private Q_SLOTS:
    void initTestCase() { QDesktopServices::setUrlHandler(QStringLiteral("file"), this, "take"); }
    void cleanupTestCase() { QDesktopServices::unsetUrlHandler(QStringLiteral("file")); }
    void aMessageIsOpenedFromAPrivatePlaceThatGoes();
    void aMessageThatIsNotThereIsSaid();

private:
    QStringList m_opened;
};

void BrowserPageTest::aMessageIsOpenedFromAPrivatePlaceThatGoes()
{
    OpenSession open;
    const QString mail = open.directory.filePath(QStringLiteral("one.eml"));
    QFile file(mail);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("From: anna@example.org\r\nSubject: Offer\r\nContent-Type: text/html\r\n\r\n<b>Buy</b>\r\n");
    file.close();
    MessageId message = 0;
    connect(&open.session, &MailSession::messagesAdded, this,
            [&message](const std::vector<MessageSummary> &added) { message = added.front().id; });
    open.session.importFiles({mail}, this, [](const Result<int> &) {});
    QTRY_VERIFY(message != 0);
    QString directory;
    {
        BrowserPage pages(open.session);
        pages.open(message);
        QTRY_COMPARE(m_opened.size(), 1);
        pages.open(message);
        QTRY_COMPARE(m_opened.size(), 2);
        QVERIFY(m_opened[0] != m_opened[1]);
        QFile page(m_opened[0]);
        QVERIFY(page.open(QIODevice::ReadOnly));
        QVERIFY(page.readAll().contains("<b>Buy</b>"));
        directory = QFileInfo(m_opened[0]).path();
#ifdef Q_OS_UNIX
        const auto others = QFileDevice::ReadGroup | QFileDevice::WriteGroup | QFileDevice::ExeGroup |
                            QFileDevice::ReadOther | QFileDevice::WriteOther | QFileDevice::ExeOther;
        QCOMPARE(QFileInfo(directory).permissions() & others, QFileDevice::Permissions());
        QCOMPARE(page.permissions() & others, QFileDevice::Permissions());
#endif
    }
    QVERIFY(!QFileInfo::exists(directory));
}

void BrowserPageTest::aMessageThatIsNotThereIsSaid()
{
    OpenSession open;
    BrowserPage pages(open.session);
    QSignalSpy failed(&pages, &BrowserPage::failed);
    m_opened.clear();
    pages.open(987'654);
    QTRY_COMPARE(failed.count(), 1);
    QVERIFY(m_opened.isEmpty());
}

QTEST_MAIN(BrowserPageTest)
#include "BrowserPageTest.moc"
