// SPDX-License-Identifier: GPL-3.0-or-later
#include "SearchValue.h"

#include <QRegularExpression>

#include <algorithm>
#include <iterator>

namespace
{

using Kind = SearchTerm::Kind;

struct KnownName {
    const char *text;
    Kind kind;
    SearchField field = SearchField::Any;
};

// The first name of a field is the one that is written.
constexpr KnownName knownNames[] = {
    {"from", Kind::Text, SearchField::From},
    {"to", Kind::Text, SearchField::To},
    {"cc", Kind::Text, SearchField::Cc},
    {"subject", Kind::Text, SearchField::Subject},
    {"body", Kind::Text, SearchField::Body},
    {"filename", Kind::Text, SearchField::FileName},
    {"list", Kind::Text, SearchField::List},
    {"tag", Kind::Text, SearchField::Tag},
    {"in", Kind::Text, SearchField::Folder},
    {"account", Kind::Text, SearchField::Account},
    {"is", Kind::State},
    {"has", Kind::State},
    {"larger", Kind::Larger},
    {"smaller", Kind::Smaller},
    {"before", Kind::Before},
    {"older", Kind::Before},
    {"after", Kind::After},
    {"newer", Kind::After},
};

struct KnownState {
    const char *text;
    const char *name;
    SearchState state;
};

constexpr KnownState knownStates[] = {
    {"read", "is", SearchState::Read},
    {"unread", "is", SearchState::Unread},
    {"starred", "is", SearchState::Starred},
    {"server", "is", SearchState::OnServer},
    {"partial", "is", SearchState::Partial},
    {"damaged", "is", SearchState::Damaged},
    {"attachment", "has", SearchState::Attachment},
    {"tag", "has", SearchState::Tagged},
    {"attachments", "has", SearchState::Attachment},
    {"tags", "has", SearchState::Tagged},
    {"tagged", "is", SearchState::Tagged},
    {"flagged", "is", SearchState::Starred},
};

bool same(QStringView text, const char *known)
{
    return text.compare(QLatin1String(known), Qt::CaseInsensitive) == 0;
}

constexpr char unitLetters[] = {'d', 'w', 'm', 'y'}; // in the order of SearchDate::Unit

std::optional<SearchDate> relativeDate(QStringView text)
{
    static const QRegularExpression form(QStringLiteral("\\A([0-9]{1,4})([dwmyDWMY])\\z"));
    const auto match = form.match(text.toString());
    if (!match.hasMatch())
        return std::nullopt;
    SearchDate date;
    date.count = match.captured(1).toInt();
    const char letter = match.captured(2).toLower().at(0).toLatin1();
    const auto unit = std::find(std::begin(unitLetters), std::end(unitLetters), letter);
    date.unit = static_cast<SearchDate::Unit>(unit - std::begin(unitLetters));
    return date;
}

QDate fixedDate(QStringView text)
{
    static const QRegularExpression yearFirst(
        QStringLiteral("\\A([0-9]{4})(?:([-/])([0-9]{1,2})(?:\\2([0-9]{1,2}))?)?\\z"));
    static const QRegularExpression dayFirst(
        QStringLiteral("\\A([0-9]{1,2})\\.([0-9]{1,2})\\.([0-9]{4})\\z"));
    const QString written = text.toString();
    if (const auto match = yearFirst.match(written); match.hasMatch()) {
        const auto part = [&](int group) {
            return match.capturedLength(group) > 0 ? match.captured(group).toInt() : 1;
        };
        return QDate(part(1), part(3), part(4));
    }
    if (const auto match = dayFirst.match(written); match.hasMatch())
        return QDate(match.captured(3).toInt(), match.captured(2).toInt(), match.captured(1).toInt());
    return {};
}

} // namespace

std::optional<SearchValue::Name> SearchValue::name(QStringView text)
{
    for (const auto &known : knownNames) {
        if (same(text, known.text))
            return Name{known.kind, known.field};
    }
    return std::nullopt;
}

QString SearchValue::fieldName(SearchField field)
{
    for (const auto &known : knownNames) {
        if (known.kind == Kind::Text && known.field == field)
            return QLatin1String(known.text);
    }
    return {};
}

std::optional<SearchState> SearchValue::state(QStringView text)
{
    for (const auto &known : knownStates) {
        if (same(text, known.text))
            return known.state;
    }
    return std::nullopt;
}

QString SearchValue::stateText(SearchState state)
{
    for (const auto &known : knownStates) {
        if (known.state == state)
            return QLatin1String(known.name) + u':' + QLatin1String(known.text);
    }
    return {};
}

std::optional<qint64> SearchValue::size(QStringView text)
{
    static const QRegularExpression form(
        QStringLiteral("\\A([0-9]{1,18})(?:[.,]([0-9]{1,6}))?(?:([kmg])(?:i?b)?|b)?\\z"),
        QRegularExpression::CaseInsensitiveOption);
    if (text.size() > 32)
        return std::nullopt;
    const auto match = form.match(text.toString());
    if (!match.hasMatch())
        return std::nullopt;
    const QString letter = match.captured(3).toLower();
    const QString fraction = match.captured(2);
    if (letter.isEmpty() && !fraction.isEmpty())
        return std::nullopt;
    const int power = letter.isEmpty() ? 0 : 1 + int(QStringLiteral("kmg").indexOf(letter));
    const qint64 unit = qint64(1) << (10 * power);
    const qint64 whole = match.captured(1).toLongLong();
    if (whole >= (qint64(1) << 62) / unit)
        return std::nullopt;
    qint64 scale = 1;
    for (qsizetype digit = 0; digit < fraction.size(); ++digit)
        scale *= 10;
    return whole * unit + fraction.toLongLong() * unit / scale;
}

QString SearchValue::sizeText(qint64 bytes)
{
    constexpr char letters[] = {'G', 'M', 'k'};
    for (int index = 0; index < 3; ++index) {
        const qint64 unit = qint64(1) << (10 * (3 - index));
        if (bytes > 0 && bytes % unit == 0)
            return QString::number(bytes / unit) + QLatin1Char(letters[index]);
    }
    return QString::number(bytes);
}

std::optional<SearchDate> SearchValue::date(QStringView text)
{
    if (same(text, "today"))
        return SearchDate{};
    if (same(text, "yesterday"))
        return SearchDate{{}, 1, SearchDate::Unit::Day};
    if (text.size() > 10)
        return std::nullopt;
    if (const auto relative = relativeDate(text))
        return relative;
    const QDate day = fixedDate(text);
    if (!day.isValid())
        return std::nullopt;
    return SearchDate{day, 0, SearchDate::Unit::Day};
}

QString SearchValue::dateText(const SearchDate &date)
{
    if (date.day.isValid())
        return date.day.toString(Qt::ISODate);
    return QString::number(date.count) + QLatin1Char(unitLetters[static_cast<int>(date.unit)]);
}
