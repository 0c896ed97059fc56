// SPDX-License-Identifier: GPL-3.0-or-later
#include "WebStyle.h"

#include "CssDeclarations.h"

#include <algorithm>

namespace
{
constexpr int mostWebRules = 3000;
constexpr qsizetype longestPrelude = 2000; // selectors, or a media query
constexpr qsizetype mostCss = 256 * 1024;

bool isPlain(QStringView prelude, QStringView marks)
{
    return !prelude.isEmpty() && prelude.size() <= longestPrelude &&
           std::all_of(prelude.begin(), prelude.end(),
                       [marks](QChar c) { return c.isLetterOrNumber() || c.isSpace() || marks.contains(c); });
}

QString uncommented(const QString &css)
{
    QString clean;
    qsizetype at = 0;
    while (at < css.size()) {
        const qsizetype begin = css.indexOf(QLatin1String("/*"), at);
        clean += QStringView(css).mid(at, (begin < 0 ? css.size() : begin) - at);
        const qsizetype end = begin < 0 ? -1 : css.indexOf(QLatin1String("*/"), begin + 2);
        if (end < 0)
            break;
        at = end + 2;
    }
    return clean.replace(QLatin1String("<!--"), QLatin1String(" "))
        .replace(QLatin1String("-->"), QLatin1String(" "));
}

class StyleCopy
{
public:
    QString text;

    void copy(QStringView css, bool insideMedia)
    {
        while (!css.isEmpty() && m_rules < mostWebRules) {
            const auto stop = std::find_if(css.begin(), css.end(),
                                           [](QChar c) { return c == u'{' || c == u';' || c == u'}'; });
            const QStringView prelude = css.left(stop - css.begin()).trimmed();
            css = css.mid(stop - css.begin());
            if (css.isEmpty())
                return;
            if (css.front() != u'{') { // @import "…"; or a bracket too many
                css = css.mid(1);
                continue;
            }
            const qsizetype end = blockLength(css);
            const QStringView block = css.mid(1, std::max<qsizetype>(0, end - 2));
            css = css.mid(end);
            add(prelude, block, insideMedia);
        }
    }

private:
    // From the bracket that opens to the one that closes, or to the end.
    static qsizetype blockLength(QStringView css)
    {
        int depth = 0;
        for (qsizetype at = 0; at < css.size(); ++at) {
            depth += css[at] == u'{' ? 1 : css[at] == u'}' ? -1 : 0;
            if (depth == 0)
                return at + 1;
        }
        return css.size();
    }

    void add(QStringView prelude, QStringView block, bool insideMedia)
    {
        ++m_rules;
        if (prelude.startsWith(u'@')) {
            const QStringView query = prelude.mid(6).trimmed();
            if (insideMedia || !prelude.startsWith(u"@media", Qt::CaseInsensitive) ||
                !isPlain(query, u"():,-."))
                return;
            text += QLatin1String("@media ") + query.toString() + QLatin1String("{\n");
            copy(block, true);
            text += QLatin1String("}\n");
            return;
        }
        const QString declarations = webDeclarations(block);
        if (!declarations.isEmpty() && isPlain(prelude, u".#*>+~,:-_[]=\"'()"))
            text += prelude.toString().simplified() + u'{' + declarations + QLatin1String("}\n");
    }

    int m_rules = 0;
};
} // namespace

QString webDeclarations(QStringView css)
{
    QString text;
    for (const CssDeclaration &declaration : parseDeclarations(css)) {
        if (declaration.property.startsWith("x-") || declaration.property.startsWith("mso-"))
            continue;
        text += QLatin1String(declaration.property) + u':' + declaration.value +
                (declaration.important ? QLatin1String(" !important;") : QLatin1String(";"));
    }
    return text;
}

QString webStyle(const QString &css)
{
    StyleCopy copy;
    const QString clean = uncommented(css.left(mostCss));
    copy.copy(clean, false);
    return copy.text;
}
