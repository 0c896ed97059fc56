// SPDX-License-Identifier: GPL-3.0-or-later
//
// The input: the content of a record of type 4.
#include "FuzzInput.h"
#include "StateRecord.h"

#include <algorithm>

namespace
{

void requireWellFormed(const StateRecord &state)
{
    for (const StateRecord::Message &message : state.messages) {
        require(message.id > 0 && !(message.marks & ~StateRecord::userMarks));
        require(std::none_of(message.tags.begin(), message.tags.end(),
                             [](const QString &tag) { return tag.isEmpty(); }));
    }
    if (state.folders)
        for (const Folder &folder : *state.folders)
            require(folder.id > 0 && folder.account > 0 && folder.parent >= 0 &&
                    folder.kind >= FolderKind::Inbox && folder.kind <= FolderKind::Custom);
}

// What several records of one state say together.
StateRecord joined(const QByteArrayList &contents)
{
    StateRecord whole;
    for (const QByteArray &content : contents) {
        auto part = StateRecord::decode(content);
        require(part.has_value());
        whole.messages.insert(whole.messages.end(), part->messages.begin(), part->messages.end());
        if (part->folders)
            whole.folders = std::move(part->folders);
    }
    return whole;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const auto state = StateRecord::decode(bytesOf(data, size));
    if (!state)
        return 0;
    requireWellFormed(*state);
    require(joined(state->encoded()) == *state);
    require(joined(state->encoded(64)) == *state);
    return 0;
}
