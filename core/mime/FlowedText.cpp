// SPDX-License-Identifier: GPL-3.0-or-later
#include "FlowedText.h"

#include <QStringView>

namespace
{

struct FlowedLine {
    qsizetype quoteDepth = 0;
    QStringView text; // without quote marks and stuffing
    bool isFlowed = false;
};

FlowedLine readLine(QStringView line)
{
    FlowedLine result;
    while (result.quoteDepth < line.size() && line[result.quoteDepth] == u'>')
        ++result.quoteDepth;
    result.text = line.sliced(result.quoteDepth);
    if (result.text.startsWith(u' '))
        result.text = result.text.sliced(1);
    // The line before a signature looks flowed and is not (RFC 3676 §4.3).
    result.isFlowed = result.text.endsWith(u' ') && result.text != QStringView(u"-- ");
    return result;
}

} // namespace

QString unflowed(const QString &text, bool deleteSpace)
{
    QString result;
    result.reserve(text.size());
    bool open = false; // the last line that was written waits for its continuation
    qsizetype openDepth = 0;
    qsizetype at = 0;
    while (at < text.size()) {
        qsizetype end = text.indexOf(u'\n', at);
        const bool hasBreak = end >= 0;
        if (!hasBreak)
            end = text.size();
        const FlowedLine line = readLine(QStringView(text).sliced(at, end - at));
        const bool continues = open && line.quoteDepth == openDepth && line.text != QStringView(u"-- ");
        if (open && !continues)
            result += u'\n';
        if (!continues && line.quoteDepth > 0)
            result += QString(line.quoteDepth, u'>') + u' ';
        const bool dropsSpace = line.isFlowed && deleteSpace;
        result += dropsSpace ? line.text.chopped(1) : line.text;
        open = line.isFlowed && hasBreak;
        openDepth = line.quoteDepth;
        if (!open && hasBreak)
            result += u'\n';
        at = end + 1;
    }
    return result;
}
