// SPDX-License-Identifier: GPL-3.0-or-later
#include "EnrichedText.h"

#include <QStringList>

#include <algorithm>
#include <vector>

namespace
{

struct Command {
    const char *name;
    const char *open;
    const char *close;
};

// What a command is in HTML. "excerpt" is a quotation.
constexpr Command commands[] = {
    {"bold", "<b>", "</b>"},
    {"italic", "<i>", "</i>"},
    {"underline", "<u>", "</u>"},
    {"fixed", "<tt>", "</tt>"},
    {"smaller", "<small>", "</small>"},
    {"bigger", "<big>", "</big>"},
    {"subscript", "<sub>", "</sub>"},
    {"superscript", "<sup>", "</sup>"},
    {"heading", "<b>", "</b>"},
    {"signature", "<small>", "</small>"},
    {"center", "<div style=\"text-align: center\">", "</div>"},
    {"flushleft", "<div style=\"text-align: left\">", "</div>"},
    {"flushright", "<div style=\"text-align: right\">", "</div>"},
    {"flushboth", "<div style=\"text-align: justify\">", "</div>"},
    {"indent", "<div style=\"margin-left: 2em\">", "</div>"},
    {"indentright", "<div style=\"margin-right: 2em\">", "</div>"},
    {"excerpt", "<blockquote type=\"cite\">", "</blockquote>"},
    {"color", "<span>", "</span>"},
    {"fontfamily", "<span>", "</span>"},
    {"nofill", "", ""},
    {"param", "", ""},
    {"comment", "", ""},
};

const Command *commandOf(QStringView name)
{
    const auto found = std::find_if(std::begin(commands), std::end(commands), [name](const Command &command) {
        return name == QLatin1String(command.name);
    });
    return found == std::end(commands) ? nullptr : found;
}

bool isCommandCharacter(QChar c)
{
    return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9') || c == u'-';
}

// "red", or "FFFF,0000,0000" with 16 bits for each colour; empty for what is no colour.
QString cssColour(const QString &parameter)
{
    const QStringList parts = parameter.trimmed().split(u',');
    if (parts.size() == 3) {
        QString colour(u'#');
        for (const QString &part : parts) {
            bool isNumber = false;
            const uint value = part.trimmed().toUInt(&isNumber, 16);
            if (!isNumber || value > 0xFFFF)
                return {};
            colour += QStringLiteral("%1").arg(value >> 8, 2, 16, QChar(u'0'));
        }
        return colour;
    }
    const bool isName = std::all_of(parameter.begin(), parameter.end(), isCommandCharacter);
    return isName ? parameter : QString();
}

class EnrichedReader
{
public:
    EnrichedReader(QStringView text, EnrichedKind kind, bool toHtml)
        : m_text(text), m_kind(kind), m_toHtml(toHtml)
    {
    }

    QString read();

private:
    bool readCommand();
    void readLineBreaks();
    void open(const Command &command);
    void close(const Command &command);
    void takeParameter();
    void addLine();
    void add(QChar c);
    bool isIn(const char *name) const;

    const QStringView m_text;
    const EnrichedKind m_kind;
    const bool m_toHtml;
    qsizetype m_at = 0;
    QString m_result;
    QString m_parameter;
    std::vector<const Command *> m_open;
    int m_excerpts = 0;
    bool m_isLineStart = true;
};

QString EnrichedReader::read()
{
    while (m_at < m_text.size()) {
        const QChar c = m_text[m_at];
        if (c == u'<' && readCommand())
            continue;
        if (c == u'\n') {
            readLineBreaks();
            continue;
        }
        add(c);
        ++m_at;
    }
    while (m_toHtml && !m_open.empty())
        close(*m_open.back());
    return m_result;
}

bool EnrichedReader::isIn(const char *name) const
{
    return std::any_of(m_open.begin(), m_open.end(),
                       [name](const Command *command) { return qstrcmp(command->name, name) == 0; });
}

void EnrichedReader::add(QChar c)
{
    constexpr qsizetype longestParameter = 200;
    if (isIn("param")) {
        if (m_parameter.size() < longestParameter)
            m_parameter += c;
        return;
    }
    if (isIn("comment"))
        return;
    if (m_isLineStart && !m_toHtml)
        m_result += QStringLiteral("> ").repeated(m_excerpts);
    m_isLineStart = false;
    if (m_toHtml && (c == u'<' || c == u'>' || c == u'&' || c == u'"'))
        m_result += QString(c).toHtmlEscaped();
    else
        m_result += c;
}

void EnrichedReader::addLine()
{
    if (isIn("param") || isIn("comment"))
        return;
    m_result += u'\n';
    m_isLineStart = true;
}

// RFC 1896 §3: one line break is a blank, n of them are n - 1 lines. In richtext all are blanks.
void EnrichedReader::readLineBreaks()
{
    const qsizetype start = m_at;
    while (m_at < m_text.size() && m_text[m_at] == u'\n')
        ++m_at;
    const qsizetype breaks = m_at - start;
    if (isIn("nofill")) {
        for (qsizetype i = 0; i < breaks; ++i)
            addLine();
    } else if (m_kind == EnrichedKind::Richtext || breaks == 1) {
        if (!m_isLineStart && m_at < m_text.size())
            add(u' ');
    } else {
        for (qsizetype i = 1; i < breaks; ++i)
            addLine();
    }
}

// At '<'. False where it is a letter like any other.
bool EnrichedReader::readCommand()
{
    constexpr qsizetype longest = 60; // RFC 1896 §2
    if (m_kind == EnrichedKind::Enriched && m_text.sliced(m_at).startsWith(u"<<")) {
        add(u'<');
        m_at += 2;
        return true;
    }
    const bool closes = m_at + 1 < m_text.size() && m_text[m_at + 1] == u'/';
    const qsizetype start = m_at + (closes ? 2 : 1);
    qsizetype end = start;
    while (end < m_text.size() && end - start < longest && isCommandCharacter(m_text[end]))
        ++end;
    if (end == start || end == m_text.size() || m_text[end] != u'>')
        return false;
    const QString name = m_text.sliced(start, end - start).toString().toLower();
    m_at = end + 1;
    if (m_kind == EnrichedKind::Richtext && !closes) {
        if (name == QStringLiteral("lt"))
            add(u'<');
        if (name == QStringLiteral("nl") || name == QStringLiteral("np"))
            addLine();
    }
    if (m_kind == EnrichedKind::Richtext && name == QStringLiteral("paragraph") && !m_isLineStart)
        addLine();
    if (const Command *command = commandOf(name))
        closes ? close(*command) : open(*command);
    return true;
}

void EnrichedReader::open(const Command &command)
{
    constexpr size_t deepest = 100;
    if (m_open.size() >= deepest || isIn("param"))
        return;
    m_open.push_back(&command);
    if (qstrcmp(command.name, "param") == 0)
        m_parameter.clear();
    if (qstrcmp(command.name, "excerpt") == 0) {
        if (!m_toHtml && !m_isLineStart)
            addLine();
        ++m_excerpts;
    }
    if (m_toHtml && !isIn("comment"))
        m_result += QLatin1String(command.open);
}

// With all that was opened within it.
void EnrichedReader::close(const Command &command)
{
    if (std::find(m_open.begin(), m_open.end(), &command) == m_open.end())
        return;
    for (bool found = false; !found;) {
        const Command *last = m_open.back();
        found = last == &command;
        if (m_toHtml && !isIn("comment"))
            m_result += QLatin1String(last->close);
        m_open.pop_back();
        if (qstrcmp(last->name, "param") == 0)
            takeParameter();
        if (qstrcmp(last->name, "excerpt") == 0) {
            --m_excerpts;
            if (!m_toHtml && !m_isLineStart)
                addLine();
        }
    }
}

// A parameter belongs to the command around it, which was written as a bare span.
void EnrichedReader::takeParameter()
{
    const QString span = QStringLiteral("<span>");
    if (!m_toHtml || m_open.empty() || !m_result.endsWith(span))
        return;
    QString style;
    if (qstrcmp(m_open.back()->name, "color") == 0) {
        if (const QString colour = cssColour(m_parameter); !colour.isEmpty())
            style = QStringLiteral("color: ") + colour;
    } else if (qstrcmp(m_open.back()->name, "fontfamily") == 0) {
        const bool isName = std::all_of(m_parameter.begin(), m_parameter.end(),
                                        [](QChar c) { return isCommandCharacter(c) || c == u' '; });
        if (isName && !m_parameter.isEmpty())
            style = QStringLiteral("font-family: '%1'").arg(m_parameter);
    }
    if (!style.isEmpty())
        m_result.replace(m_result.size() - span.size(), span.size(),
                         QStringLiteral("<span style=\"%1\">").arg(style));
}

} // namespace

EnrichedKind enrichedKindOf(QByteArrayView type)
{
    if (type == QByteArrayView("text/enriched"))
        return EnrichedKind::Enriched;
    return type == QByteArrayView("text/richtext") ? EnrichedKind::Richtext : EnrichedKind::None;
}

QString enrichedToText(const QString &text, EnrichedKind kind)
{
    return EnrichedReader(text, kind, false).read();
}

QString enrichedToHtml(const QString &text, EnrichedKind kind)
{
    return QStringLiteral("<div style=\"white-space: pre-wrap\">") + EnrichedReader(text, kind, true).read() +
           QStringLiteral("</div>");
}
