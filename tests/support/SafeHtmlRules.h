// SPDX-License-Identifier: GPL-3.0-or-later
//
// SafeHtmlRules hold safe HTML against what Poplar itself writes: every tag, attribute, CSS property and
// address that may stand there. Whatever else comes out of the sanitiser came from a stranger. Pure.
#pragma once

#include <QRegularExpression>
#include <QSet>
#include <QString>

namespace SafeHtmlRules
{
inline bool isOurAddress(const QString &attribute, QString value)
{
    value.replace(QStringLiteral("&amp;"), QStringLiteral("&"));
    static const QRegularExpression link(QStringLiteral("^(https?://|mailto:|#)"),
                                         QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression picture(
        QStringLiteral("^(cid:.|remote:\\d{1,3}$|data:image/(png|gif|jpe?g);base64,[A-Za-z0-9+/=]+$)"));
    for (const QChar c : value) {
        if (c.unicode() < 0x20)
            return false;
    }
    return (attribute == u"href" ? link : picture).match(value).hasMatch();
}

// Null where all is ours, else what is not.
inline QString violation(const QString &html)
{
    static const QSet<QString> tags{QStringLiteral("html"), QStringLiteral("body"),  QStringLiteral("div"),
                                    QStringLiteral("span"), QStringLiteral("a"),     QStringLiteral("br"),
                                    QStringLiteral("img"),  QStringLiteral("table"), QStringLiteral("tr"),
                                    QStringLiteral("td"),   QStringLiteral("ul"),    QStringLiteral("ol"),
                                    QStringLiteral("li"),   QStringLiteral("hr"),    QStringLiteral("thead")};
    static const QSet<QString> attributes{
        QStringLiteral("style"),       QStringLiteral("align"),   QStringLiteral("width"),
        QStringLiteral("height"),      QStringLiteral("href"),    QStringLiteral("src"),
        QStringLiteral("alt"),         QStringLiteral("border"),  QStringLiteral("cellspacing"),
        QStringLiteral("cellpadding"), QStringLiteral("bgcolor"), QStringLiteral("colspan"),
        QStringLiteral("rowspan"),     QStringLiteral("valign"),  QStringLiteral("type"),
        QStringLiteral("start")};
    static const QRegularExpression tag(QStringLiteral("<(/?)([^\\s>]*)([^>]*)>"));
    static const QRegularExpression attribute(QStringLiteral("\\s([a-z]+)=\"([^\"]*)\""));
    static const QRegularExpression css(QStringLiteral("^([a-z-]+:[\\p{L}\\p{N}#%' .-]+;)*$"),
                                        QRegularExpression::CaseInsensitiveOption |
                                            QRegularExpression::UseUnicodePropertiesOption);
    static const QRegularExpression mark(QStringLiteral(
        "^<!--(quotation color:#[0-9a-f]{6};(margin-top:\\d+px;)?(margin-left:\\d+px;)?|/quotation "
        "\\d+)-->$"));
    for (auto found = tag.globalMatch(html); found.hasNext();) {
        const auto match = found.next();
        if (mark.match(match.captured(0)).hasMatch())
            continue;
        if (!tags.contains(match.captured(2)))
            return match.captured(0);
        QString rest = match.captured(3);
        for (auto inside = attribute.globalMatch(rest); inside.hasNext();) {
            const auto one = inside.next();
            const QString name = one.captured(1);
            const bool isAddress = name == u"href" || name == u"src";
            if (!attributes.contains(name) || (isAddress && !isOurAddress(name, one.captured(2))) ||
                (name == u"style" && !css.match(one.captured(2)).hasMatch()))
                return one.captured(0);
        }
        if (!rest.remove(attribute).trimmed().isEmpty())
            return match.captured(0);
    }
    const QString text = QString(html).remove(tag);
    return text.contains(u'<') ? text.mid(text.indexOf(u'<'), 100) : QString();
}
} // namespace SafeHtmlRules
