// SPDX-License-Identifier: GPL-3.0-or-later
#include "StateReplay.h"

#include "Log.h"

#include <algorithm>

namespace
{
using Durability = Database::Durability;
constexpr size_t messagesOfOneTransaction = 5000;
} // namespace

void StateReplay::collect(const RecordHeader &record)
{
    m_newest = std::max(m_newest, record.id);
    auto state = StateRecord::decode(record.extra);
    if (!state) {
        qCWarning(logStore) << "state record" << record.id << "is of a kind that this program does not know";
        return;
    }
    for (StateRecord::Message &message : state->messages) {
        m_newestMessage = std::max(m_newestMessage, message.id);
        Message &newest = m_messages[message.id];
        if (record.id >= newest.sequence)
            newest = {record.id, std::move(message)};
    }
    if (state->folders && record.id >= m_foldersSequence) {
        m_folders = std::move(state->folders);
        m_foldersSequence = record.id;
    }
}

void StateReplay::rename(MessageId from, MessageId to)
{
    auto message = m_messages.extract(from);
    if (message.empty() || m_messages.contains(to))
        return;
    message.key() = to;
    message.mapped().state.id = to;
    m_messages.insert(std::move(message));
}

void StateReplay::keepOnly(const std::set<MessageId> &messages)
{
    std::erase_if(m_messages, [&](const auto &entry) { return !messages.contains(entry.first); });
    m_folders.reset();
}

void StateReplay::makeFolders(Catalogue &catalogue) const
{
    if (m_folders)
        for (const Folder &folder : *m_folders)
            catalogue.folders.put(folder);
}

Result<void> StateReplay::apply(Catalogue &catalogue, bool catalogueIsOlder) const
{
    std::vector<MessageId> ids;
    ids.reserve(m_messages.size());
    for (const auto &[id, message] : m_messages)
        ids.push_back(id);
    std::sort(ids.begin(), ids.end());
    for (size_t first = 0; first < ids.size(); first += messagesOfOneTransaction) {
        const size_t end = std::min(ids.size(), first + messagesOfOneTransaction);
        CHECK(catalogue.transaction(Durability::Normal, [&] {
            for (size_t i = first; i < end; ++i)
                if (catalogueIsOlder || !catalogue.journal.isDirty(ids[i]))
                    enter(catalogue, m_messages.at(ids[i]).state);
            catalogue.finish();
        }));
    }
    if (!catalogueIsOlder)
        return {};
    return catalogue.transaction(Durability::Full, [&] { removeFolders(catalogue); });
}

void StateReplay::enter(Catalogue &catalogue, const StateRecord::Message &state)
{
    const auto before = catalogue.messages.marks(state.id);
    if (!before)
        return; // removed since
    MessageTable::Marks after{before->folder, (before->flags & ~StateRecord::userMarks) | state.marks};
    if (catalogue.folders.find(state.folder))
        after.folder = state.folder;
    if (after.folder != before->folder || after.flags != before->flags)
        catalogue.setMarks(state.id, *before, after);
    catalogue.tags.removeAll(state.id);
    for (const QString &tag : state.tags)
        if (const QString name = TagTable::nameOf(tag); !name.isEmpty())
            catalogue.tags.add(state.id, name);
    catalogue.notes.set(state.id, state.note);
    catalogue.reading.setCharset(state.id, state.charset);
    catalogue.journal.forget(state.id); // the vault has it
}

// Those that were removed after the copy of the catalogue was made. One that holds anything stays.
void StateReplay::removeFolders(Catalogue &catalogue) const
{
    if (!m_folders)
        return;
    bool removed = true;
    while (removed) { // from the innermost out
        removed = false;
        for (const Folder &folder : catalogue.folders.all()) {
            const bool stands = std::any_of(m_folders->begin(), m_folders->end(),
                                            [&](const Folder &known) { return known.id == folder.id; });
            if (!stands && folder.kind == FolderKind::Custom)
                removed |= catalogue.folders.remove(folder.id).has_value();
        }
    }
}
