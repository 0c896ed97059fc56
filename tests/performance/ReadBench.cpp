// SPDX-License-Identifier: GPL-3.0-or-later
//
// Times reading: read-bench PROFILE COUNT [FILE OR FOLDER…]. In the program's own window it selects COUNT
// messages of all folders, spread over each, and takes the time until the message is painted: reading it from
// the store, parsing, sanitising, laying out and painting. Files (.eml, .mbox) and the files of folders are
// imported before. Prints percentiles in ms and how many were how quick, as JSON; the slowest on standard
// error.
#include "Clock.h"
#include "FolderModel.h"
#include "FolderView.h"
#include "HtmlView.h"
#include "MailSession.h"
#include "MainWindow.h"
#include "MemorySecrets.h"
#include "MessageListModel.h"
#include "MessageListView.h"
#include "ReaderPane.h"
#include "Theme.h"

#include <QApplication>
#include <QDirIterator>
#include <QEventLoop>
#include <QTest>
#include <QTimer>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <map>
#include <optional>

namespace
{
constexpr int patience = 60'000; // ms
constexpr double bounds[] = {5, 10, 20, 50, 100, 200, 500};

struct Reading {
    double time = 0; // ms
    QString subject;
};

class ReadWindow : public QObject
{
public:
    explicit ReadWindow(const QString &profile) : m_session(profile, m_secrets, m_clock), m_window(m_session)
    {
        m_list = m_window.findChild<MessageListView *>();
        m_model = qobject_cast<MessageListModel *>(m_list->model());
        m_reader = m_window.findChild<ReaderPane *>();
        m_page = m_window.findChild<HtmlView *>();
        m_page->viewport()->installEventFilter(this);
        connect(m_reader, &ReaderPane::messageShown, this, [this](MessageId shown) { m_shown = shown; });
    }

    bool open()
    {
        m_window.resize(1280, 800);
        m_window.show();
        std::optional<bool> isOpen;
        m_session.open(this, [&](const Result<void> &opened) { isOpen = opened.has_value(); });
        if (!QTest::qWaitFor([&] { return isOpen.has_value(); }, patience) || !*isOpen)
            return false;
        m_window.start();
        return true;
    }

    // How many were new; less than 0 where it failed.
    int import(const QStringList &paths)
    {
        std::optional<int> imported;
        m_session.importFiles(paths, this, [&](const Result<int> &count) { imported = count ? *count : -1; });
        const bool isDone = QTest::qWaitFor([&] { return imported.has_value(); }, 10 * patience);
        return isDone ? *imported : -1;
    }

    std::vector<Folder> folders()
    {
        std::optional<std::vector<Folder>> known;
        m_session.folders(this, [&](const Result<std::vector<Folder>> &folders) {
            known = folders ? *folders : std::vector<Folder>();
        });
        (void)QTest::qWaitFor([&] { return known.has_value(); }, patience);
        std::vector<Folder> withMail = known.value_or(std::vector<Folder>());
        std::erase_if(withMail, [](const Folder &folder) { return folder.total == 0; });
        return withMail;
    }

    bool showFolder(const Folder &folder)
    {
        auto *const view = m_window.findChild<FolderView *>();
        ListQuery query;
        query.scope = ListQuery::Scope::Folder;
        query.folder = folder.id;
        // The pane learns of new folders a moment later.
        return QTest::qWaitFor(
            [&] {
                view->select(query);
                return m_model->query().folder == folder.id && !m_model->isLoading() &&
                       m_model->rowCount() == folder.total;
            },
            patience);
    }

    std::optional<Reading> read(int row)
    {
        const MessageId wanted = m_model->idAt(row);
        m_painted.reset();
        m_wanted = wanted;
        const auto begun = std::chrono::steady_clock::now();
        m_list->selectRow(row);
        QEventLoop waiting;
        QTimer::singleShot(patience, &waiting, &QEventLoop::quit);
        m_waiting = &waiting;
        if (!m_painted)
            waiting.exec();
        m_waiting = nullptr;
        if (!m_painted)
            return {};
        QCoreApplication::processEvents(); // as a person gives it time to
        return Reading{std::chrono::duration<double, std::milli>(*m_painted - begun).count(),
                       m_reader->body().header.subject};
    }

    bool eventFilter(QObject *watched, QEvent *event) override
    {
        if (event->type() == QEvent::Paint && m_waiting && m_shown == m_wanted && m_reader->isShowing()) {
            // After this paint and what else is painted with it.
            QTimer::singleShot(0, this, [this] {
                if (!m_waiting || m_painted)
                    return;
                m_painted = std::chrono::steady_clock::now();
                m_waiting->quit();
            });
        }
        return QObject::eventFilter(watched, event);
    }

private:
    SystemClock m_clock;
    MemorySecrets m_secrets;
    MailSession m_session;
    MainWindow m_window;
    MessageListView *m_list = nullptr;
    MessageListModel *m_model = nullptr;
    ReaderPane *m_reader = nullptr;
    HtmlView *m_page = nullptr;
    MessageId m_shown = 0, m_wanted = 0;
    QEventLoop *m_waiting = nullptr;
    std::optional<std::chrono::steady_clock::time_point> m_painted;
};

QStringList filesIn(const QStringList &places)
{
    QStringList files;
    for (const QString &place : places) {
        if (!QFileInfo(place).isDir()) {
            files += place;
            continue;
        }
        QDirIterator folder(place, {QStringLiteral("*.eml"), QStringLiteral("*.mbox")}, QDir::Files,
                            QDirIterator::Subdirectories);
        while (folder.hasNext())
            files += folder.next();
    }
    files.sort();
    return files;
}

// Rows spread over the list, in an order that no cache foresees.
std::vector<int> rowsOf(int total, int wanted)
{
    const int count = std::min(total, wanted);
    std::vector<int> rows;
    for (int i = 0; i < count; ++i)
        rows.push_back(int(qint64(i) * total / count));
    for (size_t i = rows.size(); i > 1; --i) {
        static quint32 state = 1;
        state = state * 1664525u + 1013904223u;
        std::swap(rows[i - 1], rows[state % i]);
    }
    return rows;
}

void report(std::vector<Reading> readings)
{
    std::sort(readings.begin(), readings.end(), [](const auto &a, const auto &b) { return a.time < b.time; });
    const auto at = [&](double part) {
        return readings[size_t(double(readings.size() - 1) * part + 0.5)].time;
    };
    std::printf("{\"messages\": %zu, \"p50\": %.2f, \"p90\": %.2f, \"p95\": %.2f, \"p99\": %.2f, "
                "\"longest\": %.2f",
                readings.size(), at(0.5), at(0.9), at(0.95), at(0.99), readings.back().time);
    double from = 0;
    for (const double bound : bounds) {
        const auto in = std::count_if(readings.begin(), readings.end(), [&](const Reading &one) {
            return one.time >= from && one.time < bound;
        });
        std::printf(", \"below_%.0f\": %td", bound, in);
        from = bound;
    }
    const auto beyond =
        std::count_if(readings.begin(), readings.end(), [&](const Reading &one) { return one.time >= from; });
    std::printf(", \"beyond\": %td}\n", beyond);
    for (size_t i = 0; i < std::min(readings.size(), size_t(8)); ++i) {
        const Reading &slow = readings[readings.size() - 1 - i];
        std::fprintf(stderr, "  %8.2f ms  %s\n", slow.time, qUtf8Printable(slow.subject.left(60)));
    }
}

int measure(ReadWindow &window, int count, const QStringList &files)
{
    if (!window.open() || (!files.isEmpty() && window.import(filesIn(files)) < 0)) {
        std::fprintf(stderr, "read-bench: the profile or the files could not be opened\n");
        return 1;
    }
    const std::vector<Folder> folders = window.folders();
    qint64 total = 0;
    for (const Folder &folder : folders)
        total += folder.total;
    std::vector<Reading> readings;
    for (const Folder &folder : folders) {
        const int share = int((qint64(count) * folder.total + total - 1) / total);
        if (!window.showFolder(folder)) {
            std::fprintf(stderr, "read-bench: folder %lld was not shown\n", qint64(folder.id));
            return 1;
        }
        for (const int row : rowsOf(folder.total, share)) {
            const auto reading = window.read(row);
            if (!reading) {
                std::fprintf(stderr, "read-bench: row %d of folder %lld was not shown\n", row,
                             qint64(folder.id));
                return 1;
            }
            readings.push_back(*reading);
        }
    }
    if (readings.empty())
        return 1;
    report(readings);
    return 0;
}
} // namespace

int main(int argumentCount, char **arguments)
{
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argumentCount, arguments);
    const QStringList words = QApplication::arguments();
    if (words.size() < 3 || words[2].toInt() < 1) {
        std::fprintf(stderr, "usage: read-bench PROFILE COUNT [FILE OR FOLDER...]\n");
        return 2;
    }
    Theme::apply(application, Theme::Scheme::Light);
    ReadWindow window(words[1]);
    return measure(window, words[2].toInt(), words.mid(3));
}
