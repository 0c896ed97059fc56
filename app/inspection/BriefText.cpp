// SPDX-License-Identifier: GPL-3.0-or-later
#include "BriefText.h"

#include "BodyJson.h"

#include <QJsonArray>
#include <QJsonObject>

#include <algorithm>

namespace
{

constexpr qsizetype longestWords = 200; // characters of a value
constexpr qsizetype mostInList = 10;    // values of a list in a line
constexpr qsizetype mostLines = 100;    // of a section

QString briefWords(const QString &text)
{
    const QString line = text.left(2 * longestWords).simplified();
    return line.size() > longestWords ? line.left(longestWords) + QChar(0x2026) : line;
}

// "has_more" is a name for programs.
QString briefName(QString name)
{
    return name.replace(u'_', u' ');
}

QString briefFields(const QJsonObject &object, const QStringList &leftOut);
QString briefList(const QJsonArray &array);

// Empty for what says nothing. The depth is that of our own names.
QString briefValue(const QJsonValue &value)
{
    if (value.isString())
        return briefWords(value.toString());
    if (value.isBool())
        return value.toBool() ? QStringLiteral("yes") : QString();
    if (value.isDouble())
        return value.toDouble() == 0 ? QString() : QString::number(value.toInteger());
    if (value.isArray())
        return briefList(value.toArray());
    if (!value.isObject())
        return {};
    const QJsonObject object = value.toObject();
    const QString address = briefWords(object[QStringLiteral("address")].toString());
    if (!object.contains(QStringLiteral("name")) || address.isEmpty())
        return briefFields(object, {});
    const QString name = briefWords(object[QStringLiteral("name")].toString());
    return name.isEmpty() ? address : QStringLiteral("%1 <%2>").arg(name, address);
}

QString briefList(const QJsonArray &array)
{
    QStringList texts;
    for (const QJsonValue &value : array) {
        if (texts.size() == mostInList)
            break;
        texts.append(briefValue(value));
    }
    if (array.size() > mostInList)
        texts.append(QStringLiteral("and %1 more").arg(array.size() - mostInList));
    return texts.join(QStringLiteral("; "));
}

// "method REQUEST, summary Lantern design review".
QString briefFields(const QJsonObject &object, const QStringList &leftOut)
{
    // What a person looks for comes first, whatever the alphabet says.
    QStringList keys{QStringLiteral("method"), QStringLiteral("summary"), QStringLiteral("subject"),
                     QStringLiteral("start"), QStringLiteral("end")};
    keys += object.keys();
    keys.removeDuplicates();
    QStringList fields;
    for (const QString &key : keys) {
        const QString value = leftOut.contains(key) ? QString() : briefValue(object[key]);
        if (!value.isEmpty())
            fields.append(briefName(key) + u' ' +
                          (object[key].isObject() ? QStringLiteral("(%1)").arg(value) : value));
    }
    return fields.join(QStringLiteral(", "));
}

QString section(const QString &title, const QStringList &lines)
{
    if (lines.isEmpty())
        return {};
    QString text = u'\n' + title + QStringLiteral(":\n");
    for (const QString &line : lines.first(std::min(lines.size(), mostLines)))
        text += QStringLiteral("  ") + line + u'\n';
    if (lines.size() > mostLines)
        text += QStringLiteral("  and %1 more\n").arg(lines.size() - mostLines);
    return text;
}

QStringList furtherFields(const QJsonObject &body)
{
    QStringList lines;
    for (const char *key : {"sender", "bcc", "reply_to", "date_source", "message_id", "in_reply_to",
                            "references", "list_id", "charset", "automatic_reply"}) {
        const QString name = QLatin1String(key);
        const QString value = briefValue(body[name]);
        const bool isUsual = name == QLatin1String("date_source") && value == QLatin1String("date");
        if (!value.isEmpty() && !isUsual)
            lines.append(briefName(name) + QStringLiteral(": ") + value);
    }
    if (body[QStringLiteral("html")].isString())
        lines.append(QStringLiteral("html: %1 characters, shown as %2")
                         .arg(body[QStringLiteral("html")].toString().size())
                         .arg(body[QStringLiteral("safe_html")].toString().size()));
    return lines;
}

QStringList cardLines(const QJsonArray &cards)
{
    QStringList lines;
    for (const QJsonValue &card : cards)
        lines.append(
            QStringLiteral("%1 (part %2): %3")
                .arg(card[QStringLiteral("kind")].toString(), card[QStringLiteral("part")].toString(),
                     briefFields(card.toObject(), {QStringLiteral("kind"), QStringLiteral("part")})));
    return lines;
}

QStringList trustLines(const QJsonObject &trust)
{
    QStringList lines{QStringLiteral("verdict: ") + trust[QStringLiteral("verdict")].toString()};
    for (const QJsonValue &reason : trust[QStringLiteral("reasons")].toArray())
        lines.append(briefName(reason[QStringLiteral("kind")].toString()) + QStringLiteral(": ") +
                     briefFields(reason.toObject(), {QStringLiteral("kind")}));
    const QString rest = briefFields(
        trust, {QStringLiteral("verdict"), QStringLiteral("reasons"), QStringLiteral("from_domain")});
    return rest.isEmpty() ? lines : lines << rest;
}

// The signatures are among the cards.
QStringList securityLines(const QJsonObject &security)
{
    QStringList lines;
    const QString facts = briefFields(
        security, {QStringLiteral("signatures"), QStringLiteral("lying_links"), QStringLiteral("verified")});
    if (!facts.isEmpty())
        lines.append(facts);
    if (security[QStringLiteral("verified")].isBool())
        lines.append(security[QStringLiteral("verified")].toBool() ? QStringLiteral("verified")
                                                                   : QStringLiteral("not verified"));
    for (const QJsonValue &link : security[QStringLiteral("lying_links")].toArray())
        lines.append(QStringLiteral("a link says %1 and leads to %2")
                         .arg(briefWords(link[QStringLiteral("shown")].toString()),
                              briefWords(link[QStringLiteral("target")].toString())));
    return lines;
}

// The tree is no deeper than the parser lets it be, which bounds this recursion.
void addParts(QStringList &lines, const QJsonObject &part, int depth)
{
    const QString indent(2 * std::min(depth, 20), u' ');
    const QString fields = briefFields(part, {QStringLiteral("type"), QStringLiteral("children")});
    const QString type = briefWords(part[QStringLiteral("type")].toString());
    lines.append(indent + (fields.isEmpty() ? type : type + QStringLiteral(": ") + fields));
    for (const QJsonValue &child : part[QStringLiteral("children")].toArray())
        addParts(lines, child.toObject(), depth + 1);
}

} // namespace

QString briefText::fromBody(const MessageBody &body)
{
    const QJsonObject object = bodyJson::fromBody(body);
    QStringList parts, defects;
    addParts(parts, object[QStringLiteral("parts")].toObject(), 0);
    for (const QString &defect : body.defects)
        defects.append(briefWords(defect));
    return section(QStringLiteral("Further"), furtherFields(object)) +
           section(QStringLiteral("Cards"), cardLines(object[QStringLiteral("cards")].toArray())) +
           section(QStringLiteral("Trust"), trustLines(object[QStringLiteral("trust")].toObject())) +
           section(QStringLiteral("Security"), securityLines(object[QStringLiteral("security")].toObject())) +
           section(QStringLiteral("Parts"), parts) + section(QStringLiteral("Repaired or cut"), defects);
}
