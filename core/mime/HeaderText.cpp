// SPDX-License-Identifier: GPL-3.0-or-later
#include "HeaderText.h"

#include "Charset.h"
#include "CharsetLabels.h"
#include "EncodedWords.h"
#include "GMimeLibrary.h"
#include "Octets.h"

#include <gmime/gmime.h>

#include <algorithm>
#include <memory>
#include <optional>

namespace
{

bool isPlainField(QByteArrayView raw)
{
    for (qsizetype i = 0; i < raw.size(); ++i) {
        const auto c = uchar(raw[i]);
        if (c < 32 || c > 126 || (c == '=' && i + 1 < raw.size() && raw[i + 1] == '?'))
            return false;
    }
    return true;
}

// Line breaks go, the blank that folds a line stays (RFC 5322 §2.2.3); a tab is shown as a space.
QByteArray unfolded(QByteArrayView raw)
{
    QByteArray result(raw.size(), Qt::Uninitialized);
    char *out = result.data();
    for (qsizetype i = 0; i < raw.size(); ++i) {
        if (raw[i] == '\r' || raw[i] == '\n')
            continue;
        *out++ = raw[i] == '\t' ? ' ' : raw[i];
    }
    result.truncate(out - result.constData());
    return result;
}

// A field is one line: what could break or hide it goes.
QString oneLine(QString text)
{
    for (QChar &c : text) {
        if (c.unicode() < 32 || (c.unicode() >= 0x7F && c.unicode() < 0xA0) || c.unicode() == 0x2028 ||
            c.unicode() == 0x2029)
            c = u' ';
    }
    return text.trimmed();
}

void appendMailboxes(InternetAddressList *list, const HeaderText &text, int depth, Addresses &result)
{
    const int count = internet_address_list_length(list);
    for (int i = 0; i < count; ++i) {
        InternetAddress *entry = internet_address_list_get_address(list, i);
        if (INTERNET_ADDRESS_IS_GROUP(entry)) {
            if (depth < HeaderText::maxColons)
                appendMailboxes(internet_address_group_get_members(INTERNET_ADDRESS_GROUP(entry)), text,
                                depth + 1, result);
            continue;
        }
        const char *name = internet_address_get_name(entry);
        const char *address = internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(entry));
        Address mailbox{oneLine(QString::fromUtf8(name ? name : "")),
                        oneLine(QString::fromUtf8(address ? address : ""))};
        if (!mailbox.name.isEmpty() || !mailbox.address.isEmpty())
            result.push_back(std::move(mailbox));
    }
}

bool isWordOctet(char c)
{
    const char low = lowered(c);
    return (low >= 'a' && low <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '+';
}

// Words with single separators between them: "Anna Berger", "lists.example.org".
bool isWords(QByteArrayView text, char separator)
{
    bool afterWord = false;
    for (const char c : text) {
        if (c != separator && !isWordOctet(c))
            return false;
        if (c == separator && !afterWord)
            return false;
        afterWord = c != separator;
    }
    return afterWord;
}

bool isPlainAddress(QByteArrayView text)
{
    const qsizetype at = text.indexOf('@');
    return at > 0 && isWords(text.first(at), '.') && isWords(text.sliced(at + 1), '.');
}

// Nine fields of ten hold one mailbox without a comment, a quoted pair or an encoded word. There is one way
// to read those, and it takes a twentieth of a full parse, which counts when fifty thousand messages arrive.
std::optional<Address> plainMailbox(QByteArrayView raw)
{
    const QByteArrayView field = raw.trimmed();
    if (!field.endsWith('>')) {
        if (isPlainAddress(field))
            return Address{{}, QString::fromLatin1(field)};
        return {};
    }
    const qsizetype open = field.indexOf('<');
    if (open < 0)
        return {};
    const QByteArrayView address = field.sliced(open + 1).chopped(1);
    QByteArrayView name = field.first(open).trimmed();
    const bool quoted = name.size() > 2 && name.startsWith('"') && name.endsWith('"');
    if (quoted)
        name = name.sliced(1).chopped(1);
    if (!isPlainAddress(address) || !(name.isEmpty() || isWords(name, ' ')))
        return {};
    return Address{QString::fromLatin1(name), QString::fromLatin1(address)};
}

// Where the group that is one too many starts; the size of `raw` where there is none.
qsizetype endOfGroups(QByteArrayView raw)
{
    bool quoted = false;
    int colons = 0;
    for (qsizetype i = 0; i < raw.size(); ++i) {
        if (raw[i] == '\\')
            ++i;
        else if (raw[i] == '"')
            quoted = !quoted;
        else if (raw[i] == ':' && !quoted && ++colons > HeaderText::maxColons)
            return i;
    }
    return raw.size();
}

} // namespace

HeaderText::HeaderText(const HeaderBlock &header, QByteArray bodyCharset, QByteArray userCharset)
    : m_header(header), m_bodyCharset(std::move(bodyCharset)), m_userCharset(std::move(userCharset))
{
}

QString HeaderText::text(QByteArrayView raw) const
{
    if (isPlainField(raw))
        return QString::fromLatin1(raw).trimmed();
    const QByteArray line = unfolded(raw);
    QString result;
    for (const HeaderStretch &stretch : splitEncodedWords(line))
        result += stretch.isEncoded ? stretch.decoded : rawText(stretch.literal);
    return oneLine(std::move(result));
}

QByteArray HeaderText::canonical(QByteArrayView raw) const
{
    if (isPlainField(raw))
        return raw.toByteArray();
    const QByteArray line = unfolded(raw);
    QByteArray result;
    for (const HeaderStretch &stretch : splitEncodedWords(line)) {
        if (!stretch.isEncoded)
            result += rawText(stretch.literal).toUtf8();
        else if (!stretch.decoded.isEmpty())
            result += "=?utf-8?B?" + stretch.decoded.toUtf8().toBase64() + "?=";
    }
    result.replace('\0', ' ');
    return result;
}

Addresses HeaderText::addresses(QByteArrayView raw) const
{
    Addresses result;
    if (raw.isEmpty())
        return result;
    if (auto mailbox = plainMailbox(raw)) {
        result.push_back(std::move(*mailbox));
        return result;
    }
    startGMime();
    const QByteArray field = canonical(raw.first(endOfGroups(raw)));
    if (InternetAddressList *list = internet_address_list_parse(nullptr, field.constData())) {
        appendMailboxes(list, *this, 0, result);
        g_object_unref(list);
    }
    if (result.empty() && !hasTooManyGroups(raw)) {
        // Not to be parsed, but shown: an author who cannot be read is better than none.
        const QString all = text(raw);
        if (!all.isEmpty() && !all.contains(u':') && all != QStringLiteral("<>"))
            result.push_back({all, {}});
    }
    return result;
}

bool HeaderText::hasTooManyGroups(QByteArrayView raw)
{
    return endOfGroups(raw) < raw.size();
}

QString HeaderText::rawText(QByteArrayView raw) const
{
    if (!m_userCharset.isEmpty())
        return decodeChosen(raw, m_userCharset).text;
    if (isAscii(raw))
        return raw.contains('\x1b') ? decodeText(raw, {}).text : QString::fromLatin1(raw);
    if (isValidUtf8(raw))
        return QString::fromUtf8(raw);
    if (const auto decoded = decodeAs(raw, rawCharset()); decoded && decoded->replaced == 0)
        return decoded->text;
    return decodeText(raw, {}).text;
}

const QByteArray &HeaderText::rawCharset() const
{
    if (!m_rawCharset.isEmpty())
        return m_rawCharset;
    // A guess from all raw fields together is better than one from each alone.
    QByteArray all;
    for (const HeaderField &field : m_header.fields()) {
        if (!isValidUtf8(field.value))
            all += field.value.toByteArray() + '\n';
    }
    const QByteArray detected = all.isEmpty() ? QByteArray("windows-1252") : detectCharset(all);
    const QByteArray bodyCharset = charsetOf(m_bodyCharset);
    // "windows-1252" also stands for labels that promise nothing (us-ascii, iso-8859-1).
    const bool bodyTells = !bodyCharset.isEmpty() && bodyCharset != "windows-1252" &&
                           bodyCharset != "utf-8" && !reusesAscii(bodyCharset);
    if (bodyTells) {
        const auto decoded = decodeAs(all, bodyCharset);
        if (decoded && decoded->replaced == 0) {
            m_rawCharset = bodyCharset;
            return m_rawCharset;
        }
    }
    m_rawCharset = detected;
    return m_rawCharset;
}
