// SPDX-License-Identifier: GPL-3.0-or-later
#include "ContactReader.h"

#include "ContentLine.h"
#include "Octets.h"
#include "PartText.h"

namespace
{

constexpr qsizetype maxContactValues = 10;
constexpr qsizetype maxContactValue = 500;

QString inOneLine(const QString &text)
{
    return text.left(2 * maxContactValue).simplified().left(maxContactValue);
}

QString joinedParts(const ContentLine &line, const QString &between)
{
    QStringList said;
    for (const QString &part : unescapedParts(line.text(), u';')) {
        if (const QString words = inOneLine(part); !words.isEmpty())
            said.append(words);
    }
    return said.join(between).left(maxContactValue);
}

// "Reed;Tomas;Maria;Dr.;Jr." is family, given, additional, prefixes, suffixes (RFC 6350 §6.2.2).
QString nameOfParts(const ContentLine &line)
{
    const QStringList parts = unescapedParts(line.text(), u';');
    QStringList said;
    for (const int i : {3, 1, 2, 0, 4}) {
        if (const QString words = inOneLine(parts.value(i)); !words.isEmpty())
            said.append(words);
    }
    return said.join(QLatin1Char(' '));
}

void addOnce(QStringList &list, QString value, const QString &scheme = {})
{
    if (!scheme.isEmpty() && value.startsWith(scheme, Qt::CaseInsensitive))
        value = value.sliced(scheme.size());
    if (!value.isEmpty() && list.size() < maxContactValues && !list.contains(value))
        list.append(value);
}

class ContactReading
{
public:
    void take(const ContentLine &line);
    std::optional<ContactCard> result();

private:
    void takeProperty(const ContentLine &line);

    ContactCard m_card;
    QString m_nameOfParts, m_role;
    int m_depth = 0; // a vCard may be within a vCard (AGENT)
    int m_seen = 0;
};

void ContactReading::take(const ContentLine &line)
{
    const bool isCard = sameIgnoringCase(QByteArrayView(line.value).trimmed(), "VCARD");
    if (line.name == "BEGIN" && isCard) {
        m_seen += m_depth == 0 ? 1 : 0;
        ++m_depth;
    } else if (line.name == "END" && isCard) {
        m_depth = std::max(m_depth - 1, 0);
    } else if (m_seen == 1 && m_depth == 1) {
        takeProperty(line);
    }
}

void ContactReading::takeProperty(const ContentLine &line)
{
    const auto words = [&line] { return inOneLine(unescaped(line.text())); };
    const auto setFirst = [](QString &place, const QString &value) {
        if (place.isEmpty())
            place = value;
    };
    if (line.name == "FN")
        setFirst(m_card.name, words());
    else if (line.name == "N")
        setFirst(m_nameOfParts, nameOfParts(line));
    else if (line.name == "ORG")
        setFirst(m_card.organization, joinedParts(line, QStringLiteral(", ")));
    else if (line.name == "TITLE")
        setFirst(m_card.title, words());
    else if (line.name == "ROLE")
        setFirst(m_role, words());
    else if (line.name == "EMAIL")
        addOnce(m_card.mail, words(), QStringLiteral("mailto:"));
    else if (line.name == "TEL")
        addOnce(m_card.telephones, words(), QStringLiteral("tel:"));
    else if (line.name == "ADR")
        addOnce(m_card.addresses, joinedParts(line, QStringLiteral(", ")));
    else if (line.name == "URL")
        addOnce(m_card.links, words());
}

std::optional<ContactCard> ContactReading::result()
{
    for (const QString &other : {m_nameOfParts, m_card.organization, m_card.mail.value(0)}) {
        if (m_card.name.isEmpty())
            m_card.name = other;
    }
    if (m_card.title.isEmpty())
        m_card.title = m_role;
    m_card.leftOut = std::max(m_seen - 1, 0);
    return m_card.name.isEmpty() ? std::nullopt : std::optional(std::move(m_card));
}

} // namespace

std::optional<ContactCard> readContact(const MimePart &part)
{
    const QByteArray text = partText(part).toUtf8();
    ContentLines lines(text);
    ContactReading reading;
    ContentLine line;
    while (lines.next(line))
        reading.take(line);
    return reading.result();
}
