// SPDX-License-Identifier: GPL-3.0-or-later
#include "Verbs.h"

#include "ErrorSentence.h"
#include "InterruptWatch.h"
#include "Invocation.h"
#include "MailJson.h"
#include "MailSearch.h"
#include "RowPrinter.h"
#include "SearchText.h"
#include "Terminal.h"

#include <QCommandLineParser>

#include <algorithm>

namespace
{

struct Wanted {
    SearchQuery query;
    qint64 limit = -1; // all
    bool countOnly = false;
};

// The columns of a terminal that the text takes; letters of East Asia take two, marks none.
int columnsOf(const QString &text)
{
    int columns = 0;
    for (const char32_t c : text.toStdU32String()) {
        const auto category = QChar::category(c);
        if (category == QChar::Mark_NonSpacing || category == QChar::Mark_Enclosing)
            continue;
        const bool isWide = (c >= 0x1100 && c <= 0x115F) || (c >= 0x2E80 && c <= 0xA4CF) ||
                            (c >= 0xAC00 && c <= 0xD7A3) || (c >= 0xF900 && c <= 0xFAFF) ||
                            (c >= 0xFE30 && c <= 0xFE6F) || (c >= 0xFF00 && c <= 0xFF60) ||
                            (c >= 0xFFE0 && c <= 0xFFE6) || (c >= 0x1F300 && c <= 0x1FAFF) || c >= 0x20000;
        columns += isWide ? 2 : 1;
    }
    return columns;
}

// The sentence, the query, and a mark under the place.
void complainAbout(const SearchError &error, const QString &text)
{
    terminal::complain(searchErrorSentence(error, text));
    QString line = terminal::harmless(text);
    line.replace(u'\n', u' ').replace(u'\t', u' ');
    const qsizetype marked = std::max<qsizetype>(searchErrorLength(error, text), 1);
    terminal::complainLine(QStringLiteral("  ") + line);
    terminal::complainLine(QString(2 + columnsOf(line.left(error.position)), u' ') +
                           QString(columnsOf(line.mid(error.position, marked).leftJustified(marked)), u'^'));
}

class Searching : public QObject
{
public:
    Searching(Invocation &invocation, Wanted wanted)
        : QObject(&invocation), m_invocation(invocation), m_wanted(std::move(wanted)),
          m_showsProgress(terminal::isProgressWanted(invocation.options().quiet))
    {
    }

    void start()
    {
        auto *const watch = new InterruptWatch(this);
        connect(watch, &InterruptWatch::interrupted, this,
                [this] { m_invocation.session().search().cancel(); });
        MailSearch::Callbacks callbacks;
        callbacks.rows = [this](const std::vector<MessageRow> &rows) {
            m_rows.insert(m_rows.end(), rows.begin(), rows.end());
        };
        callbacks.progress = [this](const SearchProgress &progress) {
            if (m_showsProgress && progress.inAll > 0)
                terminal::showProgress(QStringLiteral("%1 found, %2 % searched")
                                           .arg(progress.found)
                                           .arg(100 * progress.done / progress.inAll));
        };
        callbacks.done = [this](const Result<SearchOutcome> &outcome) { finish(outcome); };
        m_invocation.session().search().start(m_wanted.query, this, std::move(callbacks));
    }

private:
    void finish(const Result<SearchOutcome> &outcome)
    {
        if (m_showsProgress)
            terminal::showProgress({});
        if (!outcome && outcome.error().code != ErrorCode::Cancelled)
            return m_invocation.fail(outcome.error());
        ExitCode code = ExitCode::Done;
        if (outcome) {
            for (const QString &remark : searchRemarks(*outcome))
                terminal::complain(remark);
            if (outcome->unreadable > 0 || outcome->tooComplex > 0)
                code = ExitCode::Partly;
        } else {
            terminal::complain(
                QStringLiteral("Stopped before everything was searched. The results are not complete."));
            code = ExitCode::Partly;
        }
        if (m_wanted.countOnly) {
            printCount();
            return m_invocation.finish(code);
        }
        m_invocation.session().folders(
            this, m_invocation.orFail<std::vector<Folder>>([this, code](std::vector<Folder> folders) {
                auto *printer = new RowPrinter(m_invocation, std::move(folders));
                printer->print(newestFirst(), [this, code] { m_invocation.finish(code); });
            }));
    }

    void printCount() const
    {
        if (m_invocation.options().json)
            terminal::print(
                mailJson::document(QJsonObject{{QStringLiteral("count"), qint64(m_rows.size())}}));
        else
            terminal::printLine(QString::number(m_rows.size()));
    }

    // By their dates: what arrives late is found first.
    std::vector<MessageId> newestFirst()
    {
        std::sort(m_rows.begin(), m_rows.end(), [](const MessageRow &a, const MessageRow &b) {
            return std::pair(a.date, a.id) > std::pair(b.date, b.id);
        });
        if (m_wanted.limit >= 0 && size_t(m_wanted.limit) < m_rows.size())
            m_rows.resize(size_t(m_wanted.limit));
        std::vector<MessageId> ids;
        for (const MessageRow &row : m_rows)
            ids.push_back(row.id);
        return ids;
    }

    Invocation &m_invocation;
    const Wanted m_wanted;
    const bool m_showsProgress;
    std::vector<MessageRow> m_rows;
};

constexpr char description[] =
    "Lists the messages that match the query, newest first; with --json one object on each line.\n"
    "All folders are searched, trash and junk as well. The words of the query may be given one by\n"
    "one; where the first begins with a dash, write -- before it. Exit code 3 when the search was\n"
    "stopped, or could not read every message that it had to.\n\n"
    "  word  \"a phrase\"  begin*  /expression/   all must be there\n"
    "  a or b   -a   NOT a   (a or b) c\n"
    "  from: to: cc: subject: body: filename: list: tag: in: account:\n"
    "  is:read unread starred server partial damaged   has:attachment tag\n"
    "  larger:5M smaller:100k   before: after: 2024, 2024-05, 2024-05-17, today   older: newer: 7d 2w 3m 1y";

} // namespace

void runSearch(Invocation &invocation)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(QString::fromLatin1(description));
    parser.addPositionalArgument(QStringLiteral("QUERY"), QStringLiteral("What to search for."));
    parser.addOption({QStringLiteral("limit"), QStringLiteral("At most so many."), QStringLiteral("N")});
    parser.addOption({QStringLiteral("count"), QStringLiteral("Prints only how many there are.")});
    if (!invocation.parse(parser))
        return;
    Wanted wanted;
    wanted.countOnly = parser.isSet(QStringLiteral("count"));
    if (parser.isSet(QStringLiteral("limit"))) {
        bool isNumber = false;
        wanted.limit = parser.value(QStringLiteral("limit")).toLongLong(&isNumber);
        if (!isNumber || wanted.limit < 0)
            return invocation.misused(QStringLiteral("--limit must be a number from 0."));
    }
    const QString text = parser.positionalArguments().join(u' ');
    if (text.trimmed().isEmpty())
        return invocation.misused(QStringLiteral("Say what to search for."));
    auto query = SearchQuery::parse(text);
    if (!query) {
        complainAbout(query.error(), text);
        return invocation.finish(ExitCode::Usage);
    }
    wanted.query = std::move(*query);
    invocation.openSession(Profile::IfMissing::Fail, [&invocation, wanted](MailSession &) {
        (new Searching(invocation, wanted))->start();
    });
}
