// SPDX-License-Identifier: GPL-3.0-or-later
#include "ExternalReader.h"

#include "HeaderBlock.h"
#include "HeaderText.h"

std::optional<ExternalCard> readExternal(const MimePart &part)
{
    if (part.type != "message/external-body")
        return std::nullopt;
    constexpr size_t mostParameters = 30;
    ExternalCard card;
    const auto add = [&card](const QByteArray &name, const QString &value) {
        if (!value.isEmpty() && card.parameters.size() < mostParameters)
            card.parameters.emplace_back(QString::fromUtf8(name), value);
    };
    for (const auto &[name, value] : part.contentType.parameters) {
        if (name == "access-type")
            card.access = QString::fromUtf8(value).toLower();
        else
            add(name, QString::fromUtf8(value));
    }
    // The part's content is the header of what lies there.
    const HeaderBlock header(part.content);
    const HeaderText text(header, {});
    for (const char *field : {"Content-Type", "Content-ID", "Content-Description"})
        add(QByteArray(field).toLower(), text.text(header.first(field)));
    return card;
}
