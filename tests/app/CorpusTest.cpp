// SPDX-License-Identifier: GPL-3.0-or-later
#include "Clock.h"
#include "MailSession.h"
#include "MainWindow.h"
#include "MemorySecrets.h"
#include "MessageListModel.h"
#include "MessageListView.h"
#include "MessagePage.h"
#include "NetworkWatch.h"
#include "ReaderPane.h"

#include <QApplication>
#include <QDirIterator>
#include <QElapsedTimer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <ctime>
#include <fstream>
#include <optional>

namespace
{
constexpr int patienceMs = 120'000;
// Of the processor's time in all threads, which is longer in a build that looks for mistakes; and by the
// clock, for what waits without using any: generous, since the machine may do something else as well.
#ifdef POPLAR_SANITIZED
constexpr qint64 hangMs = 4'000;
constexpr double mostMegabytes = 2500;
#else
constexpr qint64 hangMs = 2'000;
constexpr double mostMegabytes = 600;
#endif
constexpr qint64 standstillMs = 20'000;
constexpr double memoryFactor = 3; // the second half of the mail may need no more than this, by the first

// How long the view of a message took that took longest, each in milliseconds.
struct Shown {
    qint64 ofProcess = 0; // of the processor
    qint64 ofWindow = 0;  // of that what the GUI thread used
    qint64 byClock = 0;
    QString subject;
};

// The times of one view.
class Stopwatch
{
public:
    Stopwatch() { m_clock.start(); }
    void stop(Shown &result) const
    {
        result.ofProcess = std::max(result.ofProcess, ofProcessor(CLOCK_PROCESS_CPUTIME_ID) - m_process);
        result.ofWindow = std::max(result.ofWindow, ofProcessor(CLOCK_THREAD_CPUTIME_ID) - m_thread);
        result.byClock = std::max(result.byClock, m_clock.elapsed());
    }

private:
    static qint64 ofProcessor(clockid_t which)
    {
        timespec time{};
        clock_gettime(which, &time);
        return qint64(time.tv_sec) * 1000 + time.tv_nsec / 1'000'000;
    }

    const qint64 m_process = ofProcessor(CLOCK_PROCESS_CPUTIME_ID);
    const qint64 m_thread = ofProcessor(CLOCK_THREAD_CPUTIME_ID);
    QElapsedTimer m_clock;
};

// Every mail file below.
QStringList mailBelow(const QString &directory)
{
    QStringList files;
    QDirIterator entries(directory, {QStringLiteral("*.eml")}, QDir::Files, QDirIterator::Subdirectories);
    while (entries.hasNext()) {
        const QString file = entries.next();
        if (entries.fileInfo().size() > 0) // a file without a byte holds no message
            files.append(file);
    }
    files.sort();
    return files;
}

double residentMegabytes()
{
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.rfind("VmRSS:", 0) == 0)
            return std::strtod(line.c_str() + 6, nullptr) / 1024;
    return 0;
}
} // namespace

// All mail that there is, through the real window: list, HTML, text and source. Nothing crashes, nothing
// hangs, and nobody asks the network.
class CorpusTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theWatchSeesTheNetwork();
    void everyMessageIsShown();

private:
    void show(int row, Shown &result);
    static void judge(std::vector<Shown> &times, double half, double all);
    void showSource(MessageId message);

    std::unique_ptr<MainWindow> m_window;
    MailSession *m_session = nullptr;
    MessageListView *m_list = nullptr;
    MessageListModel *m_model = nullptr;
    ReaderPane *m_reader = nullptr;
};

void CorpusTest::theWatchSeesTheNetwork()
{
    if (!NetworkWatch::isWatching())
        QSKIP("nobody can watch the network on this system");
    const qsizetype before = NetworkWatch::asked().size();
    QTcpSocket byAddress, byName;
    byAddress.connectToHost(QStringLiteral("192.0.2.1"), 80);
    byName.connectToHost(QStringLiteral("pictures.example.org"), 80);
    QTRY_COMPARE(byName.state(), QAbstractSocket::UnconnectedState);
    const QStringList asked = NetworkWatch::asked().mid(before);
    QVERIFY2(asked.contains(QStringLiteral("connect 192.0.2.1:80")), qPrintable(asked.join(u' ')));
    QVERIFY2(asked.contains(QStringLiteral("resolve pictures.example.org")), qPrintable(asked.join(u' ')));
}

void CorpusTest::everyMessageIsShown()
{
    QStringList files = mailBelow(QStringLiteral(POPLAR_TEST_DATA));
    files += mailBelow(QStringLiteral(POPLAR_SOURCE "/../shared/mail"));
    QVERIFY(!files.isEmpty());

    const QTemporaryDir profile;
    const SystemClock clock;
    MemorySecrets secrets;
    MailSession session(profile.filePath(QStringLiteral("mail")), secrets, clock);
    m_session = &session;
    m_window = std::make_unique<MainWindow>(session);
    m_window->resize(1280, 800);
    m_window->show();
    std::optional<int> stored;
    session.open(this, [&](const Result<void> &opened) {
        QVERIFY(opened);
        m_window->start();
        session.importFiles(files, this, [&](const Result<int> &imported) {
            QVERIFY2(imported, qPrintable(imported ? QString() : imported.error().detail));
            stored = *imported;
        });
    });
    QTRY_VERIFY_WITH_TIMEOUT(stored, patienceMs);
    m_list = m_window->findChild<MessageListView *>();
    m_model = qobject_cast<MessageListModel *>(m_list->model());
    m_reader = m_window->findChild<ReaderPane *>();
    m_model->setPresentation({});
    m_model->setQuery({ListQuery::Scope::Everything, 0, ListQuery::Sort::Date, true});
    QTRY_COMPARE_WITH_TIMEOUT(m_model->rowCount(), *stored, patienceMs);

    const qsizetype before = NetworkWatch::asked().size();
    std::vector<Shown> times;
    times.resize(size_t(*stored));
    double half = 0;
    for (int row = 0; row < *stored; ++row) {
        show(row, times[size_t(row)]);
        if (QTest::currentTestFailed())
            return;
        if (row == *stored / 2)
            half = residentMegabytes();
    }
    const QStringList asked = NetworkWatch::asked().mid(before);
    QVERIFY2(asked.isEmpty(), qPrintable(asked.join(u' ')));
    judge(times, half, residentMegabytes());
    m_window.reset();
    if (!QTest::currentTestFailed() && !NetworkWatch::isWatching())
        QSKIP("all messages were shown; nobody can watch here whether they asked the network");
}

void CorpusTest::judge(std::vector<Shown> &times, double half, double all)
{
    std::sort(times.begin(), times.end(),
              [](const Shown &a, const Shown &b) { return a.ofProcess > b.ofProcess; });
    qInfo("%zu messages, each in the list and three views: longest view for half below %lld ms, 99 %% below "
          "%lld ms; %.0f MB "
          "after half, "
          "%.0f MB after all",
          times.size(), times[times.size() / 2].ofProcess, times[times.size() / 100].ofProcess, half, all);
    for (size_t i = 0; i < std::min<size_t>(5, times.size()); ++i)
        qInfo("%5lld ms, %lld ms of them in the window, %lld ms by the clock: %s", times[i].ofProcess,
              times[i].ofWindow, times[i].byClock, qPrintable(times[i].subject));
    QVERIFY2(times.front().ofProcess <= hangMs, qPrintable(times.front().subject));
    for (const Shown &one : times)
        QVERIFY2(one.byClock <= standstillMs, qPrintable(one.subject));
    QVERIFY(all <= half * memoryFactor);
    QVERIFY2(all <= mostMegabytes, qPrintable(QString::number(all)));
}

void CorpusTest::show(int row, Shown &result)
{
    const MessageId message = m_model->idAt(row);
    std::optional<Stopwatch> watch(std::in_place);
    const auto viewed = [&] {
        watch->stop(result);
        watch.emplace();
    };
    m_list->selectRow(row);
    QTRY_VERIFY_WITH_TIMEOUT(m_reader->isShowing() && m_reader->message() == message, patienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(!m_reader->body().structure.type.isEmpty(), patienceMs);
    m_reader->grab();
    viewed();
    m_reader->page().setPlainText(true);
    m_reader->grab();
    viewed();
    m_reader->page().setPlainText(false);
    viewed();
    showSource(message);
    viewed();
    result.subject = m_reader->body().header.subject;
    const MessageBody &body = m_reader->body();
    QVERIFY2(!body.text.isEmpty() || !body.safeHtml.isNull() || !body.attachments.empty() ||
                 !body.cards.empty() || !body.defects.isEmpty(),
             qPrintable(result.subject));
}

void CorpusTest::showSource(MessageId message)
{
    m_reader->openSource();
    QWidget *source = nullptr;
    for (QWidget *window : QApplication::topLevelWidgets()) {
        if (window != m_window.get() && window->inherits("SourceWindow") && window->isVisible())
            source = window;
    }
    QVERIFY(source);
    // Asked after the window asked, so answered after it.
    bool isRead = false;
    m_session->raw(message, this, [&](const Result<QByteArray> &raw) { isRead = raw.has_value(); });
    QTRY_VERIFY_WITH_TIMEOUT(isRead, patienceMs);
    source->grab();
    source->close();
}

QTEST_MAIN(CorpusTest)
#include "CorpusTest.moc"
