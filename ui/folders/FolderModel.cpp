// SPDX-License-Identifier: GPL-3.0-or-later
#include "FolderModel.h"

#include "Formatting.h"
#include "SafeText.h"

#include <algorithm>

namespace
{
QString iconOf(FolderKind kind)
{
    switch (kind) {
    case FolderKind::Inbox:
        return QStringLiteral("inbox");
    case FolderKind::Archive:
        return QStringLiteral("archive");
    case FolderKind::Junk:
        return QStringLiteral("ban");
    case FolderKind::Trash:
        return QStringLiteral("trash-2");
    case FolderKind::Custom:
        break;
    }
    return QStringLiteral("folder");
}

// A row of the first section has no parent; a row of another one has its section as parent, whose row is kept
// as the index's id. Id 0: a top-level row.
constexpr quintptr topLevel = 0;

// What does not leave this computer needs no protection on the way.
bool isUnprotected(const ServerSettings &server)
{
    static const QStringList loopback{QStringLiteral("localhost"), QStringLiteral("127.0.0.1"),
                                      QStringLiteral("::1")};
    return server.security == ServerSecurity::None && !loopback.contains(server.host);
}
} // namespace

FolderModel::FolderModel(QObject *parent) : QAbstractItemModel(parent)
{
    m_sections = sectionsOf({}, {});
}

std::vector<FolderModel::Section> FolderModel::sectionsOf(const std::vector<Account> &accounts,
                                                          const std::vector<Folder> &folders,
                                                          const QHash<AccountId, QString> &former)
{
    Place inboxes{tr("All inboxes"), QStringLiteral("layers"), {}, 0, 0};
    inboxes.query.scope = ListQuery::Scope::AllInboxes;
    Place unread{tr("Unread"), QStringLiteral("mail-open"), {}, 0, 0};
    unread.query.scope = ListQuery::Scope::Unread;
    Place starred{tr("Starred"), QStringLiteral("star"), {}, 0, 0};
    starred.query.scope = ListQuery::Scope::Starred;
    for (const Folder &folder : folders) {
        if (folder.kind == FolderKind::Inbox) {
            inboxes.unread += folder.unread;
            inboxes.total += folder.total;
        }
        if (folder.kind != FolderKind::Junk && folder.kind != FolderKind::Trash) {
            unread.unread += folder.unread;
            unread.total += folder.unread;
        }
    }
    std::vector<Section> sections{{0, {}, {}, {inboxes, unread, starred}}};
    for (const Account &account : accounts)
        sections.push_back({account.id,
                            account.name,
                            {},
                            {},
                            isUnprotected(account.server),
                            !account.enabled,
                            account.colour});
    sections.push_back({localAccount, tr("On this computer"), {}, {}});

    std::vector<Folder> ordered = folders;
    std::stable_sort(ordered.begin(), ordered.end(), [](const Folder &a, const Folder &b) {
        return a.kind != b.kind ? a.kind < b.kind : a.name.localeAwareCompare(b.name) < 0;
    });
    for (const Folder &folder : ordered) {
        const auto section = std::find_if(sections.begin() + 1, sections.end(),
                                          [&](const Section &one) { return one.account == folder.account; });
        // The mail of an account that was removed stays; it is found with what is on this computer.
        const bool isLeft = section == sections.end();
        if (isLeft && folder.total == 0)
            continue;
        Section &home = isLeft ? sections.back() : *section;
        Place place{Formatting::folderName(folder), iconOf(folder.kind), {}, folder.unread, folder.total};
        if (isLeft)
            place.name =
                former.contains(folder.account)
                    ? tr("%1 – %2 (removed)", "folder, account").arg(place.name, former.value(folder.account))
                    : tr("%1 (removed account)", "folder").arg(place.name);
        place.query.scope = ListQuery::Scope::Folder;
        place.query.folder = folder.id;
        home.places.push_back(place);
    }
    const bool anythingLocal = std::any_of(sections.back().places.begin(), sections.back().places.end(),
                                           [](const Place &place) { return place.total > 0; });
    if (!anythingLocal)
        sections.pop_back();
    return sections;
}

bool FolderModel::sameShape(const std::vector<Section> &other) const
{
    return std::equal(m_sections.begin(), m_sections.end(), other.begin(), other.end(),
                      [](const Section &a, const Section &b) {
                          return a.account == b.account &&
                                 std::equal(
                                     a.places.begin(), a.places.end(), b.places.begin(), b.places.end(),
                                     [](const Place &x, const Place &y) { return x.query == y.query; });
                      });
}

void FolderModel::setContents(const std::vector<Account> &accounts, const std::vector<Folder> &folders,
                              const QHash<AccountId, QString> &former)
{
    std::vector<Section> sections = sectionsOf(accounts, folders, former);
    for (Section &section : sections) {
        const auto old = std::find_if(m_sections.begin(), m_sections.end(),
                                      [&](const Section &one) { return one.account == section.account; });
        if (old != m_sections.end())
            section.problem = old->problem;
    }
    if (!sameShape(sections)) {
        beginResetModel();
        m_sections = std::move(sections);
        endResetModel();
        return;
    }
    m_sections = std::move(sections);
    Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, 0));
    for (int row = int(m_sections.front().places.size()); row < rowCount(); ++row) {
        const QModelIndex section = index(row, 0);
        if (const int children = rowCount(section); children > 0)
            Q_EMIT dataChanged(index(0, 0, section), index(children - 1, 0, section));
    }
}

void FolderModel::setProblem(AccountId account, const QString &problem)
{
    for (size_t i = 1; i < m_sections.size(); ++i) {
        if (m_sections[i].account != account || m_sections[i].problem == problem)
            continue;
        m_sections[i].problem = problem;
        const QModelIndex changed = index(int(m_sections.front().places.size() + i) - 1, 0);
        Q_EMIT dataChanged(changed, changed);
    }
}

const FolderModel::Section &FolderModel::sectionOf(const QModelIndex &index) const
{
    const int lists = int(m_sections.front().places.size());
    if (index.internalId() != topLevel)
        return m_sections[size_t(index.internalId())];
    return index.row() < lists ? m_sections.front() : m_sections[size_t(index.row() - lists + 1)];
}

const FolderModel::Place *FolderModel::placeOf(const QModelIndex &index) const
{
    if (!index.isValid())
        return nullptr;
    const Section &section = sectionOf(index);
    if (index.internalId() == topLevel && &section != &m_sections.front())
        return nullptr;
    return &section.places[size_t(index.row())];
}

ListQuery FolderModel::queryAt(const QModelIndex &index) const
{
    const Place *place = placeOf(index);
    return place ? place->query : ListQuery();
}

QModelIndex FolderModel::indexOf(const ListQuery &query) const
{
    for (size_t s = 0; s < m_sections.size(); ++s) {
        for (size_t p = 0; p < m_sections[s].places.size(); ++p) {
            const ListQuery &one = m_sections[s].places[p].query;
            if (one.scope == query.scope && one.folder == query.folder)
                return createIndex(int(p), 0, s == 0 ? topLevel : quintptr(s));
        }
    }
    return {};
}

AccountId FolderModel::accountAt(const QModelIndex &index) const
{
    return index.isValid() ? sectionOf(index).account : 0;
}

int FolderModel::messageCount() const
{
    int count = 0;
    for (size_t s = 1; s < m_sections.size(); ++s) {
        for (const Place &place : m_sections[s].places)
            count += place.total;
    }
    return count;
}

QModelIndex FolderModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    if (!parent.isValid())
        return createIndex(row, column, topLevel);
    return createIndex(row, column, quintptr(parent.row() - int(m_sections.front().places.size()) + 1));
}

QModelIndex FolderModel::parent(const QModelIndex &index) const
{
    if (!index.isValid() || index.internalId() == topLevel)
        return {};
    const int row = int(m_sections.front().places.size()) + int(index.internalId()) - 1;
    return createIndex(row, 0, topLevel);
}

int FolderModel::rowCount(const QModelIndex &parent) const
{
    if (!parent.isValid())
        return int(m_sections.front().places.size() + m_sections.size()) - 1;
    if (parent.column() != 0 || parent.internalId() != topLevel || placeOf(parent))
        return 0;
    return int(sectionOf(parent).places.size());
}

int FolderModel::columnCount(const QModelIndex &) const
{
    return 1;
}

QVariant FolderModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Place *place = placeOf(index);
    if (!place)
        return sectionData(sectionOf(index), role);
    switch (role) {
    case Qt::DisplayRole:
        return place->name;
    case Qt::ToolTipRole:
        return tr("%n message(s)", nullptr, place->total);
    case Qt::AccessibleTextRole:
        return place->unread > 0 ? tr("%1, %n unread", nullptr, place->unread).arg(place->name) : place->name;
    case IconRole:
        return place->icon;
    case UnreadRole:
        return place->unread;
    case TotalRole:
        return place->total;
    case IsSectionRole:
    case HasProblemRole:
    case IsPlainRole:
        return false;
    default:
        return {};
    }
}

QVariant FolderModel::sectionData(const Section &section, int role) const
{
    switch (role) {
    case Qt::DisplayRole:
        return section.isOff ? tr("%1 (switched off)", "account").arg(section.name) : section.name;
    case ColourRole:
        return section.colour;
    case Qt::ToolTipRole: {
        QStringList lines{section.problem.isEmpty() ? section.name : section.problem};
        if (section.isPlain)
            lines += tr("Not encrypted: anyone on the way can read the password and the mail.");
        return SafeText::toolTip(lines.join(QLatin1Char('\n')));
    }
    case Qt::AccessibleTextRole: {
        const QString shown = sectionData(section, Qt::DisplayRole).toString();
        const QString name = section.isPlain ? tr("%1, not encrypted").arg(shown) : shown;
        return section.problem.isEmpty() ? name : tr("%1, problem: %2").arg(name, section.problem);
    }
    case IsSectionRole:
        return true;
    case HasProblemRole:
        return !section.problem.isEmpty();
    case IsPlainRole:
        return section.isPlain;
    default:
        return {};
    }
}

Qt::ItemFlags FolderModel::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    return placeOf(index) ? Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren
                          : Qt::ItemIsEnabled;
}
