// SPDX-License-Identifier: GPL-3.0-or-later
#include "ContentLine.h"

#include "Charset.h"
#include "Octets.h"
#include "TransferEncoding.h"

#include <algorithm>

namespace
{

// Where the colon stands that ends the head: not one within quotes.
qsizetype endOfHead(QByteArrayView line)
{
    bool isQuoted = false;
    for (qsizetype i = 0; i < line.size(); ++i) {
        if (line[i] == '"')
            isQuoted = !isQuoted;
        else if (line[i] == ':' && !isQuoted)
            return i;
    }
    return line.indexOf(':'); // a quotation mark that nobody closed
}

std::vector<QByteArrayView> splitOutsideQuotes(QByteArrayView head, size_t most)
{
    std::vector<QByteArrayView> parts;
    bool isQuoted = false;
    qsizetype start = 0;
    for (qsizetype i = 0; i < head.size() && parts.size() < most; ++i) {
        if (head[i] == '"')
            isQuoted = !isQuoted;
        if (head[i] != ';' || isQuoted)
            continue;
        parts.push_back(head.sliced(start, i - start));
        start = i + 1;
    }
    if (parts.size() < most)
        parts.push_back(head.sliced(start));
    return parts;
}

QByteArray withoutQuotes(QByteArrayView value)
{
    QByteArray result = value.toByteArray().trimmed();
    if (result.size() >= 2 && result.startsWith('"') && result.endsWith('"'))
        result = result.sliced(1, result.size() - 2);
    return result;
}

bool takeHead(QByteArrayView head, ContentLine &line)
{
    const auto parts = splitOutsideQuotes(head, ContentLines::maxParameters + 1);
    QByteArray name = parts.front().toByteArray().trimmed().toUpper();
    name = name.sliced(name.lastIndexOf('.') + 1);
    if (name.isEmpty())
        return false;
    line.name = name;
    line.head = head.toByteArray();
    line.parameters.clear();
    for (size_t i = 1; i < parts.size(); ++i) {
        const qsizetype equals = parts[i].indexOf('=');
        if (equals < 0) // vCard 2.1 §2.1.3 leaves out "TYPE=" and "ENCODING="
            line.parameters.emplace_back("TYPE", withoutQuotes(parts[i]));
        else
            line.parameters.emplace_back(parts[i].first(equals).toByteArray().trimmed().toUpper(),
                                         withoutQuotes(parts[i].sliced(equals + 1)));
    }
    return true;
}

} // namespace

QByteArray ContentLine::parameter(QByteArrayView wanted) const
{
    for (const auto &[name, value] : parameters) {
        if (name == wanted)
            return value;
    }
    return {};
}

bool ContentLine::isQuotedPrintable() const
{
    return std::any_of(parameters.begin(), parameters.end(), [](const auto &parameter) {
        return sameIgnoringCase(parameter.second, "QUOTED-PRINTABLE");
    });
}

QString ContentLine::text() const
{
    if (!isQuotedPrintable())
        return QString::fromUtf8(value);
    return decodeText(decodeQuotedPrintable(value), parameter("CHARSET")).text;
}

ContentLines::ContentLines(QByteArrayView text) : m_text(text.first(std::min(text.size(), maxText))) {}

QByteArrayView ContentLines::physicalLine()
{
    const auto line = lineAt(m_text, m_at);
    m_at = std::min(lineEnd(m_text, m_at) + 1, m_text.size());
    return line;
}

QByteArray ContentLines::unfolded()
{
    QByteArray line = physicalLine().toByteArray();
    while (m_at < m_text.size() && isBlank(m_text[m_at])) {
        const auto more = physicalLine().sliced(1);
        line.append(more.data(), std::min(more.size(), std::max<qsizetype>(maxLine - line.size(), 0)));
    }
    return line.first(std::min(line.size(), maxLine));
}

bool ContentLines::next(ContentLine &line)
{
    while (m_at < m_text.size()) {
        const QByteArray whole = unfolded();
        const qsizetype colon = endOfHead(whole);
        if (colon <= 0 || !takeHead(QByteArrayView(whole).first(colon), line))
            continue;
        line.value = whole.sliced(colon + 1);
        // Quoted-printable has a way of its own to go on in the next line (vCard 2.1 §2.1.3).
        while (line.value.endsWith('=') && line.isQuotedPrintable() && m_at < m_text.size() &&
               line.value.size() < maxLine) {
            const auto more = physicalLine();
            line.value += '\n';
            line.value.append(more.data(), std::min(more.size(), maxLine));
        }
        return true;
    }
    return false;
}

QStringList unescapedParts(const QString &value, QChar separator)
{
    QStringList parts{QString()};
    for (qsizetype i = 0; i < value.size(); ++i) {
        const QChar c = value[i];
        if (c == separator) {
            parts.append(QString());
        } else if (c == u'\\' && i + 1 < value.size()) {
            const QChar next = value[++i];
            parts.back() += next == u'n' || next == u'N' ? QChar(u'\n') : next;
        } else {
            parts.back() += c;
        }
    }
    return parts;
}

QString unescaped(const QString &value)
{
    return unescapedParts(value, QChar(u'\0')).join(QString()); // NUL is nowhere in decoded text
}
