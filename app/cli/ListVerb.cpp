// SPDX-License-Identifier: GPL-3.0-or-later
#include "Verbs.h"

#include "Invocation.h"
#include "RowPrinter.h"
#include "Words.h"

#include <QCommandLineParser>

#include <algorithm>

namespace
{

struct Wanted {
    QString folder; // empty: everything
    qint64 offset = 0;
    qint64 limit = -1; // all
};

class Listing : public QObject
{
public:
    Listing(Invocation &invocation, Wanted wanted)
        : QObject(&invocation), m_invocation(invocation), m_session(invocation.session()),
          m_wanted(std::move(wanted))
    {
    }

    void start()
    {
        m_session.folders(this, m_invocation.orFail<std::vector<Folder>>([this](std::vector<Folder> folders) {
            m_folders = std::move(folders);
            if (const auto query = makeQuery())
                m_session.rows(*query, this, m_invocation.orFail<std::vector<MessageRow>>([this](auto rows) {
                    takeRows(rows);
                }));
        }));
    }

private:
    // "inbox", "Work/inbox" or a number; fails when it is none, or of several accounts.
    std::optional<ListQuery> makeQuery()
    {
        ListQuery query;
        query.scope = ListQuery::Scope::Everything;
        if (m_wanted.folder.isEmpty())
            return query;
        const auto found = words::foldersNamed(m_wanted.folder, m_folders, m_session.accounts());
        if (found.empty()) {
            m_invocation.fail(QStringLiteral("There is no folder \"%1\".").arg(m_wanted.folder));
            return std::nullopt;
        }
        query.scope = ListQuery::Scope::Folder;
        query.folder = found.front().id;
        if (found.size() == 1)
            return query;
        query.scope = ListQuery::Scope::AllInboxes;
        if (m_wanted.folder == QLatin1String("inbox"))
            return query;
        m_invocation.fail(QStringLiteral("Several accounts have a folder \"%1\". Name one as \"%2\".")
                              .arg(m_wanted.folder, words::folderPath(found.front(), m_session.accounts())));
        return std::nullopt;
    }

    void takeRows(const std::vector<MessageRow> &rows)
    {
        const size_t first = std::min(rows.size(), size_t(m_wanted.offset));
        const size_t most = m_wanted.limit < 0 ? rows.size() : size_t(m_wanted.limit);
        const size_t last = first + std::min(rows.size() - first, most);
        std::vector<MessageId> ids;
        for (size_t i = first; i < last; ++i)
            ids.push_back(rows[i].id);
        auto *printer = new RowPrinter(m_invocation, m_folders);
        printer->print(std::move(ids), [this] { m_invocation.finish(ExitCode::Done); });
    }

    Invocation &m_invocation;
    MailSession &m_session;
    Wanted m_wanted;
    std::vector<Folder> m_folders;
};

} // namespace

void runList(Invocation &invocation)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        QStringLiteral("Lists stored messages, newest first; with --json one object "
                       "on each line."));
    parser.addOption(
        {QStringLiteral("folder"),
         QStringLiteral("Only this folder: inbox, archive, junk, trash, or ACCOUNT/inbox and so on."),
         QStringLiteral("F")});
    parser.addOption({QStringLiteral("limit"), QStringLiteral("At most so many."), QStringLiteral("N")});
    parser.addOption(
        {QStringLiteral("offset"), QStringLiteral("Leaves out the first so many."), QStringLiteral("N")});
    if (!invocation.parse(parser))
        return;
    if (!parser.positionalArguments().isEmpty())
        return invocation.misused(QStringLiteral("Name a folder with --folder."));
    Wanted wanted;
    wanted.folder = parser.value(QStringLiteral("folder"));
    for (auto [name, number] : {std::pair(QStringLiteral("limit"), &wanted.limit),
                                std::pair(QStringLiteral("offset"), &wanted.offset)}) {
        if (!parser.isSet(name))
            continue;
        bool isNumber = false;
        *number = parser.value(name).toLongLong(&isNumber);
        if (!isNumber || *number < 0)
            return invocation.misused(QStringLiteral("--%1 must be a number from 0.").arg(name));
    }
    invocation.openSession(Profile::IfMissing::Fail, [&invocation, wanted](MailSession &) {
        (new Listing(invocation, wanted))->start();
    });
}
