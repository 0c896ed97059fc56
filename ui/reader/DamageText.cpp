// SPDX-License-Identifier: GPL-3.0-or-later
#include "DamageText.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace
{
struct DamageWords {
    Q_DECLARE_TR_FUNCTIONS(DamageText)
};

// In the order of their weight.
enum class Damage { None, Nothing, LeftAsText, Repaired, Unreadable, Cut };

// What the identifiers begin with, the special before the general.
Damage damageOf(const QString &defect)
{
    using Entry = std::pair<QLatin1String, Damage>;
    static constexpr std::array kinds{
        Entry{QLatin1String("cut:"), Damage::Cut},
        Entry{QLatin1String("html: cut"), Damage::Cut},
        Entry{QLatin1String("repaired:"), Damage::Repaired},
        Entry{QLatin1String("no header"), Damage::Repaired},
        Entry{QLatin1String("text:"), Damage::Unreadable},
        Entry{QLatin1String("left as text:"), Damage::LeftAsText},
        Entry{QLatin1String("empty message"), Damage::Nothing},
        Entry{QLatin1String("no words"), Damage::Nothing},
    };
    const bool isPicture =
        defect.startsWith(QLatin1String("html:")) && defect.endsWith(QLatin1String("too large"));
    const auto found = std::find_if(kinds.begin(), kinds.end(),
                                    [&](const Entry &entry) { return defect.startsWith(entry.first); });
    return isPicture ? Damage::Cut : found == kinds.end() ? Damage::None : found->second;
}

DamageNotice noticeOf(Damage damage)
{
    const QString warning = QStringLiteral("triangle-alert"), note = QStringLiteral("info");
    switch (damage) {
    case Damage::Cut:
        return {
            MessageBar::Kind::Warning, warning,
            DamageWords::tr("Not all of this message is shown, because it is too large or broken: all of it "
                            "is in its source.")};
    case Damage::Unreadable:
        return {MessageBar::Kind::Warning, warning,
                DamageWords::tr("Some letters of this message cannot be read: try another text encoding from "
                                "the menu, or look at its source.")};
    case Damage::Repaired:
        return {
            MessageBar::Kind::Warning, warning,
            DamageWords::tr("This message came broken and is shown as well as possible: if something seems "
                            "to be missing, look at its source.")};
    case Damage::LeftAsText:
        return {
            MessageBar::Kind::Notice, note,
            DamageWords::tr("A file stands in the text of this message in an old form: save the message to "
                            "unpack it with another program.")};
    case Damage::Nothing:
    case Damage::None:
        break;
    }
    return {MessageBar::Kind::Notice, note, DamageWords::tr("There is nothing in this message to be shown.")};
}
} // namespace

std::optional<DamageNotice> damageNotice(const MessageBody &body)
{
    Damage worst = Damage::None;
    for (const QString &defect : body.defects)
        worst = std::max(worst, damageOf(defect));
    // Pictures need no words.
    const bool hasPictures = !body.images.isEmpty() || body.remoteImages > 0;
    if (worst == Damage::None || (worst == Damage::Nothing && hasPictures))
        return std::nullopt;
    return noticeOf(worst);
}
