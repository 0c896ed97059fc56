// SPDX-License-Identifier: GPL-3.0-or-later
#include "FactCheck.h"

#include "InspectedTree.h"

#include <QDateTime>
#include <QJsonArray>
#include <QRegularExpression>
#include <QSet>

#include <algorithm>
#include <map>

namespace
{

// What is left of a text when its layout is taken away: the rule between two texts is ours.
QString letters(const QString &text)
{
    QString result;
    for (const QChar c : text.normalized(QString::NormalizationForm_KC)) {
        if (!c.isSpace() && c.unicode() != 0x2500 && c.unicode() != 0xAD)
            result += c;
    }
    return result;
}

FactOutcome equal(const QString &wanted, const QString &got)
{
    return {wanted == got, wanted, got};
}

QStringList strings(const QJsonValue &list)
{
    QStringList result;
    for (const QJsonValue &value : list.toArray())
        result.append(value.toString().simplified());
    return result;
}

// "Name <address>", sorted, whatever the form of the list.
QStringList people(const QJsonValue &list)
{
    QStringList result;
    for (const QJsonValue &value : list.toArray()) {
        const QJsonObject person = value.toObject();
        const QString name =
            value.isArray() ? value[0].toString() : person[QStringLiteral("name")].toString();
        const QString address =
            value.isArray() ? value[1].toString() : person[QStringLiteral("address")].toString();
        result.append(QStringLiteral("%1 <%2>").arg(name.simplified(), address.simplified()));
    }
    result.sort();
    return result;
}

QStringList addresses(const QJsonValue &list)
{
    QStringList result;
    for (const QJsonValue &person : list.toArray())
        result.append(person[QStringLiteral("address")].toString().simplified());
    result.sort();
    return result;
}

FactOutcome equalLists(QStringList wanted, QStringList got)
{
    wanted.sort();
    got.sort();
    return equal(wanted.join(QStringLiteral(" | ")), got.join(QStringLiteral(" | ")));
}

QString withoutAnswerMark(const QString &subject)
{
    static const QRegularExpression mark(QStringLiteral("^((re|aw|fw|fwd|tr)(\\[\\d+\\])?\\s*:\\s*)+"),
                                         QRegularExpression::CaseInsensitiveOption);
    return subject.simplified().remove(mark);
}

// The share of the words of `wanted` that `got` has, too.
FactOutcome sameWords(const QString &wanted, const QString &got)
{
    static const QRegularExpression between(QStringLiteral("[^\\p{L}\\p{N}]+"));
    constexpr double enough = 0.95;
    const auto words = [](const QString &text) {
        return text.normalized(QString::NormalizationForm_KC).split(between, Qt::SkipEmptyParts);
    };
    const QStringList all = words(wanted);
    const QStringList ours = words(got);
    const QSet<QString> there(ours.begin(), ours.end());
    const auto found =
        std::count_if(all.begin(), all.end(), [&](const QString &w) { return there.contains(w); });
    return {double(found) >= enough * double(all.size()), wanted, got};
}

// How mailcore2 writes a type without a slash: "x-be2" as "x-be2/unknown". RFC 2045 §5.2 has it be
// text/plain, as which it shows it, too.
QString withTextType(QString tree)
{
    static const QRegularExpression unknown(QStringLiteral("\\bx-[a-z0-9-]+/unknown"));
    return tree.replace(unknown, QStringLiteral("text/plain"));
}

} // namespace

FactCheck::FactCheck(QString file, QJsonObject inspected, QJsonObject oracle, const Collection &collection)
    : m_file(std::move(file)), m_inspected(std::move(inspected)), m_oracle(std::move(oracle)),
      m_collection(collection)
{
}

std::optional<FactOutcome> FactCheck::check(const QString &field) const
{
    if (field == QStringLiteral("bounces"))
        return checkBounces();
    if (field == QStringLiteral("leaf_files_decoded"))
        return checkLeaves();
    if (const auto outcome = checkHeader(field))
        return outcome;
    if (const auto outcome = checkText(field))
        return outcome;
    return checkParts(field);
}

QString FactCheck::whyNotCompared(const QString &field)
{
    static const std::map<QString, QString> reasons{
        {QStringLiteral("bounces"), QStringLiteral("it reads its recipients from text; there is no report")},
        {QStringLiteral("leaf_files_decoded"), QStringLiteral("the trees differ, which \"tree\" counts")},
        {QStringLiteral("date_epoch"), QStringLiteral("its value for a date that is not there")},
        {QStringLiteral("date_header"), QStringLiteral("the field is not by the letter of RFC 2822, so that "
                                                       "Qt cannot say what it means")},
        {QStringLiteral("disputed_by_gmime_plus"), QStringLiteral("a remark about the other fields")},
        {QStringLiteral("expected_file"), QStringLiteral("a summary in words of its own; its beginning is in "
                                                         "\"body_plain_begins\"")},
        {QStringLiteral("render_html_file"), QStringLiteral("a page in markup of its own")},
        {QStringLiteral("render_tree_file"), QStringLiteral("a dump of classes of its own")},
        {QStringLiteral("searchable_body_file"), QStringLiteral("the file is not in the collection")},
        {QStringLiteral("body_equals_file"), QStringLiteral("the file is not in the collection")},
    };
    const auto reason = reasons.find(field);
    return reason == reasons.end() ? QStringLiteral("no reason is known") : reason->second;
}

std::optional<FactOutcome> FactCheck::checkHeader(const QString &field) const
{
    const QJsonValue wanted = m_oracle[field];
    const QString subject = m_inspected[QStringLiteral("subject")].toString();
    const auto date = QDateTime::fromString(m_inspected[QStringLiteral("date")].toString(), Qt::ISODate);
    const auto equalDates = [&](const QDateTime &other) {
        return equal(other.toUTC().toString(Qt::ISODate), date.toUTC().toString(Qt::ISODate));
    };
    if (field == QStringLiteral("subject"))
        return equal(wanted.toString().simplified(), subject.simplified());
    if (field == QStringLiteral("subject_without_re"))
        return equal(withoutAnswerMark(wanted.toString()), withoutAnswerMark(subject));
    if (field == QStringLiteral("from") || field == QStringLiteral("to"))
        return equalLists(people(wanted), people(m_inspected[field]));
    if (field == QStringLiteral("from_addr") || field == QStringLiteral("to_addr"))
        return equalLists(strings(wanted), addresses(m_inspected[field.chopped(5)]));
    if (field == QStringLiteral("message_id"))
        return equal(wanted.toString(), m_inspected[field].toString());
    constexpr qint64 noDate = 978307200; // what mailcore2 calls a date that is not there
    if (field == QStringLiteral("date_epoch") && wanted.toInteger() == noDate)
        return std::nullopt;
    if (field == QStringLiteral("date_epoch"))
        return equalDates(QDateTime::fromSecsSinceEpoch(wanted.toInteger(), Qt::UTC));
    if (field == QStringLiteral("date"))
        return equalDates(QDateTime::fromString(wanted.toString(), Qt::ISODate));
    if (field == QStringLiteral("date_header")) {
        // The field as it stands there, which Qt reads where it is by the letter.
        const auto read = QDateTime::fromString(wanted.toString().simplified(), Qt::RFC2822Date);
        if (read.isValid())
            return equalDates(read);
    }
    return std::nullopt;
}

std::optional<QString> FactCheck::expectedFile(const QString &field) const
{
    const QString folder = m_file.section(u'/', 0, 0);
    const auto bytes = m_collection.content(folder + u'/' + m_oracle[field].toString());
    return bytes ? std::optional(QString::fromUtf8(*bytes)) : std::nullopt;
}

std::optional<FactOutcome> FactCheck::checkText(const QString &field) const
{
    const QString wanted = m_oracle[field].toString();
    const auto begins = [this](const QString &beginning) -> FactOutcome {
        return {letters(text()).startsWith(letters(beginning)), beginning,
                text().first(std::min<qsizetype>(text().size(), 200))};
    };
    if (field == QStringLiteral("body_text_begins"))
        return begins(wanted);
    if (field == QStringLiteral("body_plain_begins")) {
        QString all = text();
        for (const QString &name : inspectedTree::attachmentNames(m_inspected))
            all += u' ' + name;
        // The oracle writes a name and a size for each attachment, and cuts the text in a word.
        static const QRegularExpression size(QStringLiteral("\\d+ [KM]B"));
        const bool isCut = wanted.size() >= 160;
        QString whole = isCut ? wanted.section(u' ', 0, -2) : wanted;
        return sameWords(whole.remove(size), all);
    }
    if (field == QStringLiteral("body_shows"))
        return FactOutcome{letters(text()).contains(letters(wanted)), wanted, text()};
    if (field == QStringLiteral("searchable_body_file") || field == QStringLiteral("body_equals_file")) {
        const auto expected = expectedFile(field);
        if (!expected)
            return std::nullopt;
        return FactOutcome{letters(text()).contains(letters(*expected)), *expected, text()};
    }
    if (field == QStringLiteral("display_same_text_as"))
        return equal(m_collection.inspect(wanted)[QStringLiteral("text")].toString(), text());
    if (field.startsWith(QStringLiteral("view_")) || field == QStringLiteral("never_shows_other"))
        return checkViews(field);
    return std::nullopt;
}

// Thunderbird's tests of multipart/alternative: each text in its own view, and nowhere else.
FactOutcome FactCheck::checkViews(const QString &field) const
{
    const QString plain = m_oracle[QStringLiteral("view_plain_shows")].toString();
    const QString html = m_oracle[QStringLiteral("view_html_shows")].toString();
    const QString page = m_inspected[QStringLiteral("html")].toString();
    const QString both = QStringLiteral("text: %1; HTML: %2").arg(text().simplified(), page.simplified());
    if (field == QStringLiteral("view_plain_shows"))
        return {text().contains(plain), plain, both};
    if (field == QStringLiteral("view_html_shows"))
        return {page.contains(html), html, both};
    return {!text().contains(html) && !page.contains(plain), field, both};
}

FactOutcome FactCheck::checkAttachments(const QString &field) const
{
    QStringList wanted, ours = inspectedTree::attachmentNames(m_inspected);
    for (const QJsonValue &value : m_oracle[field].toArray())
        wanted.append(value.isArray() ? value[0].toString() : value.toString());
    // Thunderbird's tests say what its bar lists; the others name parts, also those that are shown.
    if (field == QStringLiteral("attachment_names") && m_file.startsWith(QStringLiteral("comm-central/")))
        return equalLists(wanted, ours);
    ours += inspectedTree::partNames(m_inspected);
    QStringList missing;
    for (const QString &name : wanted) {
        const QString safe = name.simplified();
        if (!safe.isEmpty() && !ours.contains(safe) && !ours.contains(name))
            missing.append(name);
    }
    return {missing.isEmpty(), missing.join(QStringLiteral(" | ")), ours.join(QStringLiteral(" | "))};
}

std::optional<FactOutcome> FactCheck::checkParts(const QString &field) const
{
    const QJsonObject parts = m_inspected[QStringLiteral("parts")].toObject();
    const QJsonArray attachments = m_inspected[QStringLiteral("attachments")].toArray();
    if (field == QStringLiteral("tree")) {
        const QString wanted = m_oracle[field].toString();
        if (m_file.startsWith(QStringLiteral("mime4j/")))
            return equal(wanted, inspectedTree::kinds(parts));
        QString ours = inspectedTree::types(parts);
        if (m_file.startsWith(QStringLiteral("mailcore2/"))) // which has no name for others
            ours.replace(QRegularExpression(QStringLiteral("multipart/(digest|parallel)")),
                         QStringLiteral("multipart/mixed"));
        return equal(m_file.startsWith(QStringLiteral("mailcore2/")) ? withTextType(wanted) : wanted, ours);
    }
    if (field == QStringLiteral("n_parts_top_message"))
        return equal(QString::number(m_oracle[field].toInt()),
                     QString::number(inspectedTree::partsOfTopMessage(parts)));
    if (field == QStringLiteral("n_attachments"))
        return equal(QString::number(m_oracle[field].toInt()), QString::number(attachments.size()));
    if (field == QStringLiteral("attachment_names") || field == QStringLiteral("attachments"))
        return checkAttachments(field);
    if (field == QStringLiteral("attachment_sizes")) {
        QStringList wanted, got;
        for (const QJsonValue &size : m_oracle[field].toArray())
            wanted.append(QString::number(size.toInt()));
        for (const QJsonValue &attachment : attachments)
            got.append(QString::number(attachment[QStringLiteral("size")].toInt()));
        return equalLists(wanted, got);
    }
    return std::nullopt;
}

// Only the content of what the tree has as a leaf, too; where the trees differ that is said once.
std::optional<FactOutcome> FactCheck::checkLeaves() const
{
    const QJsonObject parts = m_inspected[QStringLiteral("parts")].toObject();
    if (m_oracle[QStringLiteral("tree")].toString() != inspectedTree::kinds(parts))
        return std::nullopt;
    QStringList wanted, got;
    const std::vector<qint64> sizes = inspectedTree::leafSizes(parts);
    const QJsonArray leaves = m_oracle[QStringLiteral("leaf_files_decoded")].toArray();
    for (int i = 0; i < leaves.size(); ++i) {
        // Texts were stored after their letters and line ends had been changed.
        if (!leaves[i][0].toString().endsWith(QStringLiteral(".bin")))
            continue;
        wanted.append(QString::number(leaves[i][1].toInteger()));
        got.append(size_t(i) < sizes.size() ? QString::number(sizes[size_t(i)]) : QStringLiteral("none"));
    }
    if (wanted.isEmpty())
        return std::nullopt;
    return equal(wanted.join(u' '), got.join(u' '));
}

// How many recipients, and whether it failed for good (5) or for now (4); of a complaint what kind it is. The
// oracle also guesses from the words of bounces that have no fields for programs, of which it says nothing.
std::optional<FactOutcome> FactCheck::checkBounces() const
{
    QStringList wanted, got;
    for (const QJsonValue &value : m_inspected[QStringLiteral("cards")].toArray()) {
        const QString kind = value[QStringLiteral("kind")].toString();
        if (kind == QStringLiteral("abuse"))
            got.append(value[QStringLiteral("feedback")].toString());
        if (kind == QStringLiteral("bounce"))
            for (const QJsonValue &recipient : value[QStringLiteral("recipients")].toArray())
                got.append(recipient[QStringLiteral("status")].toString().left(1));
    }
    for (const QJsonValue &value : m_oracle[QStringLiteral("bounces")].toArray()) {
        const QString feedback = value[QStringLiteral("feedback")].toString();
        wanted.append(feedback.isEmpty() ? value[QStringLiteral("status")].toString().left(1) : feedback);
    }
    const QJsonObject parts = m_inspected[QStringLiteral("parts")].toObject();
    if (!inspectedTree::has(parts, QStringLiteral("message/delivery-status")) &&
        !inspectedTree::has(parts, QStringLiteral("message/feedback-report")))
        return std::nullopt;
    if (got.contains(QString())) // a report without a status, for which the oracle makes one up
        return equal(QString::number(wanted.size()), QString::number(got.size()));
    return equalLists(wanted, got);
}
