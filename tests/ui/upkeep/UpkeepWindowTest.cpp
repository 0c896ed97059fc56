// SPDX-License-Identifier: GPL-3.0-or-later
#include "UpkeepWindow.h"

#include "OpenSession.h"
#include "StoreUpkeep.h"
#include "UpkeepNotice.h"

#include <QFile>
#include <QPushButton>
#include <QSignalSpy>
#include <QTranslator>

class UpkeepWindowTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyWorkEndsInASentence_data();
    void everyWorkEndsInASentence();
    void damageIsShownByItsSubjectAndRepaired();
    void whatWasFoundIsToldInTheUsersLanguage();
    void theButtonsRestWhileAWorkRuns();
    void aClosedWindowEndsItsWork();
    void theNoticeTellsOfDamageAndOpensTheWindow();

private:
    static void import(OpenSession &open, int count);
    static void damage(OpenSession &open);
};

void UpkeepWindowTest::import(OpenSession &open, int count)
{
    QFile file(open.directory.filePath(QStringLiteral("in.mbox")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    for (int i = 0; i < count; ++i)
        file.write(
            "From x@example.org Thu Jan  1 00:00:00 2026\nFrom: Anna <anna@example.org>\nSubject: mail " +
            QByteArray::number(i) + "\n\nBody " + QByteArray::number(i) + "\n\n");
    file.close();
    std::optional<int> added;
    open.session.importFiles({file.fileName()}, &open.session,
                             [&](const Result<int> &result) { added = result.value_or(-1); });
    QVERIFY(QTest::qWaitFor([&] { return added.has_value(); }, OpenSession::patience));
    QCOMPARE(*added, count);
}

// A bit of the first message's frame.
void UpkeepWindowTest::damage(OpenSession &open)
{
    QFile file(open.session.profileDirectory() + QStringLiteral("/vault/000001.seg"));
    QVERIFY(file.open(QIODevice::ReadWrite));
    const QByteArray bytes = file.readAll();
    const qsizetype frame = bytes.indexOf("\x28\xB5\x2F\xFD"); // of zstd (RFC 8878 §3.1.1)
    QVERIFY(frame > 0);
    QVERIFY(file.seek(frame + 20));
    QVERIFY(file.putChar(static_cast<char>(bytes[frame + 20] ^ 8)));
}

void UpkeepWindowTest::everyWorkEndsInASentence_data()
{
    QTest::addColumn<int>("work");
    QTest::addColumn<QString>("sentence");
    using Work = UpkeepWindow::Work;
    QTest::newRow("check") << int(Work::Check) << QStringLiteral("Every message is as it was received.");
    QTest::newRow("repair") << int(Work::Repair) << QStringLiteral("Every message is as it was received.");
    QTest::newRow("list") << int(Work::RebuildList) << QStringLiteral("The list was made anew");
    QTest::newRow("index") << int(Work::RebuildIndex) << QStringLiteral("The search index was made anew.");
    QTest::newRow("space") << int(Work::Reclaim) << QStringLiteral("were given back.");
}

void UpkeepWindowTest::everyWorkEndsInASentence()
{
    QFETCH(int, work);
    QFETCH(QString, sentence);
    OpenSession open;
    import(open, 5);
    UpkeepWindow window(open.session.upkeep());
    window.setAttribute(Qt::WA_DeleteOnClose, false);
    window.show();
    window.start(UpkeepWindow::Work(work));
    QVERIFY(window.isRunning());
    QVERIFY(QTest::qWaitFor([&] { return !window.isRunning(); }, OpenSession::patience));
    QVERIFY2(window.summary().contains(sentence), qPrintable(window.summary()));
    QCOMPARE(window.details(), QString());
}

void UpkeepWindowTest::damageIsShownByItsSubjectAndRepaired()
{
    OpenSession open;
    import(open, 5);
    damage(open);
    UpkeepWindow window(open.session.upkeep());
    window.setAttribute(Qt::WA_DeleteOnClose, false);
    window.start(UpkeepWindow::Work::Check);
    QVERIFY(QTest::qWaitFor([&] { return !window.isRunning(); }, OpenSession::patience));
    QVERIFY2(window.details().contains(QStringLiteral("mail 0")), qPrintable(window.details()));
    QVERIFY(!window.details().contains(QStringLiteral("mail 1")));
    QVERIFY2(window.summary().contains(QStringLiteral("1 damaged message")), qPrintable(window.summary()));
    window.start(UpkeepWindow::Work::Repair);
    QVERIFY(QTest::qWaitFor([&] { return !window.isRunning(); }, OpenSession::patience));
    // It came from a file: no server has it.
    QVERIFY2(window.details().contains(QStringLiteral("backup")), qPrintable(window.details()));
}

// In a language in which each sentence says that it was translated.
void UpkeepWindowTest::whatWasFoundIsToldInTheUsersLanguage()
{
    class Marking : public QTranslator
    {
    public:
        QString translate(const char *, const char *text, const char *, int) const override
        {
            return u'«' + QString::fromUtf8(text) + u'»';
        }
        bool isEmpty() const override { return false; }
    } marking;
    OpenSession open;
    import(open, 5);
    damage(open);
    UpkeepWindow window(open.session.upkeep());
    window.setAttribute(Qt::WA_DeleteOnClose, false);
    QCoreApplication::installTranslator(&marking);
    for (const auto work : {UpkeepWindow::Work::Check, UpkeepWindow::Work::Repair}) {
        window.start(work);
        const bool ended = QTest::qWaitFor([&] { return !window.isRunning(); }, OpenSession::patience);
        const QStringList lines = window.details().split(u'\n', Qt::SkipEmptyParts);
        if (!ended || lines.isEmpty())
            QCoreApplication::removeTranslator(&marking);
        QVERIFY(ended && !lines.isEmpty());
        for (const QString &line : lines)
            QVERIFY2(line.startsWith(u'«') && line.endsWith(u'»'), qPrintable(line));
    }
    QCoreApplication::removeTranslator(&marking);
    QVERIFY(window.details().contains(QStringLiteral("mail 0")));
}

void UpkeepWindowTest::theButtonsRestWhileAWorkRuns()
{
    OpenSession open;
    import(open, 2);
    UpkeepWindow window(open.session.upkeep());
    window.setAttribute(Qt::WA_DeleteOnClose, false);
    window.start(UpkeepWindow::Work::Check);
    int enabled = 0;
    for (const QPushButton *button : window.findChildren<QPushButton *>())
        enabled += button->isEnabled() ? 1 : 0;
    QCOMPARE(enabled, 1); // Stop
    QVERIFY(QTest::qWaitFor([&] { return !window.isRunning(); }, OpenSession::patience));
    for (const QPushButton *button : window.findChildren<QPushButton *>())
        QVERIFY(button->isEnabled());
}

void UpkeepWindowTest::aClosedWindowEndsItsWork()
{
    OpenSession open;
    import(open, 2);
    auto *window = new UpkeepWindow(open.session.upkeep());
    window->start(UpkeepWindow::Work::RebuildIndex);
    delete window;
    QVERIFY(QTest::qWaitFor([&] { return !open.session.upkeep().isWorking(); }, OpenSession::patience));
}

void UpkeepWindowTest::theNoticeTellsOfDamageAndOpensTheWindow()
{
    OpenSession open;
    import(open, 2);
    UpkeepNotice notice(open.session.upkeep());
    QVERIFY(notice.isHidden());
    VerifyReport report;
    report.damaged = {1};
    report.damagedSummaries.resize(1);
    report.damagedSummaries[0].subject = QStringLiteral("the broken one");
    Q_EMIT open.session.upkeep().damageFound(report);
    QVERIFY(!notice.isHidden());
    QVERIFY(notice.text().contains(QStringLiteral("damaged")));
    Q_EMIT notice.buttonClicked(0);
    QVERIFY(notice.isHidden());
    QVERIFY(notice.openedWindow());
    QVERIFY(notice.openedWindow()->details().contains(QStringLiteral("the broken one")));
    CatalogueRecovery recovery;
    recovery.cause = CatalogueRecovery::Cause::Damaged;
    recovery.source = CatalogueRecovery::Source::Vault;
    Q_EMIT open.session.upkeep().catalogueRecovered(recovery);
    QVERIFY(notice.text().startsWith(QStringLiteral("The list of messages was damaged.")));
    Q_EMIT open.session.upkeep().backupsFail({ErrorCode::DiskFull, {}, {}, {}, {}});
    QVERIFY2(notice.text().contains(QStringLiteral("could not be copied")), qPrintable(notice.text()));
    QVERIFY2(notice.text().contains(QStringLiteral("The disk is full.")), qPrintable(notice.text()));
    delete notice.openedWindow();
}

QTEST_MAIN(UpkeepWindowTest)
#include "UpkeepWindowTest.moc"
