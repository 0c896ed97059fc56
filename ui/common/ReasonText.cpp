// SPDX-License-Identifier: GPL-3.0-or-later
#include "ReasonText.h"

#include "Formatting.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QRegularExpression>

#include <array>

namespace
{
struct ReasonWords {
    Q_DECLARE_TR_FUNCTIONS(ReasonText)
};

constexpr int mostAttempts = 3; // after so many the engine waits for the user

struct Sentence {
    const char *identifier;
    const char *text;
};

// What comes before the colon of a trouble; what comes after it is quoted.
constexpr std::array troubles{
    Sentence{"refused", QT_TRANSLATE_NOOP("ReasonText", "the server refused to send it")},
    Sentence{"cut", QT_TRANSLATE_NOOP("ReasonText", "the connection broke in the middle of it, twice")},
    Sentence{"no answer",
             QT_TRANSLATE_NOOP("ReasonText", "the server stopped answering in the middle of it")},
    Sentence{"too large", QT_TRANSLATE_NOOP("ReasonText", "it is larger than this account fetches")},
    Sentence{"crashed",
             QT_TRANSLATE_NOOP("ReasonText", "Poplar was ended while it was being fetched, twice")},
    Sentence{"not stored", QT_TRANSLATE_NOOP("ReasonText", "it could not be stored on this computer")},
    Sentence{"damaged", QT_TRANSLATE_NOOP("ReasonText", "what the server sent was damaged")},
    Sentence{"much shorter than the server had said; kept there",
             QT_TRANSLATE_NOOP("ReasonText", "it came much shorter than the server had said; its original "
                                             "stays on the server")},
    Sentence{"the copy here is damaged; not deleted",
             QT_TRANSLATE_NOOP("ReasonText", "its copy here is damaged; its original stays on the server")},
    Sentence{"removed here meanwhile; not deleted",
             QT_TRANSLATE_NOOP("ReasonText",
                               "you removed it here during the check; the next check looks at its "
                               "original on the server")},
    Sentence{"the server refused to delete it",
             QT_TRANSLATE_NOOP("ReasonText", "the server refused to delete it")},
    Sentence{"by rule", QT_TRANSLATE_NOOP("ReasonText", "a rule of yours leaves it on the server")},
    Sentence{"gone from the server", QT_TRANSLATE_NOOP("ReasonText", "it is no longer on the server")},
};

// What the engine says behind "too large", after the size.
constexpr std::array sizeDetails{
    Sentence{"and the server sends no beginnings",
             QT_TRANSLATE_NOOP("ReasonText", "%1; this server cannot send only the beginning")},
    Sentence{"and there was no end to it", QT_TRANSLATE_NOOP("ReasonText", "%1 had come, and no end of it")},
};

constexpr std::array deletions{
    Sentence{"your choice", QT_TRANSLATE_NOOP("ReasonText", "you chose so")},
    Sentence{"after download", QT_TRANSLATE_NOOP("ReasonText", "it is safely stored here")},
    Sentence{"moved to Trash here", QT_TRANSLATE_NOOP("ReasonText", "you deleted it here")},
    Sentence{"archived here", QT_TRANSLATE_NOOP("ReasonText", "you archived it here")},
    Sentence{"removed here", QT_TRANSLATE_NOOP("ReasonText", "you removed it here for good")},
    Sentence{"deletion was not confirmed",
             QT_TRANSLATE_NOOP("ReasonText", "the server has not confirmed its deletion yet")},
};

template <class Table> QString lookedUp(const Table &table, const QString &identifier)
{
    for (const Sentence &one : table) {
        if (identifier == QLatin1String(one.identifier))
            return QCoreApplication::translate("ReasonText", one.text);
    }
    return {};
}

// Asked for, and not tried in vain since.
bool isUnderWay(const ServerMessage &message)
{
    return message.wanted && (message.trouble.isEmpty() || message.attempts == 0);
}

// Sizes in the words of the window; everything else is what the server said.
QString detailWords(const QString &detail)
{
    static const QRegularExpression after(QStringLiteral("^after (\\d+) octets$"));
    static const QRegularExpression large(QStringLiteral("^(\\d+) octets(?:, (.*))?$"));
    if (const auto match = after.match(detail); match.hasMatch())
        return ReasonWords::tr("after %1").arg(Formatting::size(match.captured(1).toLongLong()));
    if (const auto match = large.match(detail); match.hasMatch()) {
        const QString size = Formatting::size(match.captured(1).toLongLong());
        const QString more = lookedUp(sizeDetails, match.captured(2));
        return more.isEmpty() ? size : more.arg(size);
    }
    static const QRegularExpression rule(QStringLiteral("^[0-9a-f]{8} (?=[a-z]+:)")); // see ReceiveRules
    return ReasonWords::tr("“%1”", "the server's words").arg(QString(detail).remove(rule).left(200));
}
} // namespace

QString ReasonText::trouble(const QString &identifier)
{
    static const QLatin1String again("not tried again: ");
    if (identifier.startsWith(again))
        return trouble(identifier.mid(again.size()));
    const qsizetype colon = identifier.indexOf(QLatin1Char(':'));
    const QString known = lookedUp(troubles, colon < 0 ? identifier : identifier.left(colon));
    if (known.isEmpty())
        return identifier;
    const QString detail = colon < 0 ? QString() : identifier.mid(colon + 1).simplified();
    return detail.isEmpty() ? known
                            : ReasonWords::tr("%1 (%2)", "trouble, detail").arg(known, detailWords(detail));
}

QString ReasonText::account(const ServerMessage &message, const QDateTime &now)
{
    QStringList parts;
    const auto add = [&parts](const QString &sentence) { parts += sentence + QLatin1Char('.'); };
    if (!message.trouble.isEmpty())
        add(state(message));
    if (!message.trouble.isEmpty() && message.attempts > 0 && message.lastAttempt > 0)
        add(ReasonWords::tr("Tried %n time(s), last: %1", nullptr, message.attempts)
                .arg(Formatting::readerDate(message.lastAttempt, now)));
    const bool isMissing = message.state == ServerMessage::State::New && !isUnderWay(message) &&
                           message.choice != ServerMessage::Choice::Never;
    if (!message.deletionReason.isEmpty() || message.state == ServerMessage::State::DeleteSent)
        add(fate(message, now));
    else if (isMissing && message.attempts >= mostAttempts && !message.wanted)
        add(ReasonWords::tr("Poplar does not try again by itself. “Get” does, and “Save as” keeps what the "
                            "server sends, as it is"));
    else if (isMissing && !message.trouble.isEmpty())
        add(ReasonWords::tr("The next check tries again"));
    return parts.join(QLatin1Char(' '));
}

QString ReasonText::deletion(const QString &identifier)
{
    static const QRegularExpression age(QStringLiteral("^older than (\\d+) (day|hour)s?$"));
    static const QRegularExpression newest(QStringLiteral("^beyond the newest (\\d+)( MB)?$"));
    if (const auto match = age.match(identifier); match.hasMatch()) {
        const int number = match.captured(1).toInt();
        return match.captured(2) == QLatin1String("day")
                   ? ReasonWords::tr("older than %n day(s)", nullptr, number)
                   : ReasonWords::tr("older than %n hour(s)", nullptr, number);
    }
    if (const auto match = newest.match(identifier); match.hasMatch()) {
        const QString number = Formatting::count(match.captured(1).toLongLong());
        return match.captured(2).isEmpty() ? ReasonWords::tr("not one of the newest %1").arg(number)
                                           : ReasonWords::tr("not in the newest %1 MB").arg(number);
    }
    const QString known = lookedUp(deletions, identifier);
    return known.isEmpty() ? identifier : known;
}

QString ReasonText::state(const ServerMessage &message)
{
    switch (message.state) {
    case ServerMessage::State::New:
        if (isUnderWay(message))
            return ReasonWords::tr("Will be fetched at the next check");
        if (message.choice == ServerMessage::Choice::Never)
            return ReasonWords::tr("Never to be fetched");
        return message.trouble.isEmpty() ? ReasonWords::tr("Not fetched yet")
                                         : ReasonWords::tr("Not fetched: %1").arg(trouble(message.trouble));
    case ServerMessage::State::Fetching:
        return ReasonWords::tr("Being fetched");
    case ServerMessage::State::Stored:
        return message.message == 0 ? ReasonWords::tr("On the server; removed here")
                                    : ReasonWords::tr("Here and on the server");
    case ServerMessage::State::Partial:
        if (!isUnderWay(message) && !message.trouble.isEmpty())
            return ReasonWords::tr("Only the beginning is here: %1").arg(trouble(message.trouble));
        return isUnderWay(message) ? ReasonWords::tr("The rest will be fetched at the next check")
                                   : ReasonWords::tr("Only the beginning is here");
    case ServerMessage::State::DeleteSent:
        return ReasonWords::tr("Deletion sent, not confirmed yet");
    case ServerMessage::State::Gone:
        return ReasonWords::tr("Not on the server any more");
    }
    return {};
}

QString ReasonText::fate(const ServerMessage &message, const QDateTime &now)
{
    if (message.state == ServerMessage::State::Gone)
        return message.goneSince > 0
                   ? ReasonWords::tr("Gone since %1").arg(Formatting::listDate(message.goneSince, now))
                   : QString();
    if (message.state == ServerMessage::State::DeleteSent)
        return ReasonWords::tr("Deleted at the next check: %1")
            .arg(deletion(QStringLiteral("deletion was not confirmed")));
    if (!message.deletionReason.isEmpty())
        return ReasonWords::tr("Deleted at the next check: %1").arg(deletion(message.deletionReason));
    if (message.choice == ServerMessage::Choice::Keep || message.choice == ServerMessage::Choice::Never)
        return ReasonWords::tr("Stays: you chose so");
    return ReasonWords::tr("Stays");
}

QString ReasonText::amount(const RetentionForecast &forecast)
{
    return ReasonWords::tr("%1 of %2 message(s) (%3)", "how many, of how many, size", forecast.onServer)
        .arg(Formatting::count(forecast.deleted), Formatting::count(forecast.onServer),
             Formatting::size(forecast.deletedBytes));
}

QString ReasonText::oldest(const RetentionForecast &forecast, const QDateTime &now)
{
    qint64 oldest = 0;
    for (const ServerMessage &message : forecast.deletions) {
        const qint64 date = message.date != 0 ? message.date : message.firstSeen;
        if (date > 0 && (oldest == 0 || date < oldest))
            oldest = date;
    }
    return oldest == 0 ? QString()
                       : ReasonWords::tr("The oldest is from %1.").arg(Formatting::readerDate(oldest, now));
}
