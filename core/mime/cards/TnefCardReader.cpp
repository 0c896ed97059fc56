// SPDX-License-Identifier: GPL-3.0-or-later
#include "TnefCardReader.h"

#include "AttachmentReader.h"

std::optional<TnefCard> readTnefCard(const ParsedMessage &message, int index)
{
    const MimePart &part = message.tree[index];
    if (part.wrapper != MimePart::Wrapper::Tnef)
        return std::nullopt;
    const AttachmentReader reader(message.tree, message.choice);
    TnefCard card;
    for (const int child : part.children) {
        if (!message.tree[child].disposition.value.isEmpty())
            card.names.append(reader.name(child));
    }
    card.problem = part.problem;
    return card;
}
